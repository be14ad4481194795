"""Points of sale: Moka (receipts and items), Kasir Pintar (goods), majoo (receipts), and a sheet that somebody keeps by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cblp.demo.files import canaries
from cblp.demo.files.delimited import BOM, delimited
from cblp.demo.files.headers import names
from cblp.demo.files.shopee import rupiah
from cblp.demo.files.workbook import Row, Sheet, archive, workbook

MOKA_RECEIPTS: Final = names(
    "Outlet|Date|Time|Gross Sales|Discounts|Refunds|Net Sales|Gratuity|Tax|Total Collected|Total Amount|"
    "Other Note (Optional)|Receipt Number|Collected By|Served By|Customer|Customer Phone|Items|Payment Method|"
    "Event Type|Reason of Refund"
)

MOKA_ITEMS: Final = names(
    "Outlet|Receipt Number|Date|Time|Category|Brand|Items|Variant|SKU|Quantity|Modifier Applied|Discount Applied|"
    "Gross Sales|Discounts|Refunds|Net Sales|Gratuity|Tax|Sales Type|Collected By|Served By|Customer|Payment Method|"
    "Event Type|Reason of Refund"
)

MAJOO: Final = names(
    "No Transaksi|Waktu Order|Waktu Bayar|Pelanggan|No Telepon Pelanggan|Jenis Order|Produk|Total Penjualan (Rp)|"
    "Status Pesanan|Metode Pembayaran|Status Pembayaran|Tanggal Refund|Jumlah Refund (Rp)"
)

KASIR_PINTAR: Final = names(
    "alasan_gagal|data_kode_barang|data_nama_barang|data_harga_beli|data_harga_jual|data_stok|data_barang_jasa|"
    "data_show_toko|minimum_stok|tipe_diskon|diskon|berat_dan_satuan|berat|letak_rak|keterangan|kategori|gambar"
)


@dataclass(frozen=True, slots=True)
class Sold:
    """A line of a receipt; ``price`` per unit before ``discount``, which is over the line."""

    sku: str
    name: str
    variant: str
    category: str
    quantity: int
    price: int
    discount: int = 0

    @property
    def gross(self) -> int:
        return self.quantity * self.price


@dataclass(frozen=True, slots=True)
class Receipt:
    """A sale at the till, or with ``refund`` the taking back of one."""

    number: str
    when: datetime
    lines: tuple[Sold, ...]
    method: str = "Cash"
    refund: bool = False

    @property
    def gross(self) -> int:
        return sum(line.gross for line in self.lines)

    @property
    def discount(self) -> int:
        return sum(line.discount for line in self.lines)

    @property
    def net(self) -> int:
        return 0 if self.refund else self.gross - self.discount


@dataclass(frozen=True, slots=True)
class Good:
    """A product on the till's list."""

    sku: str
    name: str
    category: str
    cost: int
    price: int
    stock: int
    weight: int = 250


def moka_receipts(receipts: Iterable[Receipt], outlet: str) -> bytes:
    """A zip with a csv per day: a row per receipt, the items as one quoted list, a Grand Total row at the end."""
    days: dict[date, list[Receipt]] = defaultdict(list)
    for receipt in receipts:
        days[receipt.when.date()].append(receipt)
    return archive({f"transactions_{outlet}_{day}.csv".replace(" ", "_"): _moka_day(days[day], outlet) for day in sorted(days)})


def moka_items(receipts: Iterable[Receipt], outlet: str) -> bytes:
    """Item details as csv: a row per item; a refund has a negative quantity."""
    rows: list[Sequence[object]] = [MOKA_ITEMS]
    for receipt in receipts:
        sign = -1 if receipt.refund else 1
        for line in receipt.lines:
            paid = line.gross - line.discount
            rows.append(
                [outlet, receipt.number, f"{receipt.when:%d-%m-%Y}", f"{receipt.when:%H:%M:%S}", line.category, ""]
                + [line.name, line.variant, line.sku, sign * line.quantity, "", ""]
                + [_moka(0 if receipt.refund else line.gross), _moka(0 if receipt.refund else -line.discount)]
                + [_moka(paid if receipt.refund else 0), _moka(0 if receipt.refund else paid), "0.0", "0.0"]
                + ["", canaries.NAME, canaries.NAME, canaries.NAME, receipt.method]
                + (["Refund", "Barang rusak"] if receipt.refund else ["Payment", ""])
            )
    return delimited(rows)


def kasir_pintar_goods(goods: Iterable[Good]) -> bytes:
    """The list of goods, sheet ``barang``: row 2 explains, row 3 is an example."""
    explained = ["Diisi sistem", "Kode barang (wajib)", "Nama barang (wajib)", "Harga beli, desimal memakai titik"]
    example = ["", "CONTOH01", "CONTOH Barang", "1000.50", "1500.00", "10"]
    rows: list[Row] = [KASIR_PINTAR, [*explained, *[""] * 13], [*example, *[""] * 11]]
    for good in goods:
        rows.append(
            [
                "",
                good.sku,
                good.name,
                f"{good.cost}.00",
                f"{good.price}.00",
                str(good.stock),
                "barang",
                "1",
                "3",
                "",
                "0",
                "gram",
                str(good.weight),
                "",
                "",
                good.category,
                "",
            ]
        )
    return workbook(Sheet("barang", rows))


