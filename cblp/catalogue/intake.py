"""What files tell the catalogue: listings that nobody entered yet, their last price and stock, the owner of a shop."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Table, exists, false, insert, or_, select, update
from sqlalchemy.orm import Session

from cblp.catalogue.models import GoodsLine, Listing, ListingProduct, Product, ShopOwner
from cblp.db.bulk import among, raw, raw_column
from cblp.db.dated import EVER
from cblp.db.facts import Facts, Filing, Settled
from cblp.db.ids import uuid7
from cblp.importers.records import Goods

_listing: Table = Listing.__table__  # type: ignore[assignment]
_goods: Table = GoodsLine.__table__  # type: ignore[assignment]

Name = tuple[str, str]
"""What a listing is called inside its shop: the shop's code (the product's name when it keeps none) and the variation."""


class Seen(NamedTuple):
    """A listing as a row of a file shows it."""

    sku: str
    variation: str
    title: str
    item_id: str
    price: int | None
    day: str  # ISO; "" when the row has none

    @property
    def name(self) -> Name:
        """What the listing is called inside its shop."""
        return name_of(self.sku, self.title, self.variation)


def shorten(text: str, longest: int) -> str:
    """``text`` cut to ``longest`` characters; what was cut stays told apart by a hash of the whole."""
    if len(text) <= longest:
        return text
    return text[: longest - 17] + "~" + blake2b(text.encode(), digest_size=8).hexdigest()


def name_of(sku: str, title: str, variation: str) -> Name:
    """The name of a listing inside its shop, from the fields of a row."""
    return shorten(sku.strip() or title.strip(), 120), shorten(variation.strip(), 200)


# -- listings --------------------------------------------------------------------------------------------------------


def latest(seen: Iterable[Seen]) -> dict[Name, tuple[Seen, str]]:
    """Each listing that rows speak of, as the newest of them shows it, and the day of the oldest."""
    found: dict[Name, tuple[Seen, str]] = {}
    names: dict[tuple[str, str, str], Name] = {}
    for one in seen:
        written = (one.sku, one.title, one.variation)
        name = names.get(written)
        if name is None:
            name = names[written] = one.name
        other = found.get(name)
        if other is None:
            found[name] = (one, one.day)
        elif (one.day, one.price or 0, one.title) > (other[0].day, other[0].price or 0, other[0].title):
            found[name] = (one, other[1])
        elif one.day < other[1]:
            found[name] = (other[0], one.day)
    return found


def listings(session: Session, filing: Filing, found: Mapping[Name, tuple[Seen, str]]) -> dict[Name, Any]:
    """The raw ids of the listings in ``found``; those that nobody entered yet are made as their newest row shows them."""
    connection = session.connection()
    ids = {
        (sku, variation): id_
        for sku, variation, id_ in connection.execute(
            select(_listing.c.sku, _listing.c.variation, raw_column(connection, _listing.c.id)).where(
                _listing.c.association_id == filing.association, _listing.c.shop_id == filing.shop,
                among(connection, _listing.c.sku, {name[0] for name in found}),
            )
        )
    }
    own = raw(connection)
    made = []
    for name, (one, first) in found.items():
        if name in ids:
            continue
        id_ = uuid7()
        ids[name] = own(id_)
        made.append({
            "association_id": filing.association, "id": id_, "shop_id": filing.shop, "sku": name[0], "variation": name[1],
            "item_id": one.item_id[:40], "title": one.title[:300], "price": one.price,
            "first_seen": date.fromisoformat(first) if first else None,
        })
    if made:
        connection.execute(insert(Listing), made)
    return ids


def freshen(session: Session, filing: Filing, listing: UUID, at: str, **told: Any) -> None:
    """Take over what a file made ``at`` an instant (ISO, "" unknown) says about a listing.

    A newer edit by a person stays, and nothing is written where nothing differs. The version counts on, so that somebody who
    is editing the listing now sees the change instead of undoing it.
    """
    differs = or_(*(getattr(Listing, name).is_distinct_from(value) for name, value in told.items()))
    untouched = or_(Listing.edited_at.is_(None), Listing.edited_at < datetime.fromisoformat(at) if at else false())
    session.execute(
        update(Listing)
        .where(Listing.association_id == filing.association, Listing.id == listing, untouched, differs)
        .values(version=Listing.version + 1, **told),
        execution_options={"synchronize_session": False},
    )


# -- owners and matches ----------------------------------------------------------------------------------------------


def owners(session: Session, association: UUID, shops: Collection[UUID], day: date) -> dict[UUID, UUID | None]:
    """Who owns each shop on ``day``: a business, or None for the association as a whole; a shop without owner is left out."""
    rows = session.execute(
        select(ShopOwner.shop_id, ShopOwner.business_id)
        .where(
            ShopOwner.association_id == association, ShopOwner.shop_id.in_(shops), ShopOwner.valid_from <= day,
            (ShopOwner.valid_to.is_(None)) | (ShopOwner.valid_to > day),
        )
        .order_by(ShopOwner.valid_from)
    )
    return dict(rows.all())


@dataclass(frozen=True)
class Unmatched:
    """A listing of a file that no product is matched to, with the product that bears the same code, if there is one."""

    shop_id: UUID
    sku: str
    variation: str
    title: str
    product_id: UUID | None = None
    product_name: str = ""


def unmatched(
    session: Session, association: UUID, shop: UUID, found: Mapping[Name, tuple[Seen, str]], day: date,
) -> list[Unmatched]:
    """Which listings in ``found`` have no product yet. A product is proposed by equal code, of the shop's owner on ``day``."""
    matched = set(
        session.execute(
            select(Listing.sku, Listing.variation)
            .join(
                ListingProduct,
                (ListingProduct.association_id == Listing.association_id) & (ListingProduct.listing_id == Listing.id),
            )
            .where(Listing.association_id == association, Listing.shop_id == shop, ListingProduct.valid_to.is_(None))
        ).all()
    )
    missing = sorted((name, one) for name, (one, _first) in found.items() if name not in matched)
    owner = owners(session, association, [shop], day).get(shop) if missing else None
    products: dict[str, tuple[UUID, str]] = {}
    if owner is not None:
        for sku, id_, name in session.execute(
            select(Product.sku, Product.id, Product.name)
            .where(Product.association_id == association, Product.business_id == owner, Product.status != "retired")
        ):
            products[sku.strip().casefold()] = (id_, name)
    return [
        Unmatched(shop, *name, one.title, *products.get(one.sku.strip().casefold() or "\0", (None, ""))) for name, one in missing
    ]


