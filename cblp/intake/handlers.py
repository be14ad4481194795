"""What is done with each kind of row: sales, reach and the catalogue register here, and files are filed through it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from cblp.catalogue import intake as goods
from cblp.catalogue.intake import Seen
from cblp.db.facts import Facts, Filing, Incoming, Key, Settled, compare, resettle, row_hash
from cblp.importers.records import RECORDS

Record = Any
"""A record of ``importers.records``."""


@dataclass(frozen=True)
class Handler:
    """How one kind of record is kept.

    ``key`` gives a record's natural key inside its shop, ``rank`` what outweighs the age of its file. ``fields`` prepares what
    records need (their listings) and returns the function that makes the values of ``facts.fields``. ``after`` keeps derived
    figures in step; it gets the records of a new batch, or none when one is withdrawn. ``mark`` is the value by which records
    are recognised (an order number), ``marked`` where it stands; marks of an ``exclusive`` kind belong to one shop of a
    marketplace. ``listing`` says which listing a record speaks of.
    """

    facts: Facts
    key: Callable[[Record, Filing], Key]
    fields: Callable[[Session, Filing, Sequence[Record]], Callable[[Record], tuple[Any, ...]]]
    rank: Callable[[Record], int] = lambda _record: 0
    after: Callable[[Session, Filing, Settled, Sequence[Record]], None] | None = None
    mark: Callable[[Record], str] | None = None
    marked: tuple[Table, str] | None = None
    exclusive: bool = False
    listing: Callable[[Record], Seen] | None = None


_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Declare what is done with records of ``kind``; exactly one feature does."""
    if kind not in RECORDS or kind in _handlers:
        raise ValueError(f"{kind}: not a kind of record, or registered twice")
    _handlers[kind] = handler


def handler(kind: str) -> Handler:
    """What is done with records of ``kind``."""
    return _handlers[kind]


def weigh(session: Session, kind: str, filing: Filing, records: Sequence[Record]) -> Settled:
    """What ``records`` would mean for a shop; nothing is written."""
    how = handler(kind)
    with _no_search():
        incoming: list[Incoming] = [(how.key(r, filing), how.rank(r), row_hash(r), ()) for r in records]
        return compare(session.connection(), how.facts, filing, incoming)


def put(session: Session, kind: str, filing: Filing, records: Sequence[Record]) -> Settled:
    """Store the records of a batch in a shop and settle what is current."""
    how = handler(kind)
    with _no_search():
        fields = how.fields(session, filing, records)
        incoming: list[Incoming] = [(how.key(r, filing), how.rank(r), row_hash(r), fields(r)) for r in records]
        settled = resettle(session.connection(), how.facts, filing, incoming)
        if how.after:
            how.after(session, filing, settled, records)
        return settled


def take_out(session: Session, kind: str, filing: Filing) -> None:
    """Settle a shop without the batch, which is no longer posted."""
    how = handler(kind)
    settled = resettle(session.connection(), how.facts, filing)
    if how.after:
        how.after(session, filing, settled, ())


@contextmanager
def _no_search() -> Iterator[None]:
    """No search for unreachable cycles meanwhile: rows are tuples and hold none, and it takes a fifth of a large import."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:  # of two imports at once the first that ends turns it on again, which is early but harms nothing
            gc.enable()


# The catalogue lies below intake and can't register by itself.
register(
    "goods",
    Handler(
        facts=goods.GOODS, key=lambda r, _filing: goods.key(r), fields=goods.fields, after=goods.bring_up, listing=goods.seen
    ),
)
