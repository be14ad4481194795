"""Files to measure with: a shop's orders as its marketplace prints them, written once and kept in a temporary folder."""

from __future__ import annotations

import csv
import os
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from io import StringIO
from pathlib import Path

from bench.place import own_folder
from cblp.demo.files import shopee
from cblp.demo.files.facts import Item, Order
from cblp.demo.recipe import recipe

SEED = 20261121
DAYS = 730


@dataclass(frozen=True)
class Sample:
    """A file of ``rows`` order lines, of which ``counted`` are not cancelled and come to ``sales`` whole rupiah."""

    path: Path
    rows: int
    counted: int
    sales: int


@cache
def orders(rows: int) -> list[Order]:
    """Orders of one shop over two years that fill ``rows`` lines, three lines to two orders, newest first."""
    dice = random.Random(SEED)
    products = [product for business in recipe().businesses for product in business.products]
    goods = [(product, variation) for product in products for variation in product.variations]
    areas, weights = zip(*recipe().buyers, strict=True)
    end = datetime(2026, 11, 1)  # noqa: DTZ001  (files print local times)
    made: list[Order] = []
    place = 0
    while place < rows:
        wanted = min(1 + len(made) % 2, rows - place)
        ordered = end - timedelta(minutes=DAYS * 1440 * place // rows + 1)
        items = []
        for product, variation in dice.sample(goods, wanted):
            price = product.price * 9 // 1000 * 100 if dice.random() < 0.3 else product.price
            items.append(Item(
                sku=product.sku, name=product.name, variation=variation, item_id="", list_price=product.price, price=price,
                quantity=dice.choice((1, 1, 1, 2, 3)), weight=product.weight,
            ))
        cancelled = dice.random() < 0.07
        made.append(Order(
            number=f"{ordered:%y%m%d}{_letters(dice)}", marketplace="shopee", ordered=ordered, items=tuple(items),
            area=dice.choices(areas, weights)[0], paid=ordered + timedelta(minutes=dice.randrange(1, 600)),
            shipped=None if cancelled else ordered + timedelta(days=1, minutes=dice.randrange(600)),
            completed=None if cancelled else ordered + timedelta(days=4, minutes=dice.randrange(600)),
            cancelled=ordered + timedelta(days=1) if cancelled else None, cod=dice.random() < 0.2, payment=dice.randrange(6),
            shipping=dice.randrange(8, 40) * 1000,
        ))
        place += wanted
    return made


def _letters(dice: random.Random) -> str:
    return "".join(dice.choices("0123456789ABCDEFGHJKLMNPQRSTUVWXY", k=8))


def order_file(rows: int, form: str = "xlsx") -> Sample:
    """The order file of ``orders(rows)``: ``xlsx`` with shared strings, or the same cells as ``csv``."""
    path = own_folder() / f"orders-{SEED}-{rows}.{form}"
    if not path.exists():
        content = shopee.orders(orders(rows), "cancellation") if form == "xlsx" else _as_csv(rows)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(content)
        fresh.replace(path)
    sold = [order for order in orders(rows) if not order.cancelled]
    return Sample(path, rows, sum(len(order.items) for order in sold), sum(order.subtotal for order in sold))


def _as_csv(rows: int) -> bytes:
    from python_calamine import CalamineWorkbook

    out = StringIO(newline="")
    csv.writer(out).writerows(CalamineWorkbook.from_path(str(order_file(rows).path)).get_sheet_by_index(0).iter_rows())
    return out.getvalue().encode("utf-8")
