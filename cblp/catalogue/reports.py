"""Reads of the catalogue: products with what they lack, shops, listings, "where is it sold", and what nobody matched yet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

import cblp.catalogue.scope  # noqa: F401  (who sees which row)
from cblp.catalogue import pictures, rules
from cblp.catalogue.models import Listing, ListingProduct, Marketplace, Product, ProductCost, ProductPhoto, Shop, ShopOwner
from cblp.catalogue.rules import Candidate, Parity
from cblp.catalogue.services.products import RETIRED
from cblp.db.actor import LIAISON, Actor
from cblp.db.dated import on
from cblp.db.scope import seen, visible
from cblp.errors import Missing, NotAllowed
from cblp.people.models import Account, Business, Licence
from cblp.people.rules_register import HELD

THUMBNAIL = 192
"""Pixels: twice the width at which phones show it, for their fine screens."""


@dataclass(frozen=True)
class Place:
    """A marketplace, social network, till or stall."""

    code: str
    name: str
    kind: str
    colour: str


@dataclass(frozen=True)
class ShopRow:
    """A shop with its owner today (``owner_id`` None and ``collective``: the association), and its listings."""

    id: UUID
    version: int
    place: Place
    handle: str
    name: str
    url: str
    owner_id: UUID | None
    owner: str
    collective: bool
    opened_on: date | None
    closed_on: date | None
    listings: int
    unmatched: int


@dataclass(frozen=True)
class ProductRow:
    """A product with its newest photo and cost, and the codes of ``rules.POINTS`` that it lacks (nothing for a retired one)."""

    id: UUID
    version: int
    business_id: UUID
    business: str
    sku: str
    name: str
    category: str
    status: str
    price: int | None
    stock: int | None
    photo_id: UUID | None
    cost: int | None
    missing: tuple[str, ...]


@dataclass(frozen=True)
class ListingRow:
    """A listing, whose it is (``business_id`` None: not matched and in a collective shop), and who edited it last."""

    id: UUID
    version: int
    shop_id: UUID
    place: Place
    shop: str
    sku: str
    variation: str
    title: str
    price: int | None
    stock: int | None
    url: str
    status: str
    link_state: str
    link_checked_at: datetime | None
    product_id: UUID | None
    product: str
    business_id: UUID | None
    business: str
    edited_by: str
    edited_at: datetime | None


@dataclass(frozen=True)
class ProductCard:
    """One product in full."""

    row: ProductRow
    stage: str
    description: str
    story: str
    hashtags: str
    photos: tuple[UUID, ...]
    costs: tuple[tuple[date, int], ...]
    listings: tuple[ListingRow, ...]


@dataclass(frozen=True)
class Matrix:
    """ "Dijual di mana": a cell for each product and marketplace (kind marketplace) where somebody of these has a shop."""

    places: tuple[Place, ...]
    rows: tuple[tuple[ProductRow, Mapping[str, Parity]], ...]

    @property
    def counts(self) -> Counter[str]:
        """How many cells stand in each state."""
        return Counter(cell.state for _, cells in self.rows for cell in cells.values())


@dataclass(frozen=True)
class Unmatched:
    """A listing without a product, and the products proposed for it, the likeliest first."""

    listing: ListingRow
    candidates: tuple[tuple[Candidate, str], ...]  # with the name of the product


@dataclass(frozen=True)
class Needs:
    """What a business's listings need: names of products out of stock and links that cannot be opened."""

    business_id: UUID | None
    business: str
    out_of_stock: tuple[str, ...]
    dead_links: tuple[ListingRow, ...]
    unmatched: int


def marketplaces(session: Session, actor: Actor, *, kind: str = "", today: date | None = None) -> list[Place]:
    """Where things can be sold or shown, in the order of the screen; ``kind`` marketplace, social, chat, pos, offline.

    With ``today`` those that have closed are left out.
    """
    wanted = select(Marketplace).order_by(Marketplace.position)
    if kind:
        wanted = wanted.where(Marketplace.kind == kind)
    if today:
        wanted = wanted.where(Marketplace.valid_to.is_(None) | (Marketplace.valid_to >= today))
    return [_place(m) for m in session.scalars(wanted)]


