"""B5: the very same file once more; it is known by its sha256 before anything reads it, and nothing is written."""

from __future__ import annotations

import argparse
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select

from bench import place
from bench.harness import Row, Rows, Way, timed
from bench.inputs import order_file
from bench.place import Place
from cblp.importers import Reader
from cblp.intake import services as intake
from cblp.sales.models import OrderLine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=80_000)
    parser.add_argument("--rounds", type=int, default=9)


def run(given: argparse.Namespace) -> Rows:
    """The way of a file that is known, beside hashing it."""
    sample = order_file(given.rows)
    data = sample.path.read_bytes()
    digest = sha256(data).digest()
    with place.fresh() as to:
        with Reader() as reader:
            extract = reader.read(data, "orders.xlsx")
        to.app.act(to.actor, intake.bring_in, extract, size=len(data), sha256=digest, shops={"shopee": to.shop})
        before = _stored(to)

        def hash_it(_prepared: Any) -> bytes:
            return sha256(sample.path.read_bytes()).digest()

        def again(_prepared: Any) -> bytes:
            known = sha256(sample.path.read_bytes()).digest()
            try:
                to.app.read(to.actor, intake.refuse_known, name="orders.xlsx", sha256=known)
            except intake.AlreadyIn:
                return known
            raise AssertionError("the file must be known")

        took = timed({"floor": Way(hash_it), "product": Way(again)}, given.rounds)
        if _stored(to) != before:
            raise AssertionError("a known file must write nothing")
    what = f"the same {len(data) / 1e6:.0f} MB file again, 0 rows written"
    yield Row("B5", what, "its sha256", took["floor"], took["product"], 1.5)


def _stored(to: Place) -> Any:
    with to.app.database.reading(to.actor.association) as session:
        return session.scalar(select(func.count()).select_from(OrderLine))
