"""Listings: a product as it stands in one shop, its price, stock and link, and which product it sells since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.catalogue.scope  # noqa: F401  (who sees which row)
from cblp.catalogue.models import Listing, ListingProduct, Product
from cblp.catalogue.rules import UNKNOWN
from cblp.catalogue.services.products import check_price, check_stock
from cblp.catalogue.services.shops import checked_link, own, owner_of
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.db.dated import EVER
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.errors import Stale, UserError
from cblp.i18n import N_
from cblp.people.services import audit, editing
from cblp.people.services.register import DateTooEarly, NameNeeded, UnknownChoice, clip

FIELDS: Final = frozenset({"title", "price", "stock", "url", "status"})


class ListingTaken(UserError):
    """The shop already has a listing with this code and variation."""

    message = N_("This shop already has a product with the code {sku}.")


class OtherOwner(UserError):
    """A listing of a business's own shop can sell only its own products."""

    message = N_("This shop belongs to another business than this product.")


def add_listing(
    session: Session, actor: Actor, *, shop_id: UUID, sku: str, now: datetime, today: date, title: str = "",
    variation: str = "", price: int | None = None, stock: int | None = None, url: str = "", product_id: UUID | None = None,
) -> UUID:
    """Add a listing by hand (coordinator, or the member whose shop it is) and match it; returns its id."""
    _, owner = own(session, actor, shop_id)
    kept_sku, kept_variation = clip(sku, 120), clip(variation, 200)
    if not kept_sku:
        raise NameNeeded()
    taken = select(Listing.id).where(
        Listing.association_id == actor.association, Listing.shop_id == shop_id, Listing.sku == kept_sku,
        Listing.variation == kept_variation,
    )
    if session.scalar(taken):
        raise ListingTaken(sku=kept_sku)
    listing = Listing(
        association_id=actor.association, id=uuid7(), shop_id=shop_id, sku=kept_sku, variation=kept_variation, first_seen=today,
        edited_by=actor.account, edited_at=now, **checked({"title": title, "price": price, "stock": stock, "url": url}),
    )
    session.add(listing)
    session.flush()
    audit.record(
        session, actor, now=now, action="created", entity="listing", subject=listing.id, label=listing.title or listing.sku,
        changes={"price": price, "stock": stock}, behalf_of=owner,
    )
    if product_id:
        match(session, actor, listing_id=listing.id, product_id=product_id, now=now)
    return listing.id


