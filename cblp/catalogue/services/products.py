"""Products of a business: what they are, what they cost to make, how they look."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import cblp.catalogue.scope  # noqa: F401  (who sees which row)
from cblp.catalogue.models import Product, ProductCost, ProductPhoto
from cblp.catalogue.pictures import Picture
from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.errors import Missing, UserError
from cblp.i18n import N_
from cblp.people.models import Business
from cblp.people.services import audit, editing
from cblp.people.services.register import NameNeeded, UnknownChoice, clipped

DRAFT, ACTIVE, RETIRED = "draft", "active", "retired"
CATEGORIES: Final = ("batik", "food", "drink", "craft", "other")
STAGES: Final = ("raw", "semi_finished", "finished")
STEPS: Final = {DRAFT: {ACTIVE, RETIRED}, ACTIVE: {RETIRED}, RETIRED: {ACTIVE}}

FIELDS: Final = frozenset({"sku", "name", "category", "stage", "description", "story", "hashtags", "price", "stock"})
_TEXTS: Final = {"sku": 60, "name": 160, "hashtags": 300}
_LONG_TEXTS: Final = {"description": 4000, "story": 4000}
_PUBLIC: Final = FIELDS - {"description", "story"} | {"status"}

MOST_PRICE: Final = 10_000_000_000
MOST_STOCK: Final = 1_000_000
MOST_PHOTOS: Final = 8


class SkuTaken(UserError):
    """Another product of the business has this code."""

    message = N_("The code {sku} already belongs to {name}. Choose another code.")


class BadPrice(UserError):
    """Below zero or beyond every product."""

    message = N_("Write the price with digits only, for example 25.000.")


class BadStock(UserError):
    """Below zero or beyond every store room."""

    message = N_("Write the stock with digits only, for example 12.")


class BadStatus(UserError):
    """A product cannot go from this state to that."""

    message = N_("This product can't go to that state.")


class TooManyPhotos(UserError):
    """More than MOST_PHOTOS."""

    message = N_("A product has at most {most} photos. Remove one first.")


def add_product(
    session: Session, actor: Actor, *, business_id: UUID, name: str, now: datetime, sku: str = "", status: str = ACTIVE,
    details: Mapping[str, Any] | None = None,
) -> UUID:
    """Add a product to a business (coordinator, or its member); returns its id.

    A blank ``sku`` is given out from the business's code. ``details`` are further FIELDS; money in whole rupiah. Raises
    SkuTaken, NameNeeded, BadPrice, BadStock.
    """
    actor.require_business(business_id)
    business = editing.locked(session, actor, Business, business_id)
    if status not in {DRAFT, ACTIVE}:
        raise BadStatus()
    given = checked({**(details or {}), "name": name, "sku": sku})
    if not given["sku"]:
        given["sku"] = _next_sku(session, actor, business)
    _own_sku(session, actor, business_id, given["sku"], None)
    product = Product(association_id=actor.association, id=uuid7(), business_id=business_id, status=status, **given)
    session.add(product)
    session.flush()
    _record(session, actor, product, "created", now, {k: editing.plain(v) for k, v in given.items() if k in _PUBLIC})
    return product.id


def edit_product(
    session: Session, actor: Actor, *, product_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS of a product; returns the new version. Raises Stale (see ``editing.save``), Missing and field errors."""
    product = _own(session, actor, product_id)
    given = checked(changes)
    if "sku" in given:
        if not given["sku"]:
            raise NameNeeded()
        _own_sku(session, actor, product.business_id, given["sku"], product.id)
    return editing.save(
        session, actor, product, version=version, changes=given, public=_PUBLIC, now=now, label=product.name,
        behalf_of=product.business_id,
    )


def set_status(session: Session, actor: Actor, *, product_id: UUID, version: int, status: str, now: datetime) -> int:
    """Sell a draft, retire a product, or take it up again; returns the new version. Raises BadStatus, Stale."""
    product = _own(session, actor, product_id)
    if status != product.status and status not in STEPS[product.status]:
        raise BadStatus()
    return editing.save(
        session, actor, product, version=version, changes={"status": status}, public=_PUBLIC, now=now, label=product.name,
        behalf_of=product.business_id,
    )


