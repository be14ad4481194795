"""Progress as it was published, quarter by quarter and area by area: all that a liaison reads of the members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import cblp.programmes.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, LIAISON, TREASURER, Actor
from cblp.db.scope import seen, visible
from cblp.people.models import Area, Association
from cblp.programmes import indicators
from cblp.programmes.indicators import Indicator
from cblp.programmes.models import Edition, PublishedCell, Target
from cblp.programmes.rules import quarters
from cblp.programmes.rules.suppression import WHOLE, lines

READERS: Final = (LIAISON, COORDINATOR, TREASURER)

BELOW, LEAST, GOOD, EXCELLENT = "below", "least", "good", "excellent"
"""How far a figure comes against its targets; "" where there is none, or no figure."""


@dataclass(frozen=True)
class Published:
    """A published quarter: its newest edition, why it was published again ("" for the first), and when."""

    period: str
    edition: int
    reason: str
    published_at: datetime


@dataclass(frozen=True)
class Place:
    """An area that has a line. ``level`` 0 the whole association, 1 province … 4 village; ``name`` is the code where none is known.

    ``shown``: its members are told; there are lines of its parts only then. ``within`` is what the smallest area with a name is
    called that it lies in, "" for none.
    """

    code: str
    name: str
    level: int
    shown: bool
    within: str = ""


@dataclass(frozen=True)
class Marks:
    """The targets of an indicator in a quarter, in hundredths; ``version`` None where none is set."""

    least: int | None = None
    good: int | None = None
    excellent: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class Figure:
    """One indicator of one area in one quarter.

    ``value`` and ``base`` as published (see the indicator), ``shown`` in hundredths of the unit in which it is shown; None where
    ``hidden``, and where nothing was published. ``n`` is how many businesses it is of: exactly for a population of all members,
    else at least. ``before`` is ``shown`` of the quarter before, ``reached`` one of BELOW … EXCELLENT or "".
    """

    indicator: Indicator
    value: int | None
    base: int | None
    n: int | None
    hidden: bool
    shown: int | None
    before: int | None = None
    marks: Marks = Marks()

    @property
    def reached(self) -> str:
        """How far it comes."""
        marks = {EXCELLENT: self.marks.excellent, GOOD: self.marks.good, LEAST: self.marks.least}
        verdicts = {name: self.indicator.reached(self.shown, mark) for name, mark in marks.items()}
        if all(verdict is None for verdict in verdicts.values()):
            return ""
        return next((name for name, verdict in verdicts.items() if verdict), BELOW)


@dataclass(frozen=True)
class Point:
    """An indicator in a quarter of a trend; ``shown`` in hundredths, None where hidden or not published."""

    period: str
    shown: int | None
    hidden: bool


def periods(session: Session, actor: Actor) -> list[Published]:
    """The published quarters, the newest first."""
    actor.require(*READERS)
    rows = session.scalars(visible(actor, Edition).order_by(Edition.period.desc(), Edition.number.desc()))
    newest: dict[str, Published] = {}
    for row in rows:
        newest.setdefault(row.period, Published(row.period, row.number, row.reason, row.published_at))
    return list(newest.values())


def to_publish(session: Session, actor: Actor, *, today: date, number: int = 4) -> list[str]:
    """Of the last ``number`` quarters that are over, those that nobody published yet, the newest first (office)."""
    actor.require(COORDINATOR, TREASURER)
    done = {one.period for one in periods(session, actor)}
    return [period for period in quarters.last_closed(today, number) if period not in done]


def places(session: Session, actor: Actor, *, period: str) -> list[Place]:
    """The areas that have a line in a quarter, by code: each after the one that it lies in."""
    actor.require(*READERS)
    cells = _cells(session, actor, [period]).get(period, {}).get(next(iter(indicators.load())), {})
    names = _names(session, actor, cells)
    return [
        Place(code, names[code], len(lines(code)) - 1, not cell.hidden, within(code, names)) for code, cell in sorted(cells.items())
    ]


def cells(session: Session, actor: Actor, *, period: str, area: str = WHOLE) -> list[Figure]:
    """All indicators of an area in a quarter, in the order of their list; those that were not published have no value."""
    actor.require(*READERS)
    found = _cells(session, actor, [period, quarters.before(period)], area=area)
    wanted = _marks(session, actor, period)
    now, before = found.get(period, {}), found.get(quarters.before(period), {})
    return [
        _figure(one, now.get(one.id, {}).get(area), before.get(one.id, {}).get(area), wanted.get(one.id))
        for one in indicators.load().values()
    ]


def register(session: Session, actor: Actor, *, period: str) -> list[tuple[Place, Figure]]:
    """Everything that was published of a quarter: all indicators of the whole association, then of each area by its code."""
    actor.require(*READERS)
    found = _cells(session, actor, [period, quarters.before(period)])
    now, before = found.get(period, {}), found.get(quarters.before(period), {})
    wanted = _marks(session, actor, period)
    named = places(session, actor, period=period)
    return [
        (place, _figure(one, now.get(one.id, {}).get(place.code), before.get(one.id, {}).get(place.code), wanted.get(one.id)))
        for place in named for one in indicators.load().values()
    ]


def parts(session: Session, actor: Actor, *, period: str, indicator: str, area: str = WHOLE) -> list[tuple[Place, Figure]]:
    """An indicator in each named part directly inside an area, by name; raises KeyError for what is no indicator."""
    actor.require(*READERS)
    declared = indicators.load()[indicator]
    found = _cells(session, actor, [period, quarters.before(period)])
    now, before = (found.get(of, {}).get(indicator, {}) for of in (period, quarters.before(period)))
    inside = [code for code in now if code != WHOLE and lines(code)[-2] == area]
    members = found.get(period, {}).get(next(iter(indicators.load())), {})
    names, wanted = _names(session, actor, inside), _marks(session, actor, period).get(indicator)
    return sorted(
        (
            (
                Place(code, names[code], len(lines(code)) - 1, code in members and not members[code].hidden, within(code, names)),
                _figure(declared, now[code], before.get(code), wanted),
            ) for code in inside
        ), key=lambda one: (one[0].name, one[0].code),
    )


def trend(
    session: Session, actor: Actor, *, indicator: str, period: str, area: str = WHOLE, number: int = 8,
) -> list[Point]:
    """An indicator over the ``number`` quarters up to ``period``, the oldest first, from the first that was published."""
    actor.require(*READERS)
    declared = indicators.load()[indicator]
    wanted = [period]
    while len(wanted) < number:
        wanted.append(quarters.before(wanted[-1]))
    found = _cells(session, actor, wanted, area=area)
    points: list[Point] = []
    for of in reversed(wanted):
        cell = found.get(of, {}).get(indicator, {}).get(area)
        if cell is not None or points:
            points.append(Point(of, declared.shown(cell.value, cell.base) if cell else None, bool(cell and cell.hidden)))
    return points


def marks(session: Session, actor: Actor, *, period: str) -> Mapping[str, Marks]:
    """The targets of a quarter by indicator, with the version to save from."""
    actor.require(*READERS)
    return _marks(session, actor, period)


def _figure(one: Indicator, cell: PublishedCell | None, before: PublishedCell | None, wanted: Marks | None) -> Figure:
    then = one.shown(before.value, before.base) if before else None
    if cell is None:
        return Figure(one, None, None, None, False, None, then, wanted or Marks())
    return Figure(
        one, cell.value, cell.base, cell.n, cell.hidden, one.shown(cell.value, cell.base), then, wanted or Marks(),
    )


def _cells(
    session: Session, actor: Actor, wanted: Iterable[str], *, area: str | None = None,
) -> dict[str, dict[str, dict[str, PublishedCell]]]:
    """The cells of the newest editions by period, indicator and area."""
    newest = (
        select(Edition.period, func.max(Edition.number).label("number"))
        .where(seen(actor, Edition), Edition.period.in_(list(wanted))).group_by(Edition.period).subquery()
    )
    query = visible(actor, PublishedCell).join(
        newest, (newest.c.period == PublishedCell.period) & (newest.c.number == PublishedCell.edition)
    )
    if area is not None:
        query = query.where(PublishedCell.area_code == area)
    found: dict[str, dict[str, dict[str, PublishedCell]]] = defaultdict(lambda: defaultdict(dict))
    for row in session.scalars(query):
        found[row.period][row.indicator][row.area_code] = row
    return found


def _marks(session: Session, actor: Actor, period: str) -> dict[str, Marks]:
    return {
        row.indicator: Marks(row.least, row.good, row.excellent, row.version)
        for row in session.scalars(visible(actor, Target).where(Target.period == period))
    }


def within(code: str, names: Mapping[str, str]) -> str:
    """What the smallest area with a name is called in which ``code`` lies; "" where ``names`` knows none (the whole is none)."""
    return next((names[line] for line in reversed(lines(code)[1:-1]) if names.get(line, line) != line), "")


def _names(session: Session, actor: Actor, codes: Iterable[str]) -> Mapping[str, str]:
    """What areas and those that they lie in are called; the whole is the association's name."""
    wanted = {line for code in codes for line in lines(code)}
    known = {row.code: row.name for row in session.execute(select(Area.code, Area.name).where(Area.code.in_(wanted)))}
    whole = session.scalar(select(Association.name).where(Association.association_id == actor.association)) or ""
    return {code: whole if code == WHOLE else known.get(code, code) for code in wanted}
