"""Do the order files, the income files and the balance of a shop say the same? What doesn't match is named, with the reason."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cblp.catalogue import scope as _scope  # noqa: F401  (declares which shops are seen)
from cblp.catalogue.models import Shop
from cblp.db.actor import Actor
from cblp.db.scope import visible
from cblp.errors import Missing
from cblp.importers.records import COMPLETED, RETURNED
from cblp.intake.shops import kin
from cblp.sales.models import BalanceMove, OrderLine
from cblp.sales.rules import COUNTED
from cblp.sales.services import income_of

PRICE, NET, NOT_COUNTED = "price", "net", "not_counted"
"""Why an order differs: its price, the money released for it, or it is unpaid or cancelled in the order file."""

INCOME_MOVE: Final = "income"


@dataclass(frozen=True)
class Difference:
    """An order that stands in both files and does not match; whole rupiah.

    ``subtotal`` is Σ (gross − discount) of its lines, ``product`` the price in its income; ``net`` is what we count for it,
    ``released`` what was paid out. ``why`` is PRICE, NET or NOT_COUNTED.
    """

    order_no: str
    subtotal: int
    product: int
    net: int
    released: int
    why: str


@dataclass(frozen=True)
class BalanceDifference:
    """An order whose money in the balance is not the money released for it."""

    order_no: str
    released: int
    balance: int


@dataclass(frozen=True)
class Reconciliation:
    """How far the files of a shop tie.

    ``matched`` orders stand in both an order and an income file, ``equal`` of them tie to the rupiah, the others are
    ``differing``. ``refund_differs`` lists orders where the money given back is not returned pieces × price (both may be right).
    """

    matched: int
    equal: int
    differing: list[Difference]
    total_income: int
    orders_without_income: list[str]  # completed orders whose money has not been seen yet
    income_without_orders: list[str]
    refund_differs: list[str]
    balance_matched: int
    balance_differing: list[BalanceDifference]

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def reconcile(session: Session, actor: Actor, *, shop_id: UUID) -> Reconciliation:
    """Compare everything that is current in a shop. Raises Missing for a shop that the actor may not see."""
    shop = session.scalar(visible(actor, Shop).where(Shop.id == shop_id))
    if shop is None:
        raise Missing()
    orders = _orders(session, actor, shop_id)
    income = {
        order: [sum(part) for part in zip(*entries, strict=True)]
        for order, entries in _income(session, actor, shop, orders).items()
    }
    released = {order: sum(amounts) for order, amounts in income.items()}
    differing = []
    for order_no in sorted(income.keys() & orders.keys()):
        found = orders[order_no]
        why = (
            NOT_COUNTED if not found.counted else PRICE if found.subtotal != income[order_no][0]
            else NET if found.net != released[order_no] else None
        )
        if why:
            differing.append(Difference(order_no, found.subtotal, income[order_no][0], found.net, released[order_no], why))
    balance = dict(session.execute(
        select(BalanceMove.order_no, func.sum(BalanceMove.amount)).where(
            BalanceMove.association_id == actor.association, BalanceMove.shop_id == shop_id, BalanceMove.is_current,
            BalanceMove.kind == INCOME_MOVE, BalanceMove.order_no != "",
        ).group_by(BalanceMove.order_no)
    ).all())
    both = balance.keys() & released.keys()
    return Reconciliation(
        matched=len(income.keys() & orders.keys()),
        equal=len(income.keys() & orders.keys()) - len(differing),
        differing=differing,
        total_income=sum(released.values()),
        orders_without_income=sorted(no for no, found in orders.items() if found.done and no not in income),
        income_without_orders=sorted(income.keys() - orders.keys()),
        refund_differs=sorted(
            no for no, found in orders.items() if no in income and found.counted and found.came_back != -income[no][1]
        ),
        balance_matched=len(both),
        balance_differing=[
            BalanceDifference(no, released[no], int(balance[no])) for no in sorted(both) if released[no] != balance[no]
        ],
    )


@dataclass
class _Order:
    subtotal: int = 0
    net: int = 0
    came_back: int = 0
    counted: bool = False
    done: bool = False


def _orders(session: Session, actor: Actor, shop: UUID) -> dict[str, _Order]:
    line = OrderLine
    orders: dict[str, _Order] = defaultdict(_Order)
    every: dict[str, int] = defaultdict(int)
    for order_no, status, back, unit_price, gross, discount, refunds, vouchers, fees in session.execute(
        select(
            line.order_no, line.status, line.returned_quantity, line.unit_price, line.gross, line.discount, line.refunds,
            line.vouchers, line.fees,
        ).where(line.association_id == actor.association, line.shop_id == shop, line.is_current)
    ):
        order = orders[order_no]
        every[order_no] += gross - discount
        if status not in COUNTED:
            continue
        order.counted = True
        order.done |= status in {COMPLETED, RETURNED}
        order.subtotal += gross - discount
        order.came_back += back * unit_price
        order.net += gross - discount - refunds - vouchers - (fees or 0)
    for order_no, order in orders.items():
        if not order.counted:
            order.subtotal = every[order_no]
    return dict(orders)


def _income(session: Session, actor: Actor, shop: Shop, orders: dict[str, _Order]) -> dict[str, Any]:
    """The entries of this shop, and those of its orders that stand under another shop of the same seller centre."""
    own = income_of(session, actor.association, [shop.id], None)
    group = kin(session, actor.association, shop.marketplace, shop.id)
    if len(group) == 1:
        return own
    anywhere = income_of(session, actor.association, group, orders)
    elsewhere = set(
        session.scalars(
            select(OrderLine.order_no)
            .distinct()
            .where(
                OrderLine.association_id == actor.association,
                OrderLine.shop_id.in_([one for one in group if one != shop.id]),
                OrderLine.is_current,
            )
        )
    )
    return {**{no: entries for no, entries in own.items() if no not in elsewhere}, **anywhere}
