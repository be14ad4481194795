"""Writes one small sample file per export format, with every status and quirk: ``python -m cblp.demo.samples OUT``.

The importers' golden tests read them from ``tests/importers/samples/<source>/``. Dates are fixed: a sample never
changes by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from cblp.demo.files import lazada, seller_center, shopee
from cblp.demo.files.facts import EVENTS, Area, Charges, Item, Order


class Sample(NamedTuple):
    """A file of ``source`` as it would be downloaded."""

    source: str
    name: str
    content: bytes


def samples() -> Iterator[Sample]:
    """Every sample, in a stable order."""
    shop = shopee_orders()
    yield Sample("shopee", "Order.all.20260701_20260731.xlsx", shopee.orders(shop))
    early = [seen for order in shop if (seen := order.seen(_at("2026-07-14 09:00")))]
    yield Sample("shopee", "Order.all.20260701_20260714.xlsx", shopee.orders(early))
    yield Sample("shopee", "Order.all.20240701_20240731.xlsx", shopee.orders(_in_2024(shop), "2024"))
    yield Sample("shopee", "Order.all.20230701_20230731.xlsx", shopee.orders(_in_2024(shop), "2023"))
    yield Sample("shopee", "nomor-pesanan.xlsx", shopee.orders(shop, "rewritten"))
    cancelled = [order for order in shop if order.cancelled and not order.failed]
    yield Sample("shopee", "Order.cancellation.20260701_20260731.xlsx", shopee.orders(cancelled, "cancellation"))
    failed = [order for order in shop if order.failed]
    yield Sample("shopee", "Order.failed_delivery.20260701_20260731.xlsx", shopee.orders(failed, "failed_delivery"))
    yield Sample("shopee", "Order.return_refund.20260701_20260731.xls", shopee.returns(shop))
    both = seller_center_orders()
    name = "Semua pesanan-2026-08-01-08_00"
    yield Sample("tokopedia_tiktok", f"{name}.xlsx", seller_center.orders(both))
    yield Sample("tokopedia_tiktok", f"{name}.csv", seller_center.orders_csv(both))
    yield Sample("tokopedia_tiktok", "All order-2026-08-01-08_00.xlsx", seller_center.orders(both, 65, "en"))
    yield Sample("tokopedia_tiktok", "Semua pesanan-2026-08-01-65.csv", seller_center.orders_csv(both, 65))
    only = [order for order in _in_2024(both) if order.marketplace == "tiktok_shop"]
    yield Sample("tokopedia_tiktok", "Semua pesanan-2024-08-01-54.xlsx", seller_center.orders(only, 54))
    units = lazada_orders()
    yield Sample("lazada", "lazada-orders-20260801.xlsx", lazada.orders(units))
    yield Sample("lazada", "lazada-orders-bulan-indonesia.xlsx", lazada.orders(units, "id"))
    yield Sample("lazada", "lazada-orders-2023.csv", lazada.orders_older(_in_2024(units)))
    yield Sample("lazada", "Income Overview 20260801.xlsx", lazada.income(units))


def write(folder: Path) -> int:
    """Writes all samples under ``folder``; returns how many. A file that is already right is left untouched."""
    made = list(samples())
    for sample in made:
        target = folder / sample.source / sample.name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != sample.content:
            target.write_bytes(sample.content)
    return len(made)


JAMBI = Area("15.71", True, "Jambi", "Jambi")
KERINCI = Area("15.01", False, "Kerinci", "Jambi")
JAKARTA = Area("31.74", True, "Jakarta Selatan", "DKI Jakarta")
BANDUNG = Area("32.04", False, "Bandung", "Jawa Barat")

BATIK = Item("BTK-01", "Kain Batik Jambi Cap Durian Pecah", "Merah,2 meter", "1731400000000000101", 185_000, 165_000, 1)
SHAWL = Item(
    "BTK-02", "Selendang Batik Jambi <Angso Duo> & Kajang Lako", "Biru", "1731400000000000102", 95_000, 95_000, 2
)
COFFEE = Item("KOP-01", "Kopi Liberika Tungkal Bubuk 250 g", "", "1731400000000000103", 48_000, 43_000, 3, weight=260)
NO_SKU = Item("", "Sirup Kayu Manis Kerinci 500 ml", "", "1731400000000000104", 38_500, 35_000, 2, weight=700)
DEAR = Item("SGK-01", "Songket Jambi Tenun Tangan", "Emas", "1731400000000000105", 1_343_500, 1_250_000, 1, weight=900)
GIFT = Item("HDH-01", "[HADIAH] Gantungan Kunci Anyaman Pandan", "", "1731400000000000106", 15_000, 0, 1, weight=20)


def shopee_orders() -> list[Order]:
    """Fourteen orders of July 2026 that between them have every status, two lines alike, COD, vouchers and returns."""
    fees = Charges(-13_200, -1_250, -6_600, -7_425, 0, -825)
    orders = [
        _order(1, "completed", BATIK, charges=fees, released=True),
        _order(1, "completed", SHAWL, COFFEE, seller_voucher=5_000, platform_voucher=12_000, payment=1, released=True,
               charges=Charges(-25_520, -1_250, -12_760, 0, -9_570)),
        _order(2, "completed", DEAR, cod=True, payment=2, shipping_paid=9_000, released=True,
               charges=Charges(-100_000, -1_250, 0, 0, 0, -6_250, -4_000)),
        _order(3, "returned", replace(SHAWL, returned=1), payment=1, released=True,
               charges=Charges(-7_600, -1_250, -3_800)),
        _order(3, "returned", replace(BATIK, returned=1), replace(COFFEE, returned=3), released=True, kept=4_000,
               charges=Charges(0, -1_250, 0, 0, 0, 0, -12_000)),
        _order(4, "refused return", NO_SKU, payment=1),
        _order(5, "completed", NO_SKU, NO_SKU, replace(NO_SKU, price=33_000, quantity=1), payment=3),
        _order(6, "cancelled", BATIK, cod=True, payment=1),
        _order(6, "cancelled unpaid", COFFEE, cancelled_by="system"),
        _order(7, "failed", COFFEE, SHAWL, cod=True, failed=True, cancelled_by="system"),
        _order(8, "cancel requested", BATIK, payment=2),
        _order(9, "shipped", replace(COFFEE, platform_discount=3_000), GIFT, shipping_paid=4_500),
        _order(10, "delivered", SHAWL),
        _order(10, "delivered", COFFEE, payment=1),
        _order(11, "return asked", NO_SKU, payment=3),
        _order(12, "paid", BATIK, COFFEE, seller_voucher=10_000),
        _order(13, "unpaid", DEAR),
    ]  # fmt: skip
    return [replace(order, number=f"{order.ordered:%y%m%d}CBLP{n:03}{'A5'[n % 2]}") for n, order in enumerate(orders)]


def seller_center_orders() -> list[Order]:
    """Orders of both marketplaces, by turns."""
    return [
        replace(
            order,
            number=f"5822{n:02}6355{n:02}478089",
            marketplace=("tiktok_shop", "tokopedia")[n % 2],
        )
        for n, order in enumerate(shopee_orders())
    ]


def lazada_orders() -> list[Order]:
    """Orders whose units go their own ways: one of two sent back, one of three cancelled, a gift."""
    return [
        replace(
            order,
            number=f"5235{n:02}768236442",
            marketplace="lazada",
            seller_voucher=0,
            items=tuple(
                replace(item, cancelled=1) if n == 1 and item.sku == COFFEE.sku else item for item in order.items
            ),
        )
        for n, order in enumerate(shopee_orders())
    ]


_LIVES: dict[str, dict[str, float]] = {
    # hours after the order at which it was …
    "unpaid": {},
    "paid": {"paid": 0.1},
    "cancel requested": {"paid": 0.1, "cancel_requested": 6},
    "shipped": {"paid": 0.1, "shipped": 20},
    "delivered": {"paid": 0.1, "shipped": 20, "delivered": 90},
    "return asked": {"paid": 0.1, "shipped": 20, "delivered": 90, "return_asked": 110},
    "completed": {"paid": 0.1, "shipped": 20, "delivered": 90, "completed": 130},
    "refused return": {"paid": 0.1, "shipped": 20, "delivered": 90, "return_asked": 110, "completed": 200},
    "returned": {"paid": 0.1, "shipped": 20, "delivered": 90, "return_asked": 110, "returned": 180, "completed": 181},
    "cancelled": {"paid": 0.1, "cancelled": 9},
    "cancelled unpaid": {"cancelled": 24},
    "failed": {"paid": 0.1, "shipped": 20, "cancelled": 240},
}


def _order(day: int, life: str, *items: Item, released: bool = False, cod: bool = False, **more: Any) -> Order:
    ordered = _at(f"2026-07-{day:02} 08:{day + 10}")
    events = {name: ordered + timedelta(hours=hours) for name, hours in _LIVES[life].items()}
    if cod and "paid" in events:
        events["paid"] = ordered  # a marketplace calls a cash-on-delivery order paid from its first minute
    area = (JAMBI, KERINCI, JAKARTA, BANDUNG)[day % 4]
    if released:
        more["released"] = (events["completed"] + timedelta(days=1)).date()
    order = Order("", "shopee", ordered, items, area, cod=cod, shipping=8_000 + 500 * day)
    return replace(order, **events, **more)  # type: ignore[arg-type]


def _in_2024(orders: list[Order]) -> list[Order]:
    """The same orders two years earlier."""
    return [
        replace(
            order,
            number=f"24{order.number[2:]}" if order.marketplace == "shopee" else order.number,
            **{name: when.replace(year=2024) for name in ("ordered", *EVENTS) if (when := getattr(order, name))},
        )
        for order in orders
    ]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m cblp.demo.samples OUT")
    print(write(Path(sys.argv[1])))
