"""Tokopedia & TikTok Shop Seller Center: the income report, English or Indonesian."""

from __future__ import annotations

from typing import Final

from cblp.i18n import N_
from cblp.importers.amounts import Amounts, entry_key, group_of, note_sum, put_aside, rules, settlements
from cblp.importers.columns import Choice, Moment, Rupiah, Text, When
from cblp.importers.format import Format, Reading, Record
from cblp.importers.records import Settlement

PATTERNS: Final = ("%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S")

SHARED: Final = rules(  # columns of the fees that belong to another group than the platform's fees
    (r"affiliate|afiliasi", "affiliate"),
    (r"income tax|\bpph\b|pajak penjualan|sales tax", "tax"),
)
CHANNELS: Final = {
    "Tokopedia*": "tokopedia", "TikTok*": "tiktok_shop",
    "*": "",  # "/" or a word not seen yet: joined by order number
}  # fmt: skip


def prepare(reading: Reading) -> None:
    """Find the fees that are not the platform's own. Total Fees holds every fee, also one that is new in this file."""
    first = reading.place(reading.format.column("fees")) + 1
    related = reading.place(reading.format.column("related"))
    end = related if related > first else len(reading.names)
    reading.used.update(range(first, end))
    found = ((place, group_of(reading.names[place], SHARED)) for place in range(first, end))
    reading.state["shared"] = Amounts(reading, {place: group for place, group in found if group})


def settlement(
    reading: Reading, number: str, is_order: bool, day: Moment, net: int, product: int, refund: int, fees: int, shipping: int,
    related: str, channel: str,
) -> Settlement | None:  # fmt: skip
    """One row. An order: subtotals of other columns are never added to those; what nothing explains is ``other``.

    A row of another kind (advertising paid from sales, a compensation) is ``other`` money of the order that it names.
    """
    if not is_order:
        if not related:
            put_aside(reading, "no_order", net)
            return None
        return Settlement(channel, related, entry_key(day.day, number), day.day, 0, 0, 0, 0, 0, 0, 0, net)
    shared: Amounts = reading.state["shared"]
    _, _, _, _, _, affiliate, tax, _ = shared.read(reading.cells)
    platform_fee = fees - shipping - affiliate - tax
    return Settlement(
        channel, number, entry_key(day.day), day.day, product, refund, 0, shipping, platform_fee, affiliate, tax,
        net - product - refund - fees,
    )  # fmt: skip


def finish(reading: Reading, entries: list[Record]) -> list[Record]:
    """Unique keys; a note on what belongs to no order."""
    note_sum(reading, "no_order")
    return settlements(reading, entries)


INCOME: Final = Format(
    id="tokopedia_tiktok.income",
    source="tokopedia_tiktok",
    kind="settlement",
    label=N_("a Tokopedia & TikTok Shop income file"),
    columns=(
        Text("number", "Order/adjustment ID", "ID Pesanan/Penyesuaian", limit=40),
        Choice("is_order", "Type", "Jenis transaksi", words={"Order": True, "Pesanan": True, "*": False}),
        When("day", "Order settled time", "Waktu pembayaran pesanan", patterns=PATTERNS),
        Rupiah("net", "Total settlement amount", "Jumlah penyelesaian pembayaran"),
        Rupiah("product", "Subtotal after seller discounts", "Subtotal setelah diskon penjual", empty=0),
        Rupiah(
            "refund", "Refund subtotal after seller discounts", "Subtotal pengembalian dana setelah diskon penjual", empty=0
        ),
        Rupiah("fees", "Total Fees", "Total Biaya", empty=0),
        Rupiah("shipping", "Shipping cost", "Shipping costs", "Ongkir", required=False, empty=0),
        Text("related", "Related order ID", "ID pesanan terkait", required=False, empty="", limit=40),
        Choice("channel", "Order Source", "Sumber pesanan", words=CHANNELS, required=False, empty=""),
    ),
    row=settlement,
    signature=("number", "is_order", "day", "net", "fees"),
    since=(("2026", "Order Source"), ("2026", "Sumber pesanan"), ("2025", "")),
    sheets=("Order details", "Detail pesanan"),
    prepare=prepare,
    finish=finish,
    ignored=(
        "Order created time", "Currency", "Total Revenue", "Subtotal before discounts", "Seller discounts",
        "Distance item fee from Horizon+ Program", "Refund subtotal before seller discounts", "Refund of seller discounts",
        "Customer payment", "Customer refund", "Seller co-funded voucher discount",
        "Refund of seller co-funded voucher discount", "Platform discounts", "Refund of platform discounts",
        "Platform co-funded voucher discounts", "Refund of platform co-funded voucher discounts",
        "Seller shipping cost discount", "Estimated package weight (g)", "Actual package weight (g)", "Shopping center items",
        "Waktu pemesanan", "Mata uang", "Total Pendapatan", "Subtotal sebelum diskon", "Diskon penjual",
        "Biaya produk sesuai jarak dari Program Horison+", "Subtotal pengembalian dana sebelum diskon penjual",
        "Pengembalian dana diskon penjual", "Pembayaran oleh pembeli", "Pengembalian dana pembeli",
        "Diskon voucher yang ditanggung penjual", "Pengembalian dana diskon voucher yang ditanggung penjual", "Diskon platform",
        "Pengembalian dana diskon platform", "Diskon voucher yang ditanggung platform",
        "Pengembalian dana diskon voucher yang ditanggung platform", "Diskon ongkir dari penjual", "Perkiraan berat paket",
        "Berat paket yang bisa dikenai biaya", "Detail produk terjual",
    ),
)  # fmt: skip

FORMATS: Final = (INCOME,)
