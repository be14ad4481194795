"""The storefront as buyers see it. Nobody asks here: each read takes the association and holds its own conditions.

A product is shown while the storefront is open, the product is on sale and published, its business an active member, and who runs
that business allows it. What is taken back is gone with the next read.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from cblp.campaigns.models import Campaign, CampaignListing
from cblp.campaigns.states import OPENED
from cblp.catalogue.models import Listing, ListingProduct, Product, ProductPhoto
from cblp.catalogue.services.products import ACTIVE, CATEGORIES
from cblp.db.dated import on
from cblp.outreach.models import PhotoSize, StorefrontMember, StorefrontProduct
from cblp.outreach.reports import storefront_ways as ways
from cblp.outreach.reports.storefront_ways import Ways
from cblp.outreach.services.publishing import PRODUCTS, allowed
from cblp.people.models import Area, Association, AssociationDirectory, Business, Consent, Membership
from cblp.people.rules_register import ACTIVE as ACTIVE_MEMBER

PAGE: Final = 24
"""Products on one page: with more it would weigh too much for a slow phone."""
PHOTOS: Final = 4
SEARCH: Final = 60
"""Letters of a search that count."""


@dataclass(frozen=True)
class House:
    """An association whose storefront is open; ``logo`` is the SHA-256 of its picture in hex, "" without one."""

    id: UUID
    slug: str
    name: str
    area: str
    timezone: str
    colour: str
    logo: str


@dataclass(frozen=True)
class Picture:
    """A WebP picture by the SHA-256 of its content in hex, and its size in pixels."""

    sha256: str
    width: int
    height: int


@dataclass(frozen=True)
class Photo:
    """A photo in two widths; a narrow one is twice the same."""

    small: Picture
    large: Picture


@dataclass(frozen=True)
class Card:
    """A product in a list. Prices in whole rupiah, None where not known; ``promo`` is the least that a running campaign takes."""

    id: UUID
    business_id: UUID
    slug: str
    name: str
    category: str
    price: int | None
    maker: str
    maker_slug: str
    photo: Photo | None
    ways: Ways
    promo: int | None


@dataclass(frozen=True)
class Shelf:
    """A page of products, and how many there are in all."""

    cards: tuple[Card, ...]
    total: int


@dataclass(frozen=True)
class Full:
    """A product in full: texts as their writer typed them, and all of its photos."""

    card: Card
    description: str
    story: str
    photos: tuple[Photo, ...]


@dataclass(frozen=True)
class Promo:
    """A campaign that was opened and is not over; its days are local, ``ends_on`` the last."""

    id: UUID
    code: str
    name: str
    story: str
    hashtags: str
    starts_on: date
    ends_on: date


# -- which association -------------------------------------------------------------------------------------------------


def find(session: Session, slug: str) -> UUID | None:
    """The association of an address, from a session of the global tables."""
    return session.scalar(select(AssociationDirectory.id).where(AssociationDirectory.slug == slug))


def everywhere(session: Session, limit: int = 500) -> list[tuple[UUID, str]]:
    """(id, slug) of the associations of this installation, from a session of the global tables."""
    return [(id_, slug) for id_, slug in session.execute(
        select(AssociationDirectory.id, AssociationDirectory.slug).order_by(AssociationDirectory.slug).limit(limit)
    )]


def house(session: Session, association: UUID) -> House | None:
    """The association whose storefront is open, None while it is closed."""
    row = session.execute(
        select(Association, AssociationDirectory.slug, Area.name, Association.logo)
        .join(AssociationDirectory, AssociationDirectory.id == Association.association_id)
        .outerjoin(Area, Area.code == Association.area_code)
        .where(Association.association_id == association, Association.storefront.is_(True))
    ).one_or_none()
    if row is None:
        return None
    own, slug, area, logo = row
    return House(
        association, slug, own.name, area or "", own.timezone, own.colour, hashlib.sha256(logo).hexdigest() if logo else "",
    )


def was_open(session: Session, association: UUID) -> bool:
    """Whether anything was ever published here: a closed storefront is gone, one that never was is nothing."""
    return bool(session.scalar(select(exists().where(StorefrontProduct.association_id == association))))


# -- products ----------------------------------------------------------------------------------------------------------


def shelf(
    session: Session, association: UUID, *, today: date, category: str = "", member: str = "", text: str = "", page: int = 1,
    most: int = PAGE,
) -> Shelf:
    """A page of at most ``most`` products: all, of a category, of a member (by slug), or found by ``text``.

    What was published last stands first, and what nobody has any more last.
    """
    wanted = _cards(association, today)
    if category:
        wanted = wanted.where(Product.category == category)
    if member:
        wanted = wanted.where(StorefrontMember.slug == member)
    for word in text[:SEARCH].split():
        wanted = wanted.where(or_(*(
            column.icontains(word, autoescape=True) for column in (Product.name, Product.description, Product.story, Business.name)
        )))
    total = session.scalar(select(func.count()).select_from(wanted.with_only_columns(Product.id).subquery())) or 0
    rows = session.execute(
        wanted.order_by(~_in_stock(today), StorefrontProduct.published_at.desc(), Product.name, Product.id)
        .limit(most).offset((page - 1) * most)
    ).all()
    return Shelf(tuple(_made(session, association, rows, today)), total)


def categories(session: Session, association: UUID, *, today: date) -> list[tuple[str, int]]:
    """(code, number of products) of the categories in which something is shown, in the catalogue's order."""
    shown = _cards(association, today).with_only_columns(Product.category, func.count()).group_by(Product.category)
    counts = dict(session.execute(shown).all())
    return [(code, counts[code]) for code in CATEGORIES if code in counts]


