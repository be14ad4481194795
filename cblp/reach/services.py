"""What files and people tell about reach: posts, the days of accounts and shops, followers, the WhatsApp log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from cblp.catalogue import scope as _scope  # noqa: F401  (declares which shops are a member's own)
from cblp.catalogue.intake import shorten
from cblp.catalogue.models import Shop
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.db.facts import Facts, Filing
from cblp.db.scope import visible
from cblp.errors import Missing, UserError
from cblp.i18n import N_
from cblp.importers import records
from cblp.intake.handlers import Handler, register
from cblp.intake.shops import today
from cblp.people import scope as _people  # noqa: F401  (declares whose businesses are seen)
from cblp.people.models import Business
from cblp.people.services import audit, editing
from cblp.reach.models import AccountDay, AccountSnapshot, PostMetric, ShopDay, WhatsappLog

_post: Table = PostMetric.__table__  # type: ignore[assignment]
_account_day: Table = AccountDay.__table__  # type: ignore[assignment]
_shop_day: Table = ShopDay.__table__  # type: ignore[assignment]

# -- files -----------------------------------------------------------------------------------------------------------

POSTS = Facts(_post, ("post_id",), (
    "kind", "title", "hashtags", "permalink", "published_on", "published_at", "duration", "reach", "views", "likes", "comments",
    "shares", "saves", "clicks", "new_followers", "peak_viewers", "orders", "sales",
))
ACCOUNT_DAYS = Facts(_account_day, ("day", "metric"), ("value",))
SHOP_DAYS = Facts(_shop_day, ("day", "report"), (
    "visitors", "product_views", "product_clicks", "buyers", "new_buyers", "orders", "sales", "chats", "chats_answered",
    "response_seconds", "satisfaction",
))


def _post_fields(_session: Session, _filing: Filing, _rows: Sequence[records.Post]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda r: (r.kind[:8], r.title[:300], r.hashtags[:600], r.permalink[:300], *r[7:])


def _day_fields(_session: Session, _filing: Filing, _rows: Sequence[records.DailyMetric]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda r: (r.value,)


def _shop_fields(_session: Session, _filing: Filing, _rows: Sequence[records.ShopDay]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda r: tuple(r[2:])


def _post_id(r: records.Post) -> str:
    return shorten(r.post_id, 80)


register("posts", Handler(
    facts=POSTS, key=lambda r, _filing: (_post_id(r),), fields=_post_fields, mark=_post_id, marked=(_post, "post_id"),
))
register("daily", Handler(facts=ACCOUNT_DAYS, key=lambda r, _filing: (r.day, r.metric[:20]), fields=_day_fields))
register("shop_stats", Handler(facts=SHOP_DAYS, key=lambda r, filing: (r.day, filing.format), fields=_shop_fields))

# -- WhatsApp --------------------------------------------------------------------------------------------------------


class TypedSales(Protocol):
    """What writes down the sale that a log's amount makes: the module ``cblp.sales.services``, handed in by the caller."""

    def type_sale(
        self, session: Session, actor: Actor, *, business_id: UUID, marketplace: str, day: date, amount: int,
        orders: int | None = None, note: str = "", now: datetime,
    ) -> UUID:
        """Write down a sale; returns its id."""

    def take_back(self, session: Session, actor: Actor, *, sale_id: UUID, now: datetime) -> None:
        """Take a sale back."""


class NothingLogged(UserError):
    """An empty log."""

    message = N_("Fill in at least one number.")


class LogInFuture(UserError):
    """A day that has not come yet."""

    message = N_("Choose today or an earlier day.")


class BelowZero(UserError):
    """Nobody posts a negative number of times."""

    message = N_("Write 0 or a larger number.")


