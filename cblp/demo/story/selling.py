"""Shops on the marketplaces: what they list, and every order with its fate and what the marketplace kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from math import exp, log
from random import Random
from typing import Final

from cblp.demo.files.facts import NO_CHARGES, Charges, Item, Order
from cblp.demo.recipe import Business, Product, Recipe
from cblp.demo.seasons import DAYS, campaign, factor
from cblp.demo.story.chance import MANY, pick, poisson

MARKETPLACES: Final = ("shopee", "tokopedia", "tiktok_shop", "lazada", "blibli")
STOCK_OUT: Final = 21
"""A product whose stock is 0 in the register has not been sold for so many days."""

TAXED: Final = 2.3
"""Businesses above this level have passed the turnover from which marketplaces keep income tax."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A product as one shop offers it; ``sku`` is the shop's own code, "" when it keeps none."""

    business: str
    marketplace: str
    handle: str
    product_sku: str
    sku: str
    variation: str
    item_id: str
    title: str
    price: int
    stock: int
    url: str
    dead: bool


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop with all its orders, oldest first."""

    business: str
    marketplace: str
    handle: str
    opened: date
    listings: tuple[Listing, ...]
    orders: tuple[Order, ...]


def shops(plan: Recipe, business: Business, seed: int, end: date) -> Iterator[Shop]:
    """The business's shops; each later one opened two months after the one before."""
    total = sum(business.shops.values())
    for place, (marketplace, share) in enumerate(business.shops.items()):
        rng = Random(f"{seed}|shop|{business.code}|{marketplace}")
        first = end - timedelta(days=min(DAYS - 1, business.months * 365 // 12 - 60 * place))
        listings = _listings(plan, business, marketplace, place)
        orders: list[Order] = []
        for number in range((end - first).days + 1):
            day = first + timedelta(days=number)
            expected = business.level * share / total * _trend(business, day, end) * factor(plan, day, business.sector)
            for _ in range(poisson(rng, expected)):
                orders.append(_order(plan, business, marketplace, listings, day, end, rng))
        orders.sort(key=lambda order: (order.ordered, order.number))
        yield Shop(business.code, marketplace, business.handle, first, listings, tuple(orders))


def _listings(plan: Recipe, business: Business, marketplace: str, place: int) -> tuple[Listing, ...]:
    """What the shop offers: later shops lack one product, some have no codes or dearer prices."""
    here = f"{business.code}/{marketplace}"
    products = list(business.products)
    if place and len(products) > 3:
        products.pop(-place)
    listings = []
    for product in products:
        sku = product.sku
        if here in plan.quirks["no_codes"]:
            sku = ""
        elif here in plan.quirks["other_codes"]:
            sku = f"{marketplace[:3].upper()}-{product.sku.replace('-', '')}"
        price = product.price * 118 // 100 // 500 * 500 if here in plan.quirks["dear"] else product.price
        listings += [
            Listing(
                business=business.code,
                marketplace=marketplace,
                handle=business.handle,
                product_sku=product.sku,
                sku=sku,
                variation=variation,
                item_id=product.item_id(marketplace, variation),
                title=f"{product.name} khas Jambi" if marketplace == "shopee" else product.name,
                price=price,
                stock=max(product.stock // (place + 1) // len(product.variations), min(product.stock, 1)),
                url=f"https://{marketplace.replace('_', '-')}.contoh.invalid/{business.handle}/{product.sku.lower()}",
                dead=place == 0 and f"{business.code}/{product.sku}" in plan.quirks["dead_links"],
            )
            for variation in product.variations
        ]
    return tuple(listings)


def _order(
    plan: Recipe, business: Business, marketplace: str, listings: tuple[Listing, ...], day: date, end: date, rng: Random
) -> Order:
    ordered = datetime.combine(day, time(pick(rng, _HOURS), rng.randrange(60), rng.randrange(60)))
    items = _items(plan, business, listings, day, end, rng)
    subtotal = sum(item.subtotal for item in items)
    area = plan.buyers[pick(rng, _buyer_weights(plan))][0]
    shipping = 9_000 + 500 * rng.randrange(30) + (0 if area.code.startswith("15") else 8_000)
    cod = rng.random() < (0.35 if marketplace in {"shopee", "tiktok_shop"} else 0.1)
    voucher = 0
    if marketplace in {"shopee", "blibli"} and rng.random() < (0.4 if campaign(day) else 0.12):
        voucher = min(max(subtotal // 20 // 500 * 500, 1_000), 15_000)
    order = Order(
        number=_number(marketplace, day, rng),
        marketplace=marketplace,
        ordered=ordered,
        items=items,
        area=area,
        cod=cod,
        payment=rng.randrange(6),
        seller_voucher=voucher,
        platform_voucher=rng.choice((0, 0, subtotal // 25)),
        shipping=shipping,
        shipping_paid=rng.choice((0, 0, 0, shipping // 2)),
    )
    return _live(plan, business, order, rng)


def _items(
    plan: Recipe, business: Business, listings: tuple[Listing, ...], day: date, end: date, rng: Random
) -> tuple[Item, ...]:
    products = {product.sku: product for product in business.products}
    late = (end - day).days < STOCK_OUT
    offered = [one for one in listings if products[one.product_sku].stock or not late] or list(listings)
    weights = list(accumulate(products[one.product_sku].popularity / _variations(products, one) for one in offered))
    chosen = {offered[pick(rng, weights)].item_id for _ in range(MANY[rng.randrange(len(MANY))])}
    items = []
    for listing in offered:
        if listing.item_id not in chosen:
            continue
        product = products[listing.product_sku]
        cheaper = 1 - 0.045 * (end - day).days / 365
        list_price = max(round(listing.price * cheaper * 1.06 / 500) * 500, 500)
        cut = rng.choice((10, 12, 15)) if campaign(day) else rng.choice((0, 5, 5, 8))
        price = list_price * (100 - cut) // 100 // 100 * 100
        quantity = 1 if rng.random() < 0.8 else 1 + poisson(rng, 1.2 if price < 100_000 else 0.3)
        reimbursed = price * quantity // 25 // 100 * 100 if rng.random() < 0.15 else 0
        items.append(
            Item(
                sku=listing.sku,
                name=listing.title,
                variation=listing.variation,
                item_id=listing.item_id,
                list_price=list_price,
                price=price,
                quantity=quantity,
                platform_discount=reimbursed,
                weight=product.weight,
            )
        )
    return tuple(items)


def _live(plan: Recipe, business: Business, order: Order, rng: Random) -> Order:
    """Gives an order its fate: most are completed, some cancelled, undeliverable or sent back."""
    ordered, fate = order.ordered, rng.random()
    paid = ordered if order.cod else ordered + timedelta(minutes=rng.randrange(1, 180))
    if not order.cod and fate < 0.035:
        return replace(order, cancelled=ordered + timedelta(hours=24), cancelled_by="system")
    if fate < 0.08:
        asked = paid + timedelta(hours=rng.randrange(1, 10))
        by = "seller" if fate < 0.042 else "buyer"
        return replace(order, paid=paid, cancel_requested=asked, cancelled=asked + timedelta(hours=14), cancelled_by=by)
    shipped = paid + timedelta(hours=rng.randrange(8, 46))
    delivered = shipped + timedelta(hours=rng.randrange(30, 130))
    if order.cod and fate < 0.125:
        back = delivered + timedelta(days=4)
        return replace(order, paid=paid, shipped=shipped, cancelled=back, cancelled_by="system", failed=True)
    order = replace(order, paid=paid, shipped=shipped, delivered=delivered)
    if fate > 0.98:
        asked = delivered + timedelta(hours=rng.randrange(4, 40))
        approved = asked + timedelta(days=rng.randrange(2, 5)) if fate > 0.984 else None
        completed = (approved or asked) + timedelta(days=1, minutes=rng.randrange(600))
        order = replace(order, return_asked=asked, returned=approved, completed=completed)
        if approved:
            whole = rng.random() < 0.6
            sent = order.items if whole else order.items[:1]
            items = tuple(replace(one, returned=one.quantity if whole else 1) for one in sent)
            order = replace(order, items=items + order.items[len(items) :])
            if rng.random() < 0.15:
                order = replace(order, kept=order.refund // 10)
    else:
        completed = delivered + timedelta(hours=rng.randrange(6, 96))
        order = replace(order, completed=completed)
    released = (completed + timedelta(days=rng.randrange(1, 3))).date()
    return replace(order, released=released, charges=_charges(plan, business, order, rng))


def _charges(plan: Recipe, business: Business, order: Order, rng: Random) -> Charges:
    """What the marketplace keeps from the money that stays with the seller."""
    rates = plan.fees[order.marketplace]
    base = max(order.subtotal - order.refund - order.seller_voucher, 0)
    shipping = -order.shipping if order.returned else 0
    if not base:
        return NO_CHARGES._replace(processing=-rates["processing"], shipping=shipping)

    def part(points: int) -> int:
        return -(base * points // 10_000)

    return Charges(
        commission=part(rates["commission"]),
        processing=-rates["processing"],
        free_shipping=part(rates["free_shipping"]) if rng.random() < 0.7 else 0,
        promotion=part(rates["promotion"]) if rng.random() < 0.5 else 0,
        affiliate=part(rates["affiliate"]) if rng.random() < 0.15 else 0,
        tax=part(50) if business.level > TAXED else 0,
        shipping=shipping,
    )


_SYMBOLS: Final = "0123456789ABCDEFGHJKLMNPQRSTUVWXY"


def _number(marketplace: str, day: date, rng: Random) -> str:
    if marketplace == "shopee":
        return f"{day:%y%m%d}" + "".join(rng.choices(_SYMBOLS, k=8))
    if marketplace in {"tokopedia", "tiktok_shop"}:
        return f"58{rng.randrange(10**16):016}"
    return f"52{rng.randrange(10**13):013}" if marketplace == "lazada" else f"25{rng.randrange(10**8):08}"


_HOURS: Final = list(accumulate((3, 2, 1, 1, 1, 2, 4, 6, 8, 9, 10, 11, 12, 10, 9, 8, 8, 9, 11, 14, 15, 13, 9, 5)))


@cache
def _cumulated(weights: tuple[int, ...]) -> list[int]:
    return list(accumulate(weights))


def _buyer_weights(plan: Recipe) -> list[int]:
    return _cumulated(tuple(weight for _, weight in plan.buyers))


def _variations(products: dict[str, Product], listing: Listing) -> int:
    return len(products[listing.product_sku].variations)


def _trend(business: Business, day: date, end: date) -> float:
    return exp(-log(1 + business.growth) * (end - day).days / 365)
