"""Local examples beside a material: posts and shops of the association's own that others learn from, with their figures.

Everybody of the association reads the same examples, so they are chosen by what was allowed and not by who asks: a business
stands here by name only while its owner allows ``example``, and never with an amount of money. Of those that allow nothing only
a sum over at least FEWEST businesses is told.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from cblp.catalogue import reports as catalogue
from cblp.days import Span
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, SYSTEM, TREASURER, Actor
from cblp.growth import states
from cblp.growth.models import Assignment
from cblp.growth.reports.mentors_shop import ShopState, new_marketplaces
from cblp.people.models import Business
from cblp.people.reports import register
from cblp.reach.reports import posts
from cblp.reach.reports.posts import Post
from cblp.reach.reports.query import Selection

PURPOSE: Final = "example"
"""The consent that a name needs here."""
WITH_POSTS: Final = ("social", "content")
WITH_SHOPS: Final = ("basics", "business", "market")
"""The materials that examples of each kind belong to."""
DAYS: Final = 180
"""Posts of so many days are looked at."""
MOST: Final = 3
FEWEST: Final = 5


@dataclass(frozen=True)
class ShopCase:
    """A shop that was accompanied for ``days``: points that its products lacked and that were put right, and the codes of the
    marketplaces where its first order ever came in meanwhile."""

    business: str
    days: int
    fixed: int
    new_marketplaces: tuple[str, ...]


@dataclass(frozen=True)
class Together:
    """All who were accompanied: how many businesses, and how many points they put right."""

    businesses: int
    fixed: int


@dataclass(frozen=True)
class Cases:
    """The best first. ``together`` is None below FEWEST businesses."""

    posts: tuple[Post, ...] = ()
    shops: tuple[ShopCase, ...] = ()
    together: Together | None = None


@dataclass(frozen=True)
class _Accompanied:
    """A mentoring with what it put right."""

    business: UUID
    name: str
    owner: UUID | None
    span: Span
    fixed: int


def cases(session: Session, actor: Actor, *, module: str, today: date) -> Cases:
    """The examples for a material; none for those that are in neither WITH_POSTS nor WITH_SHOPS."""
    actor.require(COORDINATOR, TREASURER, MEMBER, MENTOR)
    everything = replace(actor, role=SYSTEM)  # what may be told is decided below
    allowed = register.consented(session, everything, purpose=PURPOSE)
    if module in WITH_POSTS:
        return Cases(posts=_posts(session, everything, allowed, today))
    if module in WITH_SHOPS:
        accompanied = _accompanied(session, everything, today)
        businesses = {one.business for one in accompanied}
        return Cases(
            shops=_shops(session, everything, [one for one in accompanied if one.owner in allowed]),
            together=Together(len(businesses), sum(one.fixed for one in accompanied)) if len(businesses) >= FEWEST else None,
        )
    return Cases()


def _posts(session: Session, everything: Actor, allowed: Collection[UUID], today: date) -> tuple[Post, ...]:
    """Posts of who allows it, and of the association's own accounts, that others can open."""
    theirs = session.scalars(
        select(Business.id).where(Business.association_id == everything.association, Business.owner_id.in_(allowed))
    )
    chosen = Selection(Span(today - timedelta(DAYS - 1), today), businesses=frozenset({None, *theirs}))
    best = posts.best_posts(session, everything, selection=chosen, limit=MOST, linked=True)
    return tuple(post for post in best if post.interactions)


def _shops(session: Session, everything: Actor, accompanied: Collection[_Accompanied]) -> tuple[ShopCase, ...]:
    best: dict[UUID, ShopCase] = {}  # of two mentorings of a shop the one that brought more
    for one in accompanied:
        new = new_marketplaces(session, everything, one.business, one.span)
        case = ShopCase(one.name, one.span.days, one.fixed, new)
        if (one.fixed or new) and (one.business not in best or _size(case) < _size(best[one.business])):
            best[one.business] = case
    return tuple(sorted(best.values(), key=_size)[:MOST])


def _size(case: ShopCase) -> tuple[int, int, str]:
    return -len(case.new_marketplaces), -case.fixed, case.business


def _accompanied(session: Session, everything: Actor, today: date) -> list[_Accompanied]:
    """Every mentoring that began, with the points of readiness that were put right in it."""
    rows = session.execute(
        select(Assignment, Business.name, Business.owner_id)
        .join(Business, and_(Business.association_id == Assignment.association_id, Business.id == Assignment.business_id))
        .where(Assignment.association_id == everything.association, Assignment.state.in_((*states.LIVE, states.COMPLETED)))
        .order_by(Assignment.valid_from, Assignment.id)
    ).all()
    lacks_now = {str(row.id): set(row.missing) for row in catalogue.products(session, everything, today=today, status="active")}
    found = []
    for row, name, owner in rows:
        if row.valid_from is None or row.baseline is None:
            continue
        last = min(today, row.valid_to - timedelta(1)) if row.valid_to else today
        before = ShopState.of(row.baseline).missing
        after = ShopState.of(row.baseline["after"]).missing if "after" in row.baseline else lacks_now
        fixed = sum(code not in after[product] for product, codes in before.items() if product in after for code in codes)
        found.append(_Accompanied(row.business_id, name, owner, Span(row.valid_from, max(last, row.valid_from)), fixed))
    return found
