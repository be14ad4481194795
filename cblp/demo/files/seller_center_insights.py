"""TikTok Shop's statistics in Indonesian: key metrics, lives and videos, with the period above the header."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from cblp.demo.files.headers import names
from cblp.demo.files.insights import Live, Post, ShopDay
from cblp.demo.files.shopee_insights import duration
from cblp.demo.files.workbook import Row, Sheet, workbook

LIVES: Final = names(
    "ID Kreator|Kreator|Nama panggilan|Waktu Live|Durasi|GMV dari LIVE (Rp)|GMV LIVE (Rp)|"
    "GMV tidak langsung dari LIVE (Rp)|Produk yang ditambahkan|Produk Terjual|Pemesanan|Pesanan Dibayar|Penonton|"
    "Live Stream Dilihat|Komentar|Live Dibagikan|Suka pada LIVE|Pengikut baru (Video kreator)|Produk Dilihat|"
    "Klik Produk|CTR"
)

VIDEOS: Final = names(
    "Nama Kreator|ID Kreator|Informasi Video|ID Video|Waktu|Produk|VV|Likes|Komentar|Dibagikan|Pengikut baru|"
    "Klik Video ke LIVE|Produk Dilihat|Klik Produk|Pembeli unik|Pesanan SKU teratribusi|Pesanan SKU dari video|"
    "Pesanan SKU tidak langsung dari video|Produk yang terjual melalui video|Produk yang terjual dari video|"
    "Produk yang terjual dari video secara tidak langsung|GMV dari video (Rp)|GMV video (Rp)|"
    "GMV tidak langsung dari video (Rp)|GPM (Rp)|Rasio klik tayang (Video)|Rasio Video ke LIVE|"
    "Persentase Video yang Ditonton Hingga Selesai|CTOR (pesanan SKU)|Diagnosis"
)

KEY_METRICS: Final = names(
    "|GMV|Pesanan|Pembeli|Produk terjual|Produk yang dikembalikan dananya|Pesanan SKU|Pendapatan bruto|Tayangan halaman|"
    "Pengunjung|Persentase konversi|Impresi produk|Impresi produk unik|Klik produk|Klik unik|AOV|GMV dari LIVE kreator|"
    "GMV LIVE kreator|GMV tidak langsung dari LIVE kreator|GMV dari LIVE akun tertaut|GMV LIVE penjual|"
    "GMV tidak langsung dari LIVE penjual|GMV dari video afiliasi|GMV video kreator|"
    "GMV tidak langsung dari video kreator|GMV dari video akun tertaut|GMV video penjual|"
    "GMV tidak langsung dari video penjual"
)


def key_metrics(days: Sequence[ShopDay]) -> bytes:
    """The shop's key figures: the whole period, then its days; the first header is empty."""
    first, last = days[0].day, days[-1].day
    rows: list[Row] = [[f"Tanggal analisis: {first:%d/%m/%Y}–{last:%d/%m/%Y}"], [], KEY_METRICS]
    rows.append(_key_row(f"{first} ~ {last}", days))
    if len(days) > 1:
        rows += [_key_row(str(day.day), [day]) for day in days]
    return workbook(Sheet("Sheet1", rows))


def _key_row(label: str, days: Sequence[ShopDay]) -> list[str | int]:
    sales, orders = sum(day.sales for day in days), sum(day.orders for day in days)
    visitors, clicks = sum(day.visitors for day in days), sum(day.product_clicks for day in days)
    known: dict[str, str | int] = {
        "": label,
        "GMV": f"Rp{sales:,}".replace(",", "."),
        "Pesanan": orders,
        "Pembeli": sum(day.buyers for day in days),
        "Produk terjual": orders,
        "Pesanan SKU": orders,
        "Pendapatan bruto": f"Rp{sales:,}".replace(",", "."),
        "Tayangan halaman": sum(day.product_views for day in days),
        "Pengunjung": visitors,
        "Persentase konversi": f"{orders / visitors if visitors else 0:.2%}",
        "Impresi produk": clicks * 12,
        "Klik produk": clicks,
    }
    return [known.get(name, 0) for name in KEY_METRICS]


def lives(lives: Iterable[Live], first: date, last: date) -> bytes:
    """Live performance; money and counts are whole numbers."""
    rows: list[Row] = [[f"Date Range: {first} ~ {last}"], [], LIVES]
    for live in lives:
        known: dict[str, str | int] = {
            "ID Kreator": live.creator_id,
            "Kreator": live.handle,
            "Nama panggilan": live.handle,
            "Waktu Live": f"{live.start:%Y-%m-%d %H:%M}",
            "Durasi": duration(live.length),
            "GMV dari LIVE (Rp)": live.sales,
            "GMV LIVE (Rp)": live.sales,
            "Produk yang ditambahkan": 8,
            "Produk Terjual": live.units,
            "Pemesanan": live.orders,
            "Pesanan Dibayar": live.orders,
            "Penonton": live.viewers,
            "Live Stream Dilihat": live.views,
            "Komentar": live.comments,
            "Live Dibagikan": live.shares,
            "Suka pada LIVE": live.likes,
            "Pengikut baru (Video kreator)": live.follows,
            "Produk Dilihat": live.clicks * 3,
            "Klik Produk": live.clicks,
            "CTR": f"{live.clicks / max(live.viewers, 1):.2%}",
        }
        rows.append([known.get(name, 0) for name in LIVES])
    return workbook(Sheet("Sheet1", rows))


def videos(posts: Sequence[Post], first: date, last: date) -> bytes:
    """Video performance."""
    rows: list[Row] = [[f"[Rentang Tanggal]: {first} ~ {last}"], [], VIDEOS]
    for post in posts:
        known: dict[str, str | int] = {
            "Nama Kreator": post.handle,
            "ID Kreator": post.account_id,
            "Informasi Video": post.text,
            "ID Video": post.post_id,
            "Waktu": f"{post.published:%Y-%m-%d %H:%M:%S}",
            "Produk": "-",
            "VV": post.views,
            "Likes": post.likes,
            "Komentar": post.comments,
            "Dibagikan": post.shares,
            "Pengikut baru": post.follows,
            "Klik Produk": post.clicks,
            "Rasio klik tayang (Video)": f"{post.clicks / max(post.views, 1):.2%}",
            "Rasio Video ke LIVE": "0.00%",
            "Persentase Video yang Ditonton Hingga Selesai": "18.40%",
            "CTOR (pesanan SKU)": "0.00%",
            "Diagnosis": "-",
        }
        rows.append([known.get(name, 0) for name in VIDEOS])
    return workbook(Sheet("Sheet1", rows))
