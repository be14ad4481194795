"""Shopee Seller Centre, Indonesia: the orders report and its filtered variants (cancelled, failed delivery)."""

from __future__ import annotations

from typing import Final

from cblp.i18n import N_
from cblp.importers.areas import Regency
from cblp.importers.columns import Bad, Count, Moment, Rupiah, Text, When
from cblp.importers.format import Format, Reading, Record
from cblp.importers.lines import Status, count_differs, line_key, numbered, platform_discount_once
from cblp.importers.problems import ResavedByExcel
from cblp.importers.records import CANCELLED, COMPLETED, PAID, RETURNED, SHIPPED, UNPAID, Note, OrderLine

PATTERNS: Final = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d")
REQUESTED: Final = -1  # a cancellation that is asked for keeps the rank before it
MIN_PRICE: Final = 1_000  # no unit price below this in a whole file: the thousands were lost

STATUSES: Final = {
    "Belum Bayar": UNPAID, "Unpaid": UNPAID,
    "Perlu Dikirim": PAID, "To ship": PAID,
    "Sedang Dikirim": SHIPPED, "Telah Dikirim": SHIPPED, "Shipping": SHIPPED, "Shipped": SHIPPED, "To receive": SHIPPED,
    "Pesanan diterima, namun Pembeli masih dapat mengajukan pengembalian*": SHIPPED,  # goes on with a date
    "Order received*": SHIPPED,
    "Selesai": COMPLETED, "Completed": COMPLETED,
    "Pembatalan diajukan*": REQUESTED, "To cancel": REQUESTED,
    "Batal*": CANCELLED, "Dibatalkan*": CANCELLED, "Cancelled": CANCELLED,
}  # fmt: skip


def order_line(
    reading: Reading, order_no: str, status: tuple[str, int], returning: str, arranged: Moment | None, created: Moment,
    paid: Moment | None, method: str, parent_sku: str, product_name: str, own_sku: str, variation: str, list_price: int,
    unit_price: int, quantity: int, returned: int, subtotal: int | None, platform_discount: int, item_count: int | None,
    voucher: int, regency: str, completed: Moment | None,
) -> OrderLine:  # fmt: skip
    """One row: an item of an order. ``gross - discount`` is the printed subtotal, on which the income report is built."""
    if returned > quantity:
        raise Bad("returned", "returned")
    status_raw, rank = status
    if rank == REQUESTED:
        rank = SHIPPED if arranged else PAID
    elif rank == COMPLETED and returned == quantity > 0 and returning.casefold().startswith("permintaan disetujui"):
        rank = RETURNED
    net = unit_price * quantity if subtotal is None else subtotal
    list_price = max(list_price, unit_price)
    gross = max(list_price * quantity, net)
    if item_count is not None:
        reading.state.setdefault("item_counts", {})[order_no] = item_count
    sku = own_sku or parent_sku
    # paying the courier at the door: the file prints the time of the order, at which no money moved
    paid_at = paid.at if paid and not method.startswith("COD") else None
    return OrderLine(
        "shopee", order_no, line_key(sku, product_name, variation), status_raw, rank, product_name, variation, sku, "",
        quantity, returned, list_price, unit_price, gross, gross - net, platform_discount, voucher, created.day, created.at,
        paid_at, completed.at if completed else None, regency,
    )  # fmt: skip


def check(reading: Reading) -> None:
    """Refuse the file that Excel saved again: it took 89.000 for a number with decimals, and it became 89."""
    prices = [reading.memos[name] for name in ("list_price", "unit_price")]
    cells = [cell for memo in prices for cell in (*memo, *memo.failed)]
    if reading.sheet.typed:
        numbers = [cell for cell in cells if isinstance(cell, int | float)]
    else:
        # a csv made from such a file has no cell types: there, not one price with a dot gives it away
        values = [value for memo in prices for value in memo.values()]
        numbers = values if not any("." in str(cell) for cell in cells if cell not in prices[0].failed) else []
    if numbers and max(numbers) < MIN_PRICE:
        raise ResavedByExcel(name=reading.book.name)


def finish(reading: Reading, lines: list[Record]) -> list[Record]:
    """Unique keys; order-level amounts once; the order's own item count as a check sum."""
    differing = count_differs(lines, reading.state.get("item_counts", {}))
    if differing:
        reading.notes.append(Note("order_count", (str(differing),)))
    return platform_discount_once(numbered(lines))


