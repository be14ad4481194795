"""A member's savings on the phone: what is there, what is still to come, what moved, and the statement on paper."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import streamlit as st

from cblp.days import last_months
from cblp.documents.ledger import KINDS, WORDS, move_name
from cblp.i18n import _, formats, translate
from cblp.sharing.reports import contributions, savings
from cblp.sharing.reports import ledger as reports
from cblp.sharing.reports.contributions import InvoiceRow
from cblp.sharing.reports.ledger import Statement
from cblp.sharing.reports.savings import Saved
from cblp.sharing.rules import books
from cblp.ui import reads
from cblp.ui.components import ledger_savings
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

MONTHS: Final = 12


def show(visit: Visit, business_id: UUID) -> None:
    """Savings in digits first, what is to be paid, then the statement of a year behind one press."""
    st.subheader(_("My savings"), anchor=False)
    rows: list[Saved] = reads.ask(savings.members, today=visit.today)
    own = next((row for row in rows if row.business_id == business_id), None)
    if own is None or not (own.total or own.principal_due or own.mandatory_due):
        st.write(_("No savings yet. They stand here when the treasurer writes them down."))
    else:
        _saved(own)
    _owed(visit, business_id)
    span = last_months(visit.today, MONTHS)
    parts: list[Statement] = reads.ask(reports.statement, business_id=business_id, span=span)
    if parts:
        with st.expander(_("Statement of 12 months"), icon=":material/receipt_long:"):
            for part in parts:
                _statement(part)
            ledger_savings.download(visit, own.name if own else "", span, parts)


def _saved(own: Saved) -> None:
    st.markdown(f"## {formats.money(own.total)}")
    kinds = ((books.PRINCIPAL, own.principal), (books.MANDATORY, own.mandatory), (books.VOLUNTARY, own.voluntary))
    st.markdown("  \n".join(
        f"{translate(WORDS[books.SAVINGS, kind])}: **{formats.money(amount)}**" for kind, amount in kinds if amount
    ))
    for kind, due in ((books.PRINCIPAL, own.principal_due), (books.MANDATORY, own.mandatory_due)):
        if due:
            said = translate(WORDS[books.SAVINGS, kind])
            st.markdown(_("{kind} still to bring: {amount}.", kind=said, amount=f"**{formats.money(due)}**"))


def _owed(visit: Visit, business_id: UUID) -> None:
    rows: list[InvoiceRow] = reads.ask(contributions.listing, business_id=business_id, open_only=True)
    for row in sorted(rows, key=lambda one: one.due_on):
        late = f" :orange-badge[{_('Past its day')}]" if row.due_on < visit.today else ""
        purpose = row.campaign or formats.day_range(row.span.first, row.span.last)
        st.markdown(_(
            "Contribution for {purpose}: {amount}, to be paid by {day}.", purpose=esc(purpose), amount=f"**{formats.money(row.left)}**",
            day=formats.full_day(row.due_on),
        ) + late)


def _statement(part: Statement) -> None:
    """Lines to be read one by one: a table of five columns does not fit a phone."""
    said = translate(WORDS.get((part.account.kind, part.account.word), KINDS[part.account.kind]))
    st.markdown(f"**{said}: {formats.money(part.closing)}**")
    told = [f"{formats.day(line.day)} · {move_name(line.kind)}: {_change(line.amount)}" for line in reversed(part.lines)]
    if part.opening:
        told.append(_("Before {day}: {amount}", day=formats.day(part.span.first), amount=formats.money(part.opening)))
    st.markdown("\n".join(f"- {line}" for line in told))


def _change(amount: int) -> str:
    return _("plus {amount}", amount=formats.money(amount)) if amount > 0 else _("less {amount}", amount=formats.money(-amount))
