"""Order lines as immutable versions, settlement entries apart from them, returns, balance, typed sales, daily totals."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from cblp.db.base import Base, Entity, Fact, Tenant, belongs
from cblp.db.types import Rupiah

CURRENT = text("is_current")
CURRENT_SQLITE = text("is_current = 1")


class OrderLine(Fact, Base):
    """One version of one item of one order. The last four columns are derived when its order is settled.

    No index by batch: taking a batch out walks its shop, which is rare, and loading it would cost a third more. No foreign keys
    either, they would double the time of a load: ``db.facts`` asks once per batch, ``verify`` asks of every row.
    """

    __tablename__ = "order_line"
    shop_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_no: Mapped[str] = mapped_column(String(60), primary_key=True)
    line_key: Mapped[str] = mapped_column(String(400), primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(primary_key=True)
    listing_id: Mapped[UUID]
    status_raw: Mapped[str] = mapped_column(String(60))
    status: Mapped[int]  # rank of importers.records: unpaid 0 … cancelled 5
    quantity: Mapped[int]
    returned_quantity: Mapped[int]
    list_price: Mapped[Rupiah]
    unit_price: Mapped[Rupiah]
    gross: Mapped[Rupiah]
    discount: Mapped[Rupiah]
    platform_discount: Mapped[Rupiah]
    order_voucher: Mapped[Rupiah]
    sales_day: Mapped[date]
    ordered_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    regency: Mapped[str] = mapped_column(String(13), default="")
    refunds: Mapped[Rupiah] = mapped_column(default=0)  # settlement's refund, else returned quantity x unit price
    vouchers: Mapped[Rupiah] = mapped_column(default=0)  # this line's part of the order's voucher
    fees: Mapped[Rupiah | None]  # this line's part of the order's fees; null until settled
    settled: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        Index(
            "uq_order_line_current",
            "association_id",
            "shop_id",
            "order_no",
            "line_key",
            unique=True,
            sqlite_where=CURRENT_SQLITE,
            postgresql_where=CURRENT,
        ),
        Index(
            "ix_order_line_day",
            "association_id",
            "sales_day",
            "shop_id",
            "listing_id",
            "status",
            "order_no",
            "quantity",
            "returned_quantity",
            "gross",
            "discount",
            "refunds",
            "vouchers",
            "fees",
            "settled",
            "regency",
            "is_current",  # already true of every row here, but SQLite calls an index covering only with it
            sqlite_where=CURRENT_SQLITE,
            postgresql_where=CURRENT,
        ),
        {"sqlite_with_rowid": False},
    )


class SettlementEntry(Fact, Base):
    """Money released for an order; joined by shop and order number without a foreign key, because it may come first.

    As tall as order lines, and like them without foreign keys to shop and batch.
    """

    __tablename__ = "settlement_entry"
    shop_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_no: Mapped[str] = mapped_column(String(60), primary_key=True)
    entry_key: Mapped[str] = mapped_column(String(120), primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(primary_key=True)
    released_on: Mapped[date]
    product: Mapped[Rupiah]
    refund: Mapped[Rupiah]
    seller_voucher: Mapped[Rupiah]
    shipping: Mapped[Rupiah]
    platform_fee: Mapped[Rupiah]
    affiliate: Mapped[Rupiah]
    tax: Mapped[Rupiah]
    other: Mapped[Rupiah]
    __table_args__ = (
        Index(
            "uq_settlement_entry_current",
            "association_id",
            "shop_id",
            "order_no",
            "entry_key",
            unique=True,
            sqlite_where=CURRENT_SQLITE,
            postgresql_where=CURRENT,
        ),
        {"sqlite_with_rowid": False},
    )


class OrderReturn(Fact, Base):
    """A buyer's return request."""

    __tablename__ = "order_return"
    shop_id: Mapped[UUID] = mapped_column(primary_key=True)
    return_no: Mapped[str] = mapped_column(String(60), primary_key=True)
    line_key: Mapped[str] = mapped_column(String(400), primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_no: Mapped[str] = mapped_column(String(60))
    quantity: Mapped[int]
    refund: Mapped[Rupiah]
    reason: Mapped[str] = mapped_column(String(160))
    status_raw: Mapped[str] = mapped_column(String(60))
    requested_on: Mapped[date]
    completed_on: Mapped[date | None]
    __table_args__ = (
        belongs("shop_id", "shop"),
        belongs("batch_id", "import_batch"),
        Index("ix_order_return_batch", "association_id", "batch_id"),
    )


class BalanceMove(Fact, Base):
    """A line of a shop's balance report or advertising bill."""

    __tablename__ = "balance_move"
    shop_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_key: Mapped[str] = mapped_column(String(160), primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(12))
    order_no: Mapped[str] = mapped_column(String(60), default="")
    amount: Mapped[Rupiah]
    __table_args__ = (
        belongs("shop_id", "shop"),
        belongs("batch_id", "import_batch"),
        Index("ix_balance_move_batch", "association_id", "batch_id"),
        Index("ix_balance_move_order", "association_id", "shop_id", "order_no"),
    )


class TypedSale(Entity, Base):
    """A sale that somebody typed (WhatsApp, bazaar, showroom, cash): shown as typed, taken back, never deleted."""

    __tablename__ = "typed_sale"
    business_id: Mapped[UUID]
    marketplace: Mapped[str] = mapped_column(ForeignKey("marketplace.code"))
    day: Mapped[date]
    amount: Mapped[Rupiah]
    orders: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(120), default="")
    entered_at: Mapped[datetime]
    entered_by: Mapped[UUID | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None]
    __table_args__ = (belongs("business_id", "business"), Index(None, "association_id", "day"))


class DailySales(Tenant, Base):
    """The small table: totals of the current lines per day, marketplace and status, kept in the same transaction."""

    __tablename__ = "daily_sales"
    day: Mapped[date] = mapped_column(primary_key=True)
    marketplace: Mapped[str] = mapped_column(String(16), primary_key=True)
    status: Mapped[int] = mapped_column(primary_key=True)
    orders: Mapped[int]  # counted once, in the lowest counted status of the order's lines
    settled_orders: Mapped[int]
    lines: Mapped[int]
    quantity: Mapped[int]
    returned: Mapped[int]
    gross: Mapped[Rupiah]
    discount: Mapped[Rupiah]
    refunds: Mapped[Rupiah]
    vouchers: Mapped[Rupiah]
    fees: Mapped[Rupiah]  # known fees only; complete when settled_orders = orders
