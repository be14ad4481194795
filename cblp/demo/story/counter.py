"""Away from the marketplaces: the showroom's till, what members type in, and their days on WhatsApp."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from cblp.demo.files.tills import Receipt, Sold
from cblp.demo.recipe import Business, Product, Recipe
from cblp.demo.seasons import DAYS, factor
from cblp.demo.story.chance import MANY, pick, poisson


@dataclass(frozen=True, slots=True)
class TypedSale:
    """A sale that somebody typed: bazaar, cash, showroom."""

    business: str
    marketplace: str
    day: date
    amount: int
    orders: int | None
    note: str


@dataclass(frozen=True, slots=True)
class WhatsappDay:
    """What a business did on WhatsApp; ``amount`` (None: not told) makes a typed sale."""

    business: str
    day: date
    statuses: int
    group_posts: int
    views: int | None
    chats: int
    orders: int
    amount: int | None


def receipts(plan: Recipe, seed: int, end: date) -> Iterator[Receipt]:
    """The showroom sells the two best-liked products of every business; a hundredth of the receipts comes back."""
    rng = Random(f"{seed}|showroom")
    goods = [
        product
        for business in plan.businesses
        for product in sorted(business.products, key=lambda product: -product.popularity)[:2]
    ]
    weights = list(accumulate(product.popularity for product in goods))
    number = 0
    for left in reversed(range(DAYS)):
        day = end - timedelta(days=left)
        for _ in range(poisson(rng, 4.5 * factor(plan, day, "food"))):
            number += 1
            chosen = {goods[pick(rng, weights)].sku: None for _ in range(MANY[rng.randrange(len(MANY))])}
            lines = tuple(
                _sold(product, variation, 1 + poisson(rng, 0.3))
                for product in goods
                if product.sku in chosen
                for variation in [rng.choice(product.variations)]
            )
            when = datetime.combine(day, time(9 + rng.randrange(11), rng.randrange(60), rng.randrange(60)))
            receipt = Receipt(f"DJ{number:06}", when, lines, rng.choice(("Cash", "QRIS", "QRIS", "Debit Card")))
            yield receipt
            if rng.random() < 0.01:
                yield replace(receipt, when=when + timedelta(minutes=25), refund=True)


def _sold(product: Product, variation: str, quantity: int) -> Sold:
    return Sold(product.sku, product.name, variation, product.category.capitalize(), quantity, product.price)


def typed_sales(plan: Recipe, seed: int, end: date) -> Iterator[TypedSale]:
    """A bazaar every seven weeks with a third of the businesses, and cash from those who sell at their door."""
    rng = Random(f"{seed}|typed")
    for number, left in enumerate(range(DAYS - 20, 3, -49)):
        saturday = end - timedelta(days=left)
        saturday += timedelta(days=(5 - saturday.weekday()) % 7)
        if saturday > end:
            continue
        for business in rng.sample(plan.businesses, 8):
            amount = 1_000 * rng.randrange(350, 2_400)
            note = ("Bazar Kota Jambi", "Pameran UMKM", "Bazar Ramadan", "Pekan Kerajinan")[number % 4]
            yield TypedSale(business.code, "bazaar", saturday, amount, rng.randrange(8, 45), note)
    for business in plan.businesses:
        if business.sector in {"food", "drink"} and not business.behind:
            for left in range(360, 0, -rng.randrange(6, 9)):
                amount = 1_000 * rng.randrange(60, 480)
                yield TypedSale(business.code, "cash", end - timedelta(days=left), amount, None, "")


def whatsapp(plan: Recipe, business: Business, seed: int, end: date) -> Iterator[WhatsappDay]:
    """The days of the last ten months on which the business wrote down its WhatsApp."""
    rng = Random(f"{seed}|whatsapp|{business.code}")
    price = sum(product.price for product in business.products) // len(business.products)
    for left in reversed(range(300)):
        day = end - timedelta(days=left)
        if rng.random() > business.whatsapp * 0.6:
            continue
        statuses, groups = 1 + rng.randrange(4), rng.randrange(3)
        chats = poisson(rng, (1.2 * statuses + 1.5 * groups) * factor(plan, day, business.sector))
        orders = sum(rng.random() < 0.3 for _ in range(chats))
        told = orders and rng.random() < 0.7
        amount = max(orders * price * rng.randrange(7, 13) // 10 // 1_000 * 1_000, 5_000) if told else None
        views = statuses * rng.randrange(25, 140) if rng.random() < 0.7 else None
        yield WhatsappDay(business.code, day, statuses, groups, views, chats, orders, amount)
