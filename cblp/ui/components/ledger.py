"""The cash book's first screen: what there is and whose it is in a sentence and cards, the buttons, and the parts below."""

from __future__ import annotations

from collections import Counter
from typing import Final

import streamlit as st

from cblp.documents.ledger import WORDS
from cblp.i18n import N_, _, formats, ngettext, translate
from cblp.sharing.reports import contributions, savings
from cblp.sharing.reports import ledger as reports
from cblp.sharing.reports.ledger import Account
from cblp.sharing.rules import books
from cblp.ui import reads
from cblp.ui.components import (
    figures,
    filters,
    ledger_contributions,
    ledger_keep,
    ledger_money,
    ledger_notes,
    ledger_places,
    ledger_savings,
)
from cblp.ui.components.figures import Card
from cblp.ui.page import Visit

PARTS: Final = {
    "catatan": N_("Notes"), "simpanan": N_("Savings"), "iuran": N_("Contributions"), "dana": N_("Funds and money to share"),
    "cek": N_("Check and download"),
}


def lead(visit: Visit) -> None:
    """What is in the box and in the bank, and to whom it belongs."""
    accounts: dict[str, Account] = reads.ask(reports.balances)
    if not accounts:
        figures.sentence(_("The cash book is still empty."))
        st.write(_("Begin with what there is today: cash and money in the bank, as opening balance. Then write down each day's money."))
        return
    held: Counter[str] = Counter()
    for account in accounts.values():
        held[account.kind] += account.balance
    figures.sentence(_(
        "We hold {total}: {cash} in cash, {bank} in the bank.", total=formats.money(held[books.CASH] + held[books.BANK]),
        cash=formats.money(held[books.CASH]), bank=formats.money(held[books.BANK]),
    ))
    own = held[books.EQUITY] + held[books.INCOME] - held[books.EXPENSE]
    told = [
        _("{amount} is members' savings", amount=formats.money(held[books.SAVINGS])),
        _("{amount} is in the funds", amount=formats.money(held[books.FUND])),
        _("{amount} is to be shared", amount=formats.money(held[books.POOL] + held[books.PAYABLE])),
        _("{amount} is the association's own", amount=formats.money(own)),
    ]
    owed = held[books.RECEIVABLE] + held[books.LOAN]
    still = " " + _("Of that, {amount} is still with members.", amount=formats.money(owed)) if owed else ""
    st.write(_("Whose it is: {parts}.", parts=", ".join(told)) + still)
    _cards(accounts, held)


def _cards(accounts: dict[str, Account], held: Counter[str]) -> None:
    funds = " · ".join(
        f"{translate(WORDS[books.FUND, fund])} {formats.money(accounts[code].balance)}"
        for fund in books.FUNDS if (code := f"{books.FUND}:{fund}") in accounts
    )
    savers = len({account.business for account in accounts.values() if account.kind == books.SAVINGS and account.balance})
    figures.cards([
        Card(_("Cash box"), formats.money(held[books.CASH])), Card(_("Bank"), formats.money(held[books.BANK])),
        Card(_("Savings"), formats.money(held[books.SAVINGS]), note=ngettext(
            "{count} member", "{count} members", savers, count=formats.count(savers),
        )),
        Card(_("Funds"), formats.money(held[books.FUND]), note=funds),
        Card(_("Money to share"), formats.money(held[books.POOL]), note=_(
            "Contributions not paid yet: {amount}", amount=formats.money(held[books.RECEIVABLE]))),
    ])


def enter(visit: Visit) -> None:
    """The buttons for what happens every day; while one's form is open it stands alone."""
    ledger_money.buttons(visit, ledger_money.DAILY)


def part(visit: Visit) -> None:
    """The part that was chosen."""
    chosen = filters.one_of("ledger", "bagian", _("Part of the cash book"), {word: _(label) for word, label in PARTS.items()})
    if chosen == "simpanan":
        ledger_savings.show(visit, reads.ask(savings.members, today=visit.today))
    elif chosen == "iuran":
        ledger_contributions.show(visit, reads.ask(contributions.listing))
    elif chosen == "dana":
        ledger_places.show(visit)
    elif chosen == "cek":
        ledger_keep.show(visit)
    else:
        ledger_notes.show(visit)
