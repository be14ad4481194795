"""The cash book as documents: a workbook of everything, and the statement of one member; names of accounts as people say them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from cblp.days import Span
from cblp.documents import printed
from cblp.documents.tables import Cell, Column, Table, xlsx_document
from cblp.i18n import N_, _, formats, translate
from cblp.people.services.tickets import Document
from cblp.sharing.reports.contributions import InvoiceRow
from cblp.sharing.reports.ledger import Account, Moved, Statement
from cblp.sharing.reports.savings import Saved
from cblp.sharing.rules import books

KINDS: Final = {
    books.CASH: N_("Cash box"), books.BANK: N_("Bank"), books.RECEIVABLE: N_("Contribution owed"), books.LOAN: N_("Loan from the fund"),
    books.SAVINGS: N_("Savings"), books.POOL: N_("Money to share"), books.FUND: N_("Fund"), books.PAYABLE: N_("Share to be paid"),
    books.EQUITY: N_("Opening balance"), books.INCOME: N_("Other income"), books.EXPENSE: N_("Running costs"),
}
"""What an account of a kind is called."""
WORDS: Final = {
    (books.SAVINGS, books.PRINCIPAL): N_("Principal savings"), (books.SAVINGS, books.MANDATORY): N_("Mandatory savings"),
    (books.SAVINGS, books.VOLUNTARY): N_("Voluntary savings"), (books.FUND, books.RESERVE): N_("Reserve fund"),
    (books.FUND, books.EDUCATION): N_("Education fund"), (books.FUND, books.SOLIDARITY): N_("Solidarity fund"),
    (books.POOL, books.GENERAL): N_("Money to share, without a campaign"), (books.INCOME, "sponsor"): N_("Sponsors"),
    (books.INCOME, "gift"): N_("Gifts"), (books.INCOME, "other"): N_("Other income"), (books.EXPENSE, "office"): N_("Office and transport"),
    (books.EXPENSE, "meeting"): N_("Meetings"), (books.EXPENSE, "bank"): N_("Bank fees"), (books.EXPENSE, "other"): N_("Other costs"),
}
"""What an account with a word in its code is called."""
MOVES: Final = {
    "deposit": N_("Savings brought"), "withdrawal": N_("Savings taken out"), "contribution": N_("Contribution invoiced"),
    "contribution_paid": N_("Contribution paid"), "set_off": N_("Contribution taken from a share"), "income": N_("Money in"),
    "expense": N_("Money out"), "pool": N_("Money to share came in"), "fund": N_("Money for a fund"), "cost": N_("Costs paid"),
    "opening": N_("Opening balance"), "carried": N_("Between cash and bank"), "move": N_("Moved by decision"),
    "reversal": N_("Correction"), "distribution": N_("Profit shared"), "payment": N_("Share paid"), "aid": N_("Help given"),
    "loan": N_("Loan given"), "instalment": N_("Loan paid back"), "waiver": N_("Loan forgiven"),
}
"""What a transfer of a kind is called."""


def account_name(account: Account) -> str:
    """An account as people say it: "Cash box", "Mandatory savings, Batik Ayu"; a loan without whose it is."""
    said = translate(WORDS.get((account.kind, account.word), KINDS[account.kind]))
    if account.word and (account.kind, account.word) not in WORDS and account.kind in {books.INCOME, books.EXPENSE}:
        said = account.word.replace("-", " ").capitalize()
    return f"{said}, {account.name}" if account.name and account.kind != books.LOAN else said


def move_name(kind: str) -> str:
    """A kind of transfer as people say it."""
    return translate(MOVES[kind]) if kind in MOVES else kind


# -- the whole book ----------------------------------------------------------------------------------------------------


def workbook(
    name: str, *, accounts: Sequence[Account], moves: Sequence[Moved], saved: Sequence[Saved], invoices: Sequence[InvoiceRow], note: str,
) -> Document:
    """The cash book as a workbook: balances, every side of every note, savings by member, contributions."""
    return xlsx_document(name, [_balances(accounts, note), _notes(moves, note), _savings(saved, note), _contributions(invoices, note)])


def _balances(accounts: Sequence[Account], note: str) -> Table:
    rows = [(account_name(each), each.balance) for each in accounts]
    return Table(_("Balances"), (Column(N_("Place or owner"), width=44), Column(N_("Balance"), "rupiah")), rows, note)


def _notes(moves: Sequence[Moved], note: str) -> Table:
    columns = (
        Column(N_("No."), "count"), Column(N_("Day"), "day"), Column(N_("What happened"), width=26), Column(N_("For"), width=44),
        Column(N_("Place or owner"), width=44), Column(N_("Went to it"), "rupiah"), Column(N_("Came from it"), "rupiah"),
        Column(N_("Decision no."), "count"), Column(N_("Corrects no."), "count"), Column(N_("Entered by")),
    )
    rows = [
        (
            row.number, row.day, move_name(row.kind), row.text, account_name(side.account), side.amount if side.amount > 0 else None,
            -side.amount if side.amount < 0 else None, row.decision, row.reverses, row.by,
        )
        for row in sorted(moves, key=lambda row: (row.day, row.number)) for side in row.sides
    ]
    return Table(_("Notes"), columns, rows, note)


def _savings(saved: Sequence[Saved], note: str) -> Table:
    columns = (
        Column(N_("Code"), width=12), Column(N_("Business")), Column(N_("Principal"), "rupiah"), Column(N_("Mandatory"), "rupiah"),
        Column(N_("Voluntary"), "rupiah"), Column(N_("Total"), "rupiah"), Column(N_("Still to come"), "rupiah"),
    )
    rows = [
        (row.code, row.name, row.principal, row.mandatory, row.voluntary, row.total, row.principal_due + row.mandatory_due)
        for row in saved
    ]
    return Table(_("Savings"), columns, rows, note)


def _contributions(invoices: Sequence[InvoiceRow], note: str) -> Table:
    columns = (
        Column(N_("No."), "count"), Column(N_("Business")), Column(N_("Campaign")), Column(N_("From"), "day"), Column(N_("Until"), "day"),
        Column(N_("Counted from"), "rupiah"), Column(N_("Rate"), "share"), Column(N_("Contribution"), "rupiah"),
        Column(N_("Still to pay"), "rupiah"), Column(N_("To be paid by"), "day"),
    )
    rows = [
        (
            row.number, row.business, row.campaign, row.span.first, row.span.last, row.base or None,
            Fraction(row.rate, 10_000) if row.rate else None, row.amount, row.left, row.due_on,
        )
        for row in invoices if not row.cancelled
    ]
    return Table(_("Contributions"), columns, rows, note)


# -- one member --------------------------------------------------------------------------------------------------------


def statement(business: str, association: str, span: Span, parts: Sequence[Statement], *, today: str) -> Document:
    """The statement of one member as a page to be printed: each account with what was there, what moved, what is there."""
    title = _("Statement of {business}", business=business)
    under = f"{association} · {formats.day_range(span.first, span.last)} · {_('Printed on {day}', day=today)}"
    content = [printed.table(_moved(part)) for part in parts] or [printed.paragraph(_("Nothing is booked in these days."))]
    return printed.document(f"{_('statement')}-{span.first}-{span.last}.html", title, *content, under=under)


def _moved(part: Statement) -> Table:
    columns = (
        Column(N_("Day"), "day"), Column(N_("What happened")), Column(N_("In"), "rupiah"), Column(N_("Out"), "rupiah"),
        Column(N_("Balance"), "rupiah"),
    )
    rows: list[Sequence[Cell]] = [(part.span.first, _("Before"), None, None, part.opening)]
    for line in part.lines:
        came, went = max(line.amount, 0) or None, max(-line.amount, 0) or None
        rows.append((line.day, said(line.kind, line.text), came, went, line.balance))
    return Table(translate(WORDS.get((part.account.kind, part.account.word), KINDS[part.account.kind])), columns, rows)


def said(kind: str, text: str) -> str:
    """A movement in words: what it was, and what was written to it."""
    return f"{move_name(kind)}: {text}" if text else move_name(kind)
