"""Shopee's statistics: the shop's days, chats and lives. Figures are texts with the Indonesian separators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from cblp.demo.files.headers import names
from cblp.demo.files.insights import Live, ShopDay
from cblp.demo.files.shopee import rupiah
from cblp.demo.files.workbook import Row, Sheet, workbook

SHOP: Final = names(
    "Tanggal|Total Penjualan (IDR)|Total Pesanan|Penjualan per Pesanan|Produk Diklik|Total Pengunjung|"
    "Tingkat Konversi Pesanan|Pesanan Dibatalkan|Penjualan Dibatalkan|Pesanan Dikembalikan|Penjualan Dikembalikan|"
    "Pembeli|Total Pembeli Baru|Total Pembeli Saat Ini|Total Potensi Pembeli|Tingkat Pembelian Berulang"
)

CHAT: Final = names(
    "Periode Waktu|Pengunjung|Jumlah Chat|Pengunjung Bertanya|Pertanyaan Diajukan|Chat Dibalas|Chat Belum Dibalas|"
    "Waktu Respon Rata-rata|CSAT %|Waktu Respon Chat Pertama Kali|Tingkat Konversi (Jumlah Chat yang Direspon)|"
    "Total Pembeli|Total Pesanan|Produk|Penjualan (IDR)|Tingkat Konversi (Chat Dibalas)"
)

LIVES: Final = names(
    "Informasi Streaming|Waktu Mulai|Pengunjung|Penonton Terbanyak|Rata-rata Durasi Menonton|"
    "Pesanan (COD Dibuat + non-COD Dibayar)|Penjualan (Pesanan Siap Dikirim)(Rp)"
)

_OTHER_SHEETS: Final = tuple(f"{name} {view}" for name in ("Traffic", "Produk", "Promosi") for view in ("A", "B", "C"))


def shop_stats(days: Sequence[ShopDay]) -> bytes:
    """``<shop>.shopee-shop-stats.*.xlsx``: three views of the orders (made, ready to ship, paid); row 2 sums the period."""
    sheets = [
        Sheet(name, _shop_rows(days, share))
        for name, share in (("Pesanan Dibuat", 100), ("Pesanan Siap Dikirim", 96), ("Pesanan Dibayar", 94))
    ]
    return workbook(*sheets, *(Sheet(name, [["Tanggal"]]) for name in _OTHER_SHEETS))


def chat(days: Sequence[ShopDay]) -> bytes:
    """The chat report: row 2 sums the period, whose cell is a range."""
    rows = [_chat_row(f"{days[0].day:%d-%m-%Y} - {days[-1].day:%d-%m-%Y}", days)]
    rows += [_chat_row(f"{day.day:%d-%m-%Y}", [day]) for day in days]
    return workbook(Sheet("Chat", [CHAT, *rows]))


def lives(lives: Iterable[Live]) -> bytes:
    """The list of live broadcasts, sheet ``Daftar Streaming``."""
    rows = [
        [
            live.title,
            f"{live.start:%d-%m-%Y %H:%M}",
            rupiah(live.viewers),
            rupiah(live.peak),
            duration(live.watched),
            rupiah(live.orders),
            rupiah(live.sales),
        ]
        for live in lives
    ]
    return workbook(Sheet("Daftar Streaming", [LIVES, *rows]))


def duration(seconds: int) -> str:
    """01:02:03."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def percent(part: int, whole: int) -> str:
    """2,34%; of nothing 0,00%."""
    return f"{part / whole if whole else 0:.2%}".replace(".", ",")


def _shop_rows(days: Sequence[ShopDay], share: int) -> list[Row]:
    rows = [_shop_row(f"{days[0].day:%d-%m-%Y}-{days[-1].day:%d-%m-%Y}", days, share)]
    rows += [_shop_row(f"{day.day:%d-%m-%Y}", [day], share) for day in days]
    return [SHOP, *rows]


def _shop_row(label: str, days: Sequence[ShopDay], share: int) -> list[str]:
    sales = sum(day.sales for day in days) * share // 100
    orders = sum(day.orders for day in days) * share // 100
    visitors = sum(day.visitors for day in days)
    buyers = sum(day.buyers for day in days) * share // 100
    new = min(sum(day.new_buyers for day in days), buyers)
    return [
        label,
        rupiah(sales),
        rupiah(orders),
        rupiah(sales // orders if orders else 0),
        rupiah(sum(day.product_clicks for day in days)),
        rupiah(visitors),
        percent(orders, visitors),
        rupiah(sum(day.cancelled_orders for day in days)),
        rupiah(sum(day.cancelled_sales for day in days)),
        "0",
        "0",
        rupiah(buyers),
        rupiah(new),
        rupiah(buyers - new),
        rupiah(visitors // 10),
        percent(buyers - new, buyers),
    ]


def _chat_row(label: str, days: Sequence[ShopDay]) -> list[str]:
    chats, answered = sum(day.chats for day in days), sum(day.chats_answered for day in days)
    waited = sum(day.response_seconds * day.chats_answered for day in days) // answered if answered else 0
    rated = sum(day.satisfaction * day.chats_answered for day in days) // answered if answered else 0
    orders, sales = sum(day.orders for day in days) // 10, sum(day.sales for day in days) // 10
    return [
        label,
        rupiah(sum(day.visitors for day in days)),
        rupiah(chats),
        rupiah(chats),
        rupiah(chats),
        rupiah(answered),
        rupiah(chats - answered),
        duration(waited),
        percent(rated, 10_000),
        duration(waited // 2),
        percent(answered, chats),
        rupiah(orders),
        rupiah(orders),
        rupiah(orders),
        rupiah(sales),
        percent(orders, answered),
    ]
