"""What erasing somebody does to products, pictures, shops and listings: the goods and their prices stay, stories and places go."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from cblp.catalogue.models import GoodsLine, Listing, Marketplace, Product, ProductPhoto, Shop, ShopOwner
from cblp.db.erasure import Gone, declare


def products(gone: Gone) -> Select[Any]:
    """The ids of the products that they made."""
    return select(Product.id).where(Product.association_id == gone.association, Product.business_id.in_(gone.businesses))


def shops(gone: Gone) -> Select[Any]:
    """The ids of the shops and accounts that were theirs and never another's."""
    other = aliased(ShopOwner)
    shared = select(other.shop_id).where(
        other.association_id == gone.association, other.business_id.is_(None) | other.business_id.not_in(gone.businesses)
    )
    return select(ShopOwner.shop_id).where(
        ShopOwner.association_id == gone.association, ShopOwner.business_id.in_(gone.businesses), ShopOwner.shop_id.not_in(shared)
    )


declare(Marketplace, kept="code name kind colour")
declare(
    Product, kept="sku category stage", scrubbed="name", whose=lambda gone: Product.business_id.in_(gone.businesses),
    cleared={"status": "retired", "description": "", "story": "", "hashtags": ""},
)
declare(ProductPhoto, whose=lambda gone: ProductPhoto.product_id.in_(products(gone)), dropped=True)
declare(
    Shop, kept="marketplace", whose=lambda gone: Shop.id.in_(shops(gone)),
    cleared={"handle": lambda gone, place: f"mantan-{gone.number}-{place}", "name": "", "url": ""},
)
# Code, variation and title are by which the files of a shop find their goods again.
declare(
    Listing, kept="sku variation status link_state", scrubbed="title", whose=lambda gone: Listing.shop_id.in_(shops(gone)),
    cleared={"url": "", "item_id": ""},
)
declare(GoodsLine, kept="sku variation product_name category")  # rows of files: what goods were called, never who sold them
