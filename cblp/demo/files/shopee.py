"""Shopee Seller Centre's order files: all orders (2026, 2024, older), cancellations, failed deliveries, returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from cblp.demo.files import canaries
from cblp.demo.files.facts import Area, Order, State
from cblp.demo.files.headers import names
from cblp.demo.files.workbook import Cell, Sheet, Text, workbook

HEADERS: Final = names(
    "No. Pesanan|Status Pesanan|Alasan Pembatalan|Status Pembatalan/ Pengembalian|No. Resi|Opsi Pengiriman|"
    "Antar ke counter/ pick-up|Pesanan Harus Dikirimkan Sebelum (Menghindari keterlambatan)|Waktu Pengiriman Diatur|"
    "Waktu Pesanan Dibuat|Waktu Pembayaran Dilakukan|Tipe Pesanan|Metode Pembayaran|SKU Induk|Nama Produk|"
    "Nomor Referensi SKU|Nama Variasi|Harga Awal|Harga Setelah Diskon|Jumlah|Returned quantity|Subtotal Pesanan|"
    "Total Diskon|Diskon Dari Penjual|Diskon Dari Shopee|Berat Produk|Jumlah Produk di Pesan|Total Berat|"
    "Voucher Ditanggung Penjual|Cashback Koin|Voucher Ditanggung Shopee|Paket Diskon|"
    "Paket Diskon (Diskon dari Shopee)|Paket Diskon (Diskon dari Penjual)|Potongan Koin Shopee|Diskon Kartu Kredit|"
    "Ongkos Kirim Dibayar oleh Pembeli|Estimasi Potongan Biaya Pengiriman|Ongkos Kirim Pengembalian Barang|"
    "Total Pembayaran|Perkiraan Ongkos Kirim|Catatan dari Pembeli|Catatan|Username (Pembeli)|Nama Penerima|"
    "No. Telepon|Alamat Pengiriman|Kota/Kabupaten|Provinsi|Waktu Pesanan Selesai"
)

_CLAIM: Final = names(
    "Status pengiriman gagal|Status Klaim|Tanggal Klaim Diajukan|Tanggal Klaim Disetujui|Tanggal Klaim Dicairkan|"
    "Tanggal Klaim Ditolak|Jumlah Kompensasi"
)

RETURN_HEADERS: Final = names(
    "No. Pengembalian|No. Pesanan|Tanggal Pesanan Dibuat|Username (Pembeli)|Nama Produk|SKU Induk|Variasi|"
    "Kode Variasi|Harga Satuan|Waktu Pengembalian Diajukan|Status Pembatalan/ Pengembalian|Tipe Pengembalian|"
    "Jumlah Produk Dikembalikan|Solusi Pengembalian Barang/Dana|Alasan Pengembalian|Catatan Pengembalian Barang|"
    "Total Pengembalian Dana|Waktu Pengembalian Dana Selesai|Dikembalikan ke Gudang Shopee|"
    "Pilihan Jasa Kirim Pengembalian Barang|No. Resi Pengembalian Barang|Status Pengembalian Barang|"
    "Waktu Pengiriman Pengembalian Barang Selesai|Alamat Pengiriman|Provinsi|Kota/Kabupaten|Kode Pos|No. Telepon|"
    "Alamat Pickup Pengembalian Barang|Provinsi|Kota|Kode Pos|Buyer contact number|Dapat Mengajukan Banding pada|"
    "Alasan Penolakan|Catatan Penjual untuk Banding|Jumlah Kompensasi|Pilihan Jasa Kirim Pengiriman Terusan|"
    "No. Resi Pengiriman Terusan|Total Pesanan|Metode Pembayaran|Catatan Pembeli untuk Pesanan|Pelepasan Dana|"
    "Ongkos Kirim Pengiriman|Ongkos Kirim Pengembalian|Penyesuaian Alasan Pengembalian"
)

PAYMENTS: Final = ("Online Payment", "SPayLater", "QRIS", "Saldo ShopeePay", "SeaBank Bayar Instan", "Indomaret/i.Saku")
COD: Final = "COD (Bayar di Tempat)"


@dataclass(frozen=True)
class Layout:
    """How a period's or a tab's file differs from the 2026 ``Order.all``."""

    renamed: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    claims: bool = False  # the seven columns about a compensation claim, after the cancellation status
    text: Text = Text.INLINE

    @property
    def columns(self) -> list[str]:
        """The 2026 names of this layout's columns, in its order."""
        kept = [name for name in HEADERS if name not in self.without]
        if self.claims:
            after = kept.index("Status Pembatalan/ Pengembalian") + 1
            kept[after:after] = _CLAIM
        return kept


