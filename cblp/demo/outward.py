"""The example's storefront: who allowed what, which products buyers see, how often they came; and the members' texts for posts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.demo import outward_texts
from cblp.outreach.reports import publishing as reports
from cblp.outreach.reports import storefront
from cblp.outreach.reports.storefront import Full
from cblp.outreach.services import counts, pictures, publishing
from cblp.people.reports import register
from cblp.people.services import consent

TOLD: Final = "etalase bersama"
ALLOWS_PRODUCTS, ALLOWS_PHONE = 0.85, 0.7
DAYS: Final = 42
"""Since when the storefront has been open."""


def live(app: App, actor: Actor, businesses: dict[str, UUID], *, end: date, seed: int, now: datetime) -> None:
    """Ask the owners, publish what they allow, draw the pictures, open, and let buyers come until ``end``."""
    rng = Random(f"{seed}|storefront")
    opened = now - timedelta(days=DAYS)
    for business in businesses.values():
        person = app.read(actor, register.business, business_id=business, today=end).person
        products = rng.random() < ALLOWS_PRODUCTS
        phone = products and rng.random() < ALLOWS_PHONE
        if person:
            for purpose, given in ((publishing.PRODUCTS, products), (publishing.PHONE, phone)):
                app.act(actor, consent.answer, person_id=person.id, purpose=purpose, given=given, channel="paper", now=opened)
    ready = tuple(row.product_id for row in app.read(actor, reports.rows, today=end) if row.can_be_shown)
    app.act(actor, publishing.publish, product_ids=ready, now=opened)
    app.act(actor, publishing.open_storefront, on=True, now=opened)
    pictures.make(app.read, app.jot, actor)
    app.jot(actor, _visits, rng=rng, end=end)
    outward_texts.live(app, actor, businesses, end=end, now=now)


def _visits(session: Session, actor: Actor, *, rng: Random, end: date) -> None:
    """A few buyers a day, more at the end of a month; they open, and some press a button that is there."""
    here = actor.association
    shown: list[Full] = []
    for slug, _maker, _at in storefront.addresses(session, here, today=end):
        found = storefront.product(session, here, slug=slug, today=end)
        if found:
            shown.append(found)
    if not shown:
        return
    liked = [1 / place for place in range(1, len(shown) + 1)]
    rng.shuffle(shown)
    for back in range(DAYS):
        day = end - timedelta(days=back)
        for _visit in range(rng.randint(4, 12) + (8 if day.day >= 25 else 0)):
            (full,) = rng.choices(shown, liked)
            chance, product = rng.random(), full.card.id
            if chance < 0.12:
                counts.count(session, here, what=counts.CODE, subject=product, day=day)
            else:
                counts.count(session, here, what=counts.PAGE, subject=here, day=day)
            counts.count(session, here, what=counts.PRODUCT, subject=product, day=day)
            if chance > 0.8 and full.card.ways.offers:
                place = rng.choice(full.card.ways.offers).marketplace
                counts.count(session, here, what=counts.BUY, subject=product, day=day, marketplace=place)
            elif chance > 0.7 and full.card.ways.by_chat:
                counts.count(session, here, what=counts.ORDER, subject=product, day=day)
