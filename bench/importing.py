"""B1, B2: an order file from its bytes to settled versions and daily totals, beside reading alone and beside the usual way."""

from __future__ import annotations

import argparse
import csv
import warnings
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from bench import place
from bench.harness import Row, Rows, Way, timed
from bench.inputs import Sample, order_file
from bench.place import Place
from cblp.importers import Reader
from cblp.intake import services as intake


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--format", choices=("xlsx", "csv"), default="xlsx", help="a csv meets the cap of 25 MB earlier")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer-rows", type=int, default=20_000, help="rows for the usual way, once: it is slow; 0: leave it out")


def run(given: argparse.Namespace) -> Rows:
    """B1 against the parser alone, B2 against pandas and the ORM."""
    sample = order_file(given.rows, given.format)
    rows = f"{given.rows:,} rows of {given.format}"
    took = timed({"floor": Way(*_parser_alone(sample, given.format)), "product": _product(sample, given.format)}, given.rounds)
    parser = "python-calamine iter_rows alone" if given.format == "xlsx" else "csv.reader alone"
    yield Row("B1", f"import {rows}, end to end", parser, took["floor"], took["product"], 1.4 if given.format == "xlsx" else None)
    if given.peer_rows and given.format == "xlsx":
        sample = order_file(given.peer_rows)
        took = timed({"floor": _usual_way(sample), "product": _product(sample, "xlsx")}, 1)
        what = f"import {given.peer_rows:,} rows of xlsx, end to end"
        yield Row("B2", what, "pandas with openpyxl, then ORM merge", took["floor"], took["product"], 1 / 15)


def _parser_alone(sample: Sample, form: str) -> tuple[Any, Any, Any]:
    def xlsx(path: Path) -> int:
        from python_calamine import CalamineWorkbook

        return _count(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows())

    def lines(path: Path) -> int:
        with path.open(encoding="utf-8", newline="") as file:
            return _count(csv.reader(file))

    @contextmanager
    def path() -> Iterator[Path]:
        sample.path.read_bytes()  # both sides find it in memory
        yield sample.path

    def answer(_path: Path, found: int) -> Any:
        return (found - 1, sample.counted, sample.sales)

    return (xlsx if form == "xlsx" else lines), path, answer


def _count(rows: Iterator[Any]) -> int:
    """How many there are; each is made and let go."""
    numbered = deque(enumerate(rows, 1), maxlen=1)
    return numbered[0][0]


def _product(sample: Sample, form: str) -> Way:
    def bring_in(to: Place) -> intake.Receipt:
        data = sample.path.read_bytes()
        with Reader() as reader:  # starts the guarded child too, as every import does
            extract = reader.read(data, f"orders.{form}")
        return to.app.act(
            to.actor, intake.bring_in, extract, size=len(data), sha256=sha256(data).digest(), shops={"shopee": to.shop}
        )

    def answer(to: Place, receipt: intake.Receipt) -> Any:
        return (receipt.new, *to.kept())

    def prepare() -> AbstractContextManager[Any]:
        return place.fresh()

    return Way(bring_in, prepare, answer)


class _Base(DeclarativeBase):
    pass


class _Line(_Base):
    """What the usual way keeps: one row per line, the last one wins."""

    __tablename__ = "line"
    order_no: Mapped[str] = mapped_column(primary_key=True)
    line_key: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    product: Mapped[str]
    day: Mapped[str]
    quantity: Mapped[int]
    amount: Mapped[int] = mapped_column(BigInteger)


def _usual_way(sample: Sample) -> Way:
    import pandas

    @contextmanager
    def prepare() -> Iterator[Session]:
        with place.folder() as path:
            engine = create_engine(f"sqlite:///{path / 'usual.sqlite'}")
            _Base.metadata.create_all(engine)
            with Session(engine) as session:
                yield session
            engine.dispose()

    def load(session: Session) -> int:
        with warnings.catch_warnings(action="ignore"):  # openpyxl misses a style that marketplaces don't write either
            frame = pandas.read_excel(sample.path, dtype=str, engine="openpyxl", keep_default_na=False)
        for _place, row in frame.iterrows():
            session.merge(_Line(
                order_no=row["No. Pesanan"], line_key=f"{row['Nomor Referensi SKU']}|{row['Nama Variasi']}",
                status=row["Status Pesanan"], product=row["Nama Produk"], day=row["Waktu Pesanan Dibuat"][:10],
                quantity=int(row["Jumlah"]), amount=int(row["Subtotal Pesanan"].replace(".", "")),
            ))
        session.commit()
        return len(frame)

    def answer(session: Session, read: int) -> Any:
        lines, sales = session.execute(select(func.count(), func.sum(_Line.amount)).where(_Line.status != "Batal")).one()
        return (read, int(lines), int(sales))

    return Way(load, prepare, answer)