LAYOUTS: Final = {
    "2026": Layout(),
    "2024": Layout({"Subtotal Pesanan": "Total Harga Produk"}, ("Alasan Pembatalan", "Tipe Pesanan")),
    "2023": Layout(
        {
            "Subtotal Pesanan": "Total Harga Produk",
            "Harga Awal": "Harga Sebelum Diskon",
            "Returned quantity": "Jumlah Dikembalikan",
            "Total Pembayaran": "Dibayar Pembeli",
            "Status Pembatalan/ Pengembalian": "Status Pembatalan/Pengembalian",
        },
        ("Alasan Pembatalan", "Tipe Pesanan"),
    ),
    "rewritten": Layout({"No. Pesanan": "Nomor Pesanan"}),  # as shop assistants' tools hand it on
    "cancellation": Layout(without=("Tipe Pesanan",), text=Text.SHARED),
    "failed_delivery": Layout(without=("Alasan Pembatalan", "Tipe Pesanan"), claims=True, text=Text.SHARED),
}


def orders(orders: Iterable[Order], layout: str = "2026") -> bytes:
    """``Order.all.*.xlsx`` (or the variant named by ``layout``): a row per order and item, every cell text."""
    shape = LAYOUTS[layout]
    columns = shape.columns
    rows = [[shape.renamed.get(name, name) for name in columns]]
    for order in orders:
        rows += ([row.get(name, "") for name in columns] for row in _rows(order))
    return workbook(Sheet("orders", rows, shape.text))


def orders_resaved(orders: Iterable[Order]) -> bytes:
    """An order file that somebody opened and saved where a dot is the decimal sign: 89.000 has become the number 89.

    What cannot be a number (1.343.500) stayed text, and amounts below a thousand are right: beyond repair.
    """
    rows: list[list[Cell]] = [list(HEADERS)]
    for order in orders:
        rows += ([_as_number(row.get(name, "")) for name in HEADERS] for row in _rows(order))
    return workbook(Sheet("orders", rows, Text.SHARED, first_dimension=False), application="Microsoft Excel")


def _as_number(text: str) -> Cell:
    try:
        number = float(text)
    except ValueError:
        return text or None
    return int(number) if number.is_integer() else number


def returns(orders: Iterable[Order]) -> bytes:
    """``Order.return_refund.*.xls``: an xlsx in spite of its name; a row per returned item."""
    rows: list[list[str | int]] = [list(RETURN_HEADERS)]
    for order in orders:
        if order.return_asked:
            rows += _return_rows(order)
    return workbook(Sheet("Sheet1", rows, Text.FORMULA))


def rupiah(amount: int) -> str:
    """Dots between thousands and nothing else: 1.343.500."""
    return f"{amount:,}".replace(",", ".")


def minute(when: datetime | None, missing: str = "") -> str:
    """2026-08-01 05:11, or ``missing``."""
    return when.strftime("%Y-%m-%d %H:%M") if when else missing


def regency(area: Area) -> str:
    """KOTA JAMBI, KAB. KERINCI."""
    return f"{'KOTA' if area.city else 'KAB.'} {area.name}".upper()