def kasir_pintar_products(receipts: Iterable[Receipt], days: bool = True) -> bytes:
    """The report of sold products: by day, or for a whole period without any day; the last row adds up."""
    sold: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for receipt in receipts:
        for line in receipt.lines:
            total = sold[f"{receipt.when:%d/%m/%Y}" if days else "", line.sku, line.name]
            total[0] += line.quantity
            total[1] += line.gross - line.discount
    header = ["Tanggal", "Kode Barang", "Nama", "Jumlah Barang", "Total Penjualan"]
    rows: list[Row] = [header[not days :]]
    for (day, sku, name), (quantity, amount) in sold.items():
        rows.append([day, sku, name, str(quantity), rupiah(amount)][not days :])
    quantity, amount = (sum(total[i] for total in sold.values()) for i in (0, 1))
    rows.append(["", "", "Total Semua", str(quantity), rupiah(amount)][not days :])
    return workbook(Sheet("Laporan", rows))


def majoo_receipts(receipts: Sequence[Receipt], outlet: str) -> bytes:
    """Detail Penjualan: twelve banner rows with totals, header in row 13, a last row that is no sale."""
    total = sum(receipt.net for receipt in receipts)
    first, last = min(receipt.when for receipt in receipts), max(receipt.when for receipt in receipts)
    banner: list[Row] = [[] for _ in range(12)]
    banner[0], banner[1] = ["Laporan Detail Penjualan"], ["Outlet", outlet]
    banner[2] = ["Periode", f"{_long(first)} 00:00:00 - {_long(last)} 23:59:59"]
    banner[4], banner[5] = ["Total Penjualan", total], ["Total Transaksi", len(receipts)]
    banner[7] = [f"Date Generated {last:%d/%m/%Y} - {last:%H:%M:%S}"]
    rows: list[Row] = [
        [
            receipt.number,
            f"{receipt.when:%d-%m-%Y %H:%M:%S}",
            f"{receipt.when:%d-%m-%Y %H:%M:%S}",
            canaries.NAME,
            canaries.PHONE,
            "Take Away",
            ", ".join(line.name for line in receipt.lines),
            receipt.gross - receipt.discount,
            "Selesai",
            receipt.method,
            "Lunas",
            f"{receipt.when:%d-%m-%Y %H:%M:%S}" if receipt.refund else "-",
            receipt.gross - receipt.discount if receipt.refund else "-",
        ]
        for receipt in receipts
    ]
    return workbook(Sheet("Detail Penjualan", [*banner, MAJOO, *rows, ["Powered By Majoo"]]))


def handmade(receipts: Iterable[Receipt]) -> bytes:
    """A csv that a member keeps: own column names, day first, money with dots, empty lines between the weeks."""
    rows: list[list[object]] = [["Tgl", "Barang", "Jml", "Uang masuk", "Pembeli", "Ket"]]
    week = None
    for receipt in receipts:
        if week not in (None, receipt.when.isocalendar().week):
            rows.append([])
        week = receipt.when.isocalendar().week
        for line in receipt.lines:
            amount = f"Rp {rupiah(line.gross - line.discount)}"
            rows.append([f"{receipt.when:%d/%m/%Y}", line.name, line.quantity, amount, canaries.NAME, "lunas"])
    return delimited(rows, delimiter=";", encoding="cp1252")


def _moka_day(receipts: list[Receipt], outlet: str) -> bytes:
    rows: list[Sequence[object]] = [MOKA_RECEIPTS]
    for receipt in receipts:
        paid = receipt.gross - receipt.discount
        back = paid if receipt.refund else 0
        rows.append(
            [outlet, f"{receipt.when:%d-%m-%Y}", f"{receipt.when:%H:%M:%S}"]
            + [_moka(0 if back else receipt.gross), _moka(0 if back else -receipt.discount), _moka(back)]
            + [_moka(receipt.net), "0.0", "0.0", _moka(receipt.net - back), _moka(receipt.net - back), ""]
            + [receipt.number, canaries.NAME, canaries.NAME, canaries.NAME, canaries.PHONE]
            + [", ".join(line.name for line in receipt.lines), receipt.method]
            + (["Refund", "Barang rusak"] if receipt.refund else ["Payment", ""])
        )
    total = sum(receipt.net for receipt in receipts)
    rows.append(["Grand Total", "", "", _moka(sum(r.gross for r in receipts)), "", "", _moka(total)])
    return delimited(rows, before=BOM, newline="\r\n")


def _moka(amount: int) -> str:
    return f"{amount:.1f}"


_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def _long(when: datetime) -> str:
    return f"{when:%d} {_MONTHS[when.month - 1]} {when:%Y}"
