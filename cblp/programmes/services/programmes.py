"""Programmes of help: what was promised and came, what it cost, who takes part, and which activities belong to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.campaigns.scope
import cblp.growth.scope
import cblp.people.scope
import cblp.programmes.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign
from cblp.db import numbers
from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.db.base import Entity
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.errors import Missing, UserError
from cblp.growth.models import Assignment, Training
from cblp.growth.services.placements import EndsEarly, FirstDayNeeded
from cblp.i18n import N_
from cblp.people.models import Business
from cblp.people.services import audit, editing
from cblp.people.services.register import NameNeeded, ReasonNeeded, UnknownChoice, clip
from cblp.programmes import states
from cblp.programmes.models import Partner, Programme, ProgrammeCost, ProgrammeItem, ProgrammeLink, ProgrammeMember
from cblp.programmes.services import partners
from cblp.programmes.services.typed import cleaned
from cblp.sales.services import DayInFuture
from cblp.sharing.services.cash import TextNeeded, sound

FIELDS: Final = frozenset({"name", "partner_id", "budget", "first", "last", "about"})
"""What is edited in a programme; ``budget`` in whole rupiah or None, ``first`` and ``last`` the days of the budget."""
ITEM_FIELDS: Final = frozenset({"kind", "what", "unit", "promised", "due_on", "note"})
"""What is edited in something promised."""
MOST: Final = 1_000_000_000_000
_LINES: Final = {"name": 160, "what": 160, "unit": 30}
_TEXTS: Final = {"about": 1000, "note": 300}


class ProgrammeOff(UserError):
    """Called off: nothing is added to it."""

    message = N_("{name} was called off. Nothing is added to it any more.")


class LastDayNeeded(UserError):
    """A budget without its end, from which everything is counted."""

    message = N_("Write the last day of the budget.")


class WhatNeeded(UserError):
    """A promise of nothing."""

    message = N_("Write what was promised.")


class BadCount(UserError):
    """A number that cannot be promised or delivered."""

    message = N_("Write the number with digits only, for example 12.")


# -- the programme -----------------------------------------------------------------------------------------------------


def add(
    session: Session, actor: Actor, *, name: str, first: date | None, last: date | None, now: datetime,
    partner_id: UUID | None = None, budget: int | None = None, about: str = "",
) -> UUID:
    """Write down a programme (coordinator), paid by a partner out of a budget from ``first`` to ``last``; returns its id.

    Raises NameNeeded, FirstDayNeeded, LastDayNeeded, EndsEarly, AmountNeeded, PartnerEnded, TooLong, Missing.
    """
    actor.require(COORDINATOR)
    numbers.alone(session, actor)
    if partner_id is not None:
        partners.living(session, actor, partner_id)
    given = _checked(session, actor, {
        "name": name, "partner_id": partner_id, "budget": budget, "first": first, "last": last, "about": about,
    })
    row = Programme(association_id=actor.association, id=uuid7(), code=numbers.code(session, actor, Programme, "PB"), **given)
    session.add(row)
    session.flush()
    _record(session, actor, row, "created", now)
    return row.id


def edit(
    session: Session, actor: Actor, *, programme_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS of a programme (coordinator), for example a longer budget; returns the new version.

    Raises ProgrammeOff, Stale, Missing, and as ``add``.
    """
    actor.require(COORDINATOR)
    editing.only(changes, FIELDS)
    row = _open(session, actor, programme_id)
    given = _checked(session, actor, {**{field: getattr(row, field) for field in FIELDS}, **changes})
    return editing.save(session, actor, row, version=version, changes=given, public=FIELDS - {"about"}, now=now, label=row.name)


def call_off(session: Session, actor: Actor, *, programme_id: UUID, reason: str, now: datetime) -> None:
    """Say that a programme does not take place (coordinator). Raises ReasonNeeded, ProgrammeOff, TooLong, Missing."""
    actor.require(COORDINATOR)
    row = _open(session, actor, programme_id)
    said = clip(reason, 200)
    if not said:
        raise ReasonNeeded()
    row.called_off = said
    session.flush()
    _record(session, actor, row, "called_off", now)


# -- promised and delivered --------------------------------------------------------------------------------------------


def add_item(
    session: Session, actor: Actor, *, programme_id: UUID, kind: str, what: str, promised: int, now: datetime, unit: str = "",
    due_on: date | None = None, note: str = "",
) -> UUID:
    """Write down one thing that was promised (coordinator): ``kind`` is one of states.ITEMS; returns its id.

    ``promised`` counts ``unit``; of money it is whole rupiah. Raises UnknownChoice, WhatNeeded, BadCount, ProgrammeOff, TooLong,
    Missing.
    """
    actor.require(COORDINATOR)
    programme = _open(session, actor, programme_id)
    row = ProgrammeItem(association_id=actor.association, id=uuid7(), programme_id=programme_id, delivered=0, **_checked_item({
        "kind": kind, "what": what, "unit": unit, "promised": promised, "due_on": due_on, "note": note,
    }))
    session.add(row)
    session.flush()
    _record_item(session, actor, programme, row, "created", now)
    return row.id