def payment(order: Order) -> str:
    """The buyer's way to pay."""
    return COD if order.cod else PAYMENTS[order.payment % len(PAYMENTS)]


def _status(order: Order) -> str:
    if order.delivered and order.state is State.DELIVERED and order.number[-1].isdigit():
        until = order.delivered.date() + timedelta(days=7)
        return f"Pesanan diterima, namun Pembeli masih dapat mengajukan pengembalian hingga {until}."
    return _STATUS[order.state]


_STATUS: Final = {
    State.UNPAID: "Belum Bayar",
    State.PAID: "Perlu Dikirim",
    State.CANCEL_REQUESTED: "Pembatalan diajukan",
    State.SHIPPED: "Sedang Dikirim",
    State.DELIVERED: "Telah Dikirim",
    State.COMPLETED: "Selesai",
    State.CANCELLED: "Batal",
}


def _reason(order: Order) -> str:
    if not order.cancelled:
        return ""
    if order.failed:
        return "Dibatalkan secara otomatis oleh sistem Shopee. Alasan: Pengiriman gagal"
    if order.cancelled_by == "system" or not order.paid:
        return "Dibatalkan secara otomatis oleh sistem Shopee. Alasan: Pesanan belum dibayar"
    if order.cancelled_by == "seller":
        return "Dibatalkan oleh Penjual. Alasan: Stok habis"
    reasons = ("Lainnya/ berubah pikiran", "Need to change delivery address", "Ubah Pesanan yang Ada")
    return f"Dibatalkan oleh Pembeli. Alasan: {reasons[order.payment % len(reasons)]}"


def _return_status(order: Order) -> str:
    if order.returned:
        return "Permintaan Disetujui"
    return "Pengembalian Diproses" if order.return_asked and not order.completed else ""


def _rows(order: Order) -> Iterable[dict[str, str]]:
    total_weight = sum(item.weight * item.quantity for item in order.items)
    shared = {
        "No. Pesanan": order.number,
        "Status Pesanan": _status(order),
        "Alasan Pembatalan": _reason(order),
        "Status Pembatalan/ Pengembalian": _return_status(order),
        "No. Resi": canaries.TRACKING if order.shipped else "",
        "Opsi Pengiriman": "Hemat Kargo-SPX Hemat" if order.payment % 2 else "Reguler (Cashless)-SPX Standard",
        "Antar ke counter/ pick-up": "Antar ke Counter" if order.shipped else "",
        "Pesanan Harus Dikirimkan Sebelum (Menghindari keterlambatan)": (
            f"{order.ordered.date() + timedelta(days=2)} 23:59" if order.paid else ""
        ),
        "Waktu Pengiriman Diatur": minute(order.shipped),
        "Waktu Pesanan Dibuat": minute(order.ordered),
        "Waktu Pembayaran Dilakukan": minute(order.paid, "-"),
        "Metode Pembayaran": payment(order),
        "Diskon Dari Shopee": rupiah(sum(item.platform_discount for item in order.items)),
        "Jumlah Produk di Pesan": str(order.quantity),
        "Total Berat": f"{total_weight} gr",
        "Voucher Ditanggung Penjual": rupiah(order.seller_voucher),
        "Cashback Koin": "0",
        "Voucher Ditanggung Shopee": rupiah(order.platform_voucher),
        "Paket Diskon": "N",
        "Paket Diskon (Diskon dari Shopee)": "0",
        "Paket Diskon (Diskon dari Penjual)": "0",
        "Potongan Koin Shopee": "0",
        "Diskon Kartu Kredit": "0",
        "Ongkos Kirim Dibayar oleh Pembeli": rupiah(order.shipping_paid),
        "Estimasi Potongan Biaya Pengiriman": rupiah(order.shipping - order.shipping_paid),
        "Ongkos Kirim Pengembalian Barang": "0",
        "Total Pembayaran": rupiah(order.paid_by_buyer),
        "Perkiraan Ongkos Kirim": rupiah(order.shipping),
        "Catatan dari Pembeli": canaries.NOTE if order.payment == 1 else "",
        "Catatan": canaries.NOTE if order.payment == 2 else "",
        "Username (Pembeli)": canaries.USERNAME,
        "Nama Penerima": canaries.NAME,
        "No. Telepon": canaries.PHONE_INTERNATIONAL,
        "Alamat Pengiriman": f"{canaries.ADDRESS}, {regency(order.area)}, {order.area.province.upper()}",
        "Kota/Kabupaten": regency(order.area),
        "Provinsi": order.area.province.upper(),
        "Waktu Pesanan Selesai": minute(order.completed),
    }
    if order.failed:
        shared |= {"Status pengiriman gagal": "Paket dikembalikan ke penjual", "Jumlah Kompensasi": "0"}
    for item in order.items:
        yield shared | {
            "Nama Produk": item.name,
            "Nomor Referensi SKU": item.sku,
            "Nama Variasi": item.variation,
            "Harga Awal": rupiah(item.list_price),
            "Harga Setelah Diskon": rupiah(item.price),
            "Jumlah": str(item.quantity),
            "Returned quantity": str(item.returned),
            "Subtotal Pesanan": rupiah(item.subtotal),
            "Total Diskon": rupiah(item.discount),
            "Diskon Dari Penjual": rupiah(item.discount),
            "Berat Produk": f"{item.weight} gr",
        }


