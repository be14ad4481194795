"""Two made-up years of the demo association: orders, settlements, posts, till receipts, typed sales, WhatsApp logs.

Everything follows from a seed and the last day; the same two give the same story to the rupiah. No clock is read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from math import exp, log
from random import Random
from typing import Final

from cblp.demo.files.facts import NO_CHARGES, Charges, Item, Order
from cblp.demo.files.insights import AccountDay, Live, Post, ShopDay
from cblp.demo.files.tills import Receipt, Sold
from cblp.demo.recipe import Business, Product, Recipe, recipe
from cblp.demo.seasons import campaign, factor

DAYS: Final = 730
MARKETPLACES: Final = ("shopee", "tokopedia", "tiktok_shop", "lazada", "blibli")
STOCK_OUT: Final = 21
"""A product whose stock is 0 in the register has not been sold for so many days."""


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


@dataclass(frozen=True, slots=True)
class Account:
    """A social account: its posts, oldest first, and its days."""

    business: str
    platform: str
    handle: str
    posts: tuple[Post, ...]
    days: tuple[AccountDay, ...]


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


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Followers and reputation of a shop or account as its page showed them; ``rating`` in hundredths of a star."""

    business: str
    marketplace: str
    handle: str
    day: date
    followers: int
    rating: int | None
    reviews: int | None


@dataclass(frozen=True)
class Story:
    """All that happened until ``end``, its last day."""

    seed: int
    end: date
    shops: tuple[Shop, ...]
    accounts: tuple[Account, ...]
    receipts: tuple[Receipt, ...]  # of the showroom, which belongs to the association
    typed_sales: tuple[TypedSale, ...]
    whatsapp: tuple[WhatsappDay, ...]
    snapshots: tuple[Snapshot, ...]

    @property
    def start(self) -> date:
        return self.end - timedelta(days=DAYS - 1)

    def days(self, count: int = DAYS) -> list[date]:
        """The last ``count`` days, oldest first."""
        return [self.end - timedelta(days=left) for left in reversed(range(count))]


@cache
def tell(seed: int, end: date) -> Story:
    """The story that ends on ``end`` (for the demo: yesterday)."""
    plan = recipe()
    shops = tuple(shop for business in plan.businesses for shop in _shops(plan, business, seed, end))
    accounts = tuple(account for business in plan.businesses for account in _accounts(plan, business, seed, end))
    return Story(
        seed=seed,
        end=end,
        shops=shops,
        accounts=accounts,
        receipts=tuple(_receipts(plan, seed, end)),
        typed_sales=tuple(_typed_sales(plan, seed, end)),
        whatsapp=tuple(log for business in plan.businesses for log in _whatsapp(plan, business, seed, end)),
        snapshots=tuple(_snapshots(plan, seed, end)),
    )


# -- shops and orders --------------------------------------------------------------------------------------------------


