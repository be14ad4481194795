"""The two years of the demo association: size, seasons, fates of orders, and nothing after the last day."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest

from cblp.demo.files.facts import Area, Item, Order, State
from cblp.demo.recipe import recipe
from cblp.demo.seasons import factor
from cblp.demo.story import Story, tell
from cblp.demo.story.audience import shop_days
from cblp.demo.story.selling import STOCK_OUT

END = date(2026, 11, 21)


@pytest.fixture(scope="module")
def story() -> Story:
    return tell(7, END)


def test_size(story: Story) -> None:
    lines = sum(len(order.items) for shop in story.shops for order in shop.orders)
    assert 25_000 <= lines <= 40_000
    assert len({shop.business for shop in story.shops}) == 24


def test_nothing_is_ordered_outside_the_two_years(story: Story) -> None:
    days = [order.ordered.date() for shop in story.shops for order in shop.orders]
    assert story.start <= min(days)
    assert max(days) == END


def test_order_numbers_are_unique(story: Story) -> None:
    numbers = Counter((shop.marketplace, order.number) for shop in story.shops for order in shop.orders)
    assert max(numbers.values()) == 1


def test_fates(story: Story) -> None:
    settled = datetime.combine(END - timedelta(days=40), time())
    old = [order for shop in story.shops for order in shop.orders if order.ordered < settled]
    states = Counter(order.state for order in old)
    assert set(states) == {State.COMPLETED, State.CANCELLED}
    assert 0.05 < states[State.CANCELLED] / len(old) < 0.15
    assert 0.005 < sum(bool(order.returned) for order in old) / len(old) < 0.04
    lags = sorted((order.released - order.ordered.date()).days for order in old if order.released)
    assert 6 <= lags[len(lags) // 2] <= 11
    assert all(order.released is not None for order in old if order.state is State.COMPLETED)


def test_events_follow_each_other(story: Story) -> None:
    for shop in story.shops[:12]:
        for order in shop.orders:
            way = [order.ordered, order.paid, order.shipped, order.delivered, order.return_asked, order.returned]
            happened = [when for when in [*way, order.completed or order.cancelled] if when]
            assert happened == sorted(happened)
            assert order.net == order.subtotal - order.refund - order.seller_voucher + sum(order.charges)


def test_sold_out_products_are_not_sold(story: Story) -> None:
    empty = {product.sku for business in recipe().businesses for product in business.products if product.stock == 0}
    names = {listing.item_id for shop in story.shops for listing in shop.listings if listing.product_sku in empty}
    since = END - timedelta(days=STOCK_OUT - 1)
    late = [
        item.item_id for shop in story.shops for order in shop.orders if order.ordered.date() >= since for item in order.items
    ]
    assert empty
    assert not names & set(late)


def test_seasons() -> None:
    plan = recipe()
    ordinary = factor(plan, date(2026, 6, 16), "food")
    assert factor(plan, date(2026, 12, 12), "food") > 3 * ordinary
    assert factor(plan, date(2026, 3, 14), "food") > 1.5 * ordinary  # the week before Lebaran
    assert factor(plan, date(2026, 3, 22), "food") < 0.5 * ordinary
    assert factor(plan, date(2026, 10, 1), "batik") > factor(plan, date(2026, 10, 1), "food")


def test_shop_statistics_count_the_same_orders(story: Story) -> None:
    shop = next(shop for shop in story.shops if shop.business == "A01" and shop.marketplace == "shopee")
    days = shop_days(shop, story.days(60), story.seed)
    recent = [order for order in shop.orders if order.ordered.date() >= days[0].day]
    assert sum(day.orders for day in days) == len(recent)
    assert sum(day.sales for day in days) == sum(order.subtotal for order in recent)


def test_whatsapp_amounts_come_with_orders(story: Story) -> None:
    told = [log for log in story.whatsapp if log.amount is not None]
    assert told
    assert all(log.orders > 0 and log.amount for log in told)
    assert any(log.views is None for log in story.whatsapp)


def test_another_seed_is_another_story() -> None:
    assert tell(8, END).shops[0].orders[:5] != tell(7, END).shops[0].orders[:5]


def test_seen_forgets_what_had_not_happened_yet() -> None:
    noon = datetime.fromisoformat("2026-07-01T12:00")
    item = Item("A", "a", "", "1", 10_000, 9_000, 2, returned=1)
    order = Order(
        number="1",
        marketplace="shopee",
        ordered=noon,
        items=(item,),
        area=Area("15.71", True, "Jambi", "Jambi"),
        paid=noon,
        shipped=noon + timedelta(days=1),
        delivered=noon + timedelta(days=3),
        return_asked=noon + timedelta(days=4),
        returned=noon + timedelta(days=6),
        completed=noon + timedelta(days=7),
        kept=500,
    )
    assert order.refund == 8_500
    assert order.seen(noon - timedelta(minutes=1)) is None
    states = [(seen.state, seen.refund) for days in (0, 2, 5, 6, 9) if (seen := order.seen(noon + timedelta(days=days)))]
    assert states == [
        (State.PAID, 0),
        (State.SHIPPED, 0),
        (State.DELIVERED, 0),
        (State.DELIVERED, 8_500),
        (State.COMPLETED, 8_500),
    ]
