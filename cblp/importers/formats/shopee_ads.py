"""Shopee: the bill of the advertising account, as csv with five lines above the header."""

from __future__ import annotations

import re
from typing import Final

from cblp.i18n import N_
from cblp.importers.amounts import entry_key, labelled, numbered, shop_named
from cblp.importers.columns import Moment, Rupiah, Text, When, text
from cblp.importers.format import Format, Reading, Record
from cblp.importers.records import BalanceMove

PATTERNS: Final = ("%d/%m/%Y", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d")
_DAYS: Final = re.compile(r"(\d{2})/(\d{2})/(\d{4})")


def prepare(reading: Reading) -> None:
    """The shop and the period that stand above the header."""
    said = labelled(reading.banner)
    reading.shop_hint = shop_named(said)
    days = _DAYS.findall(text(said.get("tanggal", "")))
    if len(days) == 2:
        first, last = (f"{year}-{month}-{day}" for day, month, year in days)
        reading.period = first, last


def move(reading: Reading, number: str, when: Moment, description: str, amount: int) -> BalanceMove:
    """One row. Spending is ``ads``; money that comes into the account is a top-up, which the balance report has as ``ads``."""
    kind = "ads" if amount < 0 else "other"
    return BalanceMove("shopee", entry_key(when.at or when.day, "bill", str(amount)), when.day, kind, "", amount)


def finish(reading: Reading, moves: list[Record]) -> list[Record]:
    """Unique keys: a day can have the same amount twice. The printed number of a row changes with the period asked for."""
    return numbered(moves, BalanceMove._fields, "entry_key")


BILL: Final = Format(
    id="shopee.ads_bill",
    source="shopee",
    kind="balance",
    label=N_("a Shopee advertising bill"),
    columns=(
        Text("number", "Urutan", empty=""),
        When("when", "Waktu", patterns=PATTERNS),
        Text("description", "Deskripsi", empty=""),
        Rupiah("amount", "Jumlah"),
    ),
    row=move,
    signature=("number", "when", "description", "amount"),
    since=(("2026", ""),),
    prepare=prepare,
    finish=finish,
    ignored=("Catatan",),
)

FORMATS: Final = (BILL,)
