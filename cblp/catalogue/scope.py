"""Whose products, shops and listings a member and a mentor may read; imported by every service and report about them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from cblp.catalogue.models import GoodsLine, Listing, ListingProduct, Product, ProductCost, ProductPhoto, Shop, ShopOwner
from cblp.db.actor import Actor
from cblp.db.scope import rule


@rule(Product)
def products(actor: Actor) -> ColumnElement[bool]:
    """Products of the own (the mentees') businesses."""
    return Product.business_id.in_(actor.businesses)


@rule(ProductPhoto)
def photos(actor: Actor) -> ColumnElement[bool]:
    """Photos of those products."""
    return ProductPhoto.product_id.in_(_products(actor))


@rule(ProductCost)
def costs(actor: Actor) -> ColumnElement[bool]:
    """Cost prices of those products."""
    return ProductCost.product_id.in_(_products(actor))


@rule(Shop)
def shops(actor: Actor) -> ColumnElement[bool]:
    """Shops that those businesses own, not those that they once owned; a collective shop is nobody's own."""
    return Shop.id.in_(_shops(actor))


@rule(ShopOwner)
def owners(actor: Actor) -> ColumnElement[bool]:
    """Since when those shops are theirs."""
    return ShopOwner.shop_id.in_(_shops(actor))


@rule(Listing)
def listings(actor: Actor) -> ColumnElement[bool]:
    """Everything in those shops, and those products where they stand in a collective shop."""
    return Listing.shop_id.in_(_shops(actor)) | Listing.id.in_(_matched(actor))


@rule(ListingProduct)
def matches(actor: Actor) -> ColumnElement[bool]:
    """What those listings sell."""
    in_shops = select(Listing.id).where(Listing.association_id == actor.association, Listing.shop_id.in_(_shops(actor)))
    return ListingProduct.listing_id.in_(in_shops) | ListingProduct.product_id.in_(_products(actor))


@rule(GoodsLine)
def goods(actor: Actor) -> ColumnElement[bool]:
    """Catalogue rows of files of those shops."""
    return GoodsLine.shop_id.in_(_shops(actor))


def _products(actor: Actor) -> Select[UUID]:
    return select(Product.id).where(Product.association_id == actor.association, Product.business_id.in_(actor.businesses))


def _shops(actor: Actor) -> Select[UUID]:
    return select(ShopOwner.shop_id).where(
        ShopOwner.association_id == actor.association, ShopOwner.business_id.in_(actor.businesses), ShopOwner.valid_to.is_(None)
    )


def _matched(actor: Actor) -> Select[UUID]:
    return select(ListingProduct.listing_id).where(
        ListingProduct.association_id == actor.association, ListingProduct.product_id.in_(_products(actor)),
        ListingProduct.valid_to.is_(None),
    )
