"""Savings for the office: every member in one table, and the statement of one with deposits, withdrawals and paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from cblp.days import Span, last_months
from cblp.documents import ledger as documents
from cblp.i18n import _, formats
from cblp.sharing.reports import ledger as reports
from cblp.sharing.reports.ledger import Statement
from cblp.sharing.reports.savings import Saved
from cblp.sharing.rules import books
from cblp.ui import reads
from cblp.ui.components import downloads, figures, frame, ledger_money, tables
from cblp.ui.page import Visit

MEMBER: Final = "usaha"
"""The query parameter with the code of the member whose statement is open."""
MONTHS: Final = 12


def show(visit: Visit, rows: Sequence[Saved]) -> None:
    """All members, or the one that the address names."""
    code = st.query_params.get(MEMBER, "")
    opened = next((row for row in rows if row.code == code), None)
    if not rows:
        frame.empty(_("There are no members yet. Their savings stand here."), _("Members"), "members")
        return
    choose, _rest = st.columns([5, 7])
    with choose:
        _choose(rows, opened)
    if opened:
        _one(visit, opened)
        return
    ledger_money.buttons(visit, (ledger_money.DEPOSIT, ledger_money.WITHDRAW))
    total = sum(row.total for row in rows)
    due = [row for row in rows if row.principal_due + row.mandatory_due]
    figures.sentence(_("Members saved {amount} in all.", amount=formats.money(total)))
    if due:
        st.write(_(
            "{amount} of the decided savings is still to come, from {count} members.", count=formats.count(len(due)),
            amount=formats.money(sum(row.principal_due + row.mandatory_due for row in due)),
        ))
    amounts = (_("Principal"), _("Mandatory"), _("Voluntary"), _("Total"), _("Still to come"))
    tables.show(
        [_("Business"), *map(tables.Number, amounts)],
        [
            (row.name if row.active else _("{name} (left)", name=row.name), *map(formats.money, (
                row.principal, row.mandatory, row.voluntary, row.total, row.principal_due + row.mandatory_due)))
            for row in rows
        ], key="ledger_savings",
    )


def _choose(rows: Sequence[Saved], opened: Saved | None) -> None:
    names = {row.code: row.name for row in rows}
    chosen = st.selectbox(
        _("Statement of one member"), list(names), index=list(names).index(opened.code) if opened else None,
        format_func=lambda code: names[code], placeholder=_("Choose the member"), key="ledger_member",
    )
    if (chosen or "") != (opened.code if opened else ""):
        if chosen:
            st.query_params[MEMBER] = chosen
        else:
            st.query_params.pop(MEMBER, None)
        st.rerun()


def _one(visit: Visit, row: Saved) -> None:
    figures.sentence(_("{name} saved {amount}.", name=row.name, amount=formats.money(row.total)))
    ledger_money.buttons(visit, (ledger_money.DEPOSIT, ledger_money.WITHDRAW), {"business_id": row.business_id})
    span = last_months(visit.today, MONTHS)
    found: list[Statement] = reads.ask(reports.statement, business_id=row.business_id, span=span)
    parts = [part for part in found if part.account.kind != books.LOAN]  # who has a loan stands under the solidarity fund only
    if not parts:
        st.write(_("Nothing is booked for this member yet."))
        return
    for part in parts:
        statement(part)
    download(visit, row.name, span, parts)


def statement(part: Statement) -> None:
    """One account of a member: what was there, what moved, what is there."""
    st.markdown(f"**{documents.account_name(part.account).partition(',')[0]}: {formats.money(part.closing)}**")
    before = [(formats.day(part.span.first), _("Before"), "", "", formats.money(part.opening))] if part.opening else []
    tables.show(
        [_("Day"), _("What happened"), *(tables.Number(head) for head in (_("In"), _("Out"), _("Balance")))],
        [*before, *(
            (
                formats.day(line.day), documents.said(line.kind, line.text), formats.money(line.amount) if line.amount > 0 else "",
                formats.money(-line.amount) if line.amount < 0 else "", formats.money(line.balance),
            ) for line in part.lines
        )], key=f"statement_{part.account.code}", size=25,
    )


def download(visit: Visit, name: str, span: Span, parts: Sequence[Statement]) -> None:
    """The statement as a page to be printed."""
    downloads.download(
        _("Statement on paper"), lambda: documents.statement(
            name, visit.visitor.association_name, span, parts, today=formats.day(visit.today)),
        key="ledger_statement",
    )
