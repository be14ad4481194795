"""Writes one small sample file per export format, with every status and quirk: ``python -m cblp.demo.samples OUT``.

The importers' golden tests read them from ``tests/importers/samples/<source>/``. Dates are fixed: a sample never
changes by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from cblp.demo.files import (
    blibli,
    lazada,
    meta,
    platforms,
    seller_center,
    seller_center_insights,
    seller_center_money,
    shopee,
    shopee_insights,
    shopee_money,
    tills,
    tokopedia,
)
from cblp.demo.files.facts import EVENTS, Area, Charges, Item, Order
from cblp.demo.files.insights import AccountDay, Live, Post, ShopDay


class Sample(NamedTuple):
    """A file of ``source`` as it would be downloaded."""

    source: str
    name: str
    content: bytes


def samples() -> Iterator[Sample]:
    """Every sample, in a stable order."""
    shop = shopee_orders()
    yield Sample("shopee", "Order.all.20260701_20260731.xlsx", shopee.orders(shop))
    early = [seen for order in shop if (seen := order.seen(_at("2026-07-14 09:00")))]
    yield Sample("shopee", "Order.all.20260701_20260714.xlsx", shopee.orders(early))
    yield Sample("shopee", "Order.all.20240701_20240731.xlsx", shopee.orders(_in_2024(shop), "2024"))
    yield Sample("shopee", "Order.all.20230701_20230731.xlsx", shopee.orders(_in_2024(shop), "2023"))
    yield Sample("shopee", "nomor-pesanan.xlsx", shopee.orders(shop, "rewritten"))
    cancelled = [order for order in shop if order.cancelled and not order.failed]
    yield Sample("shopee", "resaved in a spreadsheet.xlsx", shopee.orders_resaved(shop))
    yield Sample("shopee", "Order.cancellation.20260701_20260731.xlsx", shopee.orders(cancelled, "cancellation"))
    failed = [order for order in shop if order.failed]
    yield Sample("shopee", "Order.failed_delivery.20260701_20260731.xlsx", shopee.orders(failed, "failed_delivery"))
    yield Sample("shopee", "Order.return_refund.20260701_20260731.xls", shopee.returns(shop))
    both = seller_center_orders()
    name = "Semua pesanan-2026-08-01-08_00"
    yield Sample("tokopedia_tiktok", f"{name}.xlsx", seller_center.orders(both))
    yield Sample("tokopedia_tiktok", f"{name}.csv", seller_center.orders_csv(both))
    yield Sample("tokopedia_tiktok", "All order-2026-08-01-08_00.xlsx", seller_center.orders(both, 65, "en"))
    yield Sample("tokopedia_tiktok", "Semua pesanan-2026-08-01-65.csv", seller_center.orders_csv(both, 65))
    only = [order for order in _in_2024(both) if order.marketplace == "tiktok_shop"]
    yield Sample("tokopedia_tiktok", "Semua pesanan-2024-08-01-54.xlsx", seller_center.orders(only, 54))
    units = lazada_orders()
    yield Sample("lazada", "lazada-orders-20260801.xlsx", lazada.orders(units))
    yield Sample("lazada", "lazada-orders-bulan-indonesia.xlsx", lazada.orders(_a_month_later(units), "id"))
    yield Sample("lazada", "lazada-orders-2023.csv", lazada.orders_older(_in_2024(units)))
    yield Sample("lazada", "Income Overview 20260801.xlsx", lazada.income(units))
    yield Sample("lazada", "my account transactions.xlsx", lazada.balance(units))
    yield from _shopee_money(shop)
    yield from _seller_center_more(both)
    yield from _other_shops()
    yield from _tills()
    yield from _social()


def _shopee_money(orders: list[Order]) -> Iterator[Sample]:
    name = "Income.sudah dilepas.id.20260701_20260731.xlsx"
    yield Sample("shopee", name, shopee_money.income(orders, "batikkito.jambi"))
    yield Sample("shopee", "Income.kategori E.xlsx", shopee_money.income(orders, "batikkito.jambi", "E", padded=60))
    yield Sample("shopee", "Income.2024.xlsx", shopee_money.income_2025(_in_2024(orders), "batikkito.jambi"))
    yield Sample("shopee", "Income.2025.ppn.xlsx", shopee_money.income_2025(orders, "batikkito.jambi", with_vat=True))
    moves = [
        *shopee_money.income_moves(orders),
        shopee_money.Move(_at("2026-07-15 09:01"), shopee_money.ADS_MOVE, "Isi Saldo Iklan", -111_000),
        shopee_money.Move(_at("2026-07-16 14:20"), shopee_money.ADJUSTMENT_MOVE, "Kompensasi paket hilang", 25_000),
        shopee_money.Move(_at("2026-07-31 16:45"), shopee_money.WITHDRAWAL_MOVE, "Penarikan Dana", -500_000),
    ]
    name = "my_balance_transaction_report.shopee.20260701_20260731.xlsx"
    yield Sample("shopee", name, shopee_money.balance(moves, "batikkito.jambi", 350_000))
    yield Sample("shopee", "saldo-2026.csv", shopee_money.balance_older(moves, "batikkito.jambi"))
    spent = [(_at(f"2026-07-{day:02}").date(), "Iklan Pencarian", -1_500 * day) for day in range(7, 13)]
    spent.append((_at("2026-07-06").date(), "Isi Saldo", 111_000))
    yield Sample("shopee", "batikkito_adwords_bill_2026-07-31.csv", shopee_money.ads_bill(spent, "batikkito.jambi"))
    days = [
        ShopDay(_at(f"2026-07-{day:02}").date(), 120 + 9 * day, 400 + 31 * day, 90 + 5 * day, day, 87_500 * day, day, 2)
        for day in range(1, 8)
    ]
    days = [replace(day, chats=9, chats_answered=8, response_seconds=312, satisfaction=9_250) for day in days]
    days[-1] = replace(days[-1], cancelled_orders=1, cancelled_sales=165_000, chats=0, chats_answered=0)
    yield Sample("shopee", "batikkito.shopee-shop-stats.20260701-20260707.xlsx", shopee_insights.shop_stats(days))
    yield Sample("shopee", "chat-20260701-20260707.xlsx", shopee_insights.chat(days))
    yield Sample("shopee", "daftar-streaming-202607.xlsx", shopee_insights.lives(_lives()))


def _seller_center_more(orders: list[Order]) -> Iterator[Sample]:
    adjustments = [
        seller_center_money.Adjustment("7559900000000000001", True, _at("2026-07-20").date(), -75_000),
        seller_center_money.Adjustment("7559900000000000002", False, _at("2026-07-22").date(), 18_000),
    ]
    english = seller_center_money.income(orders, adjustments, "en")
    yield Sample("tokopedia_tiktok", "income_20260801080000(UTC+7).xlsx", english)
    indonesian = seller_center_money.income(orders, adjustments, "id")
    yield Sample("tokopedia_tiktok", "income_20260801080100(UTC+7).xlsx", indonesian)
    days = [
        ShopDay(_at(f"2026-07-{day:02}").date(), 300 + 17 * day, 900 + 41 * day, 200 + 9 * day, day, 91_500 * day, day, 1)
        for day in range(1, 8)
    ]
    yield Sample("tokopedia_tiktok", "Metrik utama 20260701-20260707.xlsx", seller_center_insights.key_metrics(days))
    yield Sample("tokopedia_tiktok", "Metrik utama 20260701.xlsx", seller_center_insights.key_metrics(days[:1]))
    first, last = _at("2026-07-01").date(), _at("2026-07-31").date()
    name = "Live-Performance-20260701-20260731.xlsx"
    yield Sample("tokopedia_tiktok", name, seller_center_insights.lives(_lives(), first, last))
    name = "Video-Performance-20260701-20260731.xlsx"
    yield Sample("tokopedia_tiktok", name, seller_center_insights.videos(_posts("video"), first, last))


def _other_shops() -> Iterator[Sample]:
    old = _in_2024(shopee_orders())
    invoices = [
        replace(order, number=f"INV/{order.ordered:%Y%m%d}/MPL/{n:08}", marketplace="tokopedia") for n, order in enumerate(old, 1)
    ]
    yield Sample("tokopedia", "Laporan Penjualan 202407.xlsx", tokopedia.sales(invoices, "Batik Kito Jambi"))
    variant = tokopedia.sales(invoices, "Batik Kito Jambi", text_money=True, voucher=True)
    yield Sample("tokopedia", "Laporan Penjualan 202407 rupiah.xlsx", variant)
    yield Sample("tokopedia", "Riwayat saldo 202407.xlsx", tokopedia.balance(invoices))
    numbered = [replace(order, number=f"2509{n:06}", marketplace="blibli") for n, order in enumerate(shopee_orders(), 1)]
    yield Sample("blibli", "Order-202607.csv", blibli.orders(numbered))
    yield Sample("blibli", "Order-202607-merchant-sku.csv", blibli.orders(numbered, "Merchant SKU"))


def _tills() -> Iterator[Sample]:
    receipts = _receipts()
    # a part of a receipt comes back on another day, under the receipt's own number
    moka = [*receipts, replace(receipts[2], when=_at("2026-07-03 09:00:12"), lines=receipts[2].lines[1:], refund=True)]
    yield Sample("moka", "transactions_202607.zip", tills.moka_receipts(moka, "Dekranasda Jambi"))
    yield Sample("moka", "item_details_202607.csv", tills.moka_items(moka, "Dekranasda Jambi"))
    goods = [
        tills.Good("BTK-01", "Kain Batik Jambi Cap Durian Pecah", "Batik", 110_000, 165_000, 12),
        tills.Good("KOP-01", "Kopi Liberika Tungkal Bubuk 250 g", "Minuman", 27_500, 43_000, 0),
        tills.Good("SRP-01", "Sirup Kayu Manis Kerinci, 500 ml", "Minuman", 21_000, 35_000, 40),
    ]
    yield Sample("kasir_pintar", "barang.xlsx", tills.kasir_pintar_goods(goods))
    kept = [receipt for receipt in receipts if not receipt.refund]
    yield Sample("kasir_pintar", "Laporan produk per hari.xlsx", tills.kasir_pintar_products(kept))
    yield Sample("kasir_pintar", "Laporan produk.xlsx", tills.kasir_pintar_products(kept, days=False))
    yield Sample("majoo", "Detail Penjualan Juli 2026.xlsx", tills.majoo_receipts(receipts, "Showroom Jambi"))
    yield Sample("handmade", "catatan jualan.csv", tills.handmade(receipts))


def _social() -> Iterator[Sample]:
    posts = [*_posts("image"), *_posts("carousel"), *_posts("reel")]
    # a joint post that belongs to another account
    posts.append(replace(posts[0], post_id="17990000000000099", account_id="17841400000000001", handle="rekan.jambi"))
    yield Sample("instagram", "Jul-01-2026_Jul-31-2026_en.csv", meta.instagram(posts, "en"))
    yield Sample("instagram", "Jul-01-2026_Jul-31-2026_id.csv", meta.instagram(posts, "id"))
    yield Sample("instagram", "cerita_Jul-2026.csv", meta.instagram(_posts("story"), "id", stories=True))
    days = [(_at(f"2026-07-{day:02}").date(), 180 + 13 * day) for day in range(1, 8)]
    yield Sample("instagram", "Jangkauan.csv", meta.daily([("Jangkauan", days)]))
    both = [("Tayangan", days), ("Kunjungan Profil Instagram", days), ("Pengikut Instagram", days)]
    yield Sample("instagram", "Tayangan dan lain-lain.csv", meta.daily(both))
    yield Sample("instagram", "Reach.csv", meta.daily([("Reach", days)], "en"))
    yield Sample("facebook", "Jul-01-2026_Jul-31-2026.csv", meta.facebook([*_posts("image"), *_posts("video")]))
    yield Sample("facebook", "Jul-2025.csv", meta.facebook(_posts("image"), newer=False))
    account = [
        AccountDay(date(2025, 12, 29) + timedelta(days=n), 900 + 31 * n, 12 + n, 40 + n, n, n, 1_480 + 3 * n, 4, 1, 5, n % 2)
        for n in range(7)
    ]
    yield Sample("tiktok", "Overview.csv", platforms.tiktok_overview(account))
    yield Sample("tiktok", "Overview_id.csv", platforms.tiktok_overview(account, "id"))
    yield Sample("tiktok", "FollowerHistory.csv", platforms.tiktok_followers(account))
    yield Sample("tiktok", "Viewers.csv", platforms.tiktok_viewers(account))
    yield Sample("tiktok", "Content.csv", platforms.tiktok_content(_posts("video")))
    yield Sample("youtube", "Content 2026-07-01_2026-08-01.zip", platforms.youtube(_posts("video")))
    yield Sample("youtube", "Table data.csv", platforms.youtube_table(_posts("video")))
    yield Sample("x", "account_analytics_content_2026-07-01_2026-07-31.csv", platforms.x_content(_posts("image")))
    yield Sample("x", "account_overview_analytics.csv", platforms.x_overview(account))


def _posts(kind: str) -> list[Post]:
    seed = 1 + ("image", "carousel", "reel", "video", "story").index(kind)
    captions = (
        'Motif "Angso Duo", dua angsa penunjuk jalan.\n\n#BanggaBatikLokal #BatikJambiKito',
        "Kopi liberika panas, hujan di Tungkal ☕ #SnackSehat #KopiTungkal",
        "Sirup kayu manis Kerinci: beli satu dapat satu, hanya hari ini",
    )
    return [
        Post(
            post_id=f"1799{seed}00000000000{n}",
            account_id="17841400000000099",
            handle="batikkito.jambi",
            name="Batik Kito Jambi",
            kind=kind,
            published=_at(f"2026-07-{3 * n + seed:02} 19:{n}5"),
            text=text,
            link=f"https://contoh.invalid/p/{kind}{n}",
            duration=0 if kind in {"image", "carousel"} else 31 * n,
            views=12_400 * n + seed,
            reach=9_100 * n + seed,
            likes=310 * n,
            comments=12 * n,
            shares=7 * n,
            saves=21 * n,
            clicks=33 * n,
            follows=4 * n,
        )
        for n, text in enumerate(captions, 1)
    ]


def _lives() -> list[Live]:
    titles = ("Live batik tulis bersama Ibu Contoh", "Live HARBOLNAS 7.7 kopi & sirup")
    return [
        Live(
            title=title,
            creator_id="7000000000000099",
            handle="batikkito.jambi",
            start=_at(f"2026-07-{7 * n:02} 20:00"),
            length=5_400 * n,
            viewers=1_320 * n,
            views=1_510 * n,
            peak=94 * n,
            watched=185 * n,
            likes=2_040 * n,
            comments=77 * n,
            shares=9 * n,
            follows=11 * n,
            clicks=150 * n,
            orders=6 * n,
            units=8 * n,
            sales=743_500 * n,
        )
        for n, title in enumerate(titles, 1)
    ]


def _receipts() -> list[tills.Receipt]:
    cloth = tills.Sold("BTK-01", "Kain Batik Jambi Cap Durian Pecah", "Merah", "Batik", 1, 165_000)
    coffee = tills.Sold("KOP-01", "Kopi Liberika Tungkal Bubuk 250 g", "", "Minuman", 2, 43_000, 6_000)
    cake = tills.Sold("DDL-01", "Dodol Kentang Kerinci, isi 20", "", "Makanan", 3, 28_000)
    return [
        tills.Receipt("DJ0001", _at("2026-07-01 09:12:44"), (cloth, coffee)),
        tills.Receipt("DJ0002", _at("2026-07-01 15:40:02"), (cake,), "QRIS"),
        tills.Receipt("DJ0003", _at("2026-07-02 10:05:31"), (coffee, cake), "Debit Card"),
        tills.Receipt("DJ0004", _at("2026-07-02 16:20:10"), (cake,), "QRIS", refund=True),
        tills.Receipt("DJ0005", _at("2026-07-09 11:30:00"), (cloth,)),
    ]


def write(folder: Path) -> int:
    """Writes all samples under ``folder``; returns how many. A file that is already right is left untouched."""
    made = list(samples())
    for sample in made:
        target = folder / sample.source / sample.name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != sample.content:
            target.write_bytes(sample.content)
    return len(made)


JAMBI = Area("15.71", True, "Jambi", "Jambi")
KERINCI = Area("15.01", False, "Kerinci", "Jambi")
JAKARTA = Area("31.74", True, "Jakarta Selatan", "DKI Jakarta")
BANDUNG = Area("32.04", False, "Bandung", "Jawa Barat")

BATIK = Item("BTK-01", "Kain Batik Jambi Cap Durian Pecah", "Merah,2 meter", "1731400000000000101", 185_000, 165_000, 1)
SHAWL = Item("BTK-02", "Selendang Batik Jambi <Angso Duo> & Kajang Lako", "Biru", "1731400000000000102", 95_000, 95_000, 2)
COFFEE = Item("KOP-01", "Kopi Liberika Tungkal Bubuk 250 g", "", "1731400000000000103", 48_000, 43_000, 3, weight=260)
NO_SKU = Item("", "Sirup Kayu Manis Kerinci 500 ml", "", "1731400000000000104", 38_500, 35_000, 2, weight=700)
DEAR = Item("SGK-01", "Songket Jambi Tenun Tangan", "Emas", "1731400000000000105", 1_343_500, 1_250_000, 1, weight=900)
GIFT = Item("HDH-01", "[HADIAH] Gantungan Kunci Anyaman Pandan", "", "1731400000000000106", 15_000, 0, 1, weight=20)


def shopee_orders() -> list[Order]:
    """Fourteen orders of July 2026 that between them have every status, two lines alike, COD, vouchers and returns."""
    fees = Charges(-13_200, -1_250, -6_600, -7_425, 0, -825)
    orders = [
        _order(1, "completed", BATIK, charges=fees, released=True),
        _order(1, "completed", SHAWL, COFFEE, seller_voucher=5_000, platform_voucher=12_000, payment=1, released=True,
               charges=Charges(-25_520, -1_250, -12_760, 0, -9_570)),
        _order(2, "completed", DEAR, cod=True, payment=2, shipping_paid=9_000, released=True,
               charges=Charges(-100_000, -1_250, 0, 0, 0, -6_250, -4_000)),
        _order(3, "returned", replace(SHAWL, returned=1), payment=1, released=True,
               charges=Charges(-7_600, -1_250, -3_800)),
        _order(3, "returned", replace(BATIK, returned=1), replace(COFFEE, returned=3), released=True, kept=4_000,
               charges=Charges(0, -1_250, 0, 0, 0, 0, -12_000)),
        _order(4, "refused return", NO_SKU, payment=1),
        _order(5, "completed", NO_SKU, NO_SKU, replace(NO_SKU, price=33_000, quantity=1), payment=3),
        _order(6, "cancelled", BATIK, cod=True, payment=1),
        _order(6, "cancelled unpaid", COFFEE, cancelled_by="system"),
        _order(7, "failed", COFFEE, SHAWL, cod=True, failed=True, cancelled_by="system"),
        _order(8, "cancel requested", BATIK, payment=2),
        _order(9, "shipped", replace(COFFEE, platform_discount=3_000), GIFT, shipping_paid=4_500),
        _order(10, "delivered", SHAWL),
        _order(10, "delivered", COFFEE, payment=1),
        _order(11, "return asked", NO_SKU, payment=3),
        _order(12, "paid", BATIK, COFFEE, seller_voucher=10_000),
        _order(13, "unpaid", DEAR),
    ]  # fmt: skip
    return [replace(order, number=f"{order.ordered:%y%m%d}CBLP{n:03}{'A5'[n % 2]}") for n, order in enumerate(orders)]


def seller_center_orders() -> list[Order]:
    """Orders of both marketplaces, by turns."""
    return [
        replace(
            order,
            number=f"5822{n:02}6355{n:02}478089",
            marketplace=("tiktok_shop", "tokopedia")[n % 2],
            seller_voucher=0,
        )
        for n, order in enumerate(shopee_orders())
    ]


def lazada_orders() -> list[Order]:
    """Orders whose units go their own ways: one of two sent back, one of three cancelled, a gift."""
    return [
        replace(
            order,
            number=f"5235{n:02}768236442",
            marketplace="lazada",
            seller_voucher=0,
            items=tuple(replace(item, cancelled=1) if n == 1 and item.sku == COFFEE.sku else item for item in order.items),
        )
        for n, order in enumerate(shopee_orders())
    ]


_LIVES: dict[str, dict[str, float]] = {
    # hours after the order at which it was …
    "unpaid": {},
    "paid": {"paid": 0.1},
    "cancel requested": {"paid": 0.1, "cancel_requested": 6},
    "shipped": {"paid": 0.1, "shipped": 20},
    "delivered": {"paid": 0.1, "shipped": 20, "delivered": 90},
    "return asked": {"paid": 0.1, "shipped": 20, "delivered": 90, "return_asked": 110},
    "completed": {"paid": 0.1, "shipped": 20, "delivered": 90, "completed": 130},
    "refused return": {"paid": 0.1, "shipped": 20, "delivered": 90, "return_asked": 110, "completed": 200},
    "returned": {"paid": 0.1, "shipped": 20, "delivered": 90, "return_asked": 110, "returned": 180, "completed": 181},
    "cancelled": {"paid": 0.1, "cancelled": 9},
    "cancelled unpaid": {"cancelled": 24},
    "failed": {"paid": 0.1, "shipped": 20, "cancelled": 240},
}


def _order(day: int, life: str, *items: Item, released: bool = False, cod: bool = False, **more: Any) -> Order:
    ordered = _at(f"2026-07-{day:02} 08:{day + 10}")
    events = {name: ordered + timedelta(hours=hours) for name, hours in _LIVES[life].items()}
    if cod and "paid" in events:
        events["paid"] = ordered  # a marketplace calls a cash-on-delivery order paid from its first minute
    area = (JAMBI, KERINCI, JAKARTA, BANDUNG)[day % 4]
    if released:
        more["released"] = (events["completed"] + timedelta(days=1)).date()
    order = Order("", "shopee", ordered, items, area, cod=cod, shipping=8_000 + 500 * day)
    return replace(order, **events, **more)  # type: ignore[arg-type]


def _in_2024(orders: list[Order]) -> list[Order]:
    """The same orders two years earlier."""
    return [
        replace(
            order,
            number=f"24{order.number[2:]}" if order.marketplace == "shopee" else order.number,
            **{name: when.replace(year=2024) for name in (*_DATES, "released") if (when := getattr(order, name))},
        )
        for order in orders
    ]


def _a_month_later(orders: list[Order]) -> list[Order]:
    """The same orders in August, which Indonesian abbreviates in its own way."""
    month = timedelta(days=31)
    return [replace(order, **{name: when + month for name in _DATES if (when := getattr(order, name))}) for order in orders]


_DATES = ("ordered", *EVENTS)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m cblp.demo.samples OUT")
    print(write(Path(sys.argv[1])))
