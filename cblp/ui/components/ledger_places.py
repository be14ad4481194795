"""Funds and money to share: what is in each, what came in and was spent, and the statement of any place."""

from __future__ import annotations

import streamlit as st

from cblp.documents.ledger import account_name
from cblp.i18n import _, formats
from cblp.sharing.reports import ledger as reports
from cblp.sharing.reports.ledger import Account, Pool, Statement
from cblp.sharing.rules import books
from cblp.ui import menu, reads
from cblp.ui.components import filters, frame, ledger_money, ledger_notes, ledger_savings, tables
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

KINDS = (books.POOL, books.FUND, books.CASH, books.BANK, books.INCOME, books.EXPENSE)


def show(visit: Visit) -> None:
    """Pools in a table, then the statement of the place that is chosen."""
    accounts: dict[str, Account] = reads.ask(reports.balances)
    shown = [account for account in accounts.values() if account.kind in KINDS]
    if not shown:
        frame.empty(_("No fund and no money to share yet. Write down money in, and say what it is for."))
        return
    ledger_money.buttons(visit, (ledger_money.MOVE,))
    pools = [account for account in shown if account.kind == books.POOL]
    if pools:
        _pools(pools)
    names = {account.code: f"{account_name(account)} · {formats.money(account.balance)}" for account in sorted(
        shown, key=lambda one: (KINDS.index(one.kind), one.name, one.word))}
    code = st.selectbox(_("Look into"), list(names), format_func=lambda one: names[one], placeholder=_("Choose"), key="ledger_place")
    chosen = filters.one_of("ledger", "waktu", _("Days"), {word: _(label) for word, label in ledger_notes.DAYS.items()}, "3")
    span = ledger_notes.span(visit, chosen) or ledger_notes.everything(visit)
    found: Statement | None = reads.ask(reports.history, code=code, span=span) if code else None
    if found:
        ledger_savings.statement(found)


def _pools(pools: list[Account]) -> None:
    rows = []
    for account in pools:
        pool: Pool = reads.ask(reports.pool, account.code)
        rows.append((account_name(account), *map(formats.money, (pool.received, pool.still_owed, pool.spent, pool.balance))))
    tables.show(
        [_("Money to share"), *(tables.Number(head) for head in (_("Came in"), _("Not paid yet"), _("Costs"), _("In it")))], rows,
    )
    entry = menu.BY_ID["sharing"]
    st.page_link(entry.file, label=_("Calculate a profit sharing"), icon=entry.icon)
    st.caption(esc(_("“In it” counts contributions that were invoiced, also those that are not paid yet.")))