def shops(
    session: Session, actor: Actor, *, today: date, business_id: UUID | None = None, kind: str = "", closed: bool = False,
) -> list[ShopRow]:
    """The shops that the actor may read, by owner and marketplace; ``closed`` adds those that have been closed."""
    wanted = (
        select(Shop, Marketplace, ShopOwner.id, Business)
        .join(Marketplace, Marketplace.code == Shop.marketplace)
        .outerjoin(ShopOwner, and_(
            ShopOwner.association_id == Shop.association_id, ShopOwner.shop_id == Shop.id, on(ShopOwner, today)
        ))
        .outerjoin(Business, _same(Business, ShopOwner.association_id, ShopOwner.business_id))
        .where(seen(actor, Shop)).order_by(Business.code, Marketplace.position, Shop.handle)
    )
    if business_id:
        wanted = wanted.where(ShopOwner.business_id == business_id)
    if kind:
        wanted = wanted.where(Marketplace.kind == kind)
    if not closed:
        wanted = wanted.where(Shop.closed_on.is_(None) | (Shop.closed_on > today))
    total, lacking = _listing_counts(session, actor)
    return [
        ShopRow(
            shop.id, shop.version, _place(market), shop.handle, shop.name, shop.url, owner.id if owner else None,
            owner.name if owner else "", owned is not None and owner is None, shop.opened_on, shop.closed_on,
            total.get(shop.id, 0), lacking.get(shop.id, 0),
        )
        for shop, market, owned, owner in session.execute(wanted)
    ]


def products(
    session: Session, actor: Actor, *, today: date, business_id: UUID | None = None, text: str = "", status: str = "",
    category: str = "", product_id: UUID | None = None, limit: int = 2000,
) -> list[ProductRow]:
    """Products by business and name; ``text`` searches code, name and business; retired ones only when asked for."""
    wanted = (
        select(Product, Business).join(Business, _same(Business, Product.association_id, Product.business_id))
        .where(seen(actor, Product)).order_by(Business.code, Product.name, Product.sku).limit(limit)
    )
    if product_id:
        wanted = wanted.where(Product.id == product_id)
    else:
        wanted = wanted.where(Product.status == status if status else Product.status != RETIRED)
    if business_id:
        wanted = wanted.where(Product.business_id == business_id)
    if category:
        wanted = wanted.where(Product.category == category)
    if text.strip():
        wanted = wanted.where(or_(*(
            column.icontains(text.strip(), autoescape=True) for column in (Product.sku, Product.name, Business.name)
        )))
    photos, costs, held = _photos(session, actor), _costs(session, actor, today), _licences(session, actor)
    return [
        ProductRow(
            p.id, p.version, p.business_id, b.name, p.sku, p.name, p.category, p.status, p.price, p.stock,
            photos[p.id][0] if photos[p.id] else None, costs.get(p.id),
            () if p.status == RETIRED else rules.missing(_offer(p, len(photos[p.id]), held[p.business_id]), today),
        )
        for p, b in session.execute(wanted)
    ]


def product(session: Session, actor: Actor, *, product_id: UUID, today: date) -> ProductCard:
    """One product with its photos (newest first), costs and listings; raises Missing."""
    row = next(iter(products(session, actor, today=today, product_id=product_id)), None)
    if row is None:
        raise Missing()
    kept = session.scalars(visible(actor, Product).where(Product.id == product_id)).one()
    costs = session.execute(
        select(ProductCost.valid_from, ProductCost.amount)
        .where(seen(actor, ProductCost), ProductCost.product_id == product_id).order_by(ProductCost.valid_from.desc())
    )
    return ProductCard(
        row, kept.stage, kept.description, kept.story, kept.hashtags, tuple(_photos(session, actor)[product_id]),
        tuple((day, amount) for day, amount in costs), tuple(listings(session, actor, today=today, product_id=product_id)),
    )


def photo(session: Session, actor: Actor, *, photo_id: UUID) -> bytes:
    """The WebP bytes of a photo; raises Missing."""
    content = session.scalar(
        select(ProductPhoto.content)
        .where(seen(actor, ProductPhoto), ProductPhoto.id == photo_id, ProductPhoto.removed_at.is_(None))
    )
    if content is None:
        raise Missing()
    return bytes(content)


def thumbnail(session: Session, actor: Actor, *, photo_id: UUID) -> bytes:
    """The same photo for a list on a phone; raises Missing."""
    return pictures.smaller(photo(session, actor, photo_id=photo_id), THUMBNAIL)


