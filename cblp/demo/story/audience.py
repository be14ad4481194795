"""Who looks and answers: social accounts and their posts, shops' own statistics, live broadcasts, reputation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from cblp.demo.files.facts import Order
from cblp.demo.files.insights import AccountDay, Live, Post, ShopDay
from cblp.demo.recipe import Business, Recipe
from cblp.demo.seasons import DAYS, campaign
from cblp.demo.story.chance import poisson
from cblp.demo.story.selling import Shop


@dataclass(frozen=True, slots=True)
class Account:
    """A social account: its posts, oldest first, and its days."""

    business: str
    platform: str
    handle: str
    posts: tuple[Post, ...]
    days: tuple[AccountDay, ...]


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


def accounts(business: Business, seed: int, end: date) -> Iterator[Account]:
    """The business's social accounts, which began with 45 % of the followers that they have at the end."""
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
            lively = 2.0 if campaign(day) else 1.2 if day.weekday() in {4, 5} else 0.9
            made = [_post(business, platform, account_id, now, day, rng) for _ in range(poisson(rng, weekly / 7 * lively))]
            posts += made
            views = round(now * rng.uniform(0.05, 0.2)) + sum(post.views for post in made) // 2
            new = max(now - before, 0) + poisson(rng, 1)
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


def _post(business: Business, platform: str, account_id: str, followers: int, day: date, rng: Random) -> Post:
    product = rng.choice(business.products)
    tags = rng.sample(_TAGS[business.sector], rng.randrange(4))
    text = rng.choice(_FORMS).format(name=product.name, story=product.story or "Dibuat di Jambi.")
    if campaign(day):
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
        follows=poisson(rng, min(reach / 900, 20)),
    )


def snapshots(plan: Recipe, seed: int, end: date) -> Iterator[Snapshot]:
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
        chats = poisson(rng, 1 + visitors / 30)
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
        orders = poisson(rng, viewers / 90)
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
                units=orders + poisson(rng, orders / 3),
                sales=orders * price,
            )
        )
    return held
