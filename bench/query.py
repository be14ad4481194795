"""B6: 24 months by marketplace, asked with ever more order lines in the database: the daily totals keep it constant."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any, Final
from uuid import UUID

from bench import place
from bench.harness import Row, Rows, Way, agree, timed
from bench.place import Place
from cblp.catalogue.models import Listing, Shop
from cblp.days import Span
from cblp.db.bulk import insert_rows
from cblp.db.ids import uuid7
from cblp.intake.models import POSTED, ImportBatch
from cblp.sales import services as sales
from cblp.sales.models import OrderLine
from cblp.sales.reports import Selection, grouped

MARKETPLACES: Final = ("shopee", "tokopedia", "tiktok_shop", "lazada", "blibli")
END: Final = date(2026, 10, 31)
DAYS: Final = 730
SPAN: Final = Span(END - timedelta(DAYS - 1), END)
COLUMNS: Final = (
    "association_id", "shop_id", "order_no", "line_key", "batch_id", "row_hash", "is_current", "listing_id", "status_raw",
    "status", "quantity", "returned_quantity", "list_price", "unit_price", "gross", "discount", "platform_discount",
    "order_voucher", "sales_day", "regency", "refunds", "vouchers", "settled",
)  # fmt: skip
FROM_LINES: Final = """
    SELECT strftime('%Y-%m-01', o.sales_day), s.marketplace, sum(o.gross - o.discount) FROM order_line o
    JOIN shop s ON s.association_id = o.association_id AND s.id = o.shop_id
    WHERE o.is_current AND o.status BETWEEN 1 AND 4 AND o.sales_day BETWEEN ? AND ? GROUP BY 1, 2 ORDER BY 1, 2
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=lambda text: [int(part) for part in text.split(",")], default=[100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=9)


def run(given: argparse.Namespace) -> Rows:
    """All sizes are there at once and are asked in turn; the first is what the larger ones are compared with."""
    with ExitStack() as open_places:
        ways = {}
        for rows in given.rows:
            to = open_places.enter_context(place.fresh())
            _fill(to, rows)
            _check(to)
            ways[str(rows)] = Way(partial(_report, to), answer=lambda _prepared, _found: "each equal to its own lines")
        took = timed(ways, given.rounds)
    first, *larger = given.rows
    for rows in larger:
        what = f"24 months by marketplace, {rows:,} order lines"
        yield Row("B6", what, f"the same with {first:,}", took[str(first)], took[str(rows)], 1.3)


def _report(to: Place, _prepared: Any = None) -> Any:
    return to.app.read(to.actor, grouped, by="month", split="marketplace", selection=Selection(SPAN))


def _check(to: Place) -> None:
    """The report says what the lines say; raises WrongAnswer. Asked once before it counts, it is warm."""
    with to.app.database.reading(to.actor.association) as session:
        lines = session.connection().exec_driver_sql(FROM_LINES, (SPAN.first.isoformat(), SPAN.last.isoformat())).all()
    agree({
        "lines": [(month, marketplace, int(amount)) for month, marketplace, amount in lines],
        "report": sorted((f"{group.key:%Y-%m-01}", group.split, group.measures.sales) for group in _report(to)),
    })


def _fill(to: Place, rows: int) -> None:
    """Order lines as the import leaves them, put in directly: a million of them by files would take minutes."""
    batch, shops = uuid7(), {}
    with to.app.database.writing(to.actor.association) as session:
        session.add(ImportBatch(
            id=batch, sha256=batch.bytes * 2, name="bench", size=1, source="shopee", kind="orders", format="shopee.orders",
            since="2026", parser_version=1, status=POSTED, received_at=datetime.now(UTC),
        ))
        for number in range(25):
            shop = Shop(marketplace=MARKETPLACES[number % 5], handle=f"bench-{number}")
            session.add(shop)
            session.flush()
            listing = Listing(shop_id=shop.id, sku="SKU", title="Batik")
            session.add(listing)
            session.flush()
            shops[shop.id] = listing.id
        lines = _lines(to.actor.association, batch, shops, rows)
        while some := list(islice(lines, 50_000)):
            insert_rows(session.connection(), OrderLine.__table__, COLUMNS, some)
        sales.retell_all(session, to.actor)
    to.app.database.settle()


def _lines(association: UUID, batch: UUID, shops: dict[UUID, UUID], rows: int) -> Iterator[tuple[Any, ...]]:
    dice = random.Random(20261121)
    days = [(END - timedelta(back)).isoformat() for back in range(DAYS)]
    for number in range(rows):
        # shop by shop and in the order of numbers, which is how the table lies on disk
        shop = list(shops)[number * len(shops) // rows]
        price, quantity = dice.randrange(15, 400) * 1000, dice.choice((1, 1, 1, 2, 3))
        status = dice.choices((0, 1, 2, 3, 4, 5), (2, 3, 8, 78, 2, 7))[0]
        discount = price * quantity // 10 if number % 3 == 0 else 0
        yield (
            association.bytes, shop.bytes, f"{number * 2 // 3:010}", f"sku|{number % 3}", batch.bytes, number, True,
            shops[shop].bytes, "Selesai", status, quantity, 0, price, price - discount // quantity, price * quantity, discount,
            0, 0, dice.choice(days), "15.71", 0, 0, False,
        )