ORDERS: Final = Format(
    id="shopee.orders",
    source="shopee",
    kind="orders",
    label=N_("a Shopee order file"),
    columns=(
        Text("order_no", "No. Pesanan", "Nomor Pesanan", "Order ID", limit=40),
        Status("status", "Status Pesanan", "Order Status", words=STATUSES),
        Text("returning", "Status Pembatalan/ Pengembalian", "Status Pembatalan/Pengembalian", "Cancellation/ Return Status",
             "Return / Refund Status", required=False, empty="", limit=60),
        When("arranged", "Waktu Pengiriman Diatur", "Ship Time", patterns=PATTERNS, required=False, empty=None),
        When("created", "Waktu Pesanan Dibuat", "Order Creation Date", patterns=PATTERNS),
        When("paid", "Waktu Pembayaran Dilakukan", "Dibayar Pembeli", "Order Paid Time", patterns=PATTERNS,
             required=False, empty=None),
        Text("method", "Metode Pembayaran", "Payment Method", required=False, empty="", limit=60),
        Text("parent_sku", "SKU Induk", "Parent SKU Reference No.", required=False, empty="", limit=100),
        Text("product_name", "Nama Produk", "Product Name", empty=""),
        Text("own_sku", "Nomor Referensi SKU", "SKU Reference No.", required=False, empty="", limit=100),
        Text("variation", "Nama Variasi", "Variation Name", required=False, empty="", limit=200),
        Rupiah("list_price", "Harga Awal", "Harga Sebelum Diskon", "Original Price"),
        Rupiah("unit_price", "Harga Setelah Diskon", "Deal Price"),
        Count("quantity", "Jumlah", "Quantity"),
        Count("returned", "Returned quantity", "Jumlah Dikembalikan", required=False, empty=0),
        Rupiah("subtotal", "Subtotal Pesanan", "Total Harga Produk", "Product Subtotal", required=False, empty=None),
        Rupiah("platform_discount", "Diskon Dari Shopee", "Shopee Rebate", required=False, empty=0),
        Count("item_count", "Jumlah Produk di Pesan", "No. of product in order", required=False, empty=None),
        Rupiah("voucher", "Voucher Ditanggung Penjual", "Seller Voucher", required=False, empty=0),
        Regency("regency", "Kota/Kabupaten", "Town/City", "City"),
        When("completed", "Waktu Pesanan Selesai", "Order Complete Time", patterns=PATTERNS, required=False, empty=None),
    ),
    row=order_line,
    signature=("order_no", "status", "created", "unit_price", "quantity"),
    since=(("2026", "Tipe Pesanan"), ("2026", "Subtotal Pesanan"), ("2024", "Total Harga Produk"), ("2023", "Returned quantity"),
           ("2022", "")),
    check=check,
    finish=finish,
    ignored=(
        "Alasan Pembatalan", "No. Resi", "Opsi Pengiriman", "Antar ke counter/ pick-up",
        "Pesanan Harus Dikirimkan Sebelum (Menghindari keterlambatan)", "Tipe Pesanan", "Total Diskon", "Diskon Dari Penjual",
        "Berat Produk", "Total Berat", "Cashback Koin", "Voucher Ditanggung Shopee", "Paket Diskon",
        "Paket Diskon (Diskon dari Shopee)", "Paket Diskon (Diskon dari Penjual)", "Potongan Koin Shopee", "Diskon Kartu Kredit",
        "Ongkos Kirim Dibayar oleh Pembeli", "Estimasi Potongan Biaya Pengiriman", "Ongkos Kirim Pengembalian Barang",
        "Total Pembayaran", "Perkiraan Ongkos Kirim", "Catatan dari Pembeli", "Catatan", "Username (Pembeli)", "Nama Penerima",
        "No. Telepon", "Alamat Pengiriman", "Provinsi", "Shipped by Advance Fulfilment", "Booking SN",
        "Status pengiriman gagal", "Status Klaim", "Tanggal Klaim Diajukan", "Tanggal Klaim Disetujui", "Tanggal Klaim Dicairkan",
        "Tanggal Klaim Ditolak", "Jumlah Kompensasi", "Nama Panggilan Toko BigSeller",
    ),
)  # fmt: skip

FORMATS: Final = (ORDERS,)
