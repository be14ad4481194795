"""Publishing a quarter: its figures are counted once, what is too small to be told is hidden, and the rest stands for good."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.programmes.scope  # noqa: F401  (who sees which row)
from cblp.db import numbers
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people.services import audit
from cblp.people.services.register import DayRefused
from cblp.programmes import indicators
from cblp.programmes.models import Edition, PublishedCell
from cblp.programmes.reports import contributions
from cblp.programmes.rules import quarters, suppression
from cblp.programmes.rules.suppression import FEWEST, Cell, Told


class NotOver(DayRefused):
    """A quarter that still runs, or has not begun."""

    message = N_("This quarter is not over yet. It can be published from {day}.")


class NeedsReason(UserError):
    """A published quarter is published again without saying why."""

    message = N_("Write why the figures are published again.")


class TooFewChanged(UserError):
    """The difference to what was published would tell of the few who came or went."""

    message = N_("Only {count} members differ from what was published. A new version would tell of them. It needs {least} or none.")


class NothingNew(UserError):
    """Published again, it would say the same."""

    message = N_("The figures are the same as those that were published.")


def publish(session: Session, actor: Actor, *, period: str, now: datetime, reason: str = "") -> int:
    """Publish a quarter that is over (coordinator); returns the number of the edition, 1 for the first.

    A later edition needs a reason and as members those of every earlier one, or FEWEST who came or went since; it shows nothing
    that an earlier one hid. Raises NotOver, NeedsReason, TooFewChanged, NothingNew; ValueError for what is no quarter.
    """
    actor.require(COORDINATOR)
    span = quarters.span(period)
    if not quarters.closed(period, actor.day(now)):
        raise NotOver(day=span.last + timedelta(1))
    numbers.alone(session, actor)
    earlier = list(session.scalars(visible(actor, Edition).where(Edition.period == period).order_by(Edition.number)))
    reason = " ".join(reason.split())[:200]
    if earlier and not reason:
        raise NeedsReason()
    told = _told(session, actor, period, earlier)
    counted = contributions.of(session, actor, period=period)
    moved = [suppression.changed(counted.areas, one.areas) for one in told]
    if few := [number for number in moved if 0 < number < FEWEST]:
        raise TooFewChanged(count=min(few), least=FEWEST)
    declared = indicators.load()
    cells = suppression.publish(
        counted.areas, [declared[code].table(given) for code, given in counted.given.items()], told,
    )
    if earlier and cells == _cells(session, actor, period, earlier[-1].number):
        raise NothingNew()
    edition = Edition(
        association_id=actor.association, id=uuid7(), period=period, number=len(earlier) + 1,
        members=_members(counted), reason=reason, published_at=now, published_by=actor.account,
    )
    session.add(edition)
    session.add_all(
        PublishedCell(
            association_id=actor.association, period=period, indicator=code, area_code=area, edition=edition.number,
            value=cell.value, base=cell.base, n=cell.n, hidden=cell.hidden,
        ) for code in declared for area, cell in cells[code].items()
    )
    session.flush()
    audit.record(
        session, actor, now=now, action="published", entity="edition", subject=edition.id, label=period,
        changes={"number": edition.number, "reason": reason},
    )
    return edition.number


def _members(counted: contributions.Contributions) -> list[list[str | list[str]]]:
    """Who was counted, where, and in which indicators of a population of their own."""
    own: dict[UUID, list[str]] = defaultdict(list)
    for code, one in indicators.load().items():
        for business in counted.given.get(code, ()) if one.rate else ():
            own[business].append(code)
    return [[str(business), area, own[business]] for business, area in sorted(counted.areas.items())]


def _told(session: Session, actor: Actor, period: str, earlier: list[Edition]) -> list[Told]:
    """What the earlier editions showed, and of whom."""
    found = []
    for edition in earlier:
        cells = _cells(session, actor, period, edition.number)
        areas = {UUID(id_): area for id_, area, _ in edition.members}
        declared = indicators.load()
        counted = {
            code: frozenset(UUID(id_) for id_, _, own in edition.members if code in own)
            if code in declared and declared[code].rate else frozenset(areas) for code in cells
        }
        shown = {code: frozenset(area for area, cell in by_area.items() if not cell.hidden) for code, by_area in cells.items()}
        found.append(Told(areas, counted, shown))
    return found


def _cells(session: Session, actor: Actor, period: str, number: int) -> dict[str, dict[str, Cell]]:
    found: dict[str, dict[str, Cell]] = defaultdict(dict)
    for row in session.scalars(select(PublishedCell).where(
        PublishedCell.association_id == actor.association, PublishedCell.period == period, PublishedCell.edition == number,
    )):
        found[row.indicator][row.area_code] = Cell(row.value, row.base, row.n, row.hidden)
    return dict(found)
