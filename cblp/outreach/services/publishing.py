"""What stands in the storefront: the switch of the whole, and products that are published and taken out again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

import cblp.catalogue.scope
import cblp.outreach.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.catalogue.models import Product
from cblp.catalogue.services.products import ACTIVE
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.errors import Missing, UserError
from cblp.i18n import N_
from cblp.outreach.models import StorefrontMember, StorefrontProduct
from cblp.people.models import Association, Business, Consent
from cblp.people.services import audit

PRODUCTS, PHONE = "storefront_products", "storefront_phone"
"""The purposes of consent that the storefront asks for (``people.services.consent.PURPOSES``)."""
LONGEST: Final = 60
"""Letters of a place in addresses, before a number that tells equal names apart."""


class NotForSale(UserError):
    """A draft, or retired."""

    message = N_("“{product}” is not on sale now. Put it on sale first.")


class NotAllowedYet(UserError):
    """Who runs the business has not said yes to products in the storefront."""

    message = N_("The owner of {business} has not allowed products in the storefront yet. Ask first, then write down the answer.")


def open_storefront(session: Session, actor: Actor, *, on: bool, now: datetime) -> None:
    """Open the association's storefront to buyers, or close it (coordinator); what is published stays published."""
    actor.require(COORDINATOR)
    own = session.scalars(
        select(Association).where(Association.association_id == actor.association).with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if own.storefront == on:
        return
    own.storefront = on
    session.flush()
    audit.record(
        session, actor, now=now, action="changed", entity="association", subject=actor.association, label=own.name,
        changes={"storefront": on},
    )


def publish(session: Session, actor: Actor, *, product_ids: Collection[UUID], now: datetime) -> int:
    """Let products stand in the storefront (coordinator, or a member their own); returns how many were not there before.

    A product keeps its place in addresses for good, also when it was taken out and comes back. All or nothing: raises
    Missing, NotForSale, NotAllowedYet, NotAllowed. Their pictures are made beside it, see ``pictures``.
    """
    made = 0
    for product, business in _chosen(session, actor, product_ids):
        if product.status != ACTIVE:
            raise NotForSale(product=product.name)
        if business.owner_id is None or not session.scalar(
            select(Consent.id).where(allowed(actor.association, PRODUCTS), Consent.person_id == business.owner_id).limit(1)
        ):
            raise NotAllowedYet(business=business.name)
        made += _publish(session, actor, product, now)
        _place(session, actor, business)
    return made


def withdraw(session: Session, actor: Actor, *, product_ids: Collection[UUID], now: datetime) -> int:
    """Take products out of the storefront (coordinator, or a member their own); returns how many stood there. Raises Missing."""
    taken = 0
    for product, _business in _chosen(session, actor, product_ids):
        row = _row(session, actor, product.id)
        if row and row.withdrawn_at is None:
            row.withdrawn_at = now
            session.flush()
            _record(session, actor, product, "withdrawn", now)
            taken += 1
    return taken


def allowed(association: UUID, purpose: str) -> ColumnElement[bool]:
    """The answers by which persons allow ``purpose`` now."""
    return and_(
        Consent.association_id == association, Consent.purpose == purpose, Consent.given.is_(True), Consent.withdrawn_at.is_(None),
    )


def slug(name: str) -> str:
    """A name as a part of an address: small letters, digits and single hyphens; "produk" when nothing of it is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-") or "produk"


def _chosen(session: Session, actor: Actor, product_ids: Collection[UUID]) -> list[tuple[Product, Business]]:
    actor.require(COORDINATOR, MEMBER)
    rows = session.execute(
        visible(actor, Product).add_columns(Business)
        .join(Business, and_(Business.association_id == Product.association_id, Business.id == Product.business_id))
        .where(Product.id.in_(product_ids)).order_by(Product.id).with_for_update()
    ).all()
    if len(rows) != len(set(product_ids)):
        raise Missing()
    for product, _business in rows:
        actor.require_business(product.business_id)
    return [(product, business) for product, business in rows]


def _publish(session: Session, actor: Actor, product: Product, now: datetime) -> bool:
    row = _row(session, actor, product.id)
    if row and row.withdrawn_at is None:
        return False
    if row is None:
        # Also another member's places count, which a member does not see.
        taken = session.scalars(select(StorefrontProduct.slug).where(StorefrontProduct.association_id == actor.association))
        row = StorefrontProduct(
            association_id=actor.association, id=uuid7(), product_id=product.id, slug=_free(slug(product.name), taken),
        )
        session.add(row)
    row.published_at, row.published_by, row.withdrawn_at = now, actor.account, None
    session.flush()
    _record(session, actor, product, "published", now)
    return True


def _place(session: Session, actor: Actor, business: Business) -> None:
    if session.scalar(select(exists().where(
        StorefrontMember.association_id == actor.association, StorefrontMember.business_id == business.id,
    ))):
        return
    taken = session.scalars(select(StorefrontMember.slug).where(StorefrontMember.association_id == actor.association))
    session.add(StorefrontMember(
        association_id=actor.association, id=uuid7(), business_id=business.id, slug=_free(slug(business.name), taken),
    ))
    session.flush()


def _free(wanted: str, taken: Iterable[str]) -> str:
    used, number, found = set(taken), 1, wanted
    while found in used:
        number += 1
        found = f"{wanted}-{number}"
    return found


def _row(session: Session, actor: Actor, product_id: UUID) -> StorefrontProduct | None:
    return session.scalars(visible(actor, StorefrontProduct).where(StorefrontProduct.product_id == product_id)).one_or_none()


def _record(session: Session, actor: Actor, product: Product, action: str, now: datetime) -> None:
    audit.record(
        session, actor, now=now, action=action, entity="storefront_product", subject=product.id, label=product.name,
        behalf_of=product.business_id,
    )