_RETURN_REASONS: Final = (
    "Barang cacat produksi (luntur/lecet/patah/dsb.)",
    "Produk tidak lengkap",
    "Pembeli menerima produk yang salah (contoh: salah ukuran, salah warna, beda produk).",
)


def _return_rows(order: Order) -> Iterable[list[str | int]]:
    assert order.return_asked
    if order.returned:
        status, sent_back = "Dana Dikembalikan ke Pembeli", "Pengiriman pengembalian barang selesai"
    elif order.completed:
        status, sent_back = "Pengembalian Barang/Dana Dibatalkan", ""
    else:
        status, sent_back = "Menunggu Pengembalian Barang", "Pengirim sedang bersiap mengirimkan paket"
    asked = [item for item in order.items if item.returned] or list(order.items)
    refund = order.refund or sum(item.subtotal for item in asked)
    whole = all(item.returned == item.quantity for item in order.items)
    for item in asked:
        yield [
            f"{order.return_asked:%y%m%d}{order.number[6:]}",
            order.number,
            minute(order.ordered),
            canaries.USERNAME,
            item.name,
            "",
            item.variation,
            item.sku,
            _rp(item.price),
            minute(order.return_asked),
            status,
            "Seluruh Pesanan" if whole else "Sebagian Pesanan",
            item.returned or item.quantity,
            "Pengembalian Barang dan Dana",
            _RETURN_REASONS[order.payment % len(_RETURN_REASONS)],
            canaries.NOTE,
            _rp(refund),
            minute(order.returned),
            "Tidak",
            "SPX Express",
            canaries.TRACKING,
            sent_back,
            minute(order.returned),
            canaries.ADDRESS,
            order.area.province.upper(),
            regency(order.area),
            "36999",
            canaries.PHONE_INTERNATIONAL,
            canaries.ADDRESS,
            order.area.province.upper(),
            regency(order.area),
            "36999",
            canaries.PHONE_INTERNATIONAL,
            str(order.return_asked.date() + timedelta(days=4)),
            "",
            "",
            _rp(0),
            "Reguler",
            canaries.TRACKING,
            _rp(order.subtotal),
            payment(order),
            canaries.NOTE,
            _rp(order.net),
            _rp(-order.shipping),
            _rp(0),
            "",
        ]


def _rp(amount: int) -> str:
    return f"RP {rupiah(amount)}\n"
