"""B3, B4: loading order lines as immutable versions, against upserting the same rows in place on the same engine.

Both sides start from the same records and end with a commit. The floor keeps one row per line: raw executemany on SQLite, COPY
into a temporary table and INSERT … SELECT on PostgreSQL, each ``ON CONFLICT … DO UPDATE … WHERE row_hash differs``, with the
indexes of the product. The product's side is ``intake.bring_in`` itself: versions, listings, money, daily totals, receipt.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, func, select

from bench import place
from bench.harness import Row, Rows, agree
from bench.place import Place
from cblp.db.engine import APP_ROLE
from cblp.db.facts import row_hash
from cblp.importers.records import CANCELLED, COMPLETED, SHIPPED, Extract, OrderLine
from cblp.intake import services as intake
from cblp.sales.models import OrderLine as Line

COLUMNS: Final = (
    "association_id", "shop_id", "order_no", "line_key", "status_raw", "status", "quantity", "returned_quantity", "list_price",
    "unit_price", "gross", "discount", "platform_discount", "order_voucher", "sales_day", "ordered_at", "paid_at", "completed_at",
    "regency", "row_hash",
)  # fmt: skip
KEY: Final = "association_id, shop_id, order_no, line_key"
UPSERT: Final = (
    f" ON CONFLICT ({KEY}) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[4:])
    + " WHERE in_place.row_hash <> excluded.row_hash"
)


def records(count: int) -> list[OrderLine]:
    """Order lines of one shop over two years, three lines to two orders, newest first as marketplaces give them."""
    dice = random.Random(20261121)
    made = []
    for number in range(count):
        price, quantity, sku = dice.randrange(15, 400) * 1000, dice.choice((1, 1, 1, 2, 3)), f"SKU-{dice.randrange(300):03}"
        day = datetime(2024, 11, 1, tzinfo=UTC).timestamp() + (count - number) * 86400 * 730 // count
        when = datetime.fromtimestamp(day, UTC)
        off = price // 10 if number % 3 == 0 else 0
        made.append(OrderLine(
            "shopee", f"{when:%y%m%d}{number * 2 // 3:08}", f"{sku.lower()}|{number % 3}", "Selesai",
            dice.choices((COMPLETED, SHIPPED, CANCELLED), (85, 8, 7))[0], f"Batik {sku}", "", sku, "", quantity, 0,
            price, price - off, price * quantity, off * quantity, 0, 0, f"{when:%Y-%m-%d}",
            f"{when:%Y-%m-%dT%H:%M:%SZ}", None, None, "15.71",
        ))  # fmt: skip
    return made


class Bench:
    """A fresh database with one shop, and both ways of loading into it."""

    def __init__(self, to: Place, lines: list[OrderLine]) -> None:
        self.app, self.actor, self.shop = to.app, to.actor, to.shop
        self.lines = lines
        self.files = 0
        with self.app.database.engine.begin() as connection:
            self._make_in_place(connection)

    def versions(self) -> None:
        """The product's way."""
        self.files += 1
        extract = Extract(
            name=f"{self.files}.xlsx", source="shopee", kind="orders", format="shopee.orders", since="2026", parser_version=1,
            rows=list(self.lines), rows_read=len(self.lines), as_of="2026-11-01T00:00:00Z", marketplaces=("shopee",),
        )  # fmt: skip
        digest = sha256(str(self.files).encode()).digest()
        self.app.act(self.actor, intake.bring_in, extract, size=1, sha256=digest, shops={"shopee": self.shop})

    def in_place(self) -> None:
        """The floor: the same rows, the later one over the earlier."""
        with self.app.database.writing(self.actor.association) as session:
            connection = session.connection()
            sqlite = connection.dialect.name == "sqlite"
            own = (self.actor.association.bytes, self.shop.bytes) if sqlite else (self.actor.association, self.shop)
            rows = [(*own, *r[1:5], *r[9:], row_hash(r)) for r in self.lines]
            names = ", ".join(COLUMNS)
            if sqlite:
                marks = ", ".join("?" * len(COLUMNS))
                connection.exec_driver_sql(f"INSERT INTO in_place ({names}) VALUES ({marks}){UPSERT}", rows)  # noqa: S608
                return
            connection.exec_driver_sql("CREATE TEMPORARY TABLE incoming (LIKE in_place) ON COMMIT DROP")
            driver: Any = connection.connection.driver_connection
            with driver.cursor() as cursor, cursor.copy(f"COPY incoming ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            connection.exec_driver_sql(f"INSERT INTO in_place ({names}) SELECT {names} FROM incoming{UPSERT}")  # noqa: S608

    def check(self) -> None:
        """Both hold the same lines and the same money; raises WrongAnswer."""
        with self.app.database.reading(self.actor.association) as session:
            sums = func.count(), func.sum(Line.gross), func.sum(Line.discount)
            ours = session.execute(select(*sums).where(Line.is_current)).one()
            theirs = session.connection().exec_driver_sql("SELECT count(*), sum(gross), sum(discount) FROM in_place").one()
        agree({"versions": tuple(map(int, ours)), "in place": tuple(map(int, theirs))})

    def _make_in_place(self, connection: Connection) -> None:
        sqlite = connection.dialect.name == "sqlite"
        if not sqlite:
            connection.exec_driver_sql("RESET ROLE")  # the app's own role may not make tables
        connection.exec_driver_sql("DROP TABLE IF EXISTS in_place")
        kinds = dict.fromkeys(COLUMNS, "BIGINT")
        kinds.update(dict.fromkeys(COLUMNS[:2], "BLOB" if sqlite else "uuid"))
        kinds.update(dict.fromkeys(("order_no", "line_key", "status_raw", "regency"), "text"))
        kinds["sales_day"] = "text" if sqlite else "date"
        kinds.update(dict.fromkeys(("ordered_at", "paid_at", "completed_at"), "text" if sqlite else "timestamptz"))
        columns = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        connection.exec_driver_sql(
            f"CREATE TABLE in_place ({columns}, batch_id text, PRIMARY KEY ({KEY})){' WITHOUT ROWID' if sqlite else ''}"
        )
        connection.exec_driver_sql(
            "CREATE INDEX in_place_day ON in_place (association_id, sales_day, shop_id, status, order_no, quantity, "
            "returned_quantity, gross, discount, regency)"
        )
        connection.exec_driver_sql("CREATE INDEX in_place_batch ON in_place (association_id, batch_id)")
        if not sqlite:
            connection.exec_driver_sql(f"GRANT ALL ON in_place TO {APP_ROLE}")
            connection.exec_driver_sql(f"SET ROLE {APP_ROLE}")


GOALS: Final = {("sqlite", "first"): 1.1, ("sqlite", "again"): 1.2, ("postgresql", "first"): 1.2, ("postgresql", "again"): 1.2}
IDS: Final = {"sqlite": "B3", "postgresql": "B4"}
NAMES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
IN_PLACE: Final = {"sqlite": "executemany upsert in place", "postgresql": "COPY, then upsert in place"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--db", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--rounds", type=int, default=3)


def run(given: argparse.Namespace) -> Rows:
    """First load, and the same rows again in another file, on each engine."""
    lines = records(given.rows)
    for engine in ("sqlite", "postgresql") if given.db == "both" else (given.db,):
        with place.postgresql() if engine == "postgresql" else nullcontext() as url:
            for label, (floor, product) in _measure(url, lines, given.rounds).items():
                what = f"load {given.rows:,} lines into {NAMES[engine]}, {label}"
                yield Row(IDS[engine], what, IN_PLACE[engine], floor, product, GOALS[engine, label])


def _measure(url: str | None, lines: list[OrderLine], rounds: int) -> dict[str, tuple[float, float]]:
    """Median seconds of (in place, versions) for each load. The second one needs the first, so a round is both."""
    times: dict[str, list[tuple[float, float]]] = {"first": [], "again": []}
    for turn in range(rounds):
        with place.fresh(url) as to:
            bench = Bench(to, lines)
            for found in times.values():
                if turn % 2:
                    product, floor = _seconds(bench.versions), _seconds(bench.in_place)
                else:
                    floor, product = _seconds(bench.in_place), _seconds(bench.versions)
                bench.check()
                found.append((floor, product))
    return {label: tuple(map(statistics.median, zip(*found, strict=True))) for label, found in times.items()}  # type: ignore[misc]


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