def edit_listing(
    session: Session, actor: Actor, *, listing_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS of a listing (coordinator, or the member whose shop or product it is); returns the new version.

    Money in whole rupiah; None: not known. A new link is not checked yet. Raises Stale with both values, who and when
    (see ``editing.save``), Missing, BadPrice, BadStock, BadLink.
    """
    actor.require(COORDINATOR, MEMBER)
    listing = editing.locked(session, actor, Listing, listing_id)
    given = checked(changes)
    also: dict[str, Any] = {"edited_by": actor.account, "edited_at": now}
    if given.get("url", listing.url) != listing.url:
        also |= {"link_state": UNKNOWN, "link_checked_at": None}
    return editing.save(
        session, actor, listing, version=version, changes=given, public=FIELDS, now=now, label=listing.title or listing.sku,
        behalf_of=business_of(session, actor, listing), also=also,
    )


def edit_listings(
    session: Session, actor: Actor, *, versions: Mapping[UUID, int], changes: Mapping[str, Any], now: datetime,
) -> None:
    """The same change for several listings (the variations of a product in a shop), all or none.

    ``versions`` maps each listing's id to the version that the save started from. Raises what ``edit_listing`` raises; Stale
    also names the ``listing`` that somebody else changed.
    """
    for listing_id, version in sorted(versions.items()):
        try:
            edit_listing(session, actor, listing_id=listing_id, version=version, changes=changes, now=now)
        except Stale as stale:
            raise Stale(**stale.values, listing=listing_id) from None


def match(
    session: Session, actor: Actor, *, listing_id: UUID, product_id: UUID, now: datetime, since: date | None = None,
) -> None:
    """Say which product a listing sells from the local day ``since`` on (default: it always has).

    A match that replaces another without ``since`` puts a mistake right: the one before counts no day any more.
    Raises OtherOwner, DateTooEarly, Missing, NotAllowed.
    """
    listing = _own_listing(session, actor, listing_id)
    product = editing.locked(session, actor, Product, product_id)
    owner = owner_of(session, actor, listing.shop_id)
    if owner is not None and owner != product.business_id:
        raise OtherOwner()
    last = _match(session, actor, listing_id)
    if last and last.product_id == product_id:
        return
    begins = _end(last, since)
    session.add(ListingProduct(
        association_id=actor.association, id=uuid7(), listing_id=listing_id, product_id=product_id, valid_from=begins,
        matched_by=actor.account,
    ))
    session.flush()
    audit.record(
        session, actor, now=now, action="matched", entity="listing", subject=listing_id, label=listing.title or listing.sku,
        changes={"product": product.name, "since": begins.isoformat()}, behalf_of=product.business_id,
    )


def unmatch(session: Session, actor: Actor, *, listing_id: UUID, now: datetime, since: date | None = None) -> None:
    """Say that a listing sells no product of the catalogue from ``since`` on (default: that it never did)."""
    listing = _own_listing(session, actor, listing_id)
    last = _match(session, actor, listing_id)
    if last is None:
        return
    _end(last, since)
    session.flush()
    audit.record(
        session, actor, now=now, action="unmatched", entity="listing", subject=listing_id, label=listing.title or listing.sku,
        behalf_of=business_of(session, actor, listing),
    )


def match_many(session: Session, actor: Actor, *, pairs: Iterable[tuple[UUID, UUID]], now: datetime) -> int:
    """Match (listing, product) pairs that a person has said yes to, all or none; returns how many."""
    done = 0
    for listing_id, product_id in pairs:
        match(session, actor, listing_id=listing_id, product_id=product_id, now=now)
        done += 1
    return done


def business_of(session: Session, actor: Actor, listing: Listing) -> UUID | None:
    """Whose listing it is: the matched product's business, else the shop's owner, else None."""
    matched = session.scalar(
        select(Product.business_id)
        .join(ListingProduct, ListingProduct.product_id == Product.id)
        .where(
            Product.association_id == actor.association, ListingProduct.association_id == actor.association,
            ListingProduct.listing_id == listing.id, ListingProduct.valid_to.is_(None),
        )
    )
    return matched or owner_of(session, actor, listing.shop_id)


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """FIELDS as they are kept; raises BadPrice, BadStock, BadLink, UnknownChoice."""
    editing.only(given, FIELDS)
    kept = dict(given)
    if "title" in kept:
        kept["title"] = clip(kept["title"], 300)
    if "url" in kept:
        kept["url"] = checked_link(kept["url"])
    if kept.get("status", "active") not in {"active", "retired"}:
        raise UnknownChoice()
    check_price(kept.get("price"))
    check_stock(kept.get("stock"))
    return kept


def _own_listing(session: Session, actor: Actor, listing_id: UUID) -> Listing:
    actor.require(COORDINATOR, MEMBER)
    return editing.locked(session, actor, Listing, listing_id)


def _match(session: Session, actor: Actor, listing_id: UUID) -> ListingProduct | None:
    return session.scalars(
        visible(actor, ListingProduct).where(ListingProduct.listing_id == listing_id, ListingProduct.valid_to.is_(None))
    ).one_or_none()


def _end(last: ListingProduct | None, since: date | None) -> date:
    """End the match before; returns the day from which the next one counts."""
    if last is None:
        return since or EVER
    if since is None:
        last.valid_to = last.valid_from  # it never held
        return last.valid_from
    if since < last.valid_from:
        raise DateTooEarly(day=last.valid_from)
    last.valid_to = since
    return since
