"""What an order was, as the generator knows it, is what the importer reads out of each marketplace's file about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest

from cblp.demo import samples
from cblp.demo.files import blibli, lazada, seller_center, shopee, tokopedia
from cblp.demo.files.facts import Order, State
from cblp.importers import Reader
from cblp.importers.records import CANCELLED, COMPLETED, PAID, RETURNED, SHIPPED, UNPAID, OrderLine
from tests.importers.files import lines

RANKS = {
    State.UNPAID: {UNPAID}, State.PAID: {PAID}, State.CANCEL_REQUESTED: {PAID}, State.SHIPPED: {SHIPPED},
    State.DELIVERED: {SHIPPED, COMPLETED}, State.COMPLETED: {COMPLETED, RETURNED}, State.CANCELLED: {CANCELLED},
}  # fmt: skip

FILES: dict[str, tuple[Callable[[], list[Order]], Callable[[list[Order]], bytes]]] = {
    "shopee 2026": (samples.shopee_orders, shopee.orders),
    "shopee 2024": (samples.shopee_orders, lambda orders: shopee.orders(orders, "2024")),
    "seller center": (samples.seller_center_orders, seller_center.orders),
    "seller center csv, English": (samples.seller_center_orders, lambda orders: seller_center.orders_csv(orders, 65, "en")),
    "lazada": (samples.lazada_orders, lazada.orders),
    "tokopedia": (samples.shopee_orders, lambda orders: tokopedia.sales(orders, "Toko")),
    "blibli": (samples.shopee_orders, blibli.orders),
}


@pytest.mark.parametrize("name", FILES)
def test_orders_come_back(reader: Reader, name: str) -> None:
    make, write = FILES[name]
    orders = make()
    read: defaultdict[str, list[OrderLine]] = defaultdict(list)
    found = lines(reader, write(orders))
    for line in found:
        read[line.order_no].append(line)
    assert len({(line.order_no, line.line_key) for line in found}) == len(found)
    for order in orders:
        items = read.get(order.number, []) or _by_content(read, order)
        if name == "tokopedia" and order.state is State.UNPAID:
            assert not items, "an order without payment has no invoice"
            continue
        assert sum(line.quantity for line in items) == sum(item.quantity for item in order.items)
        assert sum(line.gross for line in items) == sum(item.gross for item in order.items)
        assert sum(line.gross - line.discount for line in items) == order.subtotal
        assert {line.sales_day for line in items} == {order.ordered.date().isoformat()}
        assert {line.regency for line in items} == {order.area.code}
        if name != "lazada":  # where single units go their own ways
            assert {line.status for line in items} <= RANKS[order.state]
        if name.startswith(("shopee", "seller")) and order.returned:  # the others print whole returns only
            assert sum(line.returned_quantity for line in items) == sum(item.returned for item in order.items)


def _by_content(read: dict[str, list[OrderLine]], order: Order) -> list[OrderLine]:
    """The lines of an order that the source numbers in its own way: found by day and list prices."""
    wanted = sorted((order.ordered.date().isoformat(), item.gross) for item in order.items)
    return next((items for items in read.values() if sorted((line.sales_day, line.gross) for line in items) == wanted), [])
