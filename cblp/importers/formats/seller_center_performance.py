"""Tokopedia & TikTok Shop Seller Center: key metrics by day, live broadcasts, videos."""

from __future__ import annotations

from typing import Final

from cblp.i18n import N_
from cblp.importers.columns import Bad, Count, Duration, Moment, Rupiah, Text, When
from cblp.importers.format import Format, Reading
from cblp.importers.posts import Caption, post, posts_once
from cblp.importers.records import Post, ShopDay
from cblp.importers.statistics import Day, by_day, days_in, put_off, single_day

PATTERNS: Final = (
    "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S",
    "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y",
)  # fmt: skip
MARKETPLACE: Final = "tiktok_shop"  # lives and videos run there; their orders too

_DAY: Final = Day("label", "")


def prepare(reading: Reading) -> None:
    """The period that stands above the header; the figures are those of the end of its last day."""
    days = [day for row in reading.banner for cell in row for day in days_in(cell)]
    if days:
        reading.period = min(days), max(days)
        reading.as_of = f"{max(days)}T16:59:59Z"


def shop_day(
    reading: Reading, label: str, sales: int, orders: int, buyers: int | None, product_views: int | None, visitors: int,
    clicks: int | None,
) -> ShopDay | None:  # fmt: skip
    """One row: a day, or the total of the period, which is a day when the period is one."""
    try:
        day = single_day(_DAY.parse(label))
    except Bad:
        first, last = reading.period or ("", "-")
        day = first if first == last else ""
    if not day:
        put_off(reading)
        return None
    return ShopDay(MARKETPLACE, day, visitors, product_views, clicks, buyers, None, orders, sales, None, None, None, None)


def live(
    reading: Reading, account: str, when: Moment, length: int | None, sales: int | None, orders: int | None, viewers: int,
    views: int | None, comments: int | None, shares: int | None, likes: int | None, new_followers: int | None,
    clicks: int | None,
) -> Post:  # fmt: skip
    """One row: a live broadcast; its start is its id, as none is printed."""
    return post(
        MARKETPLACE, account, f"live-{when.at or when.day}", "live", ("", ""), "", when, duration=length, reach=viewers,
        views=views, likes=likes, comments=comments, shares=shares, clicks=clicks, new_followers=new_followers, orders=orders,
        sales=sales,
    )  # fmt: skip


def video(
    reading: Reading, account: str, caption: tuple[str, str], video_id: str, when: Moment, views: int, likes: int | None,
    comments: int | None, shares: int | None, new_followers: int | None, clicks: int | None, orders: int | None,
    sales: int | None,
) -> Post:  # fmt: skip
    """One row: a video."""
    return post(
        MARKETPLACE, account, video_id, "video", caption, "", when, views=views, likes=likes, comments=comments, shares=shares,
        clicks=clicks, new_followers=new_followers, orders=orders, sales=sales,
    )  # fmt: skip


KEY_METRICS: Final = Format(
    id="tokopedia_tiktok.key_metrics",
    source="tokopedia_tiktok",
    kind="shop_stats",
    label=N_("a Tokopedia & TikTok Shop key metrics file"),
    columns=(
        Text("label", "Tanggal", "", empty=""),  # the header of the first column is empty
        Rupiah("sales", "GMV"),
        Count("orders", "Pesanan"),
        Count("buyers", "Pembeli", empty=None),
        Count("product_views", "Tayangan halaman", required=False, empty=None),
        Count("visitors", "Pengunjung"),
        Count("clicks", "Klik produk", required=False, empty=None),
    ),
    row=shop_day,
    signature=("label", "sales", "orders", "visitors"),
    since=(("2026", ""),),
    without=("ID Produk",),  # the list of products has the same figures for each of them
    prepare=prepare,
    finish=by_day,
    ignored=(
        "Produk terjual", "Produk yang dikembalikan dananya", "Pengembalian dana", "Pesanan SKU", "Pendapatan bruto",
        "Persentase konversi", "Impresi produk", "Impresi produk unik", "Klik unik", "AOV", "GMV dari LIVE kreator",
        "GMV LIVE kreator", "GMV tidak langsung dari LIVE kreator", "GMV dari LIVE akun tertaut", "GMV LIVE penjual",
        "GMV tidak langsung dari LIVE penjual", "GMV dari video afiliasi", "GMV video kreator",
        "GMV tidak langsung dari video kreator", "GMV dari video akun tertaut", "GMV video penjual",
        "GMV tidak langsung dari video penjual",
    ),
)  # fmt: skip

