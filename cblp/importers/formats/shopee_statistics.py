"""Shopee: a shop's own statistics by day, its chats by day, and its live broadcasts."""

from __future__ import annotations

from typing import Final

from cblp.i18n import N_
from cblp.importers.columns import Count, Duration, Moment, Percent, Rupiah, When
from cblp.importers.format import Format, Reading
from cblp.importers.posts import Caption, post, posts_once
from cblp.importers.records import Post, ShopDay
from cblp.importers.statistics import Day, by_day, put_off, single_day


def shop_day(
    reading: Reading, day: Moment | None, sales: int, orders: int, clicks: int | None, visitors: int | None, buyers: int | None,
    new_buyers: int | None,
) -> ShopDay | None:  # fmt: skip
    """One row: a day. The first row sums the period."""
    if not (single := single_day(day)):
        put_off(reading)
        return None
    return ShopDay("shopee", single, visitors, None, clicks, buyers, new_buyers, orders, sales, None, None, None, None)


def chat_day(
    reading: Reading, day: Moment | None, chats: int, answered: int, response: int | None, satisfaction: int | None
) -> ShopDay | None:
    """One row: the chats of a day. Without an answered chat the printed zeros measure nothing."""
    if not (single := single_day(day)):
        put_off(reading)
        return None
    measured = (response, satisfaction) if answered else (None, None)
    return ShopDay("shopee", single, None, None, None, None, None, None, None, chats, answered, *measured)


def live(
    reading: Reading, caption: tuple[str, str], when: Moment, viewers: int, peak: int | None, orders: int | None,
    sales: int | None,
) -> Post:  # fmt: skip
    """One row: a live broadcast. The list prints no id: its start is one."""
    return post(
        "shopee", "", f"live-{when.at or when.day}", "live", caption, "", when, reach=viewers, peak_viewers=peak, orders=orders,
        sales=sales,
    )  # fmt: skip


SHOP: Final = Format(
    id="shopee.shop_stats",
    source="shopee",
    kind="shop_stats",
    label=N_("a Shopee shop statistics file"),
    columns=(
        Day("day", "Tanggal"),
        Rupiah("sales", "Total Penjualan (IDR)"),
        Count("orders", "Total Pesanan"),
        Count("clicks", "Produk Diklik", required=False, empty=None),
        Count("visitors", "Total Pengunjung", empty=None),
        Count("buyers", "Pembeli", required=False, empty=None),
        Count("new_buyers", "Total Pembeli Baru", required=False, empty=None),
    ),
    row=shop_day,
    signature=("day", "sales", "orders", "visitors"),
    since=(("2026", ""),),
    # paid orders and those to be paid at the door, without those never paid: nearest to what counts as sales here;
    # the view of paid orders leaves a cash-on-delivery order out until the courier has the money
    sheets=("Pesanan Siap Dikirim", "Pesanan Dibayar", "Pesanan Dibuat"),
    finish=by_day,
    ignored=(
        "Penjualan per Pesanan", "Tingkat Konversi Pesanan", "Pesanan Dibatalkan", "Penjualan Dibatalkan",
        "Pesanan Dikembalikan", "Penjualan Dikembalikan", "Total Pembeli Saat Ini", "Total Potensi Pembeli",
        "Tingkat Pembelian Berulang",
    ),
)  # fmt: skip

CHAT: Final = Format(
    id="shopee.chat",
    source="shopee",
    kind="shop_stats",
    label=N_("a Shopee chat report"),
    columns=(
        Day("day", "Periode Waktu"),
        Count("chats", "Jumlah Chat"),
        Count("answered", "Chat Dibalas"),
        Duration("response", "Waktu Respon Rata-rata", required=False, empty=None),
        Percent("satisfaction", "CSAT %", "CSAT", required=False, empty=None),
    ),
    row=chat_day,
    signature=("day", "chats", "answered", "response"),
    since=(("2026", ""),),
    finish=by_day,
    ignored=(
        "Pengunjung", "Pengunjung Bertanya", "Pertanyaan Diajukan", "Chat Belum Dibalas", "Waktu Respon Chat Pertama Kali",
        "Tingkat Konversi (Jumlah Chat yang Direspon)", "Total Pembeli", "Total Pesanan", "Produk", "Penjualan (IDR)",
        "Tingkat Konversi (Chat Dibalas)",
    ),
)  # fmt: skip

LIVES: Final = Format(
    id="shopee.lives",
    source="shopee",
    kind="posts",
    label=N_("a list of Shopee live broadcasts"),
    columns=(
        Caption("caption", "Informasi Streaming"),
        When("when", "Waktu Mulai", patterns=("%d-%m-%Y %H:%M", "%d-%m-%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M")),
        Count("viewers", "Pengunjung"),
        Count("peak", "Penonton Terbanyak", required=False, empty=None),
        Count("orders", "Pesanan (COD Dibuat + non-COD Dibayar)", required=False, empty=None),
        Rupiah("sales", "Penjualan (Pesanan Siap Dikirim)(Rp)", required=False, empty=None),
    ),
    row=live,
    signature=("caption", "when", "viewers"),
    since=(("2026", ""),),
    finish=posts_once,
    ignored=("Rata-rata Durasi Menonton",),
)

FORMATS: Final = (SHOP, CHAT, LIVES)
