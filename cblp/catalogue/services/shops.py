"""Shops on marketplaces, accounts on social networks, tills and stalls: one handle each, and whose they are since when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.catalogue.scope  # noqa: F401  (who sees which row)
from cblp.catalogue.models import Marketplace, Shop, ShopOwner
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.dated import EVER
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people.models import Business
from cblp.people.services import audit, editing
from cblp.people.services.register import DateTooEarly, DayRefused, TooLong, UnknownChoice, clip

FIELDS: Final = frozenset({"handle", "name", "url", "opened_on"})


class HandleNeeded(UserError):
    """A shop without the name under which its marketplace knows it."""

    message = N_("Write the name of the shop as it stands in its address.")


class ShopTaken(UserError):
    """The association already has this shop."""

    message = N_("The shop {handle} on {marketplace} is already there.")


class MarketplaceClosed(DayRefused):
    """No shop can be opened any more where the marketplace itself has closed."""

    message = N_("{marketplace} has been closed since {day}.")


class BadLink(UserError):
    """Not a web address."""

    message = N_("Copy the whole link. It starts with https://")


def add_shop(
    session: Session, actor: Actor, *, marketplace: str, handle: str, now: datetime, business_id: UUID | None = None,
    name: str = "", url: str = "", opened_on: date | None = None,
) -> UUID:
    """Add a shop; its owner is a business, or the association as a whole (``business_id`` None; coordinator only).

    Ownership begins on ``opened_on``, or has always been when that is not known. Returns the shop's id. Raises ShopTaken,
    HandleNeeded, BadLink, MarketplaceClosed, UnknownChoice.
    """
    _may_own(session, actor, business_id)
    place = session.get(Marketplace, marketplace)
    if place is None:
        raise UnknownChoice()
    if place.valid_to and opened_on and opened_on > place.valid_to:
        raise MarketplaceClosed(marketplace=place.name, day=place.valid_to)
    given = checked({"handle": handle, "name": name, "url": url, "opened_on": opened_on})
    _own_handle(session, actor, place, given["handle"], None)
    shop = Shop(association_id=actor.association, id=uuid7(), marketplace=marketplace, **given)
    session.add(shop)
    session.flush()
    session.add(ShopOwner(
        association_id=actor.association, id=uuid7(), shop_id=shop.id, business_id=business_id, valid_from=opened_on or EVER,
    ))
    session.flush()
    _record(session, actor, shop, "created", now, {"marketplace": marketplace, "handle": shop.handle}, business_id)
    return shop.id


def edit_shop(session: Session, actor: Actor, *, shop_id: UUID, version: int, changes: Mapping[str, Any], now: datetime) -> int:
    """Change FIELDS of a shop (coordinator, or the member whose shop it is); returns the new version. Raises Stale."""
    shop, owner = own(session, actor, shop_id)
    given = checked(changes)
    if "handle" in given:
        place = session.get_one(Marketplace, shop.marketplace)
        _own_handle(session, actor, place, given["handle"], shop.id)
    return editing.save(
        session, actor, shop, version=version, changes=given, public=FIELDS, now=now, label=shop.handle, behalf_of=owner,
    )


def close_shop(session: Session, actor: Actor, *, shop_id: UUID, version: int, on: date | None, now: datetime) -> int:
    """Close a shop on a local day, or open it again (``on`` None); its past sales stay. Returns the new version."""
    shop, owner = own(session, actor, shop_id)
    if on and shop.opened_on and on < shop.opened_on:
        raise DateTooEarly(day=shop.opened_on)
    return editing.save(
        session, actor, shop, version=version, changes={"closed_on": on}, public={"closed_on"}, now=now, label=shop.handle,
        behalf_of=owner,
    )


def set_owner(
    session: Session, actor: Actor, *, shop_id: UUID, business_id: UUID | None, since: date, now: datetime,
) -> None:
    """From the local day ``since`` on the shop belongs to a business, or (None) to all; no fact is touched (coordinator)."""
    actor.require(COORDINATOR)
    shop = editing.locked(session, actor, Shop, shop_id)
    _may_own(session, actor, business_id)
    last = session.scalars(
        visible(actor, ShopOwner).where(ShopOwner.shop_id == shop_id, ShopOwner.valid_to.is_(None))
    ).one_or_none()
    if last:
        if last.business_id == business_id:
            return
        if since < last.valid_from:
            raise DateTooEarly(day=last.valid_from)
        last.valid_to = since
    session.add(ShopOwner(
        association_id=actor.association, id=uuid7(), shop_id=shop_id, business_id=business_id, valid_from=since,
    ))
    session.flush()
    _record(session, actor, shop, "owner", now, {"since": since.isoformat()}, business_id)


def own(session: Session, actor: Actor, shop_id: UUID) -> tuple[Shop, UUID | None]:
    """A shop that the actor may change, locked, and the business that owns it; raises Missing, NotAllowed."""
    shop = editing.locked(session, actor, Shop, shop_id)
    owner = owner_of(session, actor, shop_id)
    actor.require_business(owner)
    return shop, owner


def owner_of(session: Session, actor: Actor, shop_id: UUID) -> UUID | None:
    """The business that owns a shop now; None for a collective one."""
    return session.scalar(
        select(ShopOwner.business_id).where(
            ShopOwner.association_id == actor.association, ShopOwner.shop_id == shop_id, ShopOwner.valid_to.is_(None),
        )
    )


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """FIELDS as they are kept; raises HandleNeeded, BadLink."""
    editing.only(given, FIELDS)
    kept = dict(given)
    if "handle" in kept:
        kept["handle"] = clip(kept["handle"], 80).lstrip("@").strip()
        if not kept["handle"]:
            raise HandleNeeded()
    if "name" in kept:
        kept["name"] = clip(kept["name"], 120)
    if "url" in kept:
        kept["url"] = checked_link(kept["url"])
    return kept


def checked_link(typed: str, most: int = 300) -> str:
    """A web address as it is kept, "" for none; raises BadLink, TooLong."""
    link = typed.strip()
    if not link:
        return ""
    if len(link) > most:
        raise TooLong(most=most)
    try:
        parts = urlsplit(link)
        parts.port  # noqa: B018  (raises for a port that is none)
    except ValueError as error:
        raise BadLink() from error
    web = parts.scheme in {"https", "http"} and "." in (parts.hostname or "") and parts.username is None
    if not web or any(c.isspace() for c in link):
        raise BadLink()
    return link


def _may_own(session: Session, actor: Actor, business_id: UUID | None) -> None:
    actor.require_business(business_id)
    if business_id:
        editing.locked(session, actor, Business, business_id)


def _own_handle(session: Session, actor: Actor, place: Marketplace, handle: str, shop_id: UUID | None) -> None:
    rows = session.execute(
        select(Shop.id, Shop.handle).where(Shop.association_id == actor.association, Shop.marketplace == place.code)
    )
    for other, taken in rows:
        if other != shop_id and taken.casefold() == handle.casefold():
            raise ShopTaken(handle=taken, marketplace=place.name)


def _record(
    session: Session, actor: Actor, shop: Shop, action: str, now: datetime, changes: dict[str, Any], behalf_of: UUID | None,
) -> None:
    audit.record(
        session, actor, now=now, action=action, entity="shop", subject=shop.id, label=shop.handle, changes=changes,
        behalf_of=behalf_of,
    )
