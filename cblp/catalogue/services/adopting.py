"""A listing that no product stands for yet becomes one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from cblp.catalogue.models import Listing
from cblp.catalogue.services import listings, products
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.people.services import editing


def adopt(session: Session, actor: Actor, *, listing_id: UUID, business_id: UUID, now: datetime) -> UUID:
    """Make a product of a business out of a listing (its name, code, price and stock) and match both; returns the product.

    Raises OtherOwner when the shop belongs to another business, SkuTaken, Missing, NotAllowed.
    """
    actor.require(COORDINATOR, MEMBER)
    listing = editing.locked(session, actor, Listing, listing_id)
    named = " ".join(part for part in (listing.title or listing.sku, listing.variation) if part)
    code = listing.sku if listing.title and listing.sku != listing.title and not listing.variation else ""
    product_id = products.add_product(
        session, actor, business_id=business_id, name=named[:160], sku=code[:60], now=now,
        details={"price": listing.price, "stock": listing.stock},
    )
    listings.match(session, actor, listing_id=listing_id, product_id=product_id, now=now)
    return product_id
