"""Build the example association: register and products through the services, everything sold and posted through the importers.

Nothing is written past the doors that a real association uses, except what no example can do: asking the network whether a
link is alive.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cblp.bootstrap import App
from cblp.catalogue import pictures
from cblp.catalogue.models import Listing
from cblp.catalogue.services import products, shops
from cblp.db.actor import MEMBER, Actor
from cblp.demo import growing, mirror, motif, outward, together
from cblp.demo.downloads import DemoFile, build_files
from cblp.demo.recipe import Business, Persona, Product, Recipe, recipe
from cblp.demo.seasons import DAYS
from cblp.demo.story import Story, tell
from cblp.importers import Options, Reader
from cblp.intake import services as intake
from cblp.intake.rules import FAMILIES
from cblp.people.models import Installation, Person
from cblp.people.services import accounts, associations, licences, register, roles, setup
from cblp.reach import services as reach
from cblp.sales import services as sales

SEED = 599
"""The same seed and last day make the same example, to the rupiah."""

SELLER_CENTER = "tokopedia_tiktok"
"""What a file of both marketplaces behind the shared seller centre is filed under."""
Progress = Callable[[int, int, str], None]


def build(app: App, *, end: date, seed: int = SEED, progress: Progress = lambda done, total, what: None) -> None:
    """Fill a migrated, empty database with the example that ends on ``end`` (about a minute on two cores).

    ``progress`` is told how far it is. The database is marked as the example last: an interrupted build is none.
    """
    plan, story, files = recipe(), tell(seed, end), list(build_files(seed, end))
    steps = len(files) + len(plan.businesses) + 5
    now = datetime.combine(end + timedelta(days=1), time(1), UTC)
    actor, businesses, places = settle(
        app, plan, story, end=end, progress=lambda done, _total, what: progress(done, steps, what)
    )
    app.act(actor, _tills, files=files, businesses=businesses, places=places, now=now)
    with Reader() as reader:
        for number, file in enumerate(files, len(businesses) + 1):
            progress(number, steps, file.name)
            _load(app, actor, reader, file, places, now=now)
    app.act(actor, _listings, story=story, places=places, now=now)
    progress(steps - 4, steps, together.TOLD)
    together.live(app, actor, businesses, end=end, seed=seed)
    progress(steps - 3, steps, growing.TOLD)
    growing.live(app, actor, businesses, end=end, seed=seed)
    progress(steps - 2, steps, mirror.TOLD)
    mirror.live(app, actor, businesses, end=end, seed=seed, now=now)
    progress(steps - 1, steps, outward.TOLD)
    outward.live(app, actor, businesses, end=end, seed=seed, now=now)
    with app.globally(write=True) as session:
        session.merge(Installation(key=setup.DEMO, value="true"))
    progress(steps, steps, plan.association["name"])


def settle(
    app: App, plan: Recipe, story: Story, *, end: date, progress: Progress = lambda done, total, what: None,
) -> tuple[Actor, dict[str, UUID], dict[tuple[str, str], UUID]]:
    """The example without its files: register, products, shops, what was typed, personas.

    Returns its system actor, the businesses by code, and the shops and accounts by marketplace and handle.
    """
    start = end - timedelta(days=DAYS)
    now = datetime.combine(end + timedelta(days=1), time(1), UTC)
    with app.globally(write=True) as session:
        actor = associations.create(
            session,
            slug=plan.association["slug"],
            name=plan.association["name"],
            area_code=plan.association["area"],
            timezone=plan.association["timezone"],
            hashtags=_tags(plan),
            now=now - timedelta(days=DAYS),
        )
    businesses: dict[str, UUID] = {}
    places: dict[tuple[str, str], UUID] = {}
    for number, business in enumerate(plan.businesses, 1):
        progress(number, len(plan.businesses), business.name)
        businesses[business.code] = app.act(
            actor, _enrol, business=business, plan=plan, start=start, end=end, places=places, story=story, now=now
        )
    app.act(actor, _showroom, plan=plan, places=places, now=now)
    app.act(actor, _typed, story=story, businesses=businesses, places=places, now=now)
    for persona in plan.personas:
        app.act(actor, _persona, persona=persona, businesses=businesses, since=start, now=now)
    return actor, businesses, places


def _enrol(
    session: Session,
    actor: Actor,
    *,
    business: Business,
    plan: Recipe,
    start: date,
    end: date,
    story: Story,
    places: dict[tuple[str, str], UUID],
    now: datetime,
) -> UUID:
    joined = max(start, end - timedelta(days=business.months * 365 // 12))
    row = register.add_business(
        session,
        actor,
        name=business.name,
        code=business.code,
        since=joined,
        now=now,
        owner={"name": business.owner, "address_form": business.form, "phone": business.phone},
        details={
            "sector": business.sector,
            "kbli": business.kbli,
            "area_code": business.area,
            "address": business.address,
            "women_led": business.women_led,
            "workers": business.workers,
            "internet": business.internet,
            "decree": business.decree,
            "needs_help": bool(business.help),
            "needs_help_reason": business.help,
        },
    )
    for licence in business.licences:
        licences.add_licence(
            session,
            actor,
            business_id=row,
            kind=licence.kind,
            number=licence.number,
            state=licence.state,
            now=now,
            issued_on=licence.days(end)[0] if licence.state == "held" else None,
            expires_on=licence.days(end)[1],
        )
    for product in business.products:
        _offer(session, actor, product, row, tags=_tags(plan), since=joined, now=now)
    mine = [(shop.marketplace, shop.handle, shop.opened) for shop in story.shops if shop.business == business.code]
    mine += [(account.platform, account.handle, joined) for account in story.accounts if account.business == business.code]
    for marketplace, handle, opened in mine:
        places[marketplace, handle] = shops.add_shop(
            session, actor, marketplace=marketplace, handle=handle, name=business.name, business_id=row, now=now, opened_on=opened
        )
    return row


def _offer(session: Session, actor: Actor, product: Product, business: UUID, *, tags: str, since: date, now: datetime) -> None:
    """A product with its cost; one with a photo has hashtags, too."""
    made = products.add_product(
        session, actor, business_id=business, name=product.name, sku=product.sku, now=now, details={
            "category": product.category, "price": product.price, "stock": product.stock, "story": product.story,
            "description": product.description, "hashtags": tags if product.photo else "",
        },
    )
    products.set_cost(session, actor, product_id=made, amount=product.cost, since=since, now=now)
    if product.photo:
        drawn = motif.draw(product.sku, product.category, product.name)
        products.add_photo(session, actor, product_id=made, picture=pictures.prepare(drawn), now=now)


def _showroom(session: Session, actor: Actor, *, plan: Recipe, places: dict[tuple[str, str], UUID], now: datetime) -> None:
    for marketplace in ("moka", "showroom"):
        places[marketplace, plan.showroom["handle"]] = shops.add_shop(
            session, actor, marketplace=marketplace, handle=plan.showroom["handle"], name=plan.showroom["name"], now=now
        )


def _tills(
    session: Session,
    actor: Actor,
    *,
    files: list[DemoFile],
    businesses: dict[str, UUID],
    places: dict[tuple[str, str], UUID],
    now: datetime,
) -> None:
    """The tills of businesses that keep one: they stand in no story, only in their files."""
    for file in files:
        if file.business and file.marketplace != SELLER_CENTER and (file.marketplace, file.handle) not in places:
            places[file.marketplace, file.handle] = shops.add_shop(
                session, actor, marketplace=file.marketplace, handle=file.handle, business_id=businesses[file.business], now=now
            )


def _load(app: App, actor: Actor, reader: Reader, file: DemoFile, places: dict[tuple[str, str], UUID], *, now: datetime) -> None:
    extract = reader.read(file.content, file.name, Options(year=file.year))
    codes = FAMILIES[0] if file.marketplace == SELLER_CENTER else (file.marketplace,)
    given = {code: places[code, file.handle] for code in codes if (code, file.handle) in places}
    app.act(
        actor, intake.bring_in, extract, size=len(file.content), sha256=hashlib.sha256(file.content).digest(), shops=given, now=now
    )


def _typed(
    session: Session,
    actor: Actor,
    *,
    story: Story,
    businesses: dict[str, UUID],
    places: dict[tuple[str, str], UUID],
    now: datetime,
) -> None:
    for sale in story.typed_sales:
        sales.type_sale(
            session,
            actor,
            business_id=businesses[sale.business],
            marketplace=sale.marketplace,
            day=sale.day,
            amount=sale.amount,
            orders=sale.orders,
            note=sale.note,
            now=now,
        )
    for log in story.whatsapp:
        reach.log_whatsapp(
            session,
            actor,
            business_id=businesses[log.business],
            day=log.day,
            statuses=log.statuses,
            group_posts=log.group_posts,
            views=log.views,
            chats=log.chats,
            orders=log.orders,
            amount=log.amount,
            sales=sales,
            now=now,
        )
    for seen in story.snapshots:
        if (seen.marketplace, seen.handle) in places:
            reach.snapshot(
                session,
                actor,
                shop_id=places[seen.marketplace, seen.handle],
                day=seen.day,
                followers=seen.followers,
                rating=seen.rating,
                reviews=seen.reviews,
                now=now,
            )


def _listings(session: Session, actor: Actor, *, story: Story, places: dict[tuple[str, str], UUID], now: datetime) -> None:
    """Give listings the address, stock and price that the shop's page would show, as checked yesterday."""
    for shop in story.shops:
        place = places[shop.marketplace, shop.handle]
        known: dict[tuple[str, str], Any] = {
            (row.sku.casefold(), row.variation.casefold()): row.id
            for row in session.scalars(select(Listing).where(Listing.association_id == actor.association, Listing.shop_id == place))
        }
        for listing in shop.listings:
            found = known.get(((listing.sku or listing.title).casefold(), listing.variation.casefold()))
            if found:
                session.execute(
                    update(Listing)
                    .where(Listing.association_id == actor.association, Listing.id == found)
                    .values(
                        url=listing.url,
                        stock=listing.stock,
                        price=listing.price,
                        link_state="dead" if listing.dead else "alive",
                        link_checked_at=now - timedelta(hours=20),
                    ),
                    execution_options={"synchronize_session": False},
                )


def _persona(session: Session, actor: Actor, *, persona: Persona, businesses: dict[str, UUID], since: date, now: datetime) -> None:
    account = accounts.create(session, actor, name=persona.name, username=persona.username, sealed=None, now=now)
    roles.grant(session, actor, account=account, role=persona.role, since=since, now=now)
    if persona.role == MEMBER:
        register.give_access(session, actor, business_id=businesses[persona.business], account_id=account, since=since, now=now)
        session.execute(
            update(Person)
            .where(Person.association_id == actor.association, Person.name == persona.name)
            .values(account_id=account),
            execution_options={"synchronize_session": False},
        )


def _tags(plan: Recipe) -> str:
    return " ".join(f"#{tag}" for tag in plan.association["hashtags"].split())