def set_cost(session: Session, actor: Actor, *, product_id: UUID, amount: int, since: date, now: datetime) -> None:
    """What one costs to make from the local day ``since`` on, in whole rupiah; a second entry for a day corrects the first."""
    product = _own(session, actor, product_id)
    if not 0 <= amount <= MOST_PRICE:
        raise BadPrice()
    entry = session.scalars(
        visible(actor, ProductCost).where(ProductCost.product_id == product_id, ProductCost.valid_from == since)
    ).one_or_none()
    if entry:
        entry.amount = amount
    else:
        session.add(ProductCost(
            association_id=actor.association, id=uuid7(), product_id=product_id, valid_from=since, amount=amount,
        ))
    session.flush()
    _record(session, actor, product, "changed", now, {"cost": None})


def add_photo(session: Session, actor: Actor, *, product_id: UUID, picture: Picture, now: datetime) -> UUID:
    """Keep a prepared photo (``pictures.prepare``); the same photo twice is kept once. Raises TooManyPhotos."""
    product = _own(session, actor, product_id)
    kept = session.execute(
        select(ProductPhoto.id, ProductPhoto.sha256).where(
            ProductPhoto.association_id == actor.association, ProductPhoto.product_id == product_id,
            ProductPhoto.removed_at.is_(None),
        )
    ).all()
    for photo_id, sha256 in kept:
        if bytes(sha256) == picture.sha256:
            return photo_id
    if len(kept) >= MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
    photo = ProductPhoto(
        association_id=actor.association, id=uuid7(), product_id=product_id, content=picture.content, sha256=picture.sha256,
        width=picture.width, height=picture.height, added_at=now,
    )
    session.add(photo)
    session.flush()
    _record(session, actor, product, "changed", now, {"photo": "added"})
    return photo.id


def remove_photo(session: Session, actor: Actor, *, photo_id: UUID, now: datetime) -> None:
    """Show a photo no more; its bytes go, the fact that there was one stays."""
    photo = session.scalars(
        visible(actor, ProductPhoto).where(ProductPhoto.id == photo_id, ProductPhoto.removed_at.is_(None))
    ).one_or_none()
    if photo is None:
        raise Missing()
    product = _own(session, actor, photo.product_id)
    photo.removed_at, photo.content = now, b""
    session.flush()
    _record(session, actor, product, "changed", now, {"photo": "removed"})


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """FIELDS as they are kept; raises the field errors of this module."""
    editing.only(given, FIELDS)
    kept = clipped(given, _TEXTS, _LONG_TEXTS)
    if "name" in kept and not kept["name"]:
        raise NameNeeded()
    if kept.get("category", "other") not in CATEGORIES or kept.get("stage", "finished") not in STAGES:
        raise UnknownChoice()
    check_price(kept.get("price"))
    check_stock(kept.get("stock"))
    return kept


def check_price(price: int | None) -> None:
    """A price in whole rupiah, or None for not known; raises BadPrice."""
    if price is not None and not 0 <= price <= MOST_PRICE:
        raise BadPrice()


def check_stock(stock: int | None) -> None:
    """How many there are, or None for not known; raises BadStock."""
    if stock is not None and not 0 <= stock <= MOST_STOCK:
        raise BadStock()


def _own(session: Session, actor: Actor, product_id: UUID) -> Product:
    product = editing.locked(session, actor, Product, product_id)
    actor.require_business(product.business_id)
    return product


def _own_sku(session: Session, actor: Actor, business_id: UUID, sku: str, product_id: UUID | None) -> None:
    rows = session.execute(
        select(Product.id, Product.name).where(
            Product.association_id == actor.association, Product.business_id == business_id,
            func.lower(Product.sku) == sku.lower(),
        )
    )
    for other, name in rows:
        if other != product_id:
            raise SkuTaken(sku=sku, name=name)


def _next_sku(session: Session, actor: Actor, business: Business) -> str:
    taken = set(session.scalars(
        select(Product.sku).where(Product.association_id == actor.association, Product.business_id == business.id)
    ))
    number = len(taken) + 1
    while f"{business.code}-{number:02d}" in taken:
        number += 1
    return f"{business.code}-{number:02d}"


def _record(session: Session, actor: Actor, product: Product, action: str, now: datetime, changes: dict[str, Any]) -> None:
    audit.record(
        session, actor, now=now, action=action, entity="product", subject=product.id, label=product.name, changes=changes,
        behalf_of=product.business_id,
    )
