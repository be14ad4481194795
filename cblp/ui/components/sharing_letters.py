"""Letters to a member about the own share: what they get while there is time to object, and the receipt of its payment."""

from __future__ import annotations

from uuid import UUID

from cblp.i18n import _, formats
from cblp.people.reports import register
from cblp.people.reports.register import BusinessRow
from cblp.sharing.reports.distributions import ShareRow, Summary
from cblp.ui import reads
from cblp.ui.components import letters
from cblp.ui.components import sharing_words as words
from cblp.ui.page import Visit


def people(visit: Visit) -> dict[UUID, BusinessRow]:
    """Everybody by business."""
    return {row.id: row for row in reads.ask(register.businesses, today=visit.today, limit=2000)}


def invite(visit: Visit, run: Summary, share: ShareRow, row: BusinessRow | None) -> None:
    """The letter that tells a member their share."""
    with letters.to(visit, share.business_id):
        until = formats.full_day(run.objections_until) if run.objections_until else ""
        text = letters.write(
            visit, "share_told", who=_opening(share, row), amount=formats.money(share.amount), until=until,
            number=str(run.number), link=letters.address("my_money"),
        )
    _send(visit, _("WA text"), text, share, row)


def receipt(visit: Visit, run: Summary, share: ShareRow, row: BusinessRow | None) -> None:
    """The letter that goes with a payment."""
    with letters.to(visit, share.business_id):
        text = letters.write(
            visit, "share_paid", who=_opening(share, row), amount=formats.money(share.amount), day=formats.day(share.paid_on),
            how=_(words.METHODS[share.method]), kept=words.kept_back(share.set_off) if share.set_off else "",
            number=str(run.number),
        )
    _send(visit, _("Receipt text"), text, share, row)


def _opening(share: ShareRow, row: BusinessRow | None) -> str:
    return letters.opening(row.address_form if row else "", row.owner if row else "", share.name)


def _send(visit: Visit, label: str, text: str, share: ShareRow, row: BusinessRow | None) -> None:
    letters.remind(visit, row.phone if row else "", text, key=f"letter_{share.id.hex}", label=label)
