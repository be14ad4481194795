"""Blibli: orders as csv, with ids dressed as formulas so that a spreadsheet keeps their zeros."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cblp.demo.files import canaries
from cblp.demo.files.delimited import delimited
from cblp.demo.files.facts import Order, State
from cblp.demo.files.headers import names

HEADERS: Final = names(
    "No. Order|No. Order Item|No. Paket|No. Awb|Tanggal Order|Nama Pemesan|No. Tlp|Kode SKU Blibli|SKU Merchant|"
    "Nama Produk|Total Barang|Servis Logistik|Kode Merchant|Order Status|Alamat|Kota|Provinsi|Harga item pesanan|"
    "Total harga item pesanan|Total|Diskon|Voucher seller|Catatan produk|Tanggal pengiriman"
)

_STATUS: Final = {
    State.UNPAID: "Menunggu Pembayaran",
    State.PAID: "Order Baru",
    State.CANCEL_REQUESTED: "Order Baru",
    State.SHIPPED: "Order Dikirim",
    State.DELIVERED: "Order Tiba",
    State.COMPLETED: "Order Selesai",
    State.CANCELLED: "Order Batal",
}


def orders(orders: Iterable[Order], merchant_sku: str = "SKU Merchant") -> bytes:
    """The order csv; ``merchant_sku`` is the column's name (``Merchant SKU`` in the other variant)."""
    rows: list[list[object]] = [[merchant_sku if name == "SKU Merchant" else name for name in HEADERS]]
    for order in orders:
        for number, item in enumerate(order.items, 1):
            rows.append(
                [
                    f'="{order.number}"',
                    f'="{order.number}{number:02}"',
                    f'="P{order.number}"',
                    f'="{canaries.TRACKING}"',
                    f"{order.ordered:%d/%m/%Y %H:%M}",
                    canaries.NAME,
                    f'="{canaries.PHONE}"',
                    f"CBL-60099-{item.item_id[-5:]}-00001",
                    item.sku,
                    item.name if not item.variation else f"{item.name} {item.variation}",
                    item.quantity,
                    "BES Reguler",
                    "CBL-60099",
                    "Order Dikembalikan" if item.returned == item.quantity else _STATUS[order.state],
                    canaries.ADDRESS,
                    f"{'Kota' if order.area.city else 'Kab.'} {order.area.name}",
                    order.area.province,
                    item.list_price,
                    item.gross,
                    item.subtotal,
                    item.discount,
                    -order.seller_voucher if number == 1 else 0,
                    canaries.NOTE if order.payment == 1 else "",
                    f"{order.shipped:%d/%m/%Y %H:%M}" if order.shipped else "",
                ]
            )
    return delimited(rows, newline="\r\n")
