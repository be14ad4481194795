"""Shopee: the report of the seller's balance (workbook, and the csv of earlier years)."""

from __future__ import annotations

import re
from typing import Any, Final

from cblp.i18n import N_
from cblp.importers.amounts import check_gap, entry_key, labelled, numbered, order_in, shop_named
from cblp.importers.columns import Choice, Moment, Rupiah, Text, When
from cblp.importers.format import Format, Reading, Record
from cblp.importers.records import BalanceMove

PATTERNS: Final = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y")
ORDER_NO: Final = re.compile(r"\b\d{6}(?=\d*[A-Z])[0-9A-Z]{8,9}\b")  # digits alone could be a bank account

KINDS: Final = {
    "Penghasilan dari Pesanan*": "income",
    "Pembayaran dengan Saldo Penjual*": "ads", "Isi Saldo*": "ads",
    "Penyesuaian*": "adjustment", "Kompensasi*": "adjustment",
    "Penarikan*": "withdrawal",
    "*": "other",
}  # fmt: skip
DIRECTIONS: Final = {"Transaksi Masuk": 1, "Transaksi Keluar": -1, "*": None}
DONE: Final = {
    "Transaksi Selesai": True, "Selesai": True, "Berhasil": True,
    "Transaksi Dibatalkan": False, "Dibatalkan": False, "Transaksi Gagal": False, "Gagal": False,
    "*": True,
}  # fmt: skip


def move(
    reading: Reading, when: Moment, kind: str, order_no: str, direction: int | None, amount: int, done: bool, standing: int | None
) -> BalanceMove | None:
    """One row: a movement of the balance. One that failed or was taken back moved nothing."""
    if not done:
        return None
    if direction:
        amount = direction * abs(amount)
    if standing is not None:
        reading.state.setdefault("standings", []).append((amount, standing))
    key = entry_key(when.at or when.day, kind, order_no, str(amount))
    return BalanceMove("shopee", key, when.day, kind, order_no, amount)


def move_older(reading: Reading, when: Moment, description: str, amount: int) -> BalanceMove:
    """One row of the csv: what it was for, and for which order, stands only in the description."""
    kind: Any = _KIND.parse(description)
    order_no = order_in(description, ORDER_NO)
    return BalanceMove("shopee", entry_key(when.at or when.day, kind, order_no, str(amount)), when.day, kind, order_no, amount)


_KIND: Final = Choice("kind", "Tipe Transaksi", words=KINDS)


def prepare(reading: Reading) -> None:
    """The shop, where it stands above the header."""
    reading.shop_hint = shop_named(labelled(reading.banner))


def finish(reading: Reading, moves: list[Record]) -> list[Record]:
    """Unique keys; the balance printed on each row must follow from the rows."""
    check_gap(reading, reading.state.get("standings", []))
    return numbered(moves, BalanceMove._fields, "entry_key")


BALANCE: Final = Format(
    id="shopee.balance",
    source="shopee",
    kind="balance",
    label=N_("a Shopee balance report"),
    columns=(
        When("when", "Tanggal Transaksi", patterns=PATTERNS),
        _KIND,
        Text("order_no", "No. Pesanan", empty="", limit=40),
        Choice("direction", "Jenis Transaksi", words=DIRECTIONS, required=False, empty=None),
        Rupiah("amount", "Jumlah"),
        Choice("done", "Status", words=DONE, required=False, empty=True),
        Rupiah("standing", "Saldo Akhir", required=False, empty=None),
    ),
    row=move,
    signature=("when", "kind", "amount", "order_no"),
    since=(("2026", ""),),
    prepare=prepare,
    finish=finish,
    ignored=("Deskripsi",),
)

OLDER: Final = Format(
    id="shopee.balance_csv",
    source="shopee",
    kind="balance",
    label=N_("an older Shopee balance report"),
    columns=(
        When("when", "Tanggal", "Tanggal Transaksi", patterns=PATTERNS),
        Text("description", "Deskripsi"),
        Rupiah("amount", "Jumlah Dana"),
    ),
    row=move_older,
    signature=("when", "description", "amount"),
    since=(("2022", ""),),
    prepare=prepare,
    finish=finish,
    ignored=("Tipe Transaksi", "Status", "Saldo Akhir", "No. Pesanan", "Jenis Transaksi"),
)

FORMATS: Final = (BALANCE, OLDER)
