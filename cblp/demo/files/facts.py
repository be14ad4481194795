"""What a marketplace knows about an order, whichever file it prints it in.

Times are naive and local (the files print no offset); money is whole rupiah.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """Where an order stands; each marketplace has its own words for these."""

    UNPAID = "unpaid"
    PAID = "paid"
    CANCEL_REQUESTED = "cancel requested"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Area(NamedTuple):
    """A regency or city of a buyer; ``code`` is the official one (15.71)."""

    code: str
    city: bool
    name: str
    province: str


class Charges(NamedTuple):
    """What a marketplace keeps from an order, all <= 0. ``shipping`` is what the seller bears of it."""

    commission: int = 0
    processing: int = 0
    free_shipping: int = 0
    promotion: int = 0
    affiliate: int = 0
    tax: int = 0
    shipping: int = 0


NO_CHARGES = Charges()


@dataclass(frozen=True, slots=True)
class Item:
    """A line of an order. Prices are per unit; ``price`` is after the seller's discount."""

    sku: str
    name: str
    variation: str
    item_id: str
    list_price: int
    price: int
    quantity: int
    returned: int = 0
    cancelled: int = 0  # single units, which only Lazada can cancel
    platform_discount: int = 0  # over the whole line
    weight: int = 250  # gram per unit

    @property
    def gross(self) -> int:
        return self.list_price * self.quantity

    @property
    def subtotal(self) -> int:
        return self.price * self.quantity

    @property
    def discount(self) -> int:
        return self.gross - self.subtotal


@dataclass(frozen=True, slots=True)
class Order:
    """An order with its whole life; ``seen`` gives what an export made at a given moment knows of it."""

    number: str
    marketplace: str
    ordered: datetime
    items: tuple[Item, ...]
    area: Area
    paid: datetime | None = None
    cancel_requested: datetime | None = None
    shipped: datetime | None = None
    delivered: datetime | None = None
    completed: datetime | None = None
    cancelled: datetime | None = None
    returned: datetime | None = None  # the return was approved
    return_asked: datetime | None = None
    failed: bool = False  # cancelled because the parcel could not be delivered
    cancelled_by: str = "buyer"  # buyer, system, seller
    cod: bool = False
    payment: int = 0  # picks one of the marketplace's ways to pay
    seller_voucher: int = 0
    platform_voucher: int = 0
    shipping: int = 0
    shipping_paid: int = 0  # by the buyer
    charges: Charges = NO_CHARGES
    released: date | None = None  # the day on which the marketplace paid the seller
    kept: int = 0  # part of the price of returned units that the buyer did not get back

    @property
    def state(self) -> State:
        if self.cancelled:
            return State.CANCELLED
        if self.completed:
            return State.COMPLETED
        if self.cancel_requested:
            return State.CANCEL_REQUESTED
        if self.delivered:
            return State.DELIVERED
        if self.shipped:
            return State.SHIPPED
        return State.PAID if self.paid else State.UNPAID

    @property
    def subtotal(self) -> int:
        return sum(item.subtotal for item in self.items)

    @property
    def quantity(self) -> int:
        return sum(item.quantity for item in self.items)

    @property
    def refund(self) -> int:
        """What the buyer got back for returned units, >= 0."""
        return sum(item.returned * item.price for item in self.items) - self.kept

    @property
    def net(self) -> int:
        """The money released to the seller."""
        return self.subtotal - self.refund - self.seller_voucher + sum(self.charges)

    @property
    def paid_by_buyer(self) -> int:
        """Zero for a cancelled order, as the files print it."""
        if self.state is State.CANCELLED:
            return 0
        platform = self.platform_voucher + sum(item.platform_discount for item in self.items)
        return max(self.subtotal - self.seller_voucher - platform + self.shipping_paid + SERVICE_FEE, 0)

    def seen(self, at: datetime) -> Order | None:
        """The order as it stood at ``at``: None before it was placed, later events not known yet."""
        if self.ordered > at:
            return None
        late = {name: None for name in EVENTS if (when := getattr(self, name)) and when > at}
        if not late:
            return self
        items = self.items
        if "returned" in late:
            items = tuple(replace(item, returned=0) if item.returned else item for item in items)
        kept = 0 if "returned" in late else self.kept
        return replace(self, items=items, kept=kept, **late)  # type: ignore[arg-type]


EVENTS = (
    "paid",
    "cancel_requested",
    "shipped",
    "delivered",
    "return_asked",
    "returned",
    "completed",
    "cancelled",
)
"""The fields of an order that say when something happened to it after it was placed."""

SERVICE_FEE = 2_000
"""What a marketplace charges the buyer on top of an order."""
