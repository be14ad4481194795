"""Shopee: money released for orders, in the layout of 2026 (sheet Penghasilan) and in the one until 2025 (sheet Income)."""

from __future__ import annotations

from typing import Any, Final

from cblp.i18n import N_
from cblp.importers.amounts import Amounts, check_total, entry_key, group_of, released, rules, settlements, shop_named, stated
from cblp.importers.columns import Bad, Cell, Choice, Moment, Rupiah, Text, When, normalise
from cblp.importers.format import Format, Reading, Record
from cblp.importers.records import Settlement

PATTERNS: Final = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y", "%d-%m-%Y")

RULES: Final = rules(
    (r"^harga (asli )?produk$|^total diskon produk$", "product"),
    (r"^jumlah pengembalian dana ke pembeli$", "refund"),
    # whatever the seller pays of the buyer's price beyond the item discount: own and shared vouchers, and coins given back
    (r"^penyesuaian penjual|voucher .*penjual|^cashback koin", "seller_voucher"),
    (r"^diskon produk dari shopee|isi saldo", "other"),  # Shopee's own money; an advance for advertising
    (r"\bams\b|afilia", "affiliate"),
    (r"^(pph|ppn|pajak|bea masuk)", "tax"),
    (r"^biaya (gratis ongkir|program|layanan)", "platform_fee"),  # services of the platform, though they speak of shipping
    (r"ongkir|ongkos kirim|biaya kirim|pengiriman|return to seller fee", "shipping"),
    (r"^biaya\b|\bfee$|^premi\b", "platform_fee"),
)
BLOCKS: Final = rules((r"^pajak", "tax"), (r"^biaya", "platform_fee"), (r"^ongkos kirim", "shipping"))
"""Names of blocks of columns in the row above the header, for columns that no rule knows."""

BUYER: Final = ("Username (Pembeli)", "Jumlah Dibayar Pembeli", "Metode pembayaran pembeli", "Rincian Metode Pembayaran")
"""Columns with which the amounts of 2026 are over, whichever comes first."""

REFERENCE: Final = (
    "No.", "Waktu Pesanan Dibuat", "Metode pembayaran pembeli", "Username (Pembeli)", "Kode Voucher", "Kompensasi",
    "Promo Gratis Ongkir dari Penjual", "Jasa Kirim", "Nama Kurir", "Pengembalian Dana ke Pembeli",
    "Pro-rata Koin yang Ditukarkan untuk Pengembalian Barang", "Pro-rata Voucher Shopee untuk Pengembalian Barang",
    "Pro-rated Bank Payment Channel Promotion for return refund Items",
    "Pro-rated Shopee Payment Channel Promotion for return refund Items",
)  # fmt: skip
"""What both layouts print beside the amounts; never read."""


def prepare(reading: Reading) -> None:
    """Find the amount columns of 2026: from Harga Produk up to the buyer's block, every one of them."""
    first = reading.place(reading.format.column("product"))
    tail = {normalise(name) for name in BUYER}
    end = next((i for i, name in enumerate(reading.names) if i > first and (name in tail or not name)), len(reading.names))
    _sort(reading, first, end)


def prepare_2025(reading: Reading) -> None:
    """Find the amount columns until 2025: from Harga Asli Produk up to the printed sum."""
    places = [reading.place(reading.format.column(name)) for name in ("product", "total")]
    _sort(reading, *places)


def _sort(reading: Reading, first: int, end: int) -> None:
    above = reading.banner[-1] if reading.banner else []
    block = ""
    groups: dict[int, str] = {}
    for place in range(end):
        block = (above[place] if place < len(above) else "") or block
        if place < first:
            continue
        group = group_of(reading.names[place], RULES)
        if group:
            reading.used.add(place)
        groups[place] = group or group_of(block, BLOCKS) or "other"
    reading.state["amounts"] = Amounts(reading, groups)


def settlement(
    reading: Reading, view: str, order_no: str, request_no: str, day: Moment, product: int
) -> Settlement:
    """One row of an order. Its money released is the sum of its amounts: the layout prints no total."""
    return Settlement("shopee", order_no, entry_key(day.day, request_no), day.day, *_amounts(reading))


def settlement_2025(
    reading: Reading, order_no: str, request_no: str, day: Moment, product: int, total: int
) -> Settlement:
    """One row: an order. The amounts must add up to the printed total, else the layout has changed in a way that matters."""
    amounts = _amounts(reading)
    if sum(amounts) != total:
        raise Bad("sum", "total")
    return Settlement("shopee", order_no, entry_key(day.day, request_no), day.day, *amounts)


def _amounts(reading: Reading) -> list[int]:
    amounts: Any = reading.state["amounts"]
    result: list[int] = amounts.read(reading.cells)
    return result


def finish(reading: Reading, entries: list[Record]) -> list[Record]:
    """Unique keys, and what the summary says: the shop, the period, and the total to which the rows must add up."""
    said = stated(reading, "Summary")
    total = next((cell for label, cell in said.items() if label.startswith("3. total yang dilepas")), None)
    check_total(reading, total, released(entries))
    reading.shop_hint = shop_named(said)
    first, last = _day(said.get("dari")), _day(said.get("ke"))
    if first and last:
        reading.period = first, last
    return settlements(reading, entries)


_STATED: Final = When("stated", "", patterns=PATTERNS, empty=None)


def _day(cell: Cell | None) -> str:
    try:
        day = _STATED.parse(cell if cell is not None else "")
    except Bad:
        return ""
    return day.day if day else ""


_ORDER_NO: Final = ("No. Pesanan", "Nomor Pesanan")
_RELEASED: Final = ("Tanggal Dana Dilepaskan",)

INCOME: Final = Format(
    id="shopee.income",
    source="shopee",
    kind="settlement",
    label=N_("a Shopee income file"),
    columns=(
        Choice("view", "Lihat berdasarkan", words={"Order": "order", "Pesanan": "order"}),
        Text("order_no", *_ORDER_NO, limit=40),
        Text("request_no", "No. Pengajuan", required=False, empty="", limit=40),
        When("day", *_RELEASED, patterns=PATTERNS),
        Rupiah("product", "Harga Produk"),
    ),
    row=settlement,
    signature=("view", "order_no", "day", "product"),
    since=(("2026", ""),),
    sheets=("Penghasilan", "Income"),
    drops=(("view", "Sku"),),  # the same money again, by product
    prepare=prepare,
    finish=finish,
    ignored=(
        *BUYER, *REFERENCE, "ID Produk", "Nama Produk", "Metode Pelepasan Dana", "Tipe Pesanan", "Rencana Cicilan (jika berlaku)",
    ),
)  # fmt: skip

INCOME_2025: Final = Format(
    id="shopee.income_2025",
    source="shopee",
    kind="settlement",
    label=N_("a Shopee income file until 2025"),
    columns=(
        Text("order_no", *_ORDER_NO, limit=40),
        Text("request_no", "No. Pengajuan", required=False, empty="", limit=40),
        When("day", *_RELEASED, patterns=PATTERNS),
        Rupiah("product", "Harga Asli Produk"),
        Rupiah("total", "Total Penghasilan"),
    ),
    row=settlement_2025,
    signature=("order_no", "day", "product", "total"),
    since=(("2025", "Biaya Proses Pesanan"), ("2024", "")),
    without=("Lihat berdasarkan",),
    sheets=("Income", "Penghasilan"),
    prepare=prepare_2025,
    finish=finish,
    ignored=REFERENCE,
)

FORMATS: Final = (INCOME, INCOME_2025)
