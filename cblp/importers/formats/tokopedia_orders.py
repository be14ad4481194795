"""Tokopedia before it joined the Seller Center: the sales report ("Laporan Penjualan"), version 2 and the older version 1."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from cblp.i18n import N_
from cblp.importers.areas import Regency
from cblp.importers.columns import Bad, Count, Moment, Rupiah, Text, When
from cblp.importers.format import Format, Reading, Record
from cblp.importers.lines import Status, line_key, numbered, replaced
from cblp.importers.records import CANCELLED, COMPLETED, PAID, RETURNED, SHIPPED, OrderLine

PATTERNS: Final = ("%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d-%m-%Y", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S")

STATUSES: Final = {  # they go on with a reason or an explanation, often on a second line
    "Pesanan Diproses*": PAID, "Pesanan Baru*": PAID, "Menunggu Pickup*": PAID, "Siap Dikirim*": PAID,
    "Pesanan Dikirim*": SHIPPED, "Sedang Dikirim*": SHIPPED, "Pesanan Tiba*": SHIPPED, "Sampai Tujuan*": SHIPPED,
    "Pesanan Dikomplain*": SHIPPED,
    "Pesanan Selesai*": COMPLETED, "Transaksi selesai*": COMPLETED,
    "Pesanan Dikembalikan*": RETURNED,
    "Dibatalkan*": CANCELLED, "Pesanan Dibatalkan*": CANCELLED, "Transaksi dibatalkan*": CANCELLED,
}  # fmt: skip
_INVOICE_DAY: Final = re.compile(r"INV/(\d{4})(\d{2})(\d{2})/")
_ORDER: Final = OrderLine._fields.index("order_no")
_VOUCHER: Final = OrderLine._fields.index("order_voucher")


def order_line(
    reading: Reading, order_no: str, status: tuple[str, int], paid: Moment | None, completed: Moment | None,
    cancelled: Moment | None, coupon: int, regency: str, product_name: str, sku: str, quantity: int, list_price: int,
    unit_price: int | None, discount: int, subsidy: int, returned: int, offer: int,
) -> OrderLine:  # fmt: skip
    """One row: a product of an invoice; what belongs to the invoice was filled in from its first row."""
    status_raw, rank = status
    unit = unit_price if unit_price is not None else list_price - abs(discount)
    list_price = max(list_price, unit)
    returned = 0 if rank == CANCELLED else quantity if rank == RETURNED else returned
    if returned > quantity:
        raise Bad("returned", "returned")
    invoice_day = _INVOICE_DAY.match(order_no)
    if paid:
        day = paid.day
    elif invoice_day:
        day = "-".join(invoice_day.groups())
    else:
        raise Bad("blank", "paid")
    coupons = reading.state.setdefault("coupons", {})
    coupons[order_no] = max(coupons.get(order_no, 0), abs(coupon))
    offers = reading.state.setdefault("offers", defaultdict(int))
    offers[order_no] += abs(offer)
    gross = list_price * quantity
    return OrderLine(
        "tokopedia", order_no, line_key(sku, product_name, ""), status_raw, rank, product_name, "", sku, "", quantity, returned,
        list_price, unit, gross, gross - unit * quantity, abs(subsidy), 0, day, paid.at if paid else None,
        paid.at if paid else None, completed.at if completed else None, regency,
    )  # fmt: skip


def finish(reading: Reading, lines: list[Record]) -> list[Record]:
    """Unique keys, and the seller's coupon and offers of the whole invoice on each of its lines."""
    coupons, offers = reading.state.get("coupons", {}), reading.state.get("offers", {})
    return [replaced(line, _VOUCHER, coupons[line[_ORDER]] + offers[line[_ORDER]]) for line in numbered(lines)]


ORDERS: Final = Format(
    id="tokopedia.orders",
    source="tokopedia",
    kind="orders",
    label=N_("a Tokopedia order file"),
    columns=(
        Text("order_no", "Nomor Invoice", "Invoice", limit=60),
        Status("status", "Status Terakhir", "Order Status", words=STATUSES),
        When("paid", "Tanggal Pembayaran", "Payment Date", patterns=PATTERNS, empty=None),
        When("completed", "Tanggal Pesanan Selesai", patterns=PATTERNS, required=False, empty=None),
        When("cancelled", "Tanggal Pesanan Dibatalkan", patterns=PATTERNS, required=False, empty=None),
        Rupiah("coupon", "Nilai Kupon Toko Terpakai (IDR)", "Nilai Voucher Toko Terpakai (IDR)", required=False, empty=0),
        Regency("regency", "Kota"),
        Text("product_name", "Nama Produk", "Product Name"),
        Text("sku", "Nomor SKU", "Stock Keeping Unit (SKU)", required=False, empty="", limit=100),
        Count("quantity", "Jumlah Produk Dibeli", "Quantity"),
        Rupiah("list_price", "Harga Awal (IDR)", "Price (Rp.)"),
        Rupiah("unit_price", "Harga Jual (IDR)", "Harga Jual (Rp.)", required=False, empty=None),
        Rupiah("discount", "Diskon Produk (IDR)", "Discount Amount (Rp.)", required=False, empty=0),
        Rupiah("subsidy", "Jumlah Subsidi Tokopedia (IDR)", "Subsidi Amount (Rp.)", required=False, empty=0),
        Count("returned", "Jumlah Produk Yang Dikurangkan", required=False, empty=0),
        Rupiah("offer", "Diskon Penawaran Terpakai (IDR)", required=False, empty=0),
    ),
    row=order_line,
    signature=("order_no", "status", "paid", "product_name"),
    since=(("v2", "Nomor Invoice"), ("v1", "")),
    fill=("order_no", "status", "paid", "completed", "cancelled", "regency"),
    finish=finish,
    ignored=(
        "Nomor", "Waktu Pesanan Selesai", "Waktu Pesanan Dibatalkan", "Tipe Produk", "Catatan Produk Pembeli",
        "Catatan Produk Penjual", "Harga Satuan Bundling (IDR)", "Jenis Kupon Toko Terpakai", "Kode Kupon Toko Yang Digunakan",
        "Jenis Voucher Toko Terpakai", "Kode Voucher Toko Yang Digunakan", "Biaya Pengiriman Tunai (IDR)",
        "Biaya Asuransi Pengiriman (IDR)", "Total Biaya Pengiriman (IDR)", "Total Penjualan (IDR)", "Nama Pembeli",
        "No Telp Pembeli", "Nama Penerima", "No Telp Penerima", "Alamat Pengiriman", "Provinsi", "Nama Kurir",
        "Tipe Pengiriman (regular, same day, etc)", "No Resi / Kode Booking", "Tanggal Pengiriman Barang",
        "Waktu Pengiriman Barang", "Gudang Pengiriman", "Nama Campaign", "Nama Bundling",
        "Tipe Bebas Ongkir (Bebas Ongkir, Bebas Ongkir DT)", "COD", "Total Pengurangan (IDR)", "Nama Penawaran Terpakai",
        "Tingkatan Promosi Terpakai", "Count", "Order ID", "Product ID", "Notes", "Customer Name", "Customer Phone", "Recipient",
        "Recipient Number", "Recipient Address", "Courier", "Shipping Price + fee (Rp.)", "Insurance (Rp.)",
        "Total Shipping Fee (Rp.)", "Total Amount (Rp.)", "AWB", "Jenis Layanan", "Bebas Ongkir", "Warehouse Origin",
        "Campaign Name",
    ),
)  # fmt: skip

FORMATS: Final = (ORDERS,)
