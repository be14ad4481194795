"""Shopee's money: released income (2026 layout and until 2025), the seller's balance, the advertising bill."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from cblp.demo.files import canaries
from cblp.demo.files.delimited import BOM, delimited
from cblp.demo.files.facts import Item, Order
from cblp.demo.files.headers import names
from cblp.demo.files.shopee import minute, payment
from cblp.demo.files.workbook import Cell, Row, Sheet, workbook

INCOME: Final = names(
    "No.|Lihat berdasarkan|No. Pesanan|No. Pengajuan|ID Produk|Nama Produk|Waktu Pesanan Dibuat|"
    "Tanggal Dana Dilepaskan|Metode Pelepasan Dana|Tipe Pesanan|Harga Produk|Jumlah Pengembalian Dana ke Pembeli|"
    "Ongkir Dibayar Pembeli|Ongkos Kirim yang Dibayarkan ke Jasa Kirim|Potongan Ongkos Kirim dari Jasa Kirim|"
    "Gratis Ongkir dari Shopee|Ongkos Kirim Pengembalian Barang|Return to Seller Fee|Pengembalian Biaya Kirim|"
    "Penyesuaian Penjual - 1|Cashback Koin disponsori Penjual|Diskon Produk dari Shopee|Penyesuaian Penjual - 2|"
    "Cashback Koin Co-fund disponsori Penjual|Biaya Administrasi|Biaya Proses Pesanan|"
    "Biaya Gratis Ongkir XTRA - Ukuran Biasa (Kategori F)|Biaya Gratis Ongkir XTRA - Ukuran Biasa (Kategori F)|"
    "Biaya Layanan Promo XTRA|AMS Service Fee|Biaya Kampanye|Biaya Komisi AMS|"
    "Biaya Isi Saldo Otomatis (dari Penghasilan)|Biaya Lainnya|Biaya Transaksi|FBS Fee|PPh 22|Username (Pembeli)|"
    "Jumlah Dibayar Pembeli|Metode pembayaran pembeli|Rincian Metode Pembayaran|Rencana Cicilan (jika berlaku)|"
    "Promo Gratis Ongkir dari Penjual|Jasa Kirim|Nama Kurir|Kode Voucher|Kompensasi|Pengembalian Dana ke Pembeli|"
    "Pro-rata Koin yang Ditukarkan untuk Pengembalian Barang|Pro-rata Voucher Shopee untuk Pengembalian Barang|"
    "Pro-rated Bank Payment Channel Promotion for return refund Items|"
    "Pro-rated Shopee Payment Channel Promotion  for return refund Items"
)

PADDED: Final = 1_000
"""How many columns a real income sheet is padded to with empty cells."""

_MONEY: Final = slice(INCOME.index("Harga Produk"), INCOME.index("PPh 22") + 1)  # columns 11 to 37
_TOP: Final = {1: "Informasi Pesanan", 11: "Rincian Penghasilan", 38: "Informasi Pembeli", 44: "Referensi"}
_GROUPS: Final = {
    11: "Subtotal Produk",
    13: "Ongkos Kirim",
    20: "Voucher & Penyesuaian",
    25: "Biaya Platform",
    27: "Biaya Gratis Ongkir XTRA",
    29: "Biaya Layanan",
    31: "Biaya Promosi",
    33: "Biaya Lainnya",
    37: "Pajak",
}

INCOME_2025: Final = names(
    "No.|No. Pesanan|No. Pengajuan|Username (Pembeli)|Waktu Pesanan Dibuat|Metode pembayaran pembeli|"
    "Tanggal Dana Dilepaskan|Harga Asli Produk|Total Diskon Produk|Jumlah Pengembalian Dana ke Pembeli|"
    "Diskon Produk dari Shopee|Voucher disponsor oleh Penjual|Voucher co-fund disponsor oleh Penjual|"
    "Cashback Koin disponsori Penjual|Cashback Koin Co-fund disponsori Penjual|Ongkir Dibayar Pembeli|"
    "Diskon Ongkir Ditanggung Jasa Kirim|Gratis Ongkir dari Shopee|Ongkir yang Diteruskan oleh Shopee ke Jasa Kirim|"
    "Ongkos Kirim Pengembalian Barang|Kembali ke Biaya Pengiriman Pengirim|Pengembalian Biaya Kirim|Biaya Komisi AMS|"
    "Biaya Administrasi|Biaya Layanan|Biaya Proses Pesanan|Premi|Biaya Program Hemat Biaya Kirim|Biaya Transaksi|"
    "Biaya Kampanye|Bea Masuk, PPN & PPh|Biaya Isi Saldo Otomatis (dari Penghasilan)|Total Penghasilan|Kode Voucher|"
    "Kompensasi|Promo Gratis Ongkir dari Penjual|Jasa Kirim|Nama Kurir|Pengembalian Dana ke Pembeli|"
    "Pro-rata Koin yang Ditukarkan untuk Pengembalian Barang|Pro-rata Voucher Shopee untuk Pengembalian Barang|"
    "Pro-rated Bank Payment Channel Promotion for return refund Items|"
    "Pro-rated Shopee Payment Channel Promotion  for return refund Items"
)


def income(orders: Sequence[Order], shop: str, category: str = "F", padded: int = PADDED) -> bytes:
    """``Income.sudah dilepas.id.*.xlsx`` of 2026, for the released ones of ``orders``.

    Five sheets; ``Penghasilan`` has group names in rows 1 and 2, its header in row 3, and after each Order row the same
    money again in Sku rows. Fee columns are named after the shop's ``category``; ``padded`` columns, mostly empty.
    """
    released = [order for order in orders if order.released]
    header = [name.replace("Kategori F", f"Kategori {category}") for name in INCOME]
    rows: list[Row] = [_spread(_TOP), _spread(_GROUPS), header]
    fees: list[Row] = [
        ["Rincian biaya per pesanan"],
        names("No.|No. Pesanan|Biaya Platform|Biaya Gratis Ongkir XTRA|Biaya Layanan|Biaya Promosi|Biaya Lainnya"),
    ]
    for number, order in enumerate(released, 1):
        rows.append(_income_order(number, order))
        rows += [_income_sku(number, order, item, item is order.items[0]) for item in order.items]
        charges = order.charges
        platform = charges.commission + charges.processing
        fees.append([number, order.number, platform, charges.free_shipping, charges.promotion, charges.affiliate, 0])
    return workbook(
        Sheet("Summary", _summary(released, shop)),
        Sheet("Adjustment", [*[[]] * 12, names("No.|Tanggal|Alasan|No. Pesanan|Jumlah"), ["Total Biaya", "", "", "", 0]]),
        Sheet("Shipping Fee Discrepancy", [["Selisih ongkos kirim"], names("No.|No. Pesanan|Selisih")]),
        Sheet("Seller Fee", fees),
        Sheet("Penghasilan", rows, pad=padded),
    )


def income_2025(orders: Sequence[Order], shop: str, with_vat: bool = False) -> bytes:
    """The income file until 2025: sheet ``Income`` with its header in row 6 and ``Total Penghasilan``."""
    released = [order for order in orders if order.released]
    vat = {"Biaya Administrasi", "Biaya Layanan"} if with_vat else set()
    rows: list[Row] = [["Laporan Penghasilan"], ["Username (Penjual)", shop], ["Dari", _first(released)], [], []]
    rows.append([f"{name} (termasuk PPN 11%)" if name in vat else name for name in INCOME_2025])
    for number, order in enumerate(released, 1):
        charges = order.charges
        amounts: dict[str, Cell] = dict.fromkeys(INCOME_2025[7:33], 0)
        amounts |= {
            "Harga Asli Produk": sum(item.gross for item in order.items),
            "Total Diskon Produk": -sum(item.discount for item in order.items),
            "Jumlah Pengembalian Dana ke Pembeli": -order.refund,
            "Voucher disponsor oleh Penjual": -order.seller_voucher,
            "Ongkir Dibayar Pembeli": order.shipping_paid,
            "Gratis Ongkir dari Shopee": order.shipping - order.shipping_paid,
            "Ongkir yang Diteruskan oleh Shopee ke Jasa Kirim": -order.shipping,
            "Ongkos Kirim Pengembalian Barang": charges.shipping,
            "Biaya Komisi AMS": charges.affiliate,
            "Biaya Administrasi": charges.commission,
            "Biaya Layanan": charges.free_shipping + charges.promotion,
            "Biaya Proses Pesanan": charges.processing,
            "Bea Masuk, PPN & PPh": charges.tax,
            "Total Penghasilan": order.net,
            "No.": number,
            "No. Pesanan": order.number,
            "Username (Pembeli)": canaries.USERNAME,
            "Waktu Pesanan Dibuat": minute(order.ordered)[:10],
            "Metode pembayaran pembeli": payment(order),
            "Tanggal Dana Dilepaskan": str(order.released),
            "Jasa Kirim": "SPX Standard",
            "Nama Kurir": canaries.NAME,
        }
        rows.append([amounts.get(name, "") for name in INCOME_2025])
    return workbook(
        Sheet("Summary", _summary(released, shop)),
        Sheet("Income", rows),
        Sheet("Service Fee Details", [names("No.|No. Pesanan|Biaya Layanan")]),
        Sheet("Adjustment", [names("No.|Tanggal|Alasan|No. Pesanan|Jumlah")]),
        Sheet("Order Processing Fee", [names("No.|No. Pesanan|Biaya Proses Pesanan")]),
    )


@dataclass(frozen=True, slots=True)
class Move:
    """A line of the balance: ``kind`` is one of KINDS, ``amount`` is signed whole rupiah."""

    when: datetime
    kind: str
    description: str
    amount: int
    order_no: str = "-"


INCOME_MOVE: Final = "Penghasilan dari Pesanan"
ADS_MOVE: Final = "Pembayaran dengan Saldo Penjual"
ADJUSTMENT_MOVE: Final = "Penyesuaian"
WITHDRAWAL_MOVE: Final = "Penarikan Dana"


def income_moves(orders: Iterable[Order]) -> list[Move]:
    """What the released orders brought into the balance: for each exactly its ``net``."""
    return [
        Move(
            datetime.combine(order.released, time(10, 28, 29)),
            INCOME_MOVE,
            f"Penghasilan dari Pesanan #{order.number}",
            order.net,
            order.number,
        )
        for order in orders
        if order.released
    ]


def balance(moves: Iterable[Move], shop: str, opening: int = 0) -> bytes:
    """``my_balance_transaction_report.shopee.*.xlsx``: header in row 18, newest first, floats."""
    rows: list[Row] = []
    standing = opening
    for move in sorted(moves, key=lambda move: (move.when, move.order_no)):
        standing += move.amount
        direction = "Transaksi Masuk" if move.amount > 0 else "Transaksi Keluar"
        cells = [f"{move.when:%Y-%m-%d %H:%M:%S}", move.kind, move.description, move.order_no, direction]
        rows.append([*cells, float(move.amount), "Transaksi Selesai", float(standing)])
    banner: list[Row] = [[] for _ in range(17)]
    banner[0], banner[2] = ["Laporan Transaksi Saldo"], ["Username (Penjual)", shop]
    banner[6], banner[7] = ["Saldo Awal", float(opening)], ["Saldo Akhir", float(standing)]
    header = names("Tanggal Transaksi|Tipe Transaksi|Deskripsi|No. Pesanan|Jenis Transaksi|Jumlah|Status|Saldo Akhir")
    return workbook(Sheet("Transaction Report", [*banner, header, *reversed(rows)]))


def balance_older(moves: Iterable[Move], shop: str) -> bytes:
    """The csv of earlier years: six lines above the header, and only the description says what a line is."""
    banner = [["Laporan Saldo"], ["Username (Penjual)", shop], ["Mata uang", "IDR"], ["Dari", ""], ["ke", ""], []]
    newest = sorted(moves, key=lambda move: move.when, reverse=True)
    rows = [[f"{move.when:%Y-%m-%d %H:%M:%S}", move.description, move.amount] for move in newest]
    return delimited([*banner, names("Tanggal|Deskripsi|Jumlah Dana"), *rows])


def ads_bill(spent: Iterable[tuple[date, str, int]], shop: str) -> bytes:
    """``<shop>_adwords_bill_YYYY-MM-DD.csv``: five banner lines, a blank one, the header; spending is negative."""
    lines = sorted(spent)
    period = f"{lines[0][0]:%d/%m/%Y} -- {lines[-1][0]:%d/%m/%Y}" if lines else ""
    banner = [["Riwayat Transaksi"], ["Mata uang:", "IDR"], ["Username:", shop], ["Tanggal:", period]]
    header = ["Urutan", "Waktu", "Deskripsi", "Jumlah", "Catatan"]
    rows = [[n, f"{day:%d/%m/%Y}", text, amount, ""] for n, (day, text, amount) in enumerate(reversed(lines), 1)]
    return delimited([*banner, ["ID Toko:", "990099"], [], header, *rows], before=BOM)


def _spread(labels: dict[int, str]) -> list[Cell]:
    return [labels.get(position) for position in range(1, len(INCOME) + 1)]


def _first(orders: Sequence[Order]) -> str:
    return str(min((order.released for order in orders if order.released), default=""))


def _summary(orders: Sequence[Order], shop: str) -> list[Row]:
    earned = sum(order.subtotal - order.refund - order.seller_voucher for order in orders)
    spent = sum(sum(order.charges) for order in orders)
    last = max((order.released for order in orders if order.released), default="")
    return [
        ["", "", "Laporan Penghasilan"],
        [],
        ["Username (Penjual)", shop],
        ["Dari", _first(orders)],
        ["ke", str(last)],
        [],
        ["1. Total Pendapatan", "", earned],
        ["2. Total Pengeluaran", "", spent],
        ["3. Total yang Dilepas", "", earned + spent],
    ]


def _income_order(number: int, order: Order) -> list[Cell]:
    charges = order.charges
    xtra = charges.free_shipping // 2
    money: list[Cell] = [0] * (_MONEY.stop - _MONEY.start)
    for position, amount in {
        11: order.subtotal,
        12: -order.refund,
        13: order.shipping_paid,
        14: -order.shipping,
        16: order.shipping - order.shipping_paid,
        17: charges.shipping,
        20: -order.seller_voucher,
        25: charges.commission,
        26: charges.processing,
        27: xtra,
        28: charges.free_shipping - xtra,
        29: charges.promotion,
        32: charges.affiliate,
        37: charges.tax,
    }.items():
        money[position - 11] = amount
    left: list[Cell] = [number, "Order", order.number, "-", "-", "-", minute(order.ordered)[:10], str(order.released)]
    buyer: list[Cell] = [canaries.USERNAME, str(order.paid_by_buyer), payment(order), "-", "-", 0, "SPX Standard", canaries.NAME]
    return [*left, "Saldo Penjual", "-", *money, *buyer, "-", 0, -order.refund, 0, 0, 0, 0]


def _income_sku(number: int, order: Order, item: Item, first: bool) -> list[Cell]:
    row = _income_order(number, order)
    row[1] = "Sku"
    row[4], row[5] = item.item_id, item.name
    if not first:  # the order's fees stand on its first item
        row[_MONEY] = [0] * (_MONEY.stop - _MONEY.start)
    row[10], row[11] = item.subtotal, -item.returned * item.price
    return row
