"""What a mentoring brings to the mentee's shop: listings, points put right, new marketplaces, and sales against themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.orm import Session

import cblp.growth.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.reports import results as campaigns
from cblp.campaigns.rules import effect as rules
from cblp.campaigns.rules.effect import Effect
from cblp.catalogue import reports as catalogue
from cblp.catalogue.models import Listing, ListingProduct, Product, ShopOwner
from cblp.days import Span, periods
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, TREASURER, Actor
from cblp.db.dated import EVER
from cblp.db.scope import seen, visible
from cblp.errors import Missing, NotAllowed
from cblp.growth import states
from cblp.growth.models import Assignment
from cblp.intake import reports as intake
from cblp.people.models import Business
from cblp.sales import reports as sales

LEAST_DAYS: Final = 28
"""Days that a mentoring must have run before its sales are compared."""
LONGEST_DAYS: Final = 182
"""Only so many of the last days are compared: further back is another season."""
MOST_UNKNOWN: Final = 7
"""Days without a file, of a shop that has files, from which on a member is not compared with the others."""
TOO_SHORT, NO_FILES, NO_BASE = "too_short", "no_files", "no_base"


@dataclass(frozen=True)
class ShopState:
    """What a shop is like on a day: ids of its listings, and the readiness codes that each product lacks."""

    day: date
    listings: frozenset[str]
    missing: Mapping[str, tuple[str, ...]]

    def kept(self) -> dict[str, Any]:
        """The state as the mentoring keeps it."""
        return {
            "day": self.day.isoformat(), "listings": sorted(self.listings),
            "missing": {product: list(codes) for product, codes in sorted(self.missing.items())},
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> ShopState:
        """The state that ``kept`` wrote."""
        return cls(
            date.fromisoformat(kept["day"]), frozenset(kept["listings"]),
            {product: tuple(codes) for product, codes in kept["missing"].items()},
        )


@dataclass(frozen=True)
class OwnSales:
    """A business against itself, on days without a campaign: whole rupiah and days of the base and since the mentoring began.

    Days on which a file of one of its shops is missing are left out on both sides. ``change`` compares the averages per day
    (0.2 = 20 % more); None with ``why``: too_short (less than LEAST_DAYS), no_files (that long, but fewer days are known) or no_base.
    """

    base: int = 0
    base_days: int = 0
    during: int = 0
    days: int = 0
    change: Fraction | None = None
    why: str = ""


@dataclass(frozen=True)
class ShopEffect:
    """What changed in the mentee's shop since ``span.first``.

    ``opened``: listings that were not there before. ``fixed`` and ``left``: readiness points of the products that were there,
    put right and still missing. ``new_marketplaces``: codes where the first order ever came in while being accompanied.
    """

    span: Span
    opened: int
    fixed: int
    left: int
    new_marketplaces: tuple[str, ...]
    sales: OwnSales

@dataclass(frozen=True)
class AllEffect:
    """All who are accompanied against all who are not, by the rule of campaigns; ``effect.why`` says why there is no number.

    ``during`` is the time in which all of them were accompanied, ``base`` the days before any of them was; ``late`` counts
    the mentorings that began too lately to be in it, ``unfiled`` the members left out because files of their shops are not here.
    """

    effect: Effect
    during: Span | None = None
    base: tuple[date, ...] = ()
    late: int = 0
    unfiled: int = 0


def state_of(session: Session, actor: Actor, business_id: UUID, today: date) -> ShopState:
    """What a business's shop is like today, as far as the actor may see it."""
    listings = catalogue.listings(session, actor, today=today, business_id=business_id)
    products = catalogue.products(session, actor, today=today, business_id=business_id, status="active")
    return ShopState(
        today, frozenset(str(one.id) for one in listings if one.place.kind == "marketplace"),
        {str(product.id): product.missing for product in products},
    )


def effect(session: Session, actor: Actor, *, assignment_id: UUID, today: date) -> ShopEffect | None:
    """What a mentoring brought so far, or brought when it is over; None before it began, and for a mentor from the day on which it is over.

    For the office, the member, and the mentor. Raises Missing, NotAllowed.
    """
    actor.require(COORDINATOR, TREASURER, MEMBER, MENTOR)
    row = session.scalars(visible(actor, Assignment).where(Assignment.id == assignment_id)).one_or_none()
    if row is None:
        raise Missing()
    if row.valid_from is None or row.baseline is None:
        return None
    if session.scalar(select(Business.id).where(seen(actor, Business), Business.id == row.business_id)) is None:
        return None  # a mentor whose time is over
    last = min(today, row.valid_to - timedelta(1)) if row.valid_to else today
    span = Span(row.valid_from, max(last, row.valid_from))
    before = ShopState.of(row.baseline)
    after = ShopState.of(row.baseline["after"]) if "after" in row.baseline else state_of(session, actor, row.business_id, today)
    lacked = {(product, code) for product, codes in before.missing.items() for code in codes}
    lacking = {(product, code) for product, codes in after.missing.items() for code in codes}
    return ShopEffect(
        span, len(after.listings - before.listings),
        sum(point not in lacking and point[0] in after.missing for point in lacked), len(lacked & lacking),
        new_marketplaces(session, actor, row.business_id, span), _own_sales(session, actor, row.business_id, span, today),
    )


