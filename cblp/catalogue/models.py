"""Products, marketplaces, shops and accounts on them, listings, and who owned or was matched to what, since when."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cblp.db.base import Base, Edited, Entity, Fact, belongs
from cblp.db.types import Rupiah


class Marketplace(Base):
    """Where things are sold or shown (global). They merge and close, hence the dates."""

    __tablename__ = "marketplace"
    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(12))  # marketplace, social, chat, pos, offline
    colour: Mapped[str] = mapped_column(String(7))
    position: Mapped[int]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Product(Entity, Edited, Base):
    """What a business makes; draft → active → retired."""

    __tablename__ = "product"
    business_id: Mapped[UUID]
    sku: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(160))
    category: Mapped[str] = mapped_column(String(12), default="other")  # batik, food, drink, craft, other
    status: Mapped[str] = mapped_column(String(8), default="active")
    stage: Mapped[str] = mapped_column(String(14), default="finished")  # raw, semi_finished, finished
    description: Mapped[str] = mapped_column(String(4000), default="")
    story: Mapped[str] = mapped_column(String(4000), default="")
    hashtags: Mapped[str] = mapped_column(String(300), default="")
    price: Mapped[Rupiah | None]
    stock: Mapped[int | None]
    __table_args__ = (UniqueConstraint("association_id", "business_id", "sku"), belongs("business_id", "business"))


class ProductPhoto(Entity, Base):
    """A picture of a product, resized to WebP when it came in."""

    __tablename__ = "product_photo"
    product_id: Mapped[UUID]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    width: Mapped[int]
    height: Mapped[int]
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    __table_args__ = (belongs("product_id", "product"), Index(None, "association_id", "product_id"))


class ProductCost(Entity, Base):
    """What it costs to make one, since a day."""

    __tablename__ = "product_cost"
    product_id: Mapped[UUID]
    valid_from: Mapped[date]
    amount: Mapped[Rupiah]
    __table_args__ = (belongs("product_id", "product"), UniqueConstraint("association_id", "product_id", "valid_from"))


class Shop(Entity, Edited, Base):
    """A shop on a marketplace, an account on a social network, a till or a stall: one handle on one marketplace."""

    __tablename__ = "shop"
    marketplace: Mapped[str] = mapped_column(ForeignKey("marketplace.code"))
    handle: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120), default="")
    url: Mapped[str] = mapped_column(String(300), default="")
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    __table_args__ = (UniqueConstraint("association_id", "marketplace", "handle"),)


class ShopOwner(Entity, Base):
    """Whose shop it is since a day: a business, or (business_id null) the association as a whole; never the marketplace."""

    __tablename__ = "shop_owner"
    shop_id: Mapped[UUID]
    business_id: Mapped[UUID | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    __table_args__ = (
        belongs("shop_id", "shop"), belongs("business_id", "business"), Index(None, "association_id", "shop_id"),
    )


class Listing(Entity, Edited, Base):
    """A product as it stands in one shop: the shop's own code and variation."""

    __tablename__ = "listing"
    shop_id: Mapped[UUID]
    sku: Mapped[str] = mapped_column(String(120))  # the shop's code, or the product name when it keeps none
    variation: Mapped[str] = mapped_column(String(200), default="")
    item_id: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(String(300), default="")
    price: Mapped[Rupiah | None]
    stock: Mapped[int | None]
    url: Mapped[str] = mapped_column(String(300), default="")
    status: Mapped[str] = mapped_column(String(8), default="active")  # active, retired
    link_state: Mapped[str] = mapped_column(String(8), default="unknown")  # alive, dead, unknown
    link_checked_at: Mapped[datetime | None]
    first_seen: Mapped[date | None]
    edited_by: Mapped[UUID | None]
    edited_at: Mapped[datetime | None]
    __table_args__ = (UniqueConstraint("association_id", "shop_id", "sku", "variation"), belongs("shop_id", "shop"))


class ListingProduct(Entity, Base):
    """Which product a listing sells since a day; a new match is a new row, so that the past keeps its own."""

    __tablename__ = "listing_product"
    listing_id: Mapped[UUID]
    product_id: Mapped[UUID]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    matched_by: Mapped[UUID | None]
    __table_args__ = (
        belongs("listing_id", "listing"), belongs("product_id", "product"), Index(None, "association_id", "listing_id"),
    )


class GoodsLine(Fact, Base):
    """A catalogue row of a till's or shop's file: price, cost and stock on the day of the file."""

    __tablename__ = "goods_line"
    shop_id: Mapped[UUID] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(String(120), primary_key=True)
    variation: Mapped[str] = mapped_column(String(200), primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(primary_key=True)
    listing_id: Mapped[UUID]
    product_name: Mapped[str] = mapped_column(String(300))
    category: Mapped[str] = mapped_column(String(80), default="")
    price: Mapped[Rupiah | None]
    cost: Mapped[Rupiah | None]
    stock: Mapped[int | None]
    __table_args__ = (belongs("shop_id", "shop"), belongs("listing_id", "listing"))
