"""The base measures of sales, and the figures declared from them: the same number cannot have two definitions.

Measures and formulas: counted lines are those not unpaid and not cancelled;
sales = gross − discount − refunds + typed, net = sales − vouchers − fees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Final

from cblp.i18n import N_
from cblp.metric import Metric, Value, ratio


@dataclass(frozen=True)
class Measures:
    """Base measures of a group of sales, money in whole rupiah. They add up, except ``orders`` over products and members.

    ``typed`` is the part of ``sales`` that somebody typed; typed orders are apart from ``orders``, which files prove.
    """

    orders: int = 0
    settled_orders: int = 0
    cancelled_orders: int = 0
    quantity: int = 0  # before returns
    returned: int = 0
    gross: int = 0
    discount: int = 0
    refunds: int = 0
    vouchers: int = 0
    fees_known: int = 0
    typed: int = 0
    typed_orders: int = 0

    def __add__(self, other: Measures) -> Measures:
        return Measures(*(getattr(self, name) + getattr(other, name) for name in BASE))

    @property
    def sales(self) -> int:
        """After discount and returns, typed sales included."""
        return self.gross - self.discount - self.refunds + self.typed

    @property
    def settled(self) -> bool:
        """The fees of all its orders are known."""
        return self.settled_orders == self.orders

    @property
    def fees(self) -> int | None:
        """Fees of all its orders; None as long as one is not settled (``fees_known`` holds the part that is)."""
        return self.fees_known if self.settled else None

    @property
    def net(self) -> int | None:
        """What is left after vouchers and fees; None as long as an order is not settled."""
        return self.sales - self.vouchers - self.fees_known if self.settled else None

    def as_dict(self) -> dict[str, int | None]:
        """All measures by name, derived money too: what formulas, tables and the command line read."""
        base: dict[str, int | None] = {name: getattr(self, name) for name in BASE}
        return {**base, "sales": self.sales, "fees": self.fees, "net": self.net}


BASE: Final = tuple(field.name for field in fields(Measures))
NOTHING: Final = Measures()


def _cancelled_share(measures: Mapping[str, int | None]) -> Value:
    orders, cancelled = measures["orders"] or 0, measures["cancelled_orders"] or 0
    return Fraction(cancelled, orders + cancelled) if orders + cancelled else None


METRICS: Final[dict[str, Metric]] = {metric.id: metric for metric in (
    Metric("sales", N_("Sales"), "rupiah"),
    Metric("orders", N_("Orders"), "count"),
    Metric("quantity", N_("Sold"), "count"),
    Metric("returned", N_("Returned"), "count", good_when="down"),
    Metric("gross", N_("Sales before discount"), "rupiah"),
    Metric("discount", N_("Seller's discount"), "rupiah", good_when=""),
    Metric("refunds", N_("Refunds"), "rupiah", good_when="down"),
    Metric("vouchers", N_("Shop voucher"), "rupiah", good_when=""),
    Metric("fees", N_("Admin and service fees"), "rupiah", good_when="down"),
    Metric("fees_known", N_("Known fees"), "rupiah", good_when="down"),
    Metric("net", N_("Income"), "rupiah"),
    Metric("typed", N_("Typed sales"), "rupiah", good_when=""),
    Metric("typed_orders", N_("Typed orders"), "count", good_when=""),
    Metric("settled_orders", N_("Orders paid out"), "count"),
    Metric("cancelled_orders", N_("Cancelled orders"), "count", good_when="down"),
    Metric("order_value", N_("Sales per order"), "rupiah", ratio("file_sales", "orders")),
    Metric("cancelled_share", N_("Cancelled, out of all orders"), "share", _cancelled_share, good_when="down"),
    Metric("returned_share", N_("Returned, out of all items sold"), "share", ratio("returned", "quantity"), good_when="down"),
    Metric("discount_share", N_("Discount, out of sales before discount"), "share", ratio("discount", "gross"), good_when=""),
    Metric("fees_share", N_("Fees, out of sales"), "share", ratio("fees", "file_sales"), good_when="down"),
)}
"""Every figure of sales by its id, base measures first, ratios after them."""


def figure(metric_id: str, measures: Measures) -> Value:
    """The declared figure of these measures; ratios of sales leave typed sales out, which have neither orders nor fees."""
    return METRICS[metric_id].of({**measures.as_dict(), "file_sales": measures.sales - measures.typed})
