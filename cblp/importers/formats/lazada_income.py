"""Lazada: the income overview, in which every price, refund and fee of an order has a row of its own; and the balance."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from cblp.i18n import N_
from cblp.importers.amounts import FIRST, GROUPS, entry_key, group_of, note_sum, numbered, put_aside, rules
from cblp.importers.columns import Choice, Moment, Rupiah, Text, When
from cblp.importers.format import Format, Reading, Record
from cblp.importers.records import BalanceMove, Note, Settlement

PATTERNS: Final = ("%d %b %Y", "%d %b %Y %H:%M", "%d %b %Y %H:%M:%S", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y")

FEES: Final = rules(  # names of fees, English or Indonesian
    (r"affiliate|afiliasi", "affiliate"),
    (r"\bpph\b|\bwht\b|withholding|pajak penghasilan", "tax"),
    # programmes of the platform, though they speak of shipping or vouchers
    (r"gratis ongkir|free shipping|\bprogram\b|\bmax\b|participation", "platform_fee"),
    (r"shipping|ongkos kirim|ongkir|pengiriman|delivery", "shipping"),
    (r"komisi|commission|payment fee|biaya pembayaran|biaya layanan|service fee|biaya admin", "platform_fee"),
    (r"promotional charges|voucher|flexi|bundl", "seller_voucher"),
    (r"(reversal|refund|pengembalian|retur).*(price|harga|dana|item|produk)", "refund"),
    (r"item price|product price|harga (produk|barang|item)", "product"),
    (r"^biaya\b|\bfees?$|\bcharges?$", "platform_fee"),
)


def settlement(
    reading: Reading, fee: str, amount: int, transaction_day: Moment, released: bool, day: Moment | None, order_no: str
) -> Settlement | None:
    """One row: one amount of an order, put together with the others of its release in ``finish``."""
    if day is None or not released:
        reading.state["not_released"] = reading.state.get("not_released", 0) + 1
        return None
    if not order_no:
        put_aside(reading, "no_order", amount)
        return None
    amounts = [0] * len(GROUPS)
    amounts[GROUPS.index(group_of(fee, FEES) or "other")] = amount
    return Settlement("lazada", order_no, entry_key(day.day), day.day, *amounts)


def finish(reading: Reading, rows: list[Record]) -> list[Record]:
    """One entry per order and day of release, without the orders of which an amount could not be read."""
    broken = _broken(reading)
    entries: dict[tuple[str, str], Record] = {}
    for row in rows:
        known = entries.get(row[1:3])
        sums = map(sum, zip(known[FIRST:], row[FIRST:], strict=True)) if known else row[FIRST:]
        entries[row[1:3]] = (*row[:FIRST], *sums)
    if broken:
        reading.notes.append(Note("broken_orders", (str(len(broken)),)))
    if reading.state.get("not_released"):
        reading.notes.append(Note("not_released", (str(reading.state["not_released"]),)))
    note_sum(reading, "no_order")
    return [entry for key, entry in entries.items() if key[0] not in broken]


def _broken(reading: Reading) -> set[str]:
    """Orders of rows with a problem; their other amounts alone would be a wrong sum."""
    lines = sorted({problem.line for problem in reading.problems})
    if not lines:
        return set()
    column = reading.format.column("order_no")
    place = reading.place(column)
    found = set()
    rows = iter(reading.sheet.source)
    for before, line in pairwise([reading.sheet.first - 1, *lines]):
        for _ in range(line - before - 1):
            next(rows)
        found.add(column.parse(next(rows)[place]))
    return found


INCOME: Final = Format(
    id="lazada.income",
    source="lazada",
    kind="settlement",
    label=N_("a Lazada income file"),
    columns=(
        Text("fee", "Nama Biaya", "Fee Name", limit=120),
        Rupiah("amount", "Jumlah (Termasuk Pajak)", "Amount(Include Tax)", "Amount (Include Tax)", style="comma", rounded=True),
        When("transaction_day", "Tanggal Transaksi", "Transaction Date", patterns=PATTERNS),
        Choice(
            "released", "Status Pelepasan Dana", "Release Status", required=False, empty=True,
            words={"Dana Belum*": False, "Belum*": False, "Not*": False, "Unreleased*": False, "Pending*": False, "*": True},
        ),
        When("day", "Tanggal Dilepas", "Release Date", patterns=PATTERNS, empty=None),
        Text("order_no", "Nomor Pesanan", "Order Number", "Order No.", empty="", limit=40),
    ),
    row=settlement,
    signature=("fee", "amount", "transaction_day", "day", "order_no"),
    since=(("2025", ""),),
    sheets=("Income Overview",),
    finish=finish,
    ignored=(
        "Periode Laporan", "Nomor Laporan", "VAT Amount", "Komentar", "Tanggal Pesanan Dibuat", "ID Pesanan", "SKU Penjual",
        "Lazada SKU", "WHT Amount", "WHT termasuk dalam jumlah", "Status Pesanan", "Nama Produk", "Short Code",
        "Statement Period", "Statement Number", "Comment", "Order Creation Date", "Order Line ID", "Seller SKU",
        "WHT included in Amount", "Order Status", "Product Name",
    ),
)  # fmt: skip

KINDS: Final = {
    "Order*": "income", "Orders*": "income", "Pesanan*": "income", "Settlement*": "income", "Income*": "income",
    "Sponsored*": "ads", "Marketing*": "ads",
    "Withdraw*": "withdrawal", "Penarikan*": "withdrawal", "Payout*": "withdrawal",
    "Adjust*": "adjustment", "Penyesuaian*": "adjustment", "Other Debit*": "adjustment", "Other Credit*": "adjustment",
    "*": "other",
}  # fmt: skip


def move(reading: Reading, number: str, when: Moment, kind: str, amount: int) -> BalanceMove:
    """One row of the balance."""
    return BalanceMove("lazada", entry_key(when.day, number), when.day, kind, "", amount)


def finish_balance(reading: Reading, moves: list[Record]) -> list[Record]:
    """Unique keys: a transaction can have several rows."""
    return numbered(moves, BalanceMove._fields, "entry_key")


BALANCE: Final = Format(
    id="lazada.balance",
    source="lazada",
    kind="balance",
    label=N_("a Lazada balance report"),
    columns=(
        Text("number", "Transaction Number", limit=60),
        When("when", "Transaction Time", patterns=PATTERNS),
        Choice("kind", "Type", words=KINDS, empty="other"),
        Rupiah("amount", "Amount", style="comma", rounded=True),
    ),
    row=move,
    signature=("number", "when", "kind", "amount"),
    since=(("2025", ""),),
    finish=finish_balance,
    ignored=("Sub Type", "Remarks"),
)

FORMATS: Final = (INCOME, BALANCE)