def edit_item(session: Session, actor: Actor, *, item_id: UUID, version: int, changes: Mapping[str, Any], now: datetime) -> int:
    """Change ITEM_FIELDS (coordinator); returns the new version. Raises Stale, and as ``add_item``."""
    actor.require(COORDINATOR)
    editing.only(changes, ITEM_FIELDS)
    row, programme = _item(session, actor, item_id)
    given = _checked_item({**{field: getattr(row, field) for field in ITEM_FIELDS}, **changes})
    return editing.save(
        session, actor, row, version=version, changes=given, public=ITEM_FIELDS - {"note"}, now=now, label=_said(programme, row)
    )


def deliver(
    session: Session, actor: Actor, *, item_id: UUID, version: int, delivered: int, on: date | None, now: datetime,
) -> int:
    """Say how much came in all (coordinator), the last of it ``on`` this local day; 0 takes it back. Returns the new version.

    More may come than was promised. Raises BadCount, DayInFuture, ProgrammeOff, Stale, Missing.
    """
    actor.require(COORDINATOR)
    row, programme = _item(session, actor, item_id)
    _count(delivered, 0)
    day = (on or actor.day(now)) if delivered else None
    if day is not None and day > actor.day(now):
        raise DayInFuture()
    return editing.save(
        session, actor, row, version=version, changes={"delivered": delivered, "delivered_on": day},
        public=("delivered", "delivered_on"), now=now, label=_said(programme, row),
    )


def remove_item(session: Session, actor: Actor, *, item_id: UUID, now: datetime) -> None:
    """Show a promise no longer that was written down by mistake (coordinator). Raises ProgrammeOff, Missing."""
    actor.require(COORDINATOR)
    row, programme = _item(session, actor, item_id)
    row.removed_at = now
    session.flush()
    _record_item(session, actor, programme, row, "ended", now)


# -- what it cost ------------------------------------------------------------------------------------------------------


def spend(
    session: Session, actor: Actor, *, programme_id: UUID, day: date, amount: int, what: str, now: datetime,
) -> UUID:
    """Write down what was spent from the budget on a local day (coordinator, treasurer), in whole rupiah; returns its id.

    It may be paid after the budget's days, and exceed it: the reports show that. The cash book is not touched: the money may
    never have been the association's. Raises AmountNeeded, TextNeeded, DayInFuture, ProgrammeOff, TooLong, Missing.
    """
    actor.require(COORDINATOR, TREASURER)
    programme = _open(session, actor, programme_id)
    sound(amount)
    said = clip(what, 160)
    if not said:
        raise TextNeeded()
    if day > actor.day(now):
        raise DayInFuture()
    row = ProgrammeCost(
        association_id=actor.association, id=uuid7(), programme_id=programme_id, day=day, amount=amount, what=said, entered_at=now,
        entered_by=actor.account,
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, now=now, action="created", entity="programme_cost", subject=row.id, label=f"{programme.name}: {said}",
        changes={"amount": amount},
    )
    return row.id


def take_back(session: Session, actor: Actor, *, cost_id: UUID, now: datetime) -> None:
    """Take back a cost that was written down wrongly (coordinator, treasurer); it stays visible as taken back. Raises Missing."""
    actor.require(COORDINATOR, TREASURER)
    row = editing.locked(session, actor, ProgrammeCost, cost_id)
    if row.taken_back_at is None:
        row.taken_back_at = now
        session.flush()
        audit.record(session, actor, now=now, action="taken_back", entity="programme_cost", subject=row.id, label=row.what)


# -- who takes part ----------------------------------------------------------------------------------------------------


def join(
    session: Session, actor: Actor, *, programme_id: UUID, businesses: Iterable[UUID], now: datetime, joined_on: date | None = None,
) -> int:
    """Say which businesses take part (coordinator), since ``joined_on`` or today; returns how many are new.

    Raises ProgrammeOff, Missing.
    """
    actor.require(COORDINATOR)
    programme = _open(session, actor, programme_id)
    known = set(session.scalars(select(ProgrammeMember.business_id).where(
        ProgrammeMember.association_id == actor.association, ProgrammeMember.programme_id == programme_id,
    )))
    new = sorted(set(businesses) - known, key=str)
    for business_id in new:
        editing.there(session, actor, Business, business_id)
        session.add(ProgrammeMember(
            association_id=actor.association, programme_id=programme_id, business_id=business_id,
            joined_on=joined_on or actor.day(now),
        ))
        session.flush()
        _record(session, actor, programme, "joined", now, behalf_of=business_id)
    return len(new)


