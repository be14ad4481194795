"""A small market for the dashboards: one member whose file is in, one whose file is not, and another association beside them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from streamlit.testing.v1 import AppTest

from cblp.catalogue.models import Listing
from cblp.importers.records import CANCELLED
from cblp.intake.models import BatchShop, ImportBatch
from cblp.people.models import Business, Person
from cblp.reach.models import PostMetric
from tests.conftest import new_association
from tests.pages.conftest import Screen
from tests.sales.build import World, world

CANARY = "Kenari Asosiasi Lain"


def nov(number: int) -> date:
    return date(2026, 11, number)


def oct_(number: int) -> date:
    return date(2026, 10, number)


def market(w: World) -> None:
    """November: 3 orders of 1.200.000 and 300.000 typed; October up to the 21st: 1.000.000; all but one order settled."""
    for code, name, owner, phone in (("sari", "Keripik *Sari*", "Sari", "+6281200000001"), ("ilham", "Rempeyek Ilham", "Ilham", "")):
        person = Person(name=owner, phone=phone, address_form="Ibu" if code == "sari" else "")
        w.add(person)
        w.add(Business(id=w.id(code), code=code, name=name, owner_id=person.id))
    w.shop("sari.shopee", "shopee", "sari")
    w.shop("ilham.tokopedia", "tokopedia", "ilham")
    w.product("Keripik Pisang", "sari")
    w.product("Rempeyek", "ilham")
    for listing, shop, product in (("pisang", "sari.shopee", "Keripik Pisang"), ("rempeyek", "ilham.tokopedia", "Rempeyek")):
        w.listing(listing, shop)
        w.match(listing, product, date(2025, 1, 1))
    at = datetime(2026, 11, 11, 5, 0, tzinfo=UTC)
    w.line("S1", "pisang", nov(11), price=500_000, fees=50_000, at=at, regency="")
    w.line("S2", "pisang", nov(12), price=400_000, quantity=1, fees=40_000, vouchers=10_000)
    w.line("T1", "rempeyek", nov(13), price=300_000)
    w.line("S3", "pisang", nov(14), price=999_000, status=CANCELLED)
    w.line("S8", "pisang", date(2025, 1, 2), price=1_000)
    w.line("S0", "pisang", oct_(10), price=1_000_000, fees=100_000)
    w.line("S9", "pisang", oct_(30), price=7_000_000, fees=700_000)  # after the day to which October is compared
    w.typed("sari", nov(15), 300_000, orders=4)
    w.daily()
    filed(w, "sari.shopee", nov(1), nov(20))


def filed(w: World, shop: str, first: date, last: date, kind: str = "orders") -> None:
    """A posted file of a shop."""
    batch = w.session.get_one(ImportBatch, (w.actor.association, w.batch()))
    batch.kind, batch.period_from, batch.period_to, batch.posted_at = kind, first, last, batch.received_at
    w.add(BatchShop(batch_id=batch.id, marketplace="shopee", shop_id=w.id(shop)))


def empty_shelf(w: World) -> None:
    """One listing is out of stock, another cannot be opened."""
    pisang = w.session.get_one(Listing, (w.actor.association, w.id("pisang")))
    pisang.stock, pisang.link_state = 0, "dead"


def post(w: World, account: str, name: str, on: date, kind: str = "post", **figures: Any) -> None:
    w.add(PostMetric(
        shop_id=w.id(account), post_id=name, batch_id=w.ids.setdefault("posts", w.batch()), row_hash=1, is_current=True, kind=kind,
        title=name, hashtags=figures.pop("hashtags", ""), permalink="", published_on=on, **figures,
    ))


def social(w: World) -> None:
    """Two posts of which one tells its reach, and a live whose likes are taps."""
    w.shop("sari.ig", "instagram", "sari")
    w.shop("ilham.tiktok", "tiktok", "ilham")
    post(w, "sari.ig", "Resep keripik", nov(5), reach=1000, views=1500, likes=50, comments=10, hashtags="keripik")
    post(w, "ilham.tiktok", "Cara goreng", nov(6), "video", views=2000, likes=40)
    post(w, "sari.ig", "Live malam", nov(11), "live", reach=100, views=200, likes=5000, orders=3, sales=150_000)
    post(w, "sari.ig", "Bulan lalu", oct_(5), reach=500, views=600, likes=20)
    filed(w, "sari.ig", nov(1), nov(20), "posts")


def neighbours(screen: Screen) -> None:
    """Another association with the same kinds of things, all of which carry its name."""
    def build(w: World) -> None:
        w.business(CANARY)
        w.shop(f"{CANARY} toko", "shopee", CANARY)
        w.shop(f"{CANARY} ig", "instagram", CANARY)
        w.product(f"{CANARY} produk", CANARY)
        w.listing(f"{CANARY} di toko", f"{CANARY} toko")
        w.match(f"{CANARY} di toko", f"{CANARY} produk", date(2026, 1, 1))
        w.line("K1", f"{CANARY} di toko", nov(11), price=88_000_000, fees=1)
        w.typed(CANARY, nov(12), 77_000_000)
        w.daily()
        post(w, f"{CANARY} ig", f"{CANARY} postingan", nov(5), reach=66_000, views=66_000, likes=1)

    world(screen.app, new_association(screen.app, "lain", "Asosiasi Lain"), build)


def build(screen: Screen, *parts: Any) -> dict[str, UUID]:
    """Put these parts into the association before the screen; returns ids by name."""
    neighbours(screen)

    def all_of(w: World) -> None:
        for part in parts:
            part(w)

    return world(screen.app, screen.system, all_of).ids


def tables(test: AppTest) -> str:
    """What stands in the tables of a page."""
    return "\n".join(element.proto.body for element in test.get("html"))


def choose(test: AppTest, key: str, value: str) -> AppTest:
    """Press one of a row of buttons."""
    return test.segmented_control(key=key).set_value(value).run()
