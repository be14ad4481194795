"""The books as plain text for beancount (https://beancount.github.io): every transfer, and balances that ``bean-check`` proves.

Account names carry codes of businesses and campaigns; their names stand beside them as metadata. Loans of the solidarity fund
are told apart, but carry neither: who needed help is nobody's business who reads the books.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from cblp.documents.tables import file_name
from cblp.people.services.tickets import Document
from cblp.sharing.reports.ledger import Account, Counted, Moved
from cblp.sharing.rules import books

MEDIA_TYPE: Final = "text/plain; charset=utf-8"
ROOTS: Final = {
    books.CASH: "Assets:Cash", books.BANK: "Assets:Bank", books.RECEIVABLE: "Assets:Receivable", books.LOAN: "Assets:Loan",
    books.SAVINGS: "Liabilities:Savings", books.POOL: "Liabilities:Pool", books.PAYABLE: "Liabilities:Payable",
    books.FUND: "Equity:Fund", books.EQUITY: "Equity", books.INCOME: "Income", books.EXPENSE: "Expenses",
}
"""Where each kind of account hangs under beancount's five roots."""


def document(name: str, title: str, moves: Sequence[Moved], counted: Sequence[Counted] = ()) -> Document:
    """The books as a document for the ticketed download."""
    return Document(f"{file_name(name)}.beancount", MEDIA_TYPE, text(title, moves, counted).encode("utf-8", "replace"))


def text(title: str, moves: Sequence[Moved], counted: Sequence[Counted] = ()) -> str:
    """All of ``moves`` (any order) as a beancount file that balances; ends with what is in every account.

    What was counted in a place stands as a note, because it may differ from what is booked.
    """
    rows = sorted(moves, key=lambda row: (row.day, row.number))
    accounts = {side.account.id: side.account for row in rows for side in row.sides}
    names = _names(sorted(accounts.values(), key=lambda account: account.code))
    opened: dict[str, date] = {}
    sums: dict[str, int] = {}
    for row in rows:
        for side in row.sides:
            opened.setdefault(side.account.code, row.day)
            sums[side.account.code] = sums.get(side.account.code, 0) + side.amount
    parts = [f'option "title" {_text(title)}', 'option "operating_currency" "IDR"', ""]
    by_code = {account.code: account for account in accounts.values()}
    for code, day in sorted(opened.items(), key=lambda item: (item[1], names[item[0]])):
        parts += [f"{day} open {names[code]} IDR", *_whose(by_code[code])]
    for row in rows:
        parts += ["", f"{row.day} * {_text(row.kind)} {_text(row.text)} ^no-{row.number}", *_meta(
            number=str(row.number), id=str(row.id), reverses=str(row.reverses or ""), decision=str(row.decision or ""),
        )]
        parts += [f"  {names[side.account.code]}  {side.amount} IDR" for side in row.sides]
    parts += ["", *(
        f"{each.day} note {names[each.code]} {_text(f'Counted: {each.counted} IDR, booked: {each.booked} IDR')}"
        for each in counted if each.code in names and opened[each.code] <= each.day
    )]
    if rows:  # a balance holds at the beginning of its day
        end = rows[-1].day + timedelta(1)
        parts += [f"{end} balance {names[code]} {amount} IDR" for code, amount in sorted(sums.items())]
    return "\n".join(parts) + "\n"


def _names(accounts: Iterable[Account]) -> Mapping[str, str]:
    """A legal name of its own for each account's code."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for account in accounts:
        named = () if account.kind == books.LOAN else (account.word, account.short)
        parts = [ROOTS[account.kind], *(_part(each) for each in named if each)]
        name = wanted = ":".join(parts)
        number = 1
        while name in taken:
            number += 1
            name = f"{wanted}-{number}"
        taken.add(name)
        names[account.code] = name
    return names


def _whose(account: Account) -> list[str]:
    return [] if account.kind == books.LOAN else _meta(code=account.code, name=account.name)


def _part(text: str) -> str:
    """A component: begins with a capital letter or a digit, goes on with letters, digits and hyphens."""
    kept = re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-") or "X"
    return kept[0].upper() + kept[1:]


def _text(text: str) -> str:
    one_line = re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{one_line}"'


def _meta(**values: str) -> list[str]:
    return [f"  {key}: {_text(value)}" for key, value in values.items() if value]
