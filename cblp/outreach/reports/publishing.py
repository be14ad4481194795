"""What could stand in the storefront and what does, for the coordinator and for a member about their own products."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

import cblp.catalogue.scope
import cblp.outreach.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.catalogue.models import Product, ProductPhoto
from cblp.catalogue.services.products import ACTIVE, RETIRED
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.db.scope import seen
from cblp.outreach.models import StorefrontMember, StorefrontProduct
from cblp.outreach.reports import storefront_ways
from cblp.outreach.reports.storefront_ways import Ways
from cblp.outreach.services.publishing import PHONE, PRODUCTS, allowed
from cblp.people import membership
from cblp.people.models import Association, AssociationDirectory, Business, Consent, Person

NO_CONSENT, REFUSED, NO_MEMBER, NOT_ON_SALE = "no_consent", "refused", "no_member", "not_on_sale"
WHY: Final = (NO_CONSENT, REFUSED, NO_MEMBER, NOT_ON_SALE)
"""Why a product cannot be shown: its owner has not answered or took the yes back, or said no; its business is no active member; it is
a draft or retired."""


@dataclass(frozen=True)
class Place:
    """The storefront of the association as its coordinator knows it: where it stands, and whether buyers may open it."""

    slug: str
    on: bool


@dataclass(frozen=True)
class Row:
    """A product and how it stands with the storefront.

    ``slug`` "" was never published. ``hindered`` are codes of WHY: a published product with one is not shown. ``orders``: its owner
    takes orders by WhatsApp. ``ways`` are the buttons that buyers find, or would find.
    """

    product_id: UUID
    product: str
    category: str
    business_id: UUID
    business: str
    published: bool
    slug: str
    member_slug: str
    photos: int
    orders: bool
    ways: Ways
    hindered: tuple[str, ...]

    @property
    def shown(self) -> bool:
        """Buyers see it while the storefront is open."""
        return self.published and not self.hindered

    @property
    def can_be_shown(self) -> bool:
        """Only publishing is left to do."""
        return not self.published and not self.hindered


def place(session: Session, actor: Actor) -> Place:
    """Where the association's storefront stands."""
    actor.require(COORDINATOR, MEMBER)
    slug, on = session.execute(
        select(AssociationDirectory.slug, Association.storefront)
        .join(AssociationDirectory, AssociationDirectory.id == Association.association_id)
        .where(Association.association_id == actor.association)
    ).one()
    return Place(slug, on)


def rows(session: Session, actor: Actor, *, today: date, business_id: UUID | None = None) -> list[Row]:
    """Every product that the actor may publish and that is not retired (or still published), by business and name."""
    actor.require(COORDINATOR, MEMBER)
    members = set(session.scalars(membership.active(actor, today)))
    yes = {purpose: set(session.scalars(select(Consent.person_id).where(allowed(actor.association, purpose))))
           for purpose in (PRODUCTS, PHONE)}
    no = set(session.scalars(select(Consent.person_id).where(
        Consent.association_id == actor.association, Consent.purpose == PRODUCTS, Consent.given.is_(False), Consent.withdrawn_at.is_(None),
    )))
    photos = dict(session.execute(
        select(ProductPhoto.product_id, func.count()).where(seen(actor, ProductPhoto), ProductPhoto.removed_at.is_(None))
        .group_by(ProductPhoto.product_id)
    ).all())
    wanted = (
        select(Product, Business, StorefrontProduct, StorefrontMember.slug, Person.phone)
        .join(Business, and_(Business.association_id == Product.association_id, Business.id == Product.business_id))
        .outerjoin(Person, and_(Person.association_id == Business.association_id, Person.id == Business.owner_id))
        .outerjoin(StorefrontProduct, and_(
            StorefrontProduct.association_id == Product.association_id, StorefrontProduct.product_id == Product.id,
        ))
        .outerjoin(StorefrontMember, and_(
            StorefrontMember.association_id == Business.association_id, StorefrontMember.business_id == Business.id,
        ))
        .where(seen(actor, Product), (Product.status != RETIRED) | (StorefrontProduct.id.is_not(None)))
        .order_by(Business.code, Product.name, Product.id)
    )
    if business_id:
        wanted = wanted.where(Product.business_id == business_id)
    known, found = session.execute(wanted).all(), []
    goods = [(product.id, business.id, product.stock) for product, business, *_rest in known]
    buttons = storefront_ways.of(session, actor.association, goods=goods, today=today)
    for (product, business, row, member_slug, phone), ways in zip(known, buttons, strict=True):
        hindered = {
            NO_CONSENT: business.owner_id not in yes[PRODUCTS] | no, REFUSED: business.owner_id in no,
            NO_MEMBER: business.id not in members, NOT_ON_SALE: product.status != ACTIVE,
        }
        found.append(Row(
            product.id, product.name, product.category, business.id, business.name, row is not None and row.withdrawn_at is None,
            row.slug if row else "", member_slug or "", photos.get(product.id, 0),
            bool(phone) and business.owner_id in yes[PHONE], ways, tuple(code for code in WHY if hindered[code]),
        ))
    return found
