"""Tokopedia before the Seller Center: the report of the shop's balance."""

from __future__ import annotations

import re
from typing import Final

from cblp.i18n import N_
from cblp.importers.amounts import entry_key, numbered, order_in
from cblp.importers.columns import Choice, Moment, Rupiah, Text, When
from cblp.importers.format import Format, Reading, Record
from cblp.importers.records import BalanceMove

PATTERNS: Final = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%Y-%m-%d")
INVOICE: Final = re.compile(r"INV/\d{8}(?:/[0-9A-Z]+){2,4}")

_KIND: Final = Choice(
    "kind", "Description",
    words={
        "Penarikan*": "withdrawal", "Withdraw*": "withdrawal", "Tarik*": "withdrawal",
        "Top Up TopAds*": "ads", "TopAds*": "ads", "Iklan*": "ads",
        "Penyesuaian*": "adjustment", "Kompensasi*": "adjustment",
        "*": "other",
    },
)  # fmt: skip


def move(reading: Reading, when: Moment, description: str, amount: int) -> BalanceMove:
    """One row. What names an invoice is money of that order, whatever else the description says."""
    order_no = order_in(description, INVOICE)
    kind = "income" if order_no else _KIND.parse(description)
    key = entry_key(when.at or when.day, kind, order_no, str(amount))
    return BalanceMove("tokopedia", key, when.day, kind, order_no, amount)


def finish(reading: Reading, moves: list[Record]) -> list[Record]:
    """Unique keys: an order can have equal amounts in the same minute."""
    return numbered(moves, BalanceMove._fields, "entry_key")


BALANCE: Final = Format(
    id="tokopedia.balance",
    source="tokopedia",
    kind="balance",
    label=N_("a Tokopedia balance report"),
    columns=(
        When("when", "Date", patterns=PATTERNS),
        Text("description", "Description"),
        Rupiah("amount", "Nominal (Rp)"),
    ),
    row=move,
    signature=("when", "description", "amount"),
    since=(("2024", ""),),
    finish=finish,
    ignored=("Balance (Rp)", "Saldo (Rp)"),
)

FORMATS: Final = (BALANCE,)