def all_effect(session: Session, actor: Actor, *, today: date) -> AllEffect:
    """The sales of all who are accompanied now against members without a mentor; for those who see all. Raises NotAllowed."""
    if not actor.sees_all:
        raise NotAllowed("the figures of all businesses are for the office")
    rows = session.execute(
        select(Assignment.business_id, Assignment.valid_from)
        .where(seen(actor, Assignment), Assignment.valid_from.is_not(None), Assignment.valid_from <= today)
        .where(Assignment.state.in_((*states.LIVE, states.COMPLETED, states.CANCELLED)))
        .where(Assignment.valid_to.is_(None) | (Assignment.valid_to > today))
    ).all()
    since: dict[UUID, date] = {}
    for business, day in rows:
        if day is not None:
            since[business] = min(day, since.get(business, day))
    counted = {
        business: day for business, day in since.items() if LEAST_DAYS <= (today - day).days <= LONGEST_DAYS
    }
    late, others = len(since) - len(counted), _never(session, actor)
    if not counted:
        return AllEffect(Effect(0, len(others), why=rules.FEW_PARTICIPANTS), late=late)
    first, begun = min(counted.values()), max(counted.values())
    during = Span(begun, today - timedelta(1))
    busy = [*campaigns.spans(session, actor), *([Span(first, begun - timedelta(1))] if first < begun else [])]
    base = rules.base_days(during, busy)
    members = campaigns.throughout(session, actor, Span(base[0] if base else first, during.last))
    participants, others = members & counted.keys(), members & others
    if not base:
        return AllEffect(Effect(len(participants), len(others), why=rules.NO_BASE), during, late=late)
    looked_at = Span(base[0], during.last)
    lacking = {
        business for business in participants | others
        if len(intake.unfiled(session, actor, shops=_shops_ever(session, actor, business), span=looked_at)) > MOST_UNKNOWN
    }
    participants, others = participants - lacking, others - lacking
    sums = campaigns.sums(session, actor, during, base)
    sides = [{business: sums.get(business, (0, 0)) for business in side} for side in (participants, others)]
    return AllEffect(rules.effect(sides[0], sides[1], rules.seed_of(actor.association)), during, base, late, len(lacking))


# -- what the above is made of -----------------------------------------------------------------------------------------


def _never(session: Session, actor: Actor) -> set[UUID]:
    """The businesses that were never accompanied."""
    accompanied = select(Assignment.business_id).where(
        Assignment.association_id == actor.association, Assignment.valid_from.is_not(None)
    )
    return set(session.scalars(select(Business.id).where(seen(actor, Business), Business.id.not_in(accompanied))))


def new_marketplaces(session: Session, actor: Actor, business_id: UUID, span: Span) -> tuple[str, ...]:
    """The codes of the marketplaces where the first order ever of a business came in within ``span``."""
    kinds = {place.code for place in catalogue.marketplaces(session, actor, kind="marketplace")}
    # All its orders ever: only the shops where it can have sold are looked through, not the whole association's history.
    where = sales.Selection(
        Span(EVER, span.last), shops=_shops_ever(session, actor, business_id), businesses=frozenset({business_id}),
    )
    first: dict[str, date] = {}
    for group in sales.grouped(session, actor, by="day", split="marketplace", selection=where) if where.shops else ():
        if group.measures.orders:
            first.setdefault(group.split, group.key)
    return tuple(sorted(code for code, day in first.items() if code in kinds and day in span))


def _shops_ever(session: Session, actor: Actor, business_id: UUID) -> frozenset[UUID]:
    """The shops that a business ever owned, or where a product of it was ever on offer."""
    here = actor.association
    owned = select(ShopOwner.shop_id).where(ShopOwner.association_id == here, ShopOwner.business_id == business_id)
    offered = (
        select(Listing.shop_id)
        .join(ListingProduct, (ListingProduct.association_id == Listing.association_id) & (ListingProduct.listing_id == Listing.id))
        .join(Product, (Product.association_id == ListingProduct.association_id) & (Product.id == ListingProduct.product_id))
        .where(Listing.association_id == here, Product.business_id == business_id)
    )
    return frozenset(session.scalars(union(owned, offered)))


def _own_sales(session: Session, actor: Actor, business_id: UUID, span: Span, today: date) -> OwnSales:
    closed = min(span.last, today - timedelta(1))  # today is not over
    if (closed - span.first).days + 1 < LEAST_DAYS:
        return OwnSales(why=TOO_SHORT)
    shops = _shops_ever(session, actor, business_id)
    looked_at = Span(span.first - timedelta(7 * rules.LOOK_BACK + LONGEST_DAYS), closed)
    unknown = intake.unfiled(session, actor, shops=shops, span=looked_at)
    known = [day for day in periods(Span(max(span.first, closed - timedelta(LONGEST_DAYS - 1)), closed), "day") if day not in unknown]
    if len(known) < LEAST_DAYS:
        return OwnSales(why=NO_FILES)
    whole = Span(known[0], known[-1])
    busy = campaigns.spans(session, actor)
    accompanied = [Span(span.first, whole.first - timedelta(1))] if span.first < whole.first else []
    base = rules.base_days(whole, [*busy, *accompanied, *(Span(day, day) for day in unknown)])
    quiet = {day for day in known if not any(day in each for each in busy)}
    if not base or not quiet:
        return OwnSales(why=NO_BASE)
    sold = {
        group.key: group.measures.sales
        for group in sales.grouped(session, actor, by="day", selection=_of(business_id, Span(base[0], whole.last)))
    }
    before, during = sum(sold.get(day, 0) for day in base), sum(sold.get(day, 0) for day in quiet)
    figures = OwnSales(before, len(base), during, len(quiet))
    if before <= 0:
        return replace(figures, why=NO_BASE)
    return replace(figures, change=Fraction(during * len(base), before * len(quiet)) - 1)


def _of(business_id: UUID, span: Span) -> sales.Selection:
    return sales.Selection(span, businesses=frozenset({business_id}))