def match(session: Session, association: UUID, found: Iterable[Unmatched], *, by: UUID | None) -> int:
    """Match listings to the products proposed for them, as if it had always been so (an older file may come later); returns how many."""
    count = 0
    for one in found:
        listing = one.product_id and session.scalar(
            select(Listing).where(
                Listing.association_id == association,
                Listing.shop_id == one.shop_id,
                Listing.sku == one.sku,
                Listing.variation == one.variation,
                ~exists().where(
                    ListingProduct.association_id == association,
                    ListingProduct.listing_id == Listing.id,
                    ListingProduct.valid_to.is_(None),
                ),
            )
        )
        if listing:
            session.add(ListingProduct(
                association_id=association, listing_id=listing.id, product_id=one.product_id, matched_by=by,
                valid_from=EVER,
            ))
            count += 1
    session.flush()
    return count


# -- goods files -----------------------------------------------------------------------------------------------------

GOODS = Facts(_goods, ("sku", "variation"), ("listing_id", "product_name", "category", "price", "cost", "stock"))


def seen(record: Goods) -> Seen:
    """The listing that a catalogue row speaks of."""
    return Seen(record.sku, record.variation, record.product_name, "", record.price, "")


def key(record: Goods) -> Name:
    """A catalogue row is told by what its listing is called."""
    return name_of(record.sku, record.product_name, record.variation)


def fields(session: Session, filing: Filing, records: Sequence[Goods]) -> Callable[[Goods], tuple[Any, ...]]:
    """The columns of a catalogue row after its key."""
    ids = listings(session, filing, latest(seen(record) for record in records))
    return lambda r: (ids[key(r)], r.product_name[:300], r.category[:80], r.price, r.cost, r.stock)


def bring_up(session: Session, filing: Filing, settled: Settled, _records: Sequence[Goods]) -> None:
    """Give listings whose current row changed the price and stock of that row."""
    connection = session.connection()
    rows = connection.execute(
        select(_goods.c.listing_id, _goods.c.price, _goods.c.stock, raw_column(connection, _goods.c.batch_id)).where(
            _goods.c.association_id == filing.association, _goods.c.shop_id == filing.shop, _goods.c.is_current,
            among(connection, _goods.c.sku, settled.groups),
        )
    ).all()
    for listing, price, stock, batch in rows:
        told = {name: value for name, value in (("price", price), ("stock", stock)) if value is not None}
        if told:
            freshen(session, filing, listing, filing.ages.get(batch, filing.age)[0], **told)
