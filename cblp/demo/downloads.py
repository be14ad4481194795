"""The export files that the demo association's coordinator has collected over two years.

Half-year files of a shop overlap by three weeks, so that the later one tells how the earlier one's open orders ended;
a few businesses have not sent last month's. Within a file an order is as the marketplace knew it when the file was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

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
)
from cblp.demo.files.facts import Order
from cblp.demo.files.shopee_money import ADS_MOVE, WITHDRAWAL_MOVE, Move, income_moves
from cblp.demo.recipe import Business, Recipe, recipe
from cblp.demo.story import Account, Shop, Story, tell
from cblp.demo.story.audience import lives, shop_days

OVERLAP = timedelta(days=21)
"""Longer than any order takes from being placed to being finished."""


BUSY, QUIET = 700, 200
"""A shop with more orders than BUSY has its two years in four files, one with fewer than QUIET in one."""


class DemoFile(NamedTuple):
    """A file and the shop it belongs to.

    ``business`` is a code, "" for the association's own till. ``marketplace`` is a code of the marketplace table, or
    ``tokopedia_tiktok`` for a Seller Center file, which speaks of both shops of the same handle. ``year`` is that of
    the last row, given for files that print days without one.
    """

    name: str
    content: bytes
    business: str
    marketplace: str
    handle: str
    year: int | None = None


class Window(NamedTuple):
    """Days that a file covers, both inclusive, and the moment at which it was made."""

    first: date
    last: date
    made: datetime

    @property
    def label(self) -> str:
        return f"{self.first:%Y%m%d}_{self.last:%Y%m%d}"


def build_files(seed: int, end: date) -> Iterator[DemoFile]:
    """All files of the demo that ends on ``end``, one after the other; equal arguments give equal bytes."""
    story, plan = tell(seed, end), recipe()
    for business in plan.businesses:
        yield from _business(plan, story, business)
    yield from _showroom(plan, story)


def _business(plan: Recipe, story: Story, business: Business) -> Iterator[DemoFile]:
    shops = {shop.marketplace: shop for shop in story.shops if shop.business == business.code}
    last = _last_month_missing(story.end) if business.behind else story.end
    if shop := shops.get("shopee"):
        yield from _shopee(plan, story, business, shop, last)
    both = [shop for code in ("tokopedia", "tiktok_shop") if (shop := shops.get(code))]
    if both:
        yield from _seller_center(plan, story, business, both, last)
    if shop := shops.get("lazada"):
        for window in _windows(story, shop.opened, last, 1):
            orders = _seen(shop.orders, window)
            yield _file(shop, f"lazada-orders-{window.label}.xlsx", lazada.orders(orders))
            yield _file(shop, f"Income Overview {window.label}.xlsx", lazada.income(_released(shop.orders, window)))
    if shop := shops.get("blibli"):
        for window in _windows(story, shop.opened, last, 1):
            yield _file(shop, f"Order-{window.label}.csv", blibli.orders(_seen(shop.orders, window)))
    for account in story.accounts:
        if account.business == business.code:
            yield from _social(plan, story, account)


def _shopee(plan: Recipe, story: Story, business: Business, shop: Shop, last: date) -> Iterator[DemoFile]:
    busy = len(shop.orders) > BUSY
    windows = _windows(story, shop.opened, last, _parts(shop.orders))
    for place, window in enumerate(windows):
        layout = "2024" if place == 0 and len(windows) == 4 else "2026"
        yield _file(shop, f"Order.all.{window.label}.xlsx", shopee.orders(_seen(shop.orders, window), layout))
    for place, window in enumerate(_windows(story, shop.opened, last, 2 if busy else 1, overlap=timedelta())):
        released = _released(shop.orders, window)
        if busy and place == 0:
            content = shopee_money.income_2025(released, shop.handle)
        else:
            content = shopee_money.income(released, shop.handle, padded=0)  # the real padding only costs time
        yield _file(shop, f"Income.sudah dilepas.id.{window.label}.xlsx", content)
    code = business.code
    whole = _windows(story, shop.opened, last, 1)[0]
    recent = story.days(180)
    if code in plan.quirks["returns"]:
        yield _file(shop, f"Order.return_refund.{whole.label}.xls", shopee.returns(_seen(shop.orders, whole)))
    if code in plan.quirks["statistics"]:
        days = shop_days(shop, recent, story.seed)
        period = f"{recent[0]:%Y%m%d}-{recent[-1]:%Y%m%d}"
        yield _file(shop, f"{shop.handle}.shopee-shop-stats.{period}.xlsx", shopee_insights.shop_stats(days))
        yield _file(shop, f"chat-{period}.xlsx", shopee_insights.chat(days))
    if code in plan.quirks["shopee_live"]:
        held = lives(business, story.days(365), story.seed, "shopee")
        yield _file(shop, f"daftar-streaming-{story.end:%Y%m%d}.xlsx", shopee_insights.lives(held))
    if code in plan.quirks["advertising"]:
        yield from _money(shop, Window(recent[0], recent[-1], whole.made))


def _money(shop: Shop, window: Window) -> Iterator[DemoFile]:
    """The balance of the last half year, with advertising paid from it each Monday and money taken out each month."""
    days = [window.first + timedelta(days=number) for number in range((window.last - window.first).days + 1)]
    spent = [(day, "Iklan Pencarian", -(3_000 + 250 * day.day)) for day in days]
    moves = income_moves(_released(shop.orders, window))
    moves += [Move(_at(day, 9), ADS_MOVE, "Isi Saldo Iklan", -75_000) for day in days if day.weekday() == 0]
    moves += [Move(_at(day, 16), WITHDRAWAL_MOVE, "Penarikan Dana", -1_500_000) for day in days if day.day == 1]
    name = f"my_balance_transaction_report.shopee.{window.label}.xlsx"
    yield _file(shop, name, shopee_money.balance(moves, shop.handle, opening=2_000_000))
    yield _file(shop, f"{shop.handle}_adwords_bill_{window.last}.csv", shopee_money.ads_bill(spent, shop.handle))


def _seller_center(plan: Recipe, story: Story, business: Business, shops: Sequence[Shop], last: date) -> Iterator[DemoFile]:
    """One set of files for both shops: the Seller Center does not keep them apart."""
    orders = sorted((order for shop in shops for order in shop.orders), key=lambda order: (order.ordered, order.number))
    opened = min(shop.opened for shop in shops)
    columns = 65 if business.code in plan.quirks["new_layout"] else 61
    language: seller_center.Language = "en" if business.code in plan.quirks["english"] else "id"
    as_csv = int(business.code[1:]) % 2 == 0
    writer: Callable[..., bytes] = seller_center.orders_csv if as_csv else seller_center.orders
    for window in _windows(story, opened, last, _parts(orders)):
        prefix = "All order" if language == "en" else "Semua pesanan"
        name = f"{prefix}-{window.made:%Y-%m-%d-%H_%M}.{'csv' if as_csv else 'xlsx'}"
        yield _file(shops[0], name, writer(_seen(orders, window), columns, language), "tokopedia_tiktok")
    for window in _windows(story, opened, last, 1, overlap=timedelta()):
        content = seller_center_money.income(_released(orders, window), (), language)
        yield _file(shops[0], f"income_{window.made:%Y%m%d%H%M%S}(UTC+7).xlsx", content, "tokopedia_tiktok")
    if business.code in plan.quirks["tiktok_live"]:
        days = story.days(365)
        content = seller_center_insights.lives(lives(business, days, story.seed, "tiktok_shop"), days[0], days[-1])
        name = f"Live-Performance-{days[0]:%Y%m%d}-{days[-1]:%Y%m%d}.xlsx"
        yield DemoFile(name, content, business.code, "tiktok_shop", business.handle)


def _social(plan: Recipe, story: Story, account: Account) -> Iterator[DemoFile]:
    code = account.business
    period = f"{story.start}_{story.end}"
    year, posts = story.end.year, account.posts
    this_year = [day for day in account.days[-60:] if day.day.year == year]

    def file(name: str, content: bytes, year: int | None = None) -> DemoFile:
        return DemoFile(name, content, code, account.platform, account.handle, year)

    if account.platform == "instagram":
        english = code in plan.quirks["english"]
        yield file(f"{period}.csv", meta.instagram(posts, "en" if english else "id"))
        if code in plan.quirks["statistics"]:
            recent = account.days[-180:]
            reach = ("Jangkauan", [(day.day, day.views * 4 // 5) for day in recent])
            visits = ("Kunjungan Profil Instagram", [(day.day, day.profile_views) for day in recent])
            yield file("Jangkauan.csv", meta.daily([reach]))
            yield file("Kunjungan.csv", meta.daily([visits]))
    elif account.platform == "facebook":
        yield file(f"{period}.csv", meta.facebook(posts))
    elif account.platform == "tiktok":
        videos = [post for post in posts if post.published.year == year]
        if videos:
            yield file("Content.csv", platforms.tiktok_content(videos, "id"), year)
        if this_year:
            yield file("Overview.csv", platforms.tiktok_overview(this_year, "id"), year)
            yield file("FollowerHistory.csv", platforms.tiktok_followers(this_year, "id"), year)
    elif account.platform == "youtube":
        yield file(f"Content {story.start}_{story.end}.zip", platforms.youtube(posts))
    else:
        yield file(f"account_analytics_content_{story.start}_{story.end}.csv", platforms.x_content(posts))
        yield file("account_overview_analytics.csv", platforms.x_overview(account.days[-180:]))


def _showroom(plan: Recipe, story: Story) -> Iterator[DemoFile]:
    """Item details of the association's own till by half year, and the goods lists of two members' tills."""
    outlet, handle = plan.showroom["name"], plan.showroom["handle"]
    for window in _windows(story, story.start, story.end, 4, overlap=timedelta()):
        sold = [receipt for receipt in story.receipts if window.first <= receipt.when.date() <= window.last]
        yield DemoFile(f"item_details_{window.label}.csv", tills.moka_items(sold, outlet), "", "moka", handle)
    for business in plan.businesses:
        if business.code in plan.quirks["goods"]:
            goods = [
                tills.Good(one.sku, one.name, one.category, one.cost, one.price, one.stock, one.weight)
                for one in business.products
            ]
            content = tills.kasir_pintar_goods(goods)
            yield DemoFile("barang.xlsx", content, business.code, "kasir_pintar", business.handle)


def _windows(story: Story, opened: date, last: date, count: int, overlap: timedelta = OVERLAP) -> list[Window]:
    """The time from the opening to ``last`` in ``count`` parts; each begins ``overlap`` before the one before it ends."""
    first = max(opened, story.start)
    edges = [first + (last + timedelta(days=1) - first) * part // count for part in range(count + 1)]
    windows = []
    for begins, following in pairwise(edges):
        closes = following - timedelta(days=1)
        made = datetime.combine(closes, time(23, 59)) if closes == last else _at(following, 9)
        windows.append(Window(max(begins - overlap, first), closes, made))
    return windows


def _parts(orders: Sequence[Order]) -> int:
    return 4 if len(orders) > BUSY else 2 if len(orders) > QUIET else 1


def _seen(orders: Sequence[Order], window: Window) -> list[Order]:
    """The orders placed in the window, as they stood when the file was made."""
    placed = (order for order in orders if window.first <= order.ordered.date() <= window.last)
    return [seen for order in placed if (seen := order.seen(window.made))]


def _released(orders: Sequence[Order], window: Window) -> list[Order]:
    """The orders whose money was released in the window."""
    return [order for order in orders if order.released and window.first <= order.released <= window.last]


def _last_month_missing(end: date) -> date:
    """The last day for which a business has sent files that did not send last month's."""
    this_month = end.replace(day=1)
    return (this_month - timedelta(days=1)).replace(day=1) - timedelta(days=1)


def _file(shop: Shop, name: str, content: bytes, source: str = "") -> DemoFile:
    return DemoFile(name, content, shop.business, source or shop.marketplace, shop.handle)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour))