def leave(session: Session, actor: Actor, *, programme_id: UUID, business_id: UUID, now: datetime) -> None:
    """Take a business out that was written down by mistake (coordinator); raises Missing.

    Who began and gave up stays in: the figures of the participants are not those of the persistent ones only.
    """
    actor.require(COORDINATOR)
    programme = editing.locked(session, actor, Programme, programme_id)
    row = session.get(ProgrammeMember, (actor.association, programme_id, business_id))
    if row is None:
        raise Missing()
    session.delete(row)
    session.flush()
    _record(session, actor, programme, "withdrew", now, behalf_of=business_id)


# -- what belongs to it ------------------------------------------------------------------------------------------------


def link(
    session: Session, actor: Actor, *, programme_id: UUID, now: datetime, training_id: UUID | None = None,
    campaign_id: UUID | None = None, assignment_id: UUID | None = None,
) -> UUID:
    """Say that a training, a campaign or a mentoring (one of them, else ValueError) belongs to a programme (coordinator).

    Also one that goes on or begins after the budget's end: it is what shows that the programme lives. Returns the link's id, the
    known one for the same once more. Raises ProgrammeOff, Missing.
    """
    actor.require(COORDINATOR)
    programme = _open(session, actor, programme_id)
    given: list[tuple[type[Entity], str, UUID | None]] = [
        (Training, "training_id", training_id), (Campaign, "campaign_id", campaign_id), (Assignment, "assignment_id", assignment_id),
    ]
    named = [(entity, column, id_) for entity, column, id_ in given if id_ is not None]
    if len(named) != 1:
        raise ValueError("a link is to one thing")
    entity, column, target = named[0]
    editing.there(session, actor, entity, target)
    known = session.scalar(visible(actor, ProgrammeLink).with_only_columns(ProgrammeLink.id).where(
        ProgrammeLink.programme_id == programme_id, getattr(ProgrammeLink, column) == target, ProgrammeLink.removed_at.is_(None),
    ))
    if known is not None:
        return known
    row = ProgrammeLink(association_id=actor.association, id=uuid7(), programme_id=programme_id, **{column: target})
    session.add(row)
    session.flush()
    _record(session, actor, programme, "linked", now)
    return row.id


def unlink(session: Session, actor: Actor, *, link_id: UUID, now: datetime) -> None:
    """Say that an activity does not belong to its programme (coordinator). Raises Missing."""
    actor.require(COORDINATOR)
    row = editing.locked(session, actor, ProgrammeLink, link_id)
    if row.removed_at is None:
        row.removed_at = now
        session.flush()
        _record(session, actor, editing.locked(session, actor, Programme, row.programme_id), "unlinked", now)


# -- shared ------------------------------------------------------------------------------------------------------------


def _open(session: Session, actor: Actor, programme_id: UUID) -> Programme:
    row = editing.locked(session, actor, Programme, programme_id)
    if row.called_off:
        raise ProgrammeOff(name=row.name)
    return row


def _item(session: Session, actor: Actor, item_id: UUID) -> tuple[ProgrammeItem, Programme]:
    row = editing.locked(session, actor, ProgrammeItem, item_id)
    if row.removed_at is not None:
        raise Missing()
    return row, _open(session, actor, row.programme_id)


def _checked(session: Session, actor: Actor, typed: Mapping[str, Any]) -> dict[str, Any]:
    given = cleaned(typed, _LINES, _TEXTS)
    if not given["name"]:
        raise NameNeeded()
    if given["first"] is None:
        raise FirstDayNeeded()
    if given["last"] is None:
        raise LastDayNeeded()
    if given["last"] < given["first"]:
        raise EndsEarly()
    if given["budget"] is not None:
        sound(given["budget"])
    if given["partner_id"] is not None:
        editing.there(session, actor, Partner, given["partner_id"])
    return given


def _checked_item(typed: Mapping[str, Any]) -> dict[str, Any]:
    given = cleaned(typed, _LINES, _TEXTS)
    if given["kind"] not in states.ITEMS:
        raise UnknownChoice()
    if not given["what"]:
        raise WhatNeeded()
    _count(given["promised"], 1)
    return given


def _count(number: int, least: int) -> None:
    if type(number) is not int or not least <= number <= MOST:
        raise BadCount()


def _said(programme: Programme, item: ProgrammeItem) -> str:
    return f"{programme.name}: {item.what}"


def _record(
    session: Session, actor: Actor, row: Programme, action: str, now: datetime, behalf_of: UUID | None = None,
) -> None:
    audit.record(
        session, actor, now=now, action=action, entity="programme", subject=row.id, label=row.name, behalf_of=behalf_of
    )


def _record_item(
    session: Session, actor: Actor, programme: Programme, item: ProgrammeItem, action: str, now: datetime,
) -> None:
    audit.record(
        session, actor, now=now, action=action, entity="programme_item", subject=item.id, label=_said(programme, item)
    )
