"""A small shop to open member pages on: a business with its owner, two shops, a product in both, one that lacks things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cblp.catalogue.services import listings, products, shops
from cblp.people.services import register
from tests.pages.conftest import Screen

TODAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Stall:
    """The ids of what was made."""

    business: UUID
    product: UUID
    bare: UUID
    shopee: UUID
    tokopedia: UUID


def stall(screen: Screen, name: str = "Batik Ayu") -> Stall:
    """A business with shops on Shopee and Tokopedia, a complete product in both, and one without anything."""
    business = screen.act(
        register.add_business, name=name, owner={"name": "Sari", "phone": "0812-3456-7890"}, since=date(2026, 1, 1),
        details={"sector": "batik"},
    )
    complete = {
        "price": 45_000, "stock": 12, "category": "batik", "hashtags": "#batik",
        "description": "Kain batik cap dari Jambi, katun halus, lebar 115 cm, dicuci dengan tangan supaya warnanya tahan lama.",
    }
    product = screen.act(products.add_product, business_id=business, name="Kain Batik", details=complete)
    bare = screen.act(products.add_product, business_id=business, name="Selendang", details={"price": 95_000, "stock": 0})
    made = []
    for place in ("shopee", "tokopedia"):
        shop = screen.act(shops.add_shop, marketplace=place, handle=f"{name.split()[-1].lower()}.jambi", business_id=business)
        made.append(screen.act(
            listings.add_listing, shop_id=shop, sku="KB-01", today=TODAY, title="Kain Batik", price=45_000, stock=6,
            product_id=product,
        ))
    return Stall(business, product, bare, made[0], made[1])