def _shops(plan: Recipe, business: Business, seed: int, end: date) -> Iterator[Shop]:
    total = sum(business.shops.values())
    for place, (marketplace, share) in enumerate(business.shops.items()):
        rng = Random(f"{seed}|shop|{business.code}|{marketplace}")
        first = end - timedelta(days=min(DAYS - 1, business.months * 365 // 12 - 60 * place))
        listings = _listings(plan, business, marketplace, place)
        orders: list[Order] = []
        for number in range((end - first).days + 1):
            day = first + timedelta(days=number)
            expected = business.level * share / total * _trend(business, day, end) * factor(plan, day, business.sector)
            for _ in range(_poisson(rng, expected)):
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
    ordered = datetime.combine(day, time(_HOURS[_pick(rng, _HOUR_WEIGHTS)], rng.randrange(60), rng.randrange(60)))
    items = _items(plan, business, listings, day, end, rng)
    subtotal = sum(item.subtotal for item in items)
    area = plan.buyers[_pick(rng, _buyer_weights(plan))][0]
    shipping = 9_000 + 500 * rng.randrange(30) + (0 if area.code.startswith("15") else 8_000)
    cod = rng.random() < (0.35 if marketplace in {"shopee", "tiktok_shop"} else 0.1)
    voucher = 0
    if marketplace in {"shopee", "blibli"} and rng.random() < (0.4 if campaign(plan, day) else 0.12):
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
    chosen = {offered[_pick(rng, weights)].item_id for _ in range(_MANY[rng.randrange(len(_MANY))])}
    items = []
    for listing in offered:
        if listing.item_id not in chosen:
            continue
        product = products[listing.product_sku]
        cheaper = 1 - 0.045 * (end - day).days / 365
        list_price = max(round(listing.price * cheaper * 1.06 / 500) * 500, 500)
        cut = rng.choice((10, 12, 15)) if campaign(plan, day) else rng.choice((0, 5, 5, 8))
        price = list_price * (100 - cut) // 100 // 100 * 100
        quantity = 1 if rng.random() < 0.8 else 1 + _poisson(rng, 1.2 if price < 100_000 else 0.3)
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


TAXED: Final = 2.3
"""Businesses above this level have passed the turnover from which marketplaces keep income tax."""

_SYMBOLS: Final = "0123456789ABCDEFGHJKLMNPQRSTUVWXY"


def _number(marketplace: str, day: date, rng: Random) -> str:
    if marketplace == "shopee":
        return f"{day:%y%m%d}" + "".join(rng.choices(_SYMBOLS, k=8))
    if marketplace in {"tokopedia", "tiktok_shop"}:
        return f"58{rng.randrange(10**16):016}"
    return f"52{rng.randrange(10**13):013}" if marketplace == "lazada" else f"25{rng.randrange(10**8):08}"


# -- the showroom's till, typed sales, WhatsApp ------------------------------------------------------------------------


def _receipts(plan: Recipe, seed: int, end: date) -> Iterator[Receipt]:
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
        for _ in range(_poisson(rng, 4.5 * factor(plan, day, "food"))):
            number += 1
            chosen = {goods[_pick(rng, weights)].sku: None for _ in range(_MANY[rng.randrange(len(_MANY))])}
            lines = tuple(
                _sold(product, variation, 1 + _poisson(rng, 0.3))
                for product in goods
                if product.sku in chosen
                for variation in [rng.choice(product.variations)]
            )
            when = datetime.combine(day, time(9 + rng.randrange(11), rng.randrange(60), rng.randrange(60)))
            receipt = Receipt(f"DJ{number:06}", when, lines, rng.choice(("Cash", "QRIS", "QRIS", "Debit Card")))
            yield receipt
            if rng.random() < 0.01:
                yield replace(receipt, number=f"DJ{number:06}R", when=when + timedelta(minutes=25), refund=True)


def _sold(product: Product, variation: str, quantity: int) -> Sold:
    return Sold(product.sku, product.name, variation, product.category.capitalize(), quantity, product.price)


def _typed_sales(plan: Recipe, seed: int, end: date) -> Iterator[TypedSale]:
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


def _whatsapp(plan: Recipe, business: Business, seed: int, end: date) -> Iterator[WhatsappDay]:
    rng = Random(f"{seed}|whatsapp|{business.code}")
    price = sum(product.price for product in business.products) // len(business.products)
    for left in reversed(range(300)):
        day = end - timedelta(days=left)
        if rng.random() > business.whatsapp * 0.6:
            continue
        statuses, groups = 1 + rng.randrange(4), rng.randrange(3)
        chats = _poisson(rng, (1.2 * statuses + 1.5 * groups) * factor(plan, day, business.sector))
        orders = sum(rng.random() < 0.3 for _ in range(chats))
        told = orders and rng.random() < 0.7
        amount = max(orders * price * rng.randrange(7, 13) // 10 // 1_000 * 1_000, 5_000) if told else None
        views = statuses * rng.randrange(25, 140) if rng.random() < 0.7 else None
        yield WhatsappDay(business.code, day, statuses, groups, views, chats, orders, amount)


# -- social accounts, shops' statistics --------------------------------------------------------------------------------

_KINDS: Final = {
    "instagram": ("image", "carousel", "reel"),
    "facebook": ("image", "video"),
    "tiktok": ("video",),
    "youtube": ("video",),
    "x": ("image",),
}
_FORMS: Final = (
    "{name} baru selesai dibuat hari ini. {story}",
    "Banyak yang tanya: {name} masih ada? Masih, tinggal sedikit.",
    "{story}",
    "Pesan {name} sebelum jam tiga, kami kirim hari ini juga.",
    "Terima kasih untuk bintang limanya, semoga {name} kami selalu berkenan.",
    "Di balik {name}: tangan-tangan yang mengerjakannya setiap pagi.",
)
_TAGS: Final = {
    "batik": ("BanggaBatikLokal", "BatikJambiKito", "BatikJambi", "JambiKito"),
    "food": ("SnackSehat", "OlehOlehJambi", "JambiKito", "KulinerJambi"),
    "drink": ("SnackSehat", "OlehOlehJambi", "JambiKito", "NgopiKito"),
    "craft": ("KerajinanJambi", "BanggaProdukLokal", "JambiKito", "AnyamanNusantara"),
    "other": ("BanggaProdukLokal", "JambiKito", "ProdukLokal", "MinyakAtsiri"),
}


def _accounts(plan: Recipe, business: Business, seed: int, end: date) -> Iterator[Account]:
    for platform, followers in business.social.items():
        rng = Random(f"{seed}|account|{business.code}|{platform}")
        account_id = f"1784{rng.randrange(10**13):013}"
        first = end - timedelta(days=min(DAYS - 1, business.months * 365 // 12))
        span = (end - first).days
        weekly = 0.9 + min(followers, 4_000) / 2_500
        posts, days, before = [], [], round(followers * 0.45)
        for number in range(span + 1):
            day = first + timedelta(days=number)
            now = round(followers * (0.45 + 0.55 * number / max(span, 1)))
            lively = 2.0 if campaign(plan, day) else 1.2 if day.weekday() in {4, 5} else 0.9
            made = [_post(plan, business, platform, account_id, now, day, rng) for _ in range(_poisson(rng, weekly / 7 * lively))]
            posts += made
            views = round(now * rng.uniform(0.05, 0.2)) + sum(post.views for post in made) // 2
            new = max(now - before, 0) + _poisson(rng, 1)
            days.append(
                AccountDay(
                    day=day,
                    views=views,
                    profile_views=views // rng.randrange(18, 40),
                    likes=views // rng.randrange(14, 30),
                    comments=views // 220,
                    shares=views // 300,
                    followers=now,
                    new_followers=new,
                    lost_followers=max(new - (now - before), 0),
                    clicks=views // 150,
                    posts=len(made),
                )
            )
            before = now
        yield Account(business.code, platform, business.handle, tuple(posts), tuple(days))


def _post(plan: Recipe, business: Business, platform: str, account_id: str, followers: int, day: date, rng: Random) -> Post:
    product = rng.choice(business.products)
    tags = rng.sample(_TAGS[business.sector], rng.randrange(4))
    text = rng.choice(_FORMS).format(name=product.name, story=product.story or "Dibuat di Jambi.")
    if campaign(plan, day):
        text = f"{day.day}.{day.month} hari ini saja: {product.name} lebih hemat."
    kind = rng.choice(_KINDS[platform])
    strong = {"reel": 2.1, "video": 1.8, "carousel": 1.2}.get(kind, 0.8) * (1 + 0.12 * len(tags))
    reach = round(followers * rng.lognormvariate(-1.3, 0.6) * strong) + 5
    liked = rng.uniform(0.03, 0.09)
    published = datetime.combine(day, time(rng.choice((7, 11, 12, 16, 19, 19, 20)), rng.randrange(60)))
    letters = "".join(rng.choices("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghkmnpqrstuvwxyz23456789", k=11))
    post_id = letters if platform == "youtube" else f"17{rng.randrange(10**15):015}"
    return Post(
        post_id=post_id,
        account_id=account_id,
        handle=business.handle,
        name=business.name,
        kind=kind,
        published=published,
        text=" ".join([text, *(f"#{tag}" for tag in tags)]),
        link=f"https://{platform}.contoh.invalid/{business.handle}/{letters}",
        duration=rng.randrange(12, 75) if kind in {"reel", "video"} else 0,
        views=round(reach * rng.uniform(1.15, 1.7)),
        reach=reach,
        likes=round(reach * liked),
        comments=round(reach * liked / rng.randrange(12, 30)),
        shares=round(reach * liked / rng.randrange(15, 40)),
        saves=round(reach * liked / rng.randrange(8, 25)),
        clicks=round(reach * liked / rng.randrange(6, 20)),
        follows=_poisson(rng, min(reach / 900, 20)),
    )


def _snapshots(plan: Recipe, seed: int, end: date) -> Iterator[Snapshot]:
    """Once a month for a year: followers of accounts, and followers, rating and reviews of Shopee shops."""
    for business in plan.businesses:
        rng = Random(f"{seed}|snapshot|{business.code}")
        rating = rng.randrange(465, 498)
        for left in range(330, -1, -30):
            day = end - timedelta(days=left)
            part = 1 - 0.55 * left / DAYS
            for platform, followers in business.social.items():
                yield Snapshot(business.code, platform, business.handle, day, round(followers * part), None, None)
            sold = round(business.level * 260 * part)
            followers = 90 + sold // 2
            yield Snapshot(business.code, "shopee", business.handle, day, followers, rating, sold)


def shop_days(shop: Shop, days: list[date], seed: int) -> list[ShopDay]:
    """The shop's own statistics of ``days``, whose orders and sales are those of its order files."""
    rng = Random(f"{seed}|days|{shop.business}")
    by_day: dict[date, list[Order]] = {day: [] for day in days}
    for order in shop.orders:
        if order.ordered.date() in by_day:
            by_day[order.ordered.date()].append(order)
    made = []
    for number, (day, orders) in enumerate(by_day.items()):
        cancelled = [order for order in orders if order.cancelled]
        visitors = len(orders) * rng.randrange(22, 48) + rng.randrange(15, 60)
        chats = _poisson(rng, 1 + visitors / 30)
        made.append(
            ShopDay(
                day=day,
                visitors=visitors,
                product_views=visitors * 3 + rng.randrange(visitors),
                product_clicks=visitors + rng.randrange(visitors),
                orders=len(orders),
                sales=sum(order.subtotal for order in orders),
                buyers=len(orders),
                new_buyers=len(orders) * 2 // 3,
                cancelled_orders=len(cancelled),
                cancelled_sales=sum(order.subtotal for order in cancelled),
                chats=chats,
                chats_answered=chats - sum(rng.random() < 0.12 for _ in range(chats)),
                response_seconds=max(1_900 - 8 * number + rng.randrange(-400, 400), 60),  # they get quicker
                satisfaction=rng.randrange(8_800, 9_900) if chats else 0,
            )
        )
    return made


def lives(business: Business, days: list[date], seed: int, platform: str) -> list[Live]:
    """A broadcast every other Friday, and on each double date of the year's end."""
    rng = Random(f"{seed}|live|{platform}|{business.code}")
    held = []
    for day in days:
        double = day.day == day.month and day.month >= 9
        if not double and not (day.weekday() == 4 and day.isocalendar().week % 2 == 0):
            continue
        viewers = rng.randrange(140, 900) * (3 if double else 1)
        orders = _poisson(rng, viewers / 90)
        price = rng.choice(business.products).price
        held.append(
            Live(
                title=f"Live {day.day}.{day.month} {business.name}" if double else f"Live {business.name}",
                creator_id=f"70{sum(map(ord, business.code)):012}",
                handle=business.handle,
                start=datetime.combine(day, time(19, 30)),
                length=60 * rng.randrange(45, 150),
                viewers=viewers,
                views=viewers * 13 // 10,
                peak=viewers // rng.randrange(6, 14),
                watched=rng.randrange(40, 210),
                likes=viewers * rng.randrange(2, 9),
                comments=viewers // 8,
                shares=viewers // 60,
                follows=viewers // 45,
                clicks=viewers // 6,
                orders=orders,
                units=orders + _poisson(rng, orders / 3),
                sales=orders * price,
            )
        )
    return held


# -- chance ------------------------------------------------------------------------------------------------------------

_HOURS: Final = tuple(range(24))
_HOUR_WEIGHTS: Final = list(accumulate((3, 2, 1, 1, 1, 2, 4, 6, 8, 9, 10, 11, 12, 10, 9, 8, 8, 9, 11, 14, 15, 13, 9, 5)))
_MANY: Final = (1, 1, 1, 1, 1, 2, 2, 2, 3, 4)  # how many different products an order has


@cache
def _cumulated(weights: tuple[int, ...]) -> list[int]:
    return list(accumulate(weights))


def _buyer_weights(plan: Recipe) -> list[int]:
    return _cumulated(tuple(weight for _, weight in plan.buyers))


def _variations(products: dict[str, Product], listing: Listing) -> int:
    return len(products[listing.product_sku].variations)


def _pick(rng: Random, cumulated: list[int] | list[float]) -> int:
    """An index, as likely as its weight; takes cumulated weights."""
    return bisect_left(cumulated, rng.random() * cumulated[-1])


def _poisson(rng: Random, expected: float) -> int:
    """How many of rare events happen (Knuth)."""
    limit, product, count = exp(-expected), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def _trend(business: Business, day: date, end: date) -> float:
    return exp(-log(1 + business.growth) * (end - day).days / 365)
