"""Whether the history of changes is as it was written: every entry against its digest, every seal against its entries and the one before.

Triggers keep the program from editing it; this finds what somebody with the database in hand did. What no check from inside can
find is a chain that was cut off at its end or made anew as a whole: for that, the letters of its seals stand on paper (``find``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.db.scope import seen
from cblp.people import rules_seals
from cblp.people.models import AuditEntry, AuditSeal, Erasure

MOST: Final = 2_000
"""Entries in one seal: what one short transaction marks."""
LATELY: Final = 500
"""Seals that a glance looks at."""
SHOWN: Final = 20
"""Findings that are told one by one."""
LATE: Final = timedelta(days=1)
"""How long before the last seal an entry may have been written and still wait for its own: no transaction lasts longer."""

Kind = Literal["entry", "content", "seal", "link", "missing", "late"]
ENTRY: Final = [column for name, column in AuditEntry.__table__.c.items() if name != "label"]
"""Everything that a digest is made from or held against."""
_SEAL: Final = list(AuditSeal.__table__.c)


@dataclass(frozen=True)
class Head:
    """A seal: ``code`` is what people compare, ``hash`` what the next one goes on from."""

    number: int
    sealed_at: datetime
    entries: int
    code: str
    hash: bytes = field(repr=False)


@dataclass(frozen=True)
class Entry:
    """An entry that is not as it was written."""

    id: UUID
    at: datetime
    action: str
    entity: str


@dataclass(frozen=True)
class Finding:
    """What is not as it was: an ``entry`` edited; a seal whose ``content`` is no longer what it sealed; a ``seal`` edited; one that
    does not ``link`` to the one before; one that is ``missing``; ``count`` entries that were never sealed (``late``).

    ``seal`` is its number (0: none), ``since`` and ``until`` the time in which its entries were written, as far as it is known.
    """

    kind: Kind
    seal: int = 0
    since: datetime | None = None
    until: datetime | None = None
    entry: Entry | None = None
    count: int = 0


@dataclass(frozen=True)
class Checked:
    """What a check looked at and found: the first SHOWN findings, and ``wrong``, how many there are.

    ``waiting`` entries wait for the next seal; of ``emptied`` ones an erasure left the names of the fields only.
    """

    head: Head | None
    seals: int
    entries: int
    waiting: int
    emptied: int
    wrong: int
    findings: tuple[Finding, ...]

    @property
    def intact(self) -> bool:
        """Nothing was found."""
        return not self.wrong


@dataclass(frozen=True)
class Found:
    """A seal that was on paper: None where the chain does not hold it; ``intact`` says so of everything up to it."""

    head: Head | None
    intact: bool


def head(row: Any) -> Head:
    """A seal for people."""
    return Head(row.number, row.sealed_at, row.entries, rules_seals.code(row.hash), row.hash)


def last(session: Session, actor: Actor) -> Head | None:
    """The newest seal (office); None before the first."""
    actor.require(COORDINATOR, TREASURER)
    row = session.execute(select(*_SEAL).where(seen(actor, AuditSeal)).order_by(AuditSeal.number.desc()).limit(1)).one_or_none()
    return head(row) if row else None


def check(session: Session, actor: Actor) -> Checked:
    """Check everything (office): some seconds for 100,000 entries, in little memory."""
    return _check(session, actor, everything=True, up_to=None)


def glance(session: Session, actor: Actor) -> Checked:
    """Check the last LATELY seals, and the entries of the newest and those that wait (office): milliseconds."""
    return _check(session, actor, everything=False, up_to=None)


def find(session: Session, actor: Actor, *, code: str) -> Found:
    """Look a seal up by its letters from paper, and check everything up to it (office); raises rules_seals.BadCode."""
    actor.require(COORDINATOR, TREASURER)
    wanted = rules_seals.read(code)
    rows = session.execute(select(*_SEAL).where(seen(actor, AuditSeal)).order_by(AuditSeal.number)).all()
    there = next((head(row) for row in rows if rules_seals.code(row.hash) == wanted), None)
    return Found(there, there is not None and _check(session, actor, everything=True, up_to=there.number).intact)


class _Findings:
    """The first findings, how many there are, and what an entry is held against."""

    def __init__(self, erased_until: datetime | None) -> None:
        self.count, self.kept = 0, list[Finding]()
        self.erased_until, self.emptied = erased_until, 0

    def add(self, finding: Finding) -> None:
        self.count += 1
        if len(self.kept) < SHOWN:
            self.kept.append(finding)


def _check(session: Session, actor: Actor, *, everything: bool, up_to: int | None) -> Checked:
    actor.require(COORDINATOR, TREASURER)
    found = _Findings(session.scalar(select(func.max(Erasure.at)).where(seen(actor, Erasure))))
    newest = session.scalar(select(func.max(AuditSeal.number)).where(seen(actor, AuditSeal))) or 0
    seals = _seals(session, actor, newest, up_to, found, first=1 if everything else max(1, newest - LATELY + 1))
    looked = _entries(session, actor, seals, newest, up_to, found, everything=everything)
    waiting = 0 if up_to else _waiting(session, actor, seals.get(newest), found)
    return Checked(
        head(seals[newest]) if newest in seals else None, len(seals), looked + waiting, waiting, found.emptied, found.count,
        tuple(found.kept),
    )


def _seals(session: Session, actor: Actor, newest: int, up_to: int | None, found: _Findings, *, first: int) -> dict[int, Any]:
    """The seals by number, each checked against itself and the one before."""
    wanted = [seen(actor, AuditSeal), AuditSeal.number <= (up_to or newest)]
    if first > 1:
        wanted.append(AuditSeal.number >= first)
    seals: dict[int, Any] = {}
    expected, before = first, {rules_seals.BEGINNING} if first == 1 else None
    for row in session.execute(select(*_SEAL).where(*wanted).order_by(AuditSeal.number)):
        again = rules_seals.hashed(row)
        if row.number > expected:
            left = seals.get(expected - 1)
            found.add(Finding("missing", expected, left.sealed_at if left else None, row.sealed_at, count=row.number - expected))
        elif before and row.previous not in before:
            found.add(_of("link", row, seals))
        if again != row.hash:
            found.add(_of("seal", row, seals))
        seals[row.number] = row
        # Whichever of the two was edited, the next seal goes on from the other.
        expected, before = max(expected, row.number + 1), {row.hash, again}
    return seals


def _entries(
    session: Session, actor: Actor, seals: dict[int, Any], newest: int, up_to: int | None, found: _Findings, *, everything: bool,
) -> int:
    """Each entry against its digest and each seal against its entries; returns how many entries there are."""
    wanted = [seen(actor, AuditEntry), AuditEntry.seal.is_not(None) if everything else AuditEntry.seal >= newest]
    if up_to:
        wanted.append(AuditEntry.seal <= up_to)
    rows = session.execute(
        select(*ENTRY).where(*wanted).order_by(AuditEntry.seal, AuditEntry.id).execution_options(yield_per=2_000)
    )
    looked, empty = 0, set(seals) if everything else {newest} & seals.keys()
    for number, entries in groupby(rows, key=lambda row: row.seal):
        count, content = _digested(entries, found)
        looked += count
        seal = seals.get(number)
        if seal is None and not 0 < number < newest:  # one before the newest is found missing by its number
            found.add(Finding("missing", number, count=1))
        elif seal and (seal.entries, seal.content) != (count, content):
            found.add(_of("content", seal, seals))
        empty.discard(number)
    for number in sorted(empty):
        found.add(_of("content", seals[number], seals))
    return looked


def _digested(entries: Iterator[Any], found: _Findings) -> tuple[int, bytes]:
    count, content = 0, hashlib.sha256()
    for entry in entries:
        count += 1
        content.update(entry.digest or b"")
        found.emptied += entry.words is not None and entry.salt is None
        if not rules_seals.sound(entry, found.erased_until):
            found.add(Finding("entry", entry.seal or 0, entry=Entry(entry.id, entry.at, entry.action, entry.entity)))
    return count, content.digest()


def _waiting(session: Session, actor: Actor, newest: Any, found: _Findings) -> int:
    """How many entries wait for the next seal: as they were written, and none that an earlier seal should have taken."""
    waiting = late = 0
    rows = session.execute(
        select(*ENTRY).where(seen(actor, AuditEntry), AuditEntry.seal.is_(None)).order_by(AuditEntry.id)
        .execution_options(yield_per=2_000)
    )
    for entry in rows:
        waiting += 1
        if entry.digest is not None:
            _digested(iter([entry]), found)
        # A full seal left some for the next one.
        late += bool(newest and newest.entries < MOST and entry.at < newest.sealed_at - LATE)
    if late:
        found.add(Finding("late", newest.number, until=newest.sealed_at - LATE, count=late))
    return waiting


def _of(kind: Kind, seal: Any, seals: dict[int, Any]) -> Finding:
    before = seals.get(seal.number - 1)
    return Finding(kind, seal.number, before.sealed_at if before else None, seal.sealed_at)
