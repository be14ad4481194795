"""Versions of imported facts: which of them is current, settled by one function whatever order the files come in.

Every batch stores all its rows as versions. The current version of a key is the greatest of the versions whose batches are
posted, by (rank, as-of, parser version, row hash): a maximum does not depend on the order of loading, and undoing a batch is
taking the maximum of the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Connection, Date, Table, cast, exists, literal, select, update
from sqlalchemy.types import String

from cblp.db.bulk import among, insert_rows, raw, raw_column, update_rows

Key = tuple[Any, ...]
Age = tuple[str, int]
"""When a file was made (ISO instant, "" when it does not say) and the version of the parser that read it."""
Order = tuple[int, Age, int]
"""What versions of one key are compared by: rank, age of the batch, row hash."""
Incoming = tuple[Key, int, int, tuple[Any, ...]]
"""A row of a new batch: natural key inside the shop, rank, row hash, the values of ``Facts.fields``."""


@dataclass(frozen=True)
class Facts:
    """Where the versions of one kind of row live.

    ``key`` names the natural key inside a shop; its first column groups rows that are settled together (the lines of an
    order). ``rank`` names the column that outweighs the age of the file (an order's status). A row whose last key value is
    ``whole`` stands for its whole group, and yields as soon as the group has rows of its own. ``refers`` names the fields that
    hold the id of a row of the same shop, and its table.
    """

    table: Table
    key: tuple[str, ...]
    fields: tuple[str, ...]
    rank: str | None = None
    whole: str | None = None
    refers: Mapping[str, Table] = field(default_factory=dict)


@dataclass(frozen=True)
class Filing:
    """One batch going into, or coming out of, one shop. ``ages`` knows every posted batch of that shop by its raw id."""

    association: UUID
    shop: UUID
    marketplace: str
    batch: UUID
    format: str
    age: Age
    ages: Mapping[Any, Age]
    now: datetime
    by: UUID | None = None


@dataclass
class Settled:
    """What a batch meant: how many of its rows were new, changed something, or were known; and which groups changed.

    ``stood`` are the changed groups that had rows before, ``touched`` all groups that the batch speaks of.
    """

    new: int = 0
    changed: int = 0
    known: int = 0
    groups: set[Any] = field(default_factory=set)
    stood: set[Any] = field(default_factory=set)
    touched: set[Any] = field(default_factory=set)


class _Version(NamedTuple):
    order: Order
    batch: Any  # raw id
    current: bool


_Stored = dict[Key, list[_Version]]
_Winners = dict[Key, _Version | None]
"""Which version of each key counts: a stored one, or (None) the new batch's. A key that yields to others is not there."""


def row_hash(record: tuple[Any, ...]) -> int:
    """A stable 64-bit hash of a record's content."""
    return int.from_bytes(blake2b(orjson.dumps(tuple(record)), digest_size=8).digest(), "big", signed=True)


def compare(connection: Connection, facts: Facts, filing: Filing, incoming: Sequence[Incoming]) -> Settled:
    """What ``incoming`` would mean for this shop; nothing is written."""
    fresh = _by_key(incoming)
    stored = _stored(connection, facts, filing, {key[0] for key in fresh})
    return _count(stored, _winners(facts, filing, stored, fresh), len(incoming))


def resettle(connection: Connection, facts: Facts, filing: Filing, incoming: Sequence[Incoming] | None = None) -> Settled:
    """Store the rows of a new batch, or (``incoming`` None) take a batch that is no longer posted out of account.

    The caller holds the lock of the shop. What was current is cleared before anything is set, because the unique index over
    current rows looks at every moment.
    """
    if incoming is None:
        fresh: dict[Key, Incoming] = {}
        touched, groups = _take_off(connection, facts, filing)
        stored = _stored(connection, facts, filing, groups)
        winners, settled = _winners(facts, filing, stored, fresh), Settled(groups=groups, stood=groups, touched=touched)
    else:
        fresh = _by_key(incoming)
        touched = {key[0] for key in fresh}
        stored = _stored(connection, facts, filing, touched)
        winners = _winners(facts, filing, stored, fresh)
        settled = _count(stored, winners, len(incoming))
        settled.touched = touched
    cleared: list[tuple[Key, Any]] = []
    restored: list[tuple[Key, Any]] = []
    for key, versions in stored.items():
        winner = winners.get(key)
        for version in versions:
            if version.current != (version is winner):
                (cleared if version.current else restored).append((key, version.batch))
    _mark(connection, facts, filing, cleared, False)
    _store(connection, facts, filing, fresh, winners)
    _mark(connection, facts, filing, restored, True)
    return settled


def _by_key(incoming: Sequence[Incoming]) -> dict[Key, Incoming]:
    """The rows by their keys; of the same key twice in one file a batch keeps the greater version."""
    fresh: dict[Key, Incoming] = {}
    for row in incoming:
        other = fresh.setdefault(row[0], row)
        if other is not row and row[1:3] > other[1:3]:
            fresh[row[0]] = row
    return fresh


def _winners(facts: Facts, filing: Filing, stored: _Stored, fresh: Mapping[Key, Incoming]) -> _Winners:
    winners: _Winners = dict.fromkeys(fresh)
    for key, versions in stored.items():
        winners[key] = _winner(versions, fresh.get(key), filing.age)
    whole = [key for key in winners if key[-1] == facts.whole]
    if whole:
        in_parts = {key[0] for key in winners if key[-1] != facts.whole}
        for key in whole:
            if key[0] in in_parts:
                del winners[key]
    return winners


def _winner(versions: list[_Version], row: Incoming | None, age: Age) -> _Version | None:
    newest = versions[0] if len(versions) == 1 else max(versions, key=_order)
    order = newest.order if row is None else max(newest.order, (row[1], age, row[2]))
    # A file that says the same again rewrites nothing: of equal versions the one that is current stays.
    for version in versions:
        if version.current and version.order[2] == order[2]:
            return version
    return newest if newest.order == order else None


def _order(version: _Version) -> Order:
    return version.order


def _count(stored: _Stored, winners: _Winners, rows: int) -> Settled:
    won = [key for key, winner in winners.items() if winner is None]
    yielded = [key for key, versions in stored.items() if key not in winners and any(version.current for version in versions)]
    groups = {key[0] for key in won} | {key[0] for key in yielded}
    changed = sum(key in stored for key in won) if stored else 0
    return Settled(
        new=len(won) - changed, changed=changed, known=rows - len(won), groups=groups, stood=groups & {key[0] for key in stored}
    )


def _stored(connection: Connection, facts: Facts, filing: Filing, groups: set[Any]) -> _Stored:
    """The versions of posted batches in these groups."""
    table = facts.table
    here = (table.c.association_id == filing.association) & (table.c.shop_id == filing.shop)
    stored: _Stored = {}
    if not groups or not connection.scalar(select(exists().where(here))):
        return stored
    keys = [_as_text(table.c[name]) for name in facts.key]
    rank = table.c[facts.rank] if facts.rank else literal(0)
    query = select(*keys, rank, table.c.row_hash, raw_column(connection, table.c.batch_id), table.c.is_current).where(
        here, among(connection, table.c[facts.key[0]], groups)
    )
    width, ages = len(keys), filing.ages
    for found in connection.execute(query).all():
        standing, content, batch, current = found[width:]
        age = ages.get(batch)
        if age is not None:
            stored.setdefault(found[:width], []).append(_Version((standing, age, content), batch, current))
    return stored


def _take_off(connection: Connection, facts: Facts, filing: Filing) -> tuple[set[Any], set[Any]]:
    """Nothing of the batch is current any more; returns the groups it speaks of, and those in which something was current."""
    table = facts.table
    its_own = (
        (table.c.association_id == filing.association) & (table.c.batch_id == filing.batch) & (table.c.shop_id == filing.shop)
    )
    group = select(_as_text(table.c[facts.key[0]])).distinct().where(its_own)
    touched, current = set(connection.scalars(group)), set(connection.scalars(group.where(table.c.is_current)))
    connection.execute(update(table).where(its_own, table.c.is_current).values(is_current=False))
    return touched, current


def _as_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(column, String) if isinstance(column.type, Date) else column


def _mark(connection: Connection, facts: Facts, filing: Filing, versions: Sequence[tuple[Key, Any]], current: bool) -> None:
    own = raw(connection)
    here = (own(filing.association), own(filing.shop))
    update_rows(
        connection, facts.table, ["is_current"], ["association_id", "shop_id", *facts.key, "batch_id"],
        [(current, *here, *key, batch) for key, batch in versions],
    )


def _store(connection: Connection, facts: Facts, filing: Filing, fresh: Mapping[Key, Incoming], winners: _Winners) -> None:
    if not fresh:
        return
    _refer(connection, facts, filing, fresh.values())
    insert_rows(
        connection, facts.table, [*facts.key, "row_hash", "is_current", *facts.fields],
        [  # in the order of the primary key, which is how the table lies on disk
            (*key, content, winners.get(key, True) is None, *fields)
            for key, (_key, _rank, content, fields) in sorted(fresh.items(), key=_first)
        ],
        same={"association_id": filing.association, "shop_id": filing.shop, "batch_id": filing.batch},
    )


def _first(item: tuple[Key, Incoming]) -> Key:
    return item[0]


def _refer(connection: Connection, facts: Facts, filing: Filing, rows: Collection[Incoming]) -> None:
    """Ask once for all rows what foreign keys would ask for each: the batch is posted into this shop, what rows name is its own."""
    if raw(connection)(filing.batch) not in filing.ages:
        raise AssertionError("a batch that is not posted into this shop")
    for name, target in facts.refers.items():
        place = facts.fields.index(name)
        there = select(raw_column(connection, target.c.id)).where(
            target.c.association_id == filing.association, target.c.shop_id == filing.shop
        )
        if not {row[3][place] for row in rows} <= set(connection.scalars(there)):
            raise AssertionError(f"{name} of another shop")
