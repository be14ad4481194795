"""An association that holds a fair: businesses with a shop, a product that lacks nothing, orders, a rule that passed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from cblp.bootstrap import App
from cblp.campaigns.reports import campaigns as reports
from cblp.campaigns.services import joining, plan
from cblp.campaigns.services.joining import Offer
from cblp.catalogue import pictures
from cblp.catalogue.services import listings, products, shops
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.db.ids import uuid7
from cblp.decisions.rules.sharing import Component
from cblp.decisions.services import decisions, sharing_rules
from cblp.people.reports import register as people
from cblp.people.services import register
from tests.sales.build import World

SINCE = date(2026, 1, 5)
FIRST, LAST = date(2026, 11, 9), date(2026, 11, 13)
EQUAL = (Component("all", "Semua", 10_000),)


def at(day: int, month: int = 11, hour: int = 3) -> datetime:
    """An instant of a day in 2026; the association's clock is seven hours ahead."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def day(number: int, month: int = 11) -> date:
    return date(2026, month, number)


PLANNED = at(1)


class Fair:
    """Ids by short names: a business "sari" has the shop "sari.shopee", the product "sari.product", the listing "sari.listing"."""

    def __init__(self, app: App, actor: Actor, *businesses: str) -> None:
        self.app, self.system = app, actor
        self.coordinator = replace(actor, role=COORDINATOR, account=uuid7())
        self.treasurer = replace(actor, role=TREASURER, account=uuid7())
        self.ids: dict[str, UUID] = {}
        self.photo = _photo()
        for name in businesses:
            self.business(name)

    # -- acting --------------------------------------------------------------------------------------------------------

    def act(self, service: Any, *, by: Actor | None = None, now: datetime = PLANNED, **given: Any) -> Any:
        return self.app.act(by or self.coordinator, service, now=now, **given)

    def read(self, report: Any, *, by: Actor | None = None, **given: Any) -> Any:
        return self.app.read(by or self.coordinator, report, **given)

    def member(self, *names: str) -> Actor:
        return replace(
            self.system, role=MEMBER, account=uuid7(), own_businesses=frozenset(self.ids[name] for name in names)
        )

    # -- what there is -------------------------------------------------------------------------------------------------

    def business(self, name: str, *, since: date = SINCE, category: str = "craft", marketplace: str = "shopee") -> UUID:
        own: UUID = self.act(
            register.add_business, name=name.title(), since=since, owner={"name": f"Ibu {name}", "phone": "0812-3456-7890"}
        )
        self.ids[name] = own
        product = self.ids[f"{name}.product"] = self.act(
            products.add_product, business_id=own, name=f"Tas {name}", details={
                "price": 100_000, "stock": 50, "category": category, "description": "x" * 90,
            },
        )
        self.act(products.set_cost, product_id=product, amount=60_000, since=SINCE)
        self.act(products.add_photo, product_id=product, picture=self.photo)
        shop = self.ids[f"{name}.shop"] = self.act(shops.add_shop, marketplace=marketplace, handle=name, business_id=own)
        self.ids[f"{name}.listing"] = self.list(f"{name}.listing", shop, product)
        return own

    def list(self, name: str, shop: UUID, product: UUID | None) -> UUID:
        made: UUID = self.act(
            listings.add_listing, shop_id=shop, sku=name, title=f"Judul {name}", today=SINCE, price=100_000, product_id=product
        )
        self.ids[name] = made
        return made

    def sell(self, *orders: tuple[Any, ...], **more: Any) -> None:
        """(order, listing, day, price) lines, and whatever ``World.line`` takes."""
        with self.app.database.writing(self.system.association) as session:
            world = World(session, self.system, ids=self.ids)
            for order, listing, when, price in orders:
                world.line(order, listing, when, price=price, **more)

    def typed(self, business: str, when: date, amount: int) -> None:
        with self.app.database.writing(self.system.association) as session:
            World(session, self.system, ids=self.ids).typed(business, when, amount)

    # -- a campaign and its way ----------------------------------------------------------------------------------------

    def propose(self, name: str = "Pekan tas", first: date = FIRST, last: date = LAST, **details: Any) -> UUID:
        made: UUID = self.act(plan.propose, name=name, starts_on=first, ends_on=last, details=details)
        return made

    def rule(self, name: str = "Sama rata") -> UUID:
        made: UUID = self.act(sharing_rules.create, name=name, components=EQUAL)
        return made

    def agree(self, decision: UUID, now: datetime = PLANNED) -> None:
        """Everybody is in the room and agrees."""
        present = [row[0] for row in self.read(people.names, today=self.system.day(now))]
        self.act(decisions.agree, decision_id=decision, present=present, now=now)

    def voted(self, **details: Any) -> UUID:
        """A campaign that members said yes to, together with its rule."""
        campaign = self.propose(**details)
        self.act(plan.choose_rule, campaign_id=campaign, version_id=self.rule(f"Aturan {campaign}"))
        self.agree(self.act(plan.put_to_vote, campaign_id=campaign))
        return campaign

    def join(self, campaign: UUID, *names: str, now: datetime = PLANNED, price: int = 90_000, pieces: int = 10) -> None:
        for name in names:
            self.act(
                joining.join, campaign_id=campaign, business_id=self.ids[name], now=now,
                offers=[Offer(self.ids[f"{name}.listing"], price, pieces)],
            )

    def running(self, *names: str, **details: Any) -> UUID:
        """A campaign that has opened, with these businesses in it from the first day on."""
        campaign = self.voted(**details)
        self.join(campaign, *names)
        self.act(plan.open_, campaign_id=campaign)
        return campaign

    def one(self, campaign: UUID, by: Actor | None = None) -> Any:
        return self.read(reports.one, campaign_id=campaign, by=by)


def _photo() -> pictures.Picture:
    out = BytesIO()
    Image.new("RGB", (60, 60), "sienna").save(out, "PNG")
    return pictures.prepare(out.getvalue())
