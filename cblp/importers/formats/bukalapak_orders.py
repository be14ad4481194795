"""Bukalapak, closed for goods since early 2025: the transactions report of old years."""

from __future__ import annotations

from typing import Final

from cblp.i18n import N_
from cblp.importers.columns import Count, Moment, Rupiah, Text, When
from cblp.importers.format import Format, Reading, Record
from cblp.importers.lines import Status, line_key, numbered
from cblp.importers.records import CANCELLED, COMPLETED, PAID, RETURNED, SHIPPED, UNPAID, OrderLine

STATUSES: Final = {
    "Menunggu*": UNPAID,
    "Dibayar*": PAID, "Diproses*": PAID,
    "Dikirim*": SHIPPED, "Diterima": SHIPPED,
    "Diterima & Selesai*": COMPLETED, "Selesai*": COMPLETED,
    "Dikembalikan*": RETURNED,
    "Dibatalkan*": CANCELLED, "Kadaluarsa*": CANCELLED, "Ditolak*": CANCELLED,
}  # fmt: skip


def order_line(
    reading: Reading, order_no: str, created: Moment, sku: str, product_name: str, quantity: int, price: int,
    status: tuple[str, int],
) -> OrderLine:  # fmt: skip
    """One row: an item of a transaction; the report knows no discounts."""
    status_raw, rank = status
    return OrderLine(
        "bukalapak", order_no, line_key(sku, product_name, ""), status_raw, rank, product_name, "", sku, "", quantity,
        quantity if rank == RETURNED else 0, price, price, price * quantity, 0, 0, 0, created.day, created.at, None, None, "",
    )  # fmt: skip


def finish(reading: Reading, lines: list[Record]) -> list[Record]:
    """Unique keys."""
    return numbered(lines)


ORDERS: Final = Format(
    id="bukalapak.orders",
    source="bukalapak",
    kind="orders",
    label=N_("a Bukalapak order file"),
    columns=(
        Text("order_no", "ID Transaksi", limit=40),
        When("created", "Tanggal", patterns=("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")),
        Text("sku", "SKU", required=False, empty="", limit=100),
        Text("product_name", "Nama Produk"),
        Count("quantity", "Jumlah Produk"),
        Rupiah("price", "Harga Produk"),
        Status("status", "Status", words=STATUSES),
    ),
    row=order_line,
    signature=("order_no", "created", "product_name", "quantity", "price", "status"),
    since=(("2020", ""),),
    finish=finish,
    ignored=("Pembeli", "Biaya Pengiriman", "Biaya Asuransi", "Kurir"),
)

FORMATS: Final = (ORDERS,)
