"""Posts, videos and lives: their figures by channel, member, kind, hashtag and time; the best; how regularly they come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from cblp.catalogue.models import Marketplace, Shop
from cblp.days import Span, periods, week
from cblp.db.actor import Actor
from cblp.db.scope import seen
from cblp.reach.metrics import Reach
from cblp.reach.models import PostMetric
from cblp.reach.reports.query import SHOP_NAME, Group, Rows, Selection, in_order, measured

POSTS: Final = Rows(PostMetric, PostMetric.published_on, PostMetric.kind)
INTERACTIONS: Final = (
    func.coalesce(PostMetric.likes, 0) + func.coalesce(PostMetric.comments, 0)
    + func.coalesce(PostMetric.shares, 0) + func.coalesce(PostMetric.saves, 0)
)
_SUMS: Final[dict[str, Any]] = {
    "posts": func.count(), "with_reach": func.count(PostMetric.reach), "with_views": func.count(PostMetric.views),
    "seen_interactions": func.sum(case((PostMetric.reach.is_not(None), INTERACTIONS), else_=0)),
    **{
        column.key: func.sum(column)
        for column in (
            PostMetric.reach, PostMetric.views, PostMetric.likes, PostMetric.comments, PostMetric.shares, PostMetric.saves,
            PostMetric.clicks, PostMetric.new_followers, PostMetric.orders, PostMetric.sales,
        )
    },
}


@dataclass(frozen=True)
class Post:
    """One post with its figures as last observed; None is not known."""

    day: date
    marketplace: str
    account: str
    kind: str
    title: str
    permalink: str
    duration: int | None
    reach: int | None
    views: int | None
    interactions: int
    clicks: int | None
    new_followers: int | None
    peak_viewers: int | None
    orders: int | None
    sales: int | None


@dataclass(frozen=True)
class Regularity:
    """On how many days of each week an account posted; weeks in order, by their Monday."""

    shop: UUID
    label: str
    marketplace: str
    weeks: tuple[tuple[date, int], ...]

    @property
    def average(self) -> Fraction:
        """Days with a post per week."""
        return Fraction(sum(days for _, days in self.weeks), len(self.weeks))


def total(session: Session, actor: Actor, *, selection: Selection) -> Reach:
    """The figures of all chosen posts together."""
    query, columns = POSTS.asked(actor, selection, [])
    found = measured(session, actor, query, columns, [], _SUMS, Reach)
    return next(iter(found.values())).measures if found else Reach()


def grouped(session: Session, actor: Actor, *, by: str, selection: Selection, split: str = "") -> list[Group[Reach]]:
    """The figures of posts for each ``by`` of GROUPS (and ``split`` inside it): by time without gaps, else by reach."""
    keys = [by, split] if split else [by]
    query, columns = POSTS.asked(actor, selection, keys)
    found = measured(session, actor, query, columns, keys, _SUMS, Reach)
    return in_order(found, by, split, selection.span, Reach, lambda m: m.reach or m.views)


def hashtags(session: Session, actor: Actor, *, selection: Selection, limit: int = 20) -> list[Group[Reach]]:
    """The figures of the posts with each hashtag, most used first; a post with three counts under all three."""
    query, columns = POSTS.asked(actor, selection, [])
    found = measured(session, actor, query, {**columns, "hashtags": PostMetric.hashtags}, ["hashtags"], _SUMS, Reach)
    tags: dict[str, Reach] = {}
    for (written,), group in found.items():
        for tag in set(written.split()):
            tags[tag] = tags.get(tag, Reach()) + group.measures
    ordered = sorted(tags.items(), key=lambda item: (-item[1].posts, -item[1].reach, item[0]))
    return [Group(tag, tag, measures) for tag, measures in ordered[:limit]]


def best_posts(
    session: Session, actor: Actor, *, selection: Selection, by: str = "interactions", limit: int = 10, offset: int = 0,
    linked: bool = False,
) -> list[Post]:
    """Posts with most of ``by``: interactions, reach, views, clicks, new_followers, orders or sales; not known comes last.

    ``linked``: only those that can be opened. For lives and videos choose ``kinds`` in the selection.
    """
    order: dict[str, Any] = {
        "interactions": INTERACTIONS, "reach": PostMetric.reach, "views": PostMetric.views, "clicks": PostMetric.clicks,
        "new_followers": PostMetric.new_followers, "orders": PostMetric.orders, "sales": PostMetric.sales,
    }
    query, _ = POSTS.asked(actor, selection, [])
    p = PostMetric
    if linked:
        query = query.where(p.permalink != "")
    return [Post(*row) for row in session.execute(
        query.add_columns(
            p.published_on, Shop.marketplace, SHOP_NAME, p.kind, p.title, p.permalink, p.duration, p.reach, p.views, INTERACTIONS,
            p.clicks, p.new_followers, p.peak_viewers, p.orders, p.sales,
        ).order_by(func.coalesce(order[by], -1).desc(), p.published_on.desc(), p.shop_id, p.post_id).limit(limit).offset(offset)
    )]


def regularity(session: Session, actor: Actor, *, selection: Selection) -> list[Regularity]:
    """How regularly each social account posted, silent accounts too; the most regular first."""
    whole = Selection(
        Span(week(selection.span.first).first, selection.span.last), selection.marketplaces, selection.shops,
        selection.businesses, selection.kinds,
    )
    query, _ = POSTS.asked(actor, whole, [])
    days: dict[UUID, dict[date, int]] = {}
    for shop, day in session.execute(query.add_columns(PostMetric.shop_id, PostMetric.published_on).distinct()):
        counts = days.setdefault(shop, {})
        counts[week(day).first] = counts.get(week(day).first, 0) + 1
    accounts = select(Shop.id, SHOP_NAME, Shop.marketplace).join(Marketplace, Marketplace.code == Shop.marketplace).where(
        seen(actor, Shop), and_(Marketplace.kind == "social", Shop.closed_on.is_(None)) | Shop.id.in_(list(days))
    )
    if selection.marketplaces:
        accounts = accounts.where(Shop.marketplace.in_(selection.marketplaces))
    if selection.shops or selection.businesses:
        accounts = accounts.where(Shop.id.in_([*selection.shops, *days]))
    weeks = periods(whole.span, "week")
    made = [
        Regularity(shop, label, place, tuple((monday, days.get(shop, {}).get(monday, 0)) for monday in weeks))
        for shop, label, place in session.execute(accounts)
    ]
    return sorted(made, key=lambda r: (-r.average, r.label, str(r.shop)))
