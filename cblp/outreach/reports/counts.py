"""How often the storefront was opened and its buttons were pressed, for the office and for a member about their own; nobody's visits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

import cblp.catalogue.scope  # noqa: F401  (who sees which row)
from cblp.catalogue.models import Product
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.db.scope import seen
from cblp.outreach.models import StorefrontCount
from cblp.outreach.services.counts import BUY, CODE, ORDER, PRODUCT
from cblp.people.models import Business


@dataclass(frozen=True)
class Totals:
    """Of a number of days: ``what`` by its code of ``services.counts.WHAT``, ``bought`` the presses of buy by marketplace."""

    what: dict[str, int] = field(default_factory=dict)
    bought: dict[str, int] = field(default_factory=dict)

    @property
    def opened(self) -> int:
        """Pages that were opened, of every kind."""
        return sum(times for what, times in self.what.items() if what not in {BUY, ORDER, CODE})


@dataclass(frozen=True)
class ProductCounts:
    """A product: how often it was opened, and how often the buttons to buy and to order were pressed."""

    product: str
    business: str
    opened: int
    bought: int
    ordered: int
    scanned: int


def totals(session: Session, actor: Actor, *, first: date, last: date) -> Totals:
    """Everything that was counted on the days from ``first`` to ``last`` (office)."""
    actor.require(COORDINATOR, TREASURER)
    return _totals(session, _sums(actor, first, last, StorefrontCount.what, StorefrontCount.marketplace))


def own(session: Session, actor: Actor, *, business_id: UUID, first: date, last: date) -> Totals:
    """The same of one business: its own page, its products, its codes (a member of their own; coordinator)."""
    actor.require(COORDINATOR, MEMBER)
    actor.require_business(business_id)
    products = select(Product.id).where(seen(actor, Product), Product.business_id == business_id)
    return _totals(session, _sums(actor, first, last, StorefrontCount.what, StorefrontCount.marketplace).where(
        or_(StorefrontCount.product_id == business_id, StorefrontCount.product_id.in_(products)),
    ))


def _totals(session: Session, sums: Any) -> Totals:
    what: dict[str, int] = defaultdict(int)
    bought: dict[str, int] = defaultdict(int)
    for code, marketplace, times in session.execute(sums):
        what[code] += int(times)
        if code == BUY:
            bought[marketplace] += int(times)
    return Totals(dict(what), dict(bought))


def by_product(session: Session, actor: Actor, *, first: date, last: date, limit: int = 200) -> list[ProductCounts]:
    """The same for each product that was opened or pressed, the most opened first (office)."""
    actor.require(COORDINATOR, TREASURER)
    sums = _sums(actor, first, last, StorefrontCount.product_id, StorefrontCount.what).subquery()
    found: dict[tuple[UUID, str, str], dict[str, int]] = defaultdict(dict)
    for product_id, name, business, what, times in session.execute(
        select(Product.id, Product.name, Business.name, sums.c.what, sums.c.times)
        .join(sums, and_(Product.association_id == actor.association, Product.id == sums.c.product_id))
        .join(Business, and_(Business.association_id == Product.association_id, Business.id == Product.business_id))
    ):
        found[product_id, name, business][what] = int(times)
    made = [
        ProductCounts(name, business, what.get(PRODUCT, 0), what.get(BUY, 0), what.get(ORDER, 0), what.get(CODE, 0))
        for (_id, name, business), what in found.items()
    ]
    return sorted(made, key=lambda one: (-one.opened, -one.bought, one.product))[:limit]


def _sums(actor: Actor, first: date, last: date, *by: Any) -> Any:
    return (
        select(*by, func.sum(StorefrontCount.times).label("times"))
        .where(StorefrontCount.association_id == actor.association, StorefrontCount.day.between(first, last)).group_by(*by)
    )
