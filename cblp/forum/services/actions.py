"""Who does what until when: promised in a meeting or between, moved on, done or dropped with a reason. Nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.db.ids import uuid7
from cblp.db.numbers import following
from cblp.errors import UserError
from cblp.forum.models import ActionItem, Meeting
from cblp.forum.rules import states
from cblp.forum.services.meetings import MeetingOver, writable
from cblp.i18n import N_
from cblp.people.models import Business
from cblp.people.services import audit, editing
from cblp.people.services.register import DayRefused, ReasonNeeded, UnknownChoice, clip, clipped

FIELDS: Final = frozenset({"text", "business_id", "owner", "due_on"})
"""What is edited in a promise that is not over; once its meeting is final only ``due_on``."""
AFTER_FINAL: Final = frozenset({"due_on"})
_TEXTS: Final = {"text": 300, "owner": 120}


class PromiseNeeded(UserError):
    """A promise of nothing."""

    message = N_("Write what will be done.")


class OwnerNeeded(UserError):
    """What everybody should do nobody does."""

    message = N_("Choose who does it: a member, or somebody by name.")


class DueTooEarly(DayRefused):
    """A day that is over when the promise is given."""

    message = N_("The day must not be before {day}. Choose a later day.")


class ItemOver(UserError):
    """Done or dropped: changed only after it is taken up again."""

    message = N_("Action item no. {number} is finished. Take it up again to change it.")


class StepRefused(UserError):
    """A state that does not follow the one it has, or is not this person's to set."""

    message = N_("Action item no. {number} has moved on. Look at it again.")


def add(
    session: Session, actor: Actor, *, text: str, now: datetime, business_id: UUID | None = None, owner: str = "",
    due_on: date | None = None, meeting_id: UUID | None = None,
) -> UUID:
    """Write down a promise (office); returns its id. Who: a member's business, or somebody by name or office.

    In a meeting that is not final, or outside any. Raises PromiseNeeded, OwnerNeeded, DueTooEarly, TooLong, MeetingOver, Missing.
    """
    actor.require(COORDINATOR, TREASURER)
    today = actor.day(now)
    meeting = writable(session, actor, meeting_id) if meeting_id else None
    fields = _checked(session, actor, {"text": text, "business_id": business_id, "owner": owner, "due_on": due_on})
    # Minutes are also typed days later: then what counts is the day of the meeting.
    _in_time(fields, min(today, actor.day(meeting.starts_at)) if meeting else today)
    row = ActionItem(
        association_id=actor.association, id=uuid7(), number=following(session, actor, ActionItem.number), meeting_id=meeting_id,
        state=states.OPEN, state_on=today, **fields,
    )
    session.add(row)
    session.flush()
    _record(session, actor, row, "created", now)
    return row.id


def edit(
    session: Session, actor: Actor, *, item_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS of a promise that is not over (office); returns the new version.

    What a final meeting promised keeps its words and who gave them: only its day may be put off. Raises MeetingOver, ItemOver,
    Stale, and as ``add``.
    """
    actor.require(COORDINATOR, TREASURER)
    editing.only(changes, FIELDS)
    row = editing.locked(session, actor, ActionItem, item_id)
    if row.state not in states.LIVE:
        raise ItemOver(number=row.number)
    if changes.get("owner"):
        changes = {"business_id": None, **changes}  # handed over from a business to somebody by name
    given = _checked(session, actor, {field: changes.get(field, getattr(row, field)) for field in FIELDS})
    new = {field: value for field, value in given.items() if value != getattr(row, field)}
    if new.keys() - AFTER_FINAL and _final(session, actor, row):
        raise MeetingOver()
    if "due_on" in new:
        _in_time(new, actor.day(now))
    return editing.save(
        session, actor, row, version=version, changes=new, public={"due_on"}, now=now, label=str(row.number),
        behalf_of=row.business_id,
    )


def move(
    session: Session, actor: Actor, *, item_id: UUID, state: str, now: datetime, reason: str = "", result: str = "",
) -> None:
    """Bring a promise on: doing, done (with a ``result``), dropped (``reason`` needed), or open again (office).

    A member moves what they promised to doing and done. Goes on after the meeting is final. Raises StepRefused, ReasonNeeded,
    UnknownChoice, TooLong, Missing.
    """
    actor.require(COORDINATOR, TREASURER, MEMBER)
    if state not in states.STEPS:
        raise UnknownChoice()
    row = editing.locked(session, actor, ActionItem, item_id)
    if actor.role == MEMBER:
        actor.require_business(row.business_id)
    steps = states.OWN_STEPS if actor.role == MEMBER else states.STEPS
    if state not in steps.get(row.state, ()):
        raise StepRefused(number=row.number)
    why = clip(reason, 200) if state == states.DROPPED else ""
    if state == states.DROPPED and not why:
        raise ReasonNeeded()
    row.state, row.state_on, row.reason = state, actor.day(now), why
    row.result = clip(result, 300) if state == states.DONE else ""
    session.flush()
    _record(session, actor, row, "changed", now, {"state": state})


def _checked(session: Session, actor: Actor, typed: Mapping[str, Any]) -> dict[str, Any]:
    fields = clipped(typed, _TEXTS)
    if not fields["text"]:
        raise PromiseNeeded()
    if fields["business_id"]:
        editing.there(session, actor, Business, fields["business_id"])
        fields["owner"] = ""
    elif not fields["owner"]:
        raise OwnerNeeded()
    return fields


def _in_time(fields: Mapping[str, Any], first: date) -> None:
    if fields["due_on"] is not None and fields["due_on"] < first:
        raise DueTooEarly(day=first)


def _final(session: Session, actor: Actor, row: ActionItem) -> bool:
    if row.meeting_id is None:
        return False
    return editing.locked(session, actor, Meeting, row.meeting_id).state not in states.WRITABLE


def _record(
    session: Session, actor: Actor, row: ActionItem, action: str, now: datetime, changes: dict[str, Any] | None = None
) -> None:
    audit.record(
        session, actor, now=now, action=action, entity=ActionItem.__tablename__, subject=row.id, label=str(row.number),
        changes=changes, behalf_of=row.business_id,
    )