def log_whatsapp(
    session: Session, actor: Actor, *, business_id: UUID, day: date, statuses: int | None = None, group_posts: int | None = None,
    views: int | None = None, chats: int | None = None, orders: int | None = None, amount: int | None = None,
    sales: TypedSales, now: datetime,
) -> UUID:
    """Write down what a business did on WhatsApp on a day; an ``amount`` makes a typed sale. Returns the log's id.

    A log of the same day replaces the earlier one, and its sale is taken back. ``sales`` is the module
    ``cblp.sales.services``. Raises NothingLogged, LogInFuture, BelowZero, Missing, NotAllowed.
    """
    actor.require_business(business_id)
    editing.there(session, actor, Business, business_id)
    figures = {"statuses": statuses, "group_posts": group_posts, "views": views, "chats": chats, "orders": orders}
    given = [value for value in (*figures.values(), amount) if value is not None]
    if not given:
        raise NothingLogged()
    if min(given) < 0:
        raise BelowZero()
    if day > today(actor, now):
        raise LogInFuture()
    for earlier in session.scalars(select(WhatsappLog).where(
        WhatsappLog.association_id == actor.association, WhatsappLog.business_id == business_id, WhatsappLog.day == day,
        WhatsappLog.replaced_at.is_(None),
    ).with_for_update()).all():
        earlier.replaced_at = now
        if earlier.typed_sale_id:
            try:
                sales.take_back(session, actor, sale_id=earlier.typed_sale_id, now=now)
            except Missing:  # somebody took it back by hand
                continue
    sale = sales.type_sale(
        session, actor, business_id=business_id, marketplace="whatsapp", day=day, amount=amount, orders=orders, now=now
    ) if amount else None
    log = WhatsappLog(
        association_id=actor.association, business_id=business_id, day=day, typed_sale_id=sale, entered_at=now,
        entered_by=actor.account, **figures,
    )
    session.add(log)
    session.flush()
    audit.record(
        session, actor, now=now, action="created", entity="whatsapp_log", subject=log.id, label=day.isoformat(),
        behalf_of=None if business_id in actor.own_businesses else business_id,
    )
    session.flush()
    return log.id


def take_back_log(session: Session, actor: Actor, *, log_id: UUID, sales: TypedSales, now: datetime) -> None:
    """Take a WhatsApp log back, with the sale that its amount made; both stay visible in the history of changes.

    Raises Missing for a log that does not count any more, NotAllowed.
    """
    log = session.scalar(select(WhatsappLog).where(
        WhatsappLog.association_id == actor.association, WhatsappLog.id == log_id, WhatsappLog.replaced_at.is_(None)
    ).with_for_update())
    if log is None:
        raise Missing()
    actor.require_business(log.business_id)
    log.replaced_at = now
    if log.typed_sale_id:
        with suppress(Missing):  # somebody took it back by hand
            sales.take_back(session, actor, sale_id=log.typed_sale_id, now=now)
    audit.record(
        session, actor, now=now, action="taken_back", entity="whatsapp_log", subject=log.id, label=log.day.isoformat(),
        behalf_of=None if log.business_id in actor.own_businesses else log.business_id,
    )
    session.flush()


# -- snapshots -------------------------------------------------------------------------------------------------------


class BadRating(UserError):
    """A rating that no marketplace gives."""

    message = N_("A rating is between 1 and 5 stars.")


def snapshot(
    session: Session, actor: Actor, *, shop_id: UUID, day: date, followers: int | None = None, rating: int | None = None,
    reviews: int | None = None, evidence: str = "typed", now: datetime,
) -> UUID:
    """Write down what an account's or shop's page shows on a day: followers, rating (hundredths of a star), reviews.

    Returns its id; the newest of a day counts. Raises NothingLogged, BelowZero, BadRating, LogInFuture, Missing, NotAllowed.
    """
    actor.require(COORDINATOR, MEMBER)
    given = [value for value in (followers, rating, reviews) if value is not None]
    if not given:
        raise NothingLogged()
    if min(given) < 0:
        raise BelowZero()
    if rating is not None and not 100 <= rating <= 500:
        raise BadRating()
    if day > today(actor, now):
        raise LogInFuture()
    if session.scalar(visible(actor, Shop).where(Shop.id == shop_id)) is None:
        raise Missing()
    made = AccountSnapshot(
        association_id=actor.association, shop_id=shop_id, day=day, followers=followers, rating=rating, reviews=reviews,
        evidence=evidence, entered_at=now, entered_by=actor.account,
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, now=now, action="created", entity="account_snapshot", subject=made.id, label=day.isoformat())
    session.flush()
    return made.id


def revoke_snapshot(session: Session, actor: Actor, *, snapshot_id: UUID, now: datetime) -> None:
    """Take a snapshot back: it stays, and no longer counts. Raises Missing, NotAllowed."""
    actor.require(COORDINATOR, MEMBER)
    found = session.scalar(
        select(AccountSnapshot).where(
            AccountSnapshot.association_id == actor.association,
            AccountSnapshot.id == snapshot_id,
            AccountSnapshot.revoked_at.is_(None),
        )
    )
    if found is None or session.scalar(visible(actor, Shop).where(Shop.id == found.shop_id)) is None:
        raise Missing()
    found.revoked_at = now
    audit.record(
        session, actor, now=now, action="taken_back", entity="account_snapshot", subject=found.id, label=found.day.isoformat()
    )
    session.flush()
