"""Tokopedia's own sales report of about 2021 to 2024 ("Laporan Penjualan" v2), before it moved into the Seller Center."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from cblp.demo.files import canaries
from cblp.demo.files.facts import Order, State
from cblp.demo.files.headers import names
from cblp.demo.files.shopee import rupiah
from cblp.demo.files.workbook import Cell, Row, Sheet, workbook

HEADERS: Final = names(
    "Nomor|Nomor Invoice|Tanggal Pembayaran|Status Terakhir|Tanggal Pesanan Selesai|Waktu Pesanan Selesai|"
    "Tanggal Pesanan Dibatalkan|Waktu Pesanan Dibatalkan|Nama Produk|Tipe Produk|Nomor SKU|Catatan Produk Pembeli|"
    "Catatan Produk Penjual|Jumlah Produk Dibeli|Harga Awal (IDR)|Harga Satuan Bundling (IDR)|Diskon Produk (IDR)|"
    "Harga Jual (IDR)|Jumlah Subsidi Tokopedia (IDR)|Nilai Kupon Toko Terpakai (IDR)|Jenis Kupon Toko Terpakai|"
    "Kode Kupon Toko Yang Digunakan|Biaya Pengiriman Tunai (IDR)|Biaya Asuransi Pengiriman (IDR)|"
    "Total Biaya Pengiriman (IDR)|Total Penjualan (IDR)|Nama Pembeli|No Telp Pembeli|Nama Penerima|No Telp Penerima|"
    "Alamat Pengiriman|Kota|Provinsi|Nama Kurir|Tipe Pengiriman (regular, same day, etc)|No Resi / Kode Booking|"
    "Tanggal Pengiriman Barang|Waktu Pengiriman Barang|Gudang Pengiriman|Nama Campaign|Nama Bundling|"
    "Tipe Bebas Ongkir (Bebas Ongkir, Bebas Ongkir DT)|COD|Jumlah Produk Yang Dikurangkan|Total Pengurangan (IDR)|"
    "Nama Penawaran Terpakai|Tingkatan Promosi Terpakai|Diskon Penawaran Terpakai (IDR)"
)

_ONCE: Final = (*HEADERS[:8], *HEADERS[19:38])
"""Cells that belong to the invoice: empty on its second and further products."""


def sales(orders: Iterable[Order], shop: str, text_money: bool = False, voucher: bool = False) -> bytes:
    """``Laporan Penjualan``: four banner rows, header in row 5, follow-up rows with empty cells.

    ``text_money`` prints ``Rp 1.234`` instead of numbers; ``voucher`` uses the variant's word for the shop's coupon.
    """
    header = [name.replace("Kupon", "Voucher") for name in HEADERS] if voucher else HEADERS
    rows: list[Row] = [["Laporan Penjualan"], ["Nama Toko", shop], ["Periode", "-"], [], header]
    number = 0
    for order in orders:
        if order.state is State.UNPAID:
            continue  # the report begins with the payment
        number += 1
        for row in _rows(order, number):
            rows.append([_cell(row.get(name, ""), text_money) for name in HEADERS])
    return workbook(Sheet("Laporan Penjualan", rows))


def balance(orders: Iterable[Order], shop: str = "Batik Kito Jambi") -> bytes:
    """The report of the balance: six banner rows; what a row is about stands in its description."""
    banner: list[Row] = [["Laporan Saldo"], ["Nama Toko", shop], ["Periode", "-"], [], [], []]
    rows: list[Row] = [*banner, names("Date|Description|Nominal (Rp)")]
    for order in orders:
        if order.released:
            sold = f"Transaksi Penjualan Berhasil - {order.number}"
            rows.append([f"{order.released} 10:28", sold, order.subtotal - order.refund - order.seller_voucher])
            rows.append([f"{order.released} 10:28", f"Potongan Biaya Layanan - {order.number}", sum(order.charges)])
            last = order.released
    rows.append([f"{last} 12:00", "Penarikan Saldo", -250_000])
    return workbook(Sheet("Laporan Saldo", rows))


def _cell(value: Cell, text_money: bool) -> Cell:
    return f"Rp {rupiah(value)}" if text_money and isinstance(value, _Money) else value


class _Money(int):
    """An amount, as opposed to a count, so that it can be printed either way."""


_STATUS: Final = {
    State.PAID: "Pesanan Diproses",
    State.CANCEL_REQUESTED: "Pesanan Diproses",
    State.SHIPPED: "Sedang Dikirim",
    State.DELIVERED: "Pesanan Tiba",
    State.COMPLETED: "Pesanan Selesai",
}
_CANCELLED: Final = {
    "buyer": "Dibatalkan Penjual [Permintaan Pembeli]",
    "seller": "Dibatalkan Penjual -\nStok habis",
    "system": "Dibatalkan Sistem",
}


def _status(order: Order) -> str:
    if order.cancelled:
        return _CANCELLED[order.cancelled_by]
    if order.returned:
        return "Pesanan Dikembalikan"
    return "Pesanan Dikomplain" if order.return_asked and not order.completed else _STATUS[order.state]


def _rows(order: Order, number: int) -> Iterator[dict[str, Cell]]:
    shared: dict[str, Cell] = {
        "Nomor": number,
        "Nomor Invoice": order.number,
        "Tanggal Pembayaran": f"{order.paid or order.ordered:%d-%m-%Y %H:%M:%S}",
        "Status Terakhir": _status(order),
        "Tanggal Pesanan Selesai": _day(order.completed),
        "Waktu Pesanan Selesai": _time(order.completed),
        "Tanggal Pesanan Dibatalkan": _day(order.cancelled),
        "Waktu Pesanan Dibatalkan": _time(order.cancelled),
        "Nilai Kupon Toko Terpakai (IDR)": _Money(order.seller_voucher),
        "Jenis Kupon Toko Terpakai": "Diskon" if order.seller_voucher else "",
        "Biaya Pengiriman Tunai (IDR)": "Non Tunai",
        "Biaya Asuransi Pengiriman (IDR)": "Non Tunai",
        "Total Biaya Pengiriman (IDR)": _Money(order.shipping),
        "Total Penjualan (IDR)": _Money(order.subtotal + order.shipping),
        "Nama Pembeli": canaries.NAME,
        "No Telp Pembeli": canaries.PHONE_INTERNATIONAL,
        "Nama Penerima": canaries.NAME,
        "No Telp Penerima": canaries.PHONE,
        "Alamat Pengiriman": canaries.ADDRESS,
        "Kota": f"{'Kota' if order.area.city else 'Kab.'} {order.area.name}",
        "Provinsi": order.area.province,
        "Nama Kurir": "AnterAja",
        "Tipe Pengiriman (regular, same day, etc)": "Reguler",
        "No Resi / Kode Booking": canaries.TRACKING if order.shipped else "",
        "Tanggal Pengiriman Barang": _day(order.shipped),
        "Waktu Pengiriman Barang": _time(order.shipped),
        "COD": "Ya" if order.cod else "Tidak",
    }
    for index, item in enumerate(order.items):
        if index:
            shared |= dict.fromkeys(_ONCE, "")
        yield shared | {
            "Nama Produk": item.name if not item.variation else f"{item.name} - {item.variation}",
            "Tipe Produk": "Satuan",
            "Nomor SKU": item.sku,
            "Catatan Produk Pembeli": canaries.NOTE if index == 0 else "",
            "Jumlah Produk Dibeli": item.quantity,
            "Harga Awal (IDR)": _Money(item.list_price),
            "Harga Satuan Bundling (IDR)": _Money(0),
            "Diskon Produk (IDR)": _Money(item.list_price - item.price),
            "Harga Jual (IDR)": _Money(item.price),
            "Jumlah Subsidi Tokopedia (IDR)": _Money(item.platform_discount),
            "Gudang Pengiriman": "Shop Location",
            "Tipe Bebas Ongkir (Bebas Ongkir, Bebas Ongkir DT)": "Bebas Ongkir",
            "Jumlah Produk Yang Dikurangkan": item.returned,
            "Total Pengurangan (IDR)": _Money(item.returned * item.price),
            "Diskon Penawaran Terpakai (IDR)": _Money(0),
        }


def _day(when: datetime | None) -> str:
    return f"{when:%d-%m-%Y}" if when else ""


def _time(when: datetime | None) -> str:
    return f"{when:%H:%M:%S}" if when else ""