LIVES: Final = Format(
    id="tokopedia_tiktok.lives",
    source="tokopedia_tiktok",
    kind="posts",
    label=N_("a Tokopedia & TikTok Shop live report"),
    columns=(
        Text("account", "Kreator", "ID Kreator", empty="", limit=60),
        When("when", "Waktu Live", patterns=PATTERNS),
        Duration("length", "Durasi", empty=None),
        Rupiah("sales", "GMV dari LIVE (Rp)", required=False, empty=None),  # bought in the broadcast or because of it
        Count("orders", "Pesanan Dibayar", "Pemesanan", required=False, empty=None),
        Count("viewers", "Penonton"),
        Count("views", "Live Stream Dilihat", required=False, empty=None),
        Count("comments", "Komentar", required=False, empty=None),
        Count("shares", "Live Dibagikan", required=False, empty=None),
        Count("likes", "Suka pada LIVE", required=False, empty=None),
        Count("new_followers", "Pengikut baru (Video kreator)", "Pengikut baru", required=False, empty=None),
        Count("clicks", "Klik Produk", required=False, empty=None),
    ),
    row=live,
    signature=("account", "when", "length", "viewers"),
    since=(("2026", ""),),
    prepare=prepare,
    finish=posts_once,
    ignored=(
        "Nama panggilan", "GMV LIVE (Rp)", "GMV tidak langsung dari LIVE (Rp)", "Produk yang ditambahkan", "Produk Terjual",
        "Produk Dilihat", "CTR",
    ),
)  # fmt: skip

VIDEOS: Final = Format(
    id="tokopedia_tiktok.videos",
    source="tokopedia_tiktok",
    kind="posts",
    label=N_("a Tokopedia & TikTok Shop video report"),
    columns=(
        Text("account", "Nama Kreator", "ID Kreator", empty="", limit=60),
        Caption("caption", "Informasi Video"),
        Text("video_id", "ID Video", limit=60),
        When("when", "Waktu", patterns=PATTERNS),
        Count("views", "VV"),
        Count("likes", "Likes", required=False, empty=None),
        Count("comments", "Komentar", required=False, empty=None),
        Count("shares", "Dibagikan", required=False, empty=None),
        Count("new_followers", "Pengikut baru", required=False, empty=None),
        Count("clicks", "Klik Produk", required=False, empty=None),
        Count("orders", "Pesanan SKU teratribusi", required=False, empty=None),
        Rupiah("sales", "GMV dari video (Rp)", required=False, empty=None),
    ),
    row=video,
    signature=("caption", "video_id", "when", "views"),
    since=(("2026", ""),),
    prepare=prepare,
    finish=posts_once,
    ignored=(
        "Produk", "Klik Video ke LIVE", "Produk Dilihat", "Pembeli unik", "Pesanan SKU dari video",
        "Pesanan SKU tidak langsung dari video", "Produk yang terjual melalui video", "Produk yang terjual dari video",
        "Produk yang terjual dari video secara tidak langsung", "GMV video (Rp)", "GMV tidak langsung dari video (Rp)",
        "GPM (Rp)", "Rasio klik tayang (Video)", "Rasio Video ke LIVE", "Persentase Video yang Ditonton Hingga Selesai",
        "CTOR (pesanan SKU)", "Diagnosis",
    ),
)  # fmt: skip

FORMATS: Final = (KEY_METRICS, LIVES, VIDEOS)