def product(session: Session, association: UUID, *, slug: str, today: date) -> Full | None:
    """One product in full, None when it is not shown."""
    row = session.execute(
        _cards(association, today).add_columns(Product.description, Product.story)
        .where(StorefrontProduct.slug == slug)
    ).one_or_none()
    if row is None:
        return None
    *known, description, story = row
    (card,) = _made(session, association, [known], today)
    return Full(card, description, story, tuple(_photos(session, association, [card.id])[card.id]))


def member(session: Session, association: UUID, *, slug: str, today: date) -> tuple[UUID, str] | None:
    """(id, name) of a business of which something is shown, None without that."""
    row = session.execute(
        _cards(association, today).with_only_columns(Business.id, Business.name).where(StorefrontMember.slug == slug).limit(1)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def product_was(session: Session, association: UUID, *, slug: str) -> bool:
    """Whether a product ever stood at this address."""
    return bool(session.scalar(select(exists().where(
        StorefrontProduct.association_id == association, StorefrontProduct.slug == slug,
    ))))


def member_was(session: Session, association: UUID, *, slug: str) -> bool:
    """Whether a member ever stood at this address."""
    return bool(session.scalar(select(exists().where(
        StorefrontMember.association_id == association, StorefrontMember.slug == slug,
    ))))


def addresses(session: Session, association: UUID, *, today: date, limit: int = 5000) -> list[tuple[str, str, datetime]]:
    """(product's slug, its maker's slug, when it was published) of everything shown: for the site map."""
    rows = session.execute(
        _cards(association, today).with_only_columns(StorefrontProduct.slug, StorefrontMember.slug, StorefrontProduct.published_at)
        .order_by(StorefrontProduct.slug).limit(limit)
    )
    return [(slug, maker, at) for slug, maker, at in rows]


# -- campaigns ---------------------------------------------------------------------------------------------------------


def promos(session: Session, association: UUID, *, today: date) -> list[Promo]:
    """The campaigns that were opened and are not over, the next to end first."""
    rows = session.scalars(
        select(Campaign).where(Campaign.association_id == association, Campaign.state == OPENED[0], Campaign.ends_on >= today)
        .order_by(Campaign.ends_on, Campaign.id)
    )
    return [Promo(c.id, c.code, c.name, c.story, c.hashtags, c.starts_on, c.ends_on) for c in rows]


def promo_was(session: Session, association: UUID, *, code: str) -> bool:
    """Whether a campaign of this code was ever open to buyers."""
    return bool(session.scalar(select(exists().where(
        Campaign.association_id == association, Campaign.code == code, Campaign.state.in_(OPENED),
    ))))


def promo_shelf(session: Session, association: UUID, *, promo: Promo, today: date) -> tuple[Card, ...]:
    """The products that take part and are shown, at most PAGE; ``promo`` of each is this campaign's price once its days have begun."""
    part = (
        select(ListingProduct.product_id)
        .join(CampaignListing, and_(
            CampaignListing.association_id == ListingProduct.association_id, CampaignListing.listing_id == ListingProduct.listing_id,
        ))
        .where(
            ListingProduct.association_id == association, on(ListingProduct, today), CampaignListing.campaign_id == promo.id,
            on(CampaignListing, max(today, promo.starts_on)),
        )
    )
    rows = session.execute(
        _cards(association, today).where(Product.id.in_(part)).order_by(~_in_stock(today), Product.name, Product.id).limit(PAGE)
    ).all()
    return tuple(
        replace(card, promo=next((deal.price for deal in card.ways.deals if deal.campaign_id == promo.id), None))
        for card in _made(session, association, rows, today)
    )


# -- pictures ----------------------------------------------------------------------------------------------------------


def picture(session: Session, association: UUID, *, sha256: bytes, today: date) -> bytes | None:
    """The WebP bytes of a picture that is shown now, also the association's logo; None when it is not."""
    content = session.scalar(
        _cards(association, today).with_only_columns(PhotoSize.content)
        .join(ProductPhoto, and_(
            ProductPhoto.association_id == Product.association_id, ProductPhoto.product_id == Product.id,
            ProductPhoto.removed_at.is_(None),
        ))
        .join(PhotoSize, and_(PhotoSize.association_id == ProductPhoto.association_id, PhotoSize.photo_id == ProductPhoto.id))
        .where(PhotoSize.sha256 == sha256).limit(1)
    )
    if content:
        return bytes(content)
    logo = session.scalar(
        select(Association.logo).where(Association.association_id == association, Association.storefront.is_(True))
    )
    return bytes(logo) if logo and hashlib.sha256(logo).digest() == sha256 else None


def picture_was(session: Session, association: UUID, *, sha256: bytes) -> bool:
    """Whether there ever was such a picture of a product."""
    return bool(session.scalar(select(exists().where(PhotoSize.association_id == association, PhotoSize.sha256 == sha256))))


# -- what the reads above are made of ----------------------------------------------------------------------------------


def shown(association: UUID, today: date) -> ColumnElement[bool]:
    """What holds for a product that buyers see; the statement joins StorefrontProduct, Product and Business."""
    members = select(Membership.business_id).where(
        Membership.association_id == association, Membership.status == ACTIVE_MEMBER, on(Membership, today),
    )
    return and_(
        StorefrontProduct.association_id == association, StorefrontProduct.withdrawn_at.is_(None), Product.status == ACTIVE,
        Business.id.in_(members), Business.owner_id.in_(select(Consent.person_id).where(allowed(association, PRODUCTS))),
    )


def _cards(association: UUID, today: date) -> Any:
    open_ = exists().where(Association.association_id == association, Association.storefront.is_(True))
    return (
        select(
            Product.id, Product.business_id, StorefrontProduct.slug, Product.name, Product.category, Product.price, Product.stock,
            Business.name, StorefrontMember.slug,
        )
        .select_from(StorefrontProduct)
        .join(Product, and_(Product.association_id == StorefrontProduct.association_id, Product.id == StorefrontProduct.product_id))
        .join(Business, and_(Business.association_id == Product.association_id, Business.id == Product.business_id))
        .join(StorefrontMember, and_(
            StorefrontMember.association_id == Business.association_id, StorefrontMember.business_id == Business.id,
        ))
        .where(shown(association, today), open_)
    )


def _in_stock(today: date) -> ColumnElement[bool]:
    """As near to ``Ways.sold_out`` as a statement comes, for the order of a list: some are left here or at a shop."""
    at_a_shop = (
        select(Listing.id)
        .join(ListingProduct, and_(ListingProduct.association_id == Listing.association_id, ListingProduct.listing_id == Listing.id))
        .where(
            Listing.association_id == Product.association_id, ListingProduct.product_id == Product.id, on(ListingProduct, today),
            Listing.status == "active", Listing.url != "", Listing.stock > 0,
        )
    )
    return or_(func.coalesce(Product.stock, 1) > 0, at_a_shop.exists())


def _made(session: Session, association: UUID, rows: Iterable[Any], today: date) -> list[Card]:
    known = list(rows)
    photos = _photos(session, association, [row[0] for row in known])
    found = ways.of(session, association, goods=[(row[0], row[1], row[6]) for row in known], today=today)
    return [
        Card(
            id_, business, slug, name, category, price, maker, maker_slug, next(iter(photos[id_]), None), to_it,
            next((deal.price for deal in to_it.deals), None),
        )
        for (id_, business, slug, name, category, price, _stock, maker, maker_slug), to_it in zip(known, found, strict=True)
    ]


def _photos(session: Session, association: UUID, product_ids: Collection[UUID]) -> defaultdict[UUID, list[Photo]]:
    """The photos of products, the newest first, at most PHOTOS of each."""
    rows = session.execute(
        select(ProductPhoto.product_id, PhotoSize.photo_id, PhotoSize.sha256, PhotoSize.width, PhotoSize.height)
        .join(PhotoSize, and_(PhotoSize.association_id == ProductPhoto.association_id, PhotoSize.photo_id == ProductPhoto.id))
        .where(
            ProductPhoto.association_id == association, ProductPhoto.product_id.in_(product_ids), ProductPhoto.removed_at.is_(None),
            PhotoSize.height > 0,
        ).order_by(ProductPhoto.id.desc(), PhotoSize.width)
    )
    sizes: dict[tuple[UUID, UUID], list[Picture]] = defaultdict(list)
    for product_id, photo_id, sha256, width, height in rows:
        sizes[product_id, photo_id].append(Picture(bytes(sha256).hex(), width, height))
    found: defaultdict[UUID, list[Photo]] = defaultdict(list)
    for (product_id, _photo_id), pictures in sizes.items():
        if len(found[product_id]) < PHOTOS:
            found[product_id].append(Photo(pictures[0], pictures[-1]))
    return found