def listings(
    session: Session, actor: Actor, *, today: date, shop_id: UUID | None = None, business_id: UUID | None = None,
    product_id: UUID | None = None, listing_id: UUID | None = None, matched: bool | None = None, retired: bool = False,
    text: str = "", limit: int = 5000,
) -> list[ListingRow]:
    """Listings by shop and name, with the product that each sells today; ``matched`` False: only those without one.

    ``business_id``: the product's business where it is matched, else the shop's owner.
    """
    wanted = _listings(actor, today).limit(limit)
    whose = func.coalesce(Product.business_id, ShopOwner.business_id)
    if shop_id:
        wanted = wanted.where(Listing.shop_id == shop_id)
    if product_id:
        wanted = wanted.where(ListingProduct.product_id == product_id)
    if listing_id:
        wanted = wanted.where(Listing.id == listing_id)
    elif not retired:
        wanted = wanted.where(Listing.status == "active", Shop.closed_on.is_(None) | (Shop.closed_on > today))
    if business_id:
        wanted = wanted.where(whose == business_id)
    if matched is not None:
        wanted = wanted.where(ListingProduct.id.is_not(None) if matched else ListingProduct.id.is_(None))
    if text.strip():
        columns = (Listing.sku, Listing.title, Listing.variation, Product.name)
        wanted = wanted.where(or_(*(column.icontains(text.strip(), autoescape=True) for column in columns)))
    return [_listing(row) for row in session.execute(wanted)]


def listing(session: Session, actor: Actor, *, listing_id: UUID, today: date) -> ListingRow:
    """One listing; raises Missing."""
    row = next(iter(listings(session, actor, today=today, listing_id=listing_id)), None)
    if row is None:
        raise Missing()
    return row


def matrix(session: Session, actor: Actor, *, today: date, business_id: UUID | None = None) -> Matrix:
    """Every active product in every marketplace (kind marketplace) that is used by somebody in view.

    The columns are those where any of the businesses in view has an open shop, the cells ``rules.parity``.
    """
    rows = products(session, actor, today=today, business_id=business_id, status="active")
    used = {s.place.code for s in shops(session, actor, today=today, business_id=business_id, kind="marketplace")}
    placed: dict[tuple[UUID, str], list[rules.Placed]] = defaultdict(list)
    for one in listings(session, actor, today=today, business_id=business_id, matched=True):
        if one.product_id and one.place.kind == "marketplace":
            placed[one.product_id, one.place.code].append(rules.Placed(one.price, one.stock, one.link_state))
            used.add(one.place.code)
    places = tuple(place for place in marketplaces(session, actor, kind="marketplace") if place.code in used)
    return Matrix(places, tuple(
        (row, {place.code: rules.parity(row.price, placed[row.id, place.code]) for place in places}) for row in rows
    ))


def unmatched(session: Session, actor: Actor, *, today: date, shop_id: UUID | None = None, limit: int = 200) -> list[Unmatched]:
    """Listings that no product is matched to, each with up to three proposals: equal code first, then like names."""
    rows = listings(session, actor, today=today, shop_id=shop_id, matched=False, limit=limit)
    owners = _owners(session, actor, today)
    known = [rules.Known(p.id, p.business_id, p.sku, p.name) for p in products(session, actor, today=today)]
    names = {p.id: p.name for p in known}
    return [
        Unmatched(row, tuple((c, names[c.product]) for c in rules.propose(
            rules.Wanted(row.id, row.sku, row.title, row.variation, owners.get(row.shop_id)), known,
        )))
        for row in rows
    ]


def readiness(session: Session, actor: Actor, *, today: date, business_id: UUID | None = None) -> list[ProductRow]:
    """Active products that lack something, those that lack most first."""
    rows = products(session, actor, today=today, business_id=business_id, status="active")
    return sorted((row for row in rows if row.missing), key=lambda row: -len(row.missing))


def needs(session: Session, actor: Actor, *, today: date, business_id: UUID | None = None) -> list[Needs]:
    """Per business what its products and listings need, only businesses that need something; no business: collective shops."""
    out: dict[UUID | None, list[str]] = defaultdict(list)
    dead: dict[UUID | None, list[ListingRow]] = defaultdict(list)
    lacking: Counter[UUID | None] = Counter()
    names: dict[UUID | None, str] = {}
    for product_row in products(session, actor, today=today, business_id=business_id, status="active"):
        names[product_row.business_id] = product_row.business
        if product_row.stock == 0:
            out[product_row.business_id].append(product_row.name)
    for one in listings(session, actor, today=today, business_id=business_id):
        names.setdefault(one.business_id, one.business)
        if one.stock == 0 and one.product not in out[one.business_id]:
            out[one.business_id].append(one.product or one.title or one.sku)
        if one.link_state == rules.DEAD:
            dead[one.business_id].append(one)
        lacking[one.business_id] += one.product_id is None
    return [
        Needs(key, name, tuple(out[key]), tuple(dead[key]), lacking[key])
        for key, name in sorted(names.items(), key=lambda item: item[1]) if out[key] or dead[key] or lacking[key]
    ]


