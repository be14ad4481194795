"""Accounts and shops as a whole: followers over time, visits and replies, ratings; and the WhatsApp log beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from cblp.catalogue.models import Marketplace, Shop
from cblp.days import TIMES, Span, period, periods
from cblp.db.actor import Actor
from cblp.db.scope import seen
from cblp.reach.metrics import Visits, Whatsapp
from cblp.reach.models import AccountDay, AccountSnapshot, ShopDay, WhatsappLog
from cblp.reach.reports.query import SHOP_NAME, Group, Rows, Selection, in_order, measured

CARRIED: Final = timedelta(60)
"""How long a number of followers counts on when no newer one is known."""


@dataclass(frozen=True)
class Level:
    """Followers at the end of a period, by channel or account; accounts whose number nobody knows are not in it."""

    key: date
    split: Any
    split_label: str
    followers: int


@dataclass(frozen=True)
class Rating:
    """What the page of a shop showed last, and before the span: hundredths of a star, number of reviews, followers."""

    shop: UUID
    label: str
    marketplace: str
    day: date
    rating: int | None
    reviews: int | None
    followers: int | None
    rating_before: int | None = None
    reviews_before: int | None = None


def followers(
    session: Session, actor: Actor, *, selection: Selection, by: str = "month", split: str = "marketplace",
) -> list[Level]:
    """Followers at the end of each period, by ``split`` marketplace or shop: a file's number or a typed one, the later wins.

    A number counts on for CARRIED days, so that an account typed once a month has no holes.
    """
    wider = Span(selection.span.first - CARRIED, selection.span.last)
    chosen = Selection(wider, selection.marketplaces, selection.shops, selection.businesses)
    known: dict[UUID, dict[date, int]] = {}
    place: dict[UUID, tuple[Any, str]] = {}
    for shop, code, channel, label, day, value in sorted(_numbers(session, actor, chosen), key=lambda row: row[4]):
        known.setdefault(shop, {})[day] = value
        place[shop] = (code, channel) if split == "marketplace" else (shop, label)
    sums: dict[tuple[date, Any], Level] = {}
    for start in periods(selection.span, by):
        end = min(_end(start, by), selection.span.last)
        for shop, values in known.items():
            day = max((d for d in values if end - CARRIED <= d <= end), default=None)
            if day is None:
                continue
            code, label = place[shop]
            earlier = sums.get((start, code))
            sums[start, code] = Level(start, code, label, values[day] + (earlier.followers if earlier else 0))
    return sorted(sums.values(), key=lambda level: (level.key, level.split_label, str(level.split)))


def _numbers(session: Session, actor: Actor, selection: Selection) -> Iterable[Any]:
    by_file, _ = Rows(AccountDay, AccountDay.day).asked(actor, selection, [])
    typed, _ = Rows(AccountSnapshot, AccountSnapshot.day).asked(actor, selection, [])
    for query, entity, value in (
        (by_file.where(AccountDay.metric == "followers"), AccountDay, AccountDay.value),
        (typed.where(AccountSnapshot.revoked_at.is_(None), AccountSnapshot.followers.is_not(None)), AccountSnapshot,
         AccountSnapshot.followers),
    ):
        yield from session.execute(
            query.join(Marketplace, Marketplace.code == Shop.marketplace)
            .add_columns(Shop.id, Shop.marketplace, Marketplace.name, SHOP_NAME, entity.day, value)
        )


def _end(start: date, by: str) -> date:
    day = start
    while period(by)(day) == start:
        day += timedelta(1)
    return day - timedelta(1)


def shop_visits(session: Session, actor: Actor, *, by: str, selection: Selection) -> list[Group[Visits]]:
    """Visitors, buyers, chats and how fast they were answered, for each ``by``: day, week, month, marketplace, shop, business.

    Two kinds of report may tell the same figure of a day; the larger one counts, not their sum.
    """
    query, columns = Rows(ShopDay, ShopDay.day).asked(actor, selection, [by])
    plain = ("visitors", "product_views", "product_clicks", "buyers", "new_buyers", "chats", "chats_answered")
    names = (*plain, "response_seconds", "satisfaction")
    daily = query.add_columns(
        columns[by].label("key"), ShopDay.shop_id.label("of_shop"), ShopDay.day.label("of_day"),
        *(func.max(getattr(ShopDay, name)).label(name) for name in names),
    ).group_by(columns[by], ShopDay.shop_id, ShopDay.day).subquery()
    chats = func.coalesce(daily.c.chats, 1)
    sums: dict[str, Any] = {
        **{name: func.sum(daily.c[name]) for name in plain},
        **{f"with_{name}": func.count(daily.c[name]) for name in ("visitors", "buyers", "chats")},
        "waiting": func.sum(daily.c.response_seconds * chats),
        "timed_chats": func.sum(chats).filter(daily.c.response_seconds.is_not(None)),
        "satisfied": func.sum(daily.c.satisfaction * chats),
        "rated_chats": func.sum(chats).filter(daily.c.satisfaction.is_not(None)),
    }
    found = measured(session, actor, select().select_from(daily), {by: daily.c.key}, [by], sums, Visits)
    return in_order(found, by, "", selection.span, Visits, lambda m: m.visitors)


def whatsapp(session: Session, actor: Actor, *, by: str, selection: Selection) -> list[Group[Whatsapp]]:
    """What was written down about WhatsApp, for each ``by``: day, week, month or business; the newest log of a day counts."""
    log = WhatsappLog
    columns = {**dict.fromkeys(TIMES, log.day), "business": log.business_id}
    query: Select[Any] = select().select_from(log).where(
        seen(actor, log), log.replaced_at.is_(None), log.day.between(selection.span.first, selection.span.last)
    )
    if selection.businesses:
        query = query.where(log.business_id.in_([i for i in selection.businesses if i is not None]))
    sums: dict[str, Any] = {
        "days": func.count(),
        **{name: func.sum(getattr(log, name)) for name in ("statuses", "group_posts", "views", "chats", "orders")},
    }
    found = measured(session, actor, query, columns, [by], sums, Whatsapp)
    return in_order(found, by, "", selection.span, Whatsapp, lambda m: m.chats)


def ratings(session: Session, actor: Actor, *, selection: Selection) -> list[Rating]:
    """Rating and reviews of each shop as last noted up to the end of the span, beside those from before it; best first."""
    last = _latest(session, actor, selection, Span(date(2000, 1, 1), selection.span.last))
    before = _latest(session, actor, selection, Span(date(2000, 1, 1), selection.span.first - timedelta(1)))
    made = [
        Rating(*row, *((before[row.id].rating, before[row.id].reviews) if row.id in before else (None, None)))
        for row in last.values()
    ]
    return sorted(made, key=lambda r: (-(r.rating or 0), -(r.reviews or 0), r.label))


def _latest(session: Session, actor: Actor, selection: Selection, span: Span) -> dict[UUID, Any]:
    chosen = Selection(span, selection.marketplaces, selection.shops, selection.businesses)
    noted = AccountSnapshot
    query, _ = Rows(noted, noted.day).asked(actor, chosen, [])
    newest = func.row_number().over(partition_by=noted.shop_id, order_by=(noted.day.desc(), noted.entered_at.desc()))
    table = query.where(noted.revoked_at.is_(None)).add_columns(
        noted.shop_id.label("id"), SHOP_NAME.label("label"), Shop.marketplace, noted.day, noted.rating, noted.reviews,
        noted.followers, newest.label("newest"),
    ).subquery()
    columns = [table.c[name] for name in ("id", "label", "marketplace", "day", "rating", "reviews", "followers")]
    return {row.id: row for row in session.execute(select(*columns).where(table.c.newest == 1))}
