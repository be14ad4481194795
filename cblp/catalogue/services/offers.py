"""A product as its owner thinks of it: one price for all its shops, changed in one go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from cblp.catalogue.services import listings, products
from cblp.db.actor import Actor


def edit_everywhere(
    session: Session, actor: Actor, *, product_id: UUID, version: int, versions: Mapping[UUID, int], changes: Mapping[str, Any],
    now: datetime,
) -> None:
    """Change price and stock of a product, and the price of its listings in all shops, all or none.

    ``versions`` maps the listings to the versions that the save started from. The stock is the product's own: how it is shared
    out over shops is for each shop. Raises Stale (with ``listing`` where a listing was changed meanwhile, without it the
    product), Missing, BadPrice, BadStock, NotAllowed.
    """
    products.edit_product(session, actor, product_id=product_id, version=version, changes=changes, now=now)
    if "price" in changes:
        listings.edit_listings(session, actor, versions=versions, changes={"price": changes["price"]}, now=now)