def showcase(session: Session, actor: Actor) -> dict[UUID, list[str]]:
    """Names of the active products of every business: what members see of each other; nothing for a liaison."""
    if actor.role == LIAISON:
        raise NotAllowed("liaisons read published cells")
    found: dict[UUID, list[str]] = defaultdict(list)
    for business, name in session.execute(
        select(Product.business_id, Product.name)
        .where(Product.association_id == actor.association, Product.status == "active").order_by(Product.name)
    ):
        found[business].append(name)
    return dict(found)


# -- what the reports above are made of --------------------------------------------------------------------------------


def _place(market: Marketplace) -> Place:
    return Place(market.code, market.name, market.kind, market.colour)


def _same(entity: Any, association: Any, row_id: Any) -> Any:
    return and_(entity.association_id == association, entity.id == row_id)


def _offer(product: Product, photos: int, held: tuple[rules.HeldLicence, ...]) -> rules.Offer:
    return rules.Offer(
        product.category, photos, product.description, product.price, product.stock, product.hashtags, held,
    )


def _listings(actor: Actor, today: date) -> Any:
    maker, keeper = aliased(Business), aliased(Business)
    return (
        select(
            Listing, Shop.handle, Marketplace, Product.id, Product.name, func.coalesce(maker.id, keeper.id),
            func.coalesce(maker.name, keeper.name), Account.name,
        )
        .join(Shop, _same(Shop, Listing.association_id, Listing.shop_id))
        .join(Marketplace, Marketplace.code == Shop.marketplace)
        .outerjoin(ListingProduct, and_(
            ListingProduct.association_id == Listing.association_id, ListingProduct.listing_id == Listing.id,
            on(ListingProduct, today),
        ))
        .outerjoin(Product, _same(Product, ListingProduct.association_id, ListingProduct.product_id))
        .outerjoin(ShopOwner, and_(
            ShopOwner.association_id == Listing.association_id, ShopOwner.shop_id == Listing.shop_id, on(ShopOwner, today)
        ))
        .outerjoin(maker, _same(maker, Product.association_id, Product.business_id))
        .outerjoin(keeper, _same(keeper, ShopOwner.association_id, ShopOwner.business_id))
        .outerjoin(Account, Account.id == Listing.edited_by)
        .where(seen(actor, Listing))
        .order_by(Marketplace.position, Shop.handle, Listing.title, Listing.sku, Listing.variation)
    )


def _listing(row: Sequence[Any]) -> ListingRow:
    one, handle, market, product_id, name, business_id, business, editor = row
    return ListingRow(
        one.id, one.version, one.shop_id, _place(market), handle, one.sku, one.variation, one.title, one.price, one.stock,
        one.url, one.status, one.link_state, one.link_checked_at, product_id, name or "", business_id, business or "",
        editor or "", one.edited_at,
    )


def _listing_counts(session: Session, actor: Actor) -> tuple[dict[UUID, int], dict[UUID, int]]:
    active = (
        select(Listing.shop_id, func.count())
        .where(seen(actor, Listing), Listing.status == "active").group_by(Listing.shop_id)
    )
    matched = select(ListingProduct.listing_id).where(
        ListingProduct.association_id == actor.association, ListingProduct.valid_to.is_(None)
    )
    lacking = active.where(Listing.id.not_in(matched))
    return dict(session.execute(active).all()), dict(session.execute(lacking).all())


def _photos(session: Session, actor: Actor) -> defaultdict[UUID, list[UUID]]:
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for product_id, photo_id in session.execute(
        select(ProductPhoto.product_id, ProductPhoto.id)
        .where(seen(actor, ProductPhoto), ProductPhoto.removed_at.is_(None)).order_by(ProductPhoto.id.desc())
    ):
        found[product_id].append(photo_id)
    return found


def _costs(session: Session, actor: Actor, today: date) -> dict[UUID, int]:
    rows = session.execute(
        select(ProductCost.product_id, ProductCost.amount)
        .where(seen(actor, ProductCost), ProductCost.valid_from <= today).order_by(ProductCost.valid_from)
    )
    return dict(rows.all())


def _licences(session: Session, actor: Actor) -> defaultdict[UUID, tuple[rules.HeldLicence, ...]]:
    found: defaultdict[UUID, tuple[rules.HeldLicence, ...]] = defaultdict(tuple)
    for business, kind, expires in session.execute(
        select(Licence.business_id, Licence.kind, Licence.expires_on).where(seen(actor, Licence), Licence.state == HELD)
    ):
        found[business] += (rules.HeldLicence(kind, expires),)
    return found


def _owners(session: Session, actor: Actor, today: date) -> dict[UUID, UUID | None]:
    rows = session.execute(
        select(ShopOwner.shop_id, ShopOwner.business_id)
        .where(ShopOwner.association_id == actor.association, on(ShopOwner, today))
    )
    return dict(rows.all())
