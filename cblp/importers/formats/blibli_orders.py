"""Blibli: the orders report (csv, its numbers wrapped as ="…" so that Excel keeps them)."""

from __future__ import annotations

from typing import Final

from cblp.i18n import N_
from cblp.importers.areas import Regency
from cblp.importers.columns import Bad, Count, Moment, Rupiah, Text, When
from cblp.importers.format import Format, Reading, Record
from cblp.importers.lines import Status, line_key, numbered
from cblp.importers.records import CANCELLED, COMPLETED, PAID, RETURNED, SHIPPED, UNPAID, OrderLine

PATTERNS: Final = ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M")

STATUSES: Final = {
    "Menunggu Pembayaran*": UNPAID, "Belum Dibayar*": UNPAID,
    "Order Baru*": PAID, "Pesanan Baru*": PAID, "Order Diproses*": PAID, "Diproses*": PAID, "Siap Dikirim*": PAID,
    "Siap Kirim*": PAID, "Menunggu Pengambilan*": PAID, "Ready to Ship*": PAID,
    "Order Dikirim*": SHIPPED, "Pesanan Dikirim*": SHIPPED, "Dalam Pengiriman*": SHIPPED, "Dikirim*": SHIPPED,
    "Order Tiba*": SHIPPED, "Order Sampai*": SHIPPED, "Terkirim*": SHIPPED, "Delivered": SHIPPED,
    "Order Selesai*": COMPLETED, "Pesanan Selesai*": COMPLETED, "Selesai*": COMPLETED, "Pesanan Diterima*": COMPLETED,
    "Order Diterima*": COMPLETED, "Completed": COMPLETED,
    "Order Retur*": RETURNED, "Order Dikembalikan*": RETURNED, "Pesanan Dikembalikan*": RETURNED, "Retur*": RETURNED,
    "Order Batal*": CANCELLED, "Pesanan Batal*": CANCELLED, "Batal*": CANCELLED, "Dibatalkan*": CANCELLED,
    "Order Dibatalkan*": CANCELLED, "Pesanan Dibatalkan*": CANCELLED, "Cancelled": CANCELLED,
}  # fmt: skip


def order_line(
    reading: Reading, order_no: str, item_no: str, created: Moment, sent: Moment | None, item_id: str, sku: str,
    product_name: str, quantity: int, status: tuple[str, int], regency: str, price: int, subtotal: int | None, discount: int,
    voucher: int,
) -> OrderLine:  # fmt: skip
    """One row: an item of an order; its number is the key. Discounts are printed with and without a minus."""
    status_raw, rank = status
    gross, discount = price * quantity, abs(discount)
    if discount > gross:
        raise Bad("sum", "discount")
    if subtotal is not None and subtotal not in (gross, gross - discount):
        raise Bad("sum", "subtotal")
    unit_price = (gross - discount) // quantity if quantity else price
    return OrderLine(
        "blibli", order_no, item_no or line_key(sku, product_name, ""), status_raw, rank, product_name, "", sku, item_id,
        quantity, quantity if rank == RETURNED else 0, price, unit_price, gross, discount, 0, abs(voucher), created.day,
        created.at, None, None, regency,
    )  # fmt: skip


def finish(reading: Reading, lines: list[Record]) -> list[Record]:
    """Unique keys."""
    return numbered(lines)


ORDERS: Final = Format(
    id="blibli.orders",
    source="blibli",
    kind="orders",
    label=N_("a Blibli order file"),
    columns=(
        Text("order_no", "No. Order", limit=40),
        Text("item_no", "No. Order Item", empty="", limit=40),
        When("created", "Tanggal Order", patterns=PATTERNS),
        When("sent", "Tanggal pengiriman", patterns=PATTERNS, required=False, empty=None),
        Text("item_id", "Kode SKU Blibli", required=False, empty="", limit=100),
        Text("sku", "SKU Merchant", "Merchant SKU", required=False, empty="", limit=100),
        Text("product_name", "Nama Produk"),
        Count("quantity", "Total Barang"),
        Status("status", "Order Status", words=STATUSES),
        Regency("regency", "Kota"),
        Rupiah("price", "Harga item pesanan"),
        Rupiah("subtotal", "Total harga item pesanan", required=False, empty=None),
        Rupiah("discount", "Diskon", required=False, empty=0),
        Rupiah("voucher", "Voucher seller", required=False, empty=0),
    ),
    row=order_line,
    signature=("order_no", "item_no", "created", "price"),
    since=(("2024", ""),),
    finish=finish,
    ignored=(
        "No. Paket", "No. Awb", "Nama Pemesan", "No. Tlp", "Servis Logistik", "Kode Merchant", "Alamat", "Provinsi", "Total",
        "Catatan produk",
    ),
)  # fmt: skip

FORMATS: Final = (ORDERS,)
