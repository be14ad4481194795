"""What erasing somebody does to money: every rupiah stays with its id, words beside it go; and what must be settled first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cblp.db.actor import Actor
from cblp.db.erasure import blocker, declare
from cblp.errors import UserError
from cblp.i18n import N_, formats, translate
from cblp.sharing import states
from cblp.sharing.models import (
    AidInstalment,
    AidRequest,
    AidVerdict,
    BalanceCheck,
    Distribution,
    DistributionLine,
    DistributionShare,
    Invoice,
    LedgerAccount,
    Objection,
    Posting,
    Transfer,
)
from cblp.sharing.rules import books

# Keys and codes carry ids; the name of an account is "" where the business stands behind it.
declare(LedgerAccount, kept="code kind", scrubbed="name")
declare(Transfer, kept="idempotency_key request_hash kind about seal", scrubbed="text")
declare(Posting)
declare(BalanceCheck)
declare(Invoice)
declare(Distribution, kept="state inputs inputs_hash", scrubbed="void_reason")
declare(DistributionLine, kept="component fund base base_total exact details")
declare(DistributionShare, kept="method")
declare(
    Objection, kept="component state", scrubbed="text answer", whose=lambda gone: Objection.business_id.in_(gone.businesses),
    cleared={"text": "", "answer": ""},
)
declare(
    AidRequest, kept="kind state", scrubbed="need assessment", whose=lambda gone: AidRequest.business_id.in_(gone.businesses),
    cleared={"thing": "", "need": "", "assessment": ""},
)
declare(
    AidVerdict, scrubbed="note", cleared={"note": ""},
    whose=lambda gone: AidVerdict.request_id.in_(
        select(AidRequest.id).where(AidRequest.association_id == gone.association, AidRequest.business_id.in_(gone.businesses))
    ),
)
declare(AidInstalment)


# -- first settle --------------------------------------------------------------------------------------------------------


class MoneyLeft(UserError):
    """Something is owed, by them or to them; ``amount`` is whole rupiah."""

    message = N_("{what}: {amount}. Settle it first, in the cash book.")

    def text(self, language: str | None = None) -> str:
        """The message with the account in words and the amount as money."""
        return translate(self.message, language).format(
            what=translate(OWED[self.values["kind"]], language), amount=formats.money(self.values["amount"]),
        )


class AidOpen(UserError):
    """A request for help is not settled."""

    message = N_("Request for help no. {number} is still open. Close it first.")


class ObjectionOpen(UserError):
    """An objection stands."""

    message = N_("An objection against distribution no. {number} is still open. Answer it first.")


class ShareOpen(UserError):
    """A distribution that they have a part in is neither paid nor withdrawn."""

    message = N_("Distribution no. {number} is not paid yet. Pay it or withdraw it first.")


OWED: Final = {
    books.RECEIVABLE: N_("Contributions that are not paid yet"), books.LOAN: N_("Help that is to be paid back"),
    books.SAVINGS: N_("Savings that are not paid out yet"), books.PAYABLE: N_("A share that is not paid out yet"),
}
SETTLED: Final = ("refused", "closed", "withdrawn")


@blocker
def _open_money(session: Session, actor: Actor, businesses: tuple[UUID, ...], _account: UUID | None) -> Iterator[UserError]:
    """What they owe, what is owed to them, and every matter of money that waits for somebody."""
    own = actor.association
    balances = (
        select(LedgerAccount.kind, func.sum(Posting.amount))
        .join(Posting, (Posting.association_id == LedgerAccount.association_id) & (Posting.account_id == LedgerAccount.id))
        .join(Transfer, (Transfer.association_id == Posting.association_id) & (Transfer.id == Posting.transfer_id))
        .where(LedgerAccount.association_id == own, LedgerAccount.business_id.in_(businesses), Transfer.posted)
        .group_by(LedgerAccount.kind).order_by(LedgerAccount.kind)
    )
    for kind, amount in session.execute(balances):
        if amount and kind in OWED:
            yield MoneyLeft(kind=kind, amount=abs(int(amount)))
    for number in session.scalars(
        select(AidRequest.number).where(
            AidRequest.association_id == own, AidRequest.business_id.in_(businesses), AidRequest.state.not_in(SETTLED)
        ).order_by(AidRequest.number)
    ):
        yield AidOpen(number=number)
    for number in session.scalars(
        select(Distribution.number).distinct()
        .join(Objection, (Objection.association_id == Distribution.association_id) & (Objection.distribution_id == Distribution.id))
        .where(Distribution.association_id == own, Objection.business_id.in_(businesses), Objection.state.in_(states.STANDING))
        .order_by(Distribution.number)
    ):
        yield ObjectionOpen(number=number)
    for number in session.scalars(
        select(Distribution.number).distinct()
        .join(
            DistributionShare,
            (DistributionShare.association_id == Distribution.association_id) & (DistributionShare.distribution_id == Distribution.id),
        )
        .where(
            Distribution.association_id == own, DistributionShare.business_id.in_(businesses),
            Distribution.state.not_in((states.PAID, states.VOID)), DistributionShare.transfer_id.is_(None),
        ).order_by(Distribution.number)
    ):
        yield ShareOpen(number=number)
