"""Meetings of mentor and mentee: written down by the mentor in a minute, confirmed or doubted by the member."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.services.effort import A_DAY, BadMinutes
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, Actor
from cblp.db.ids import uuid7
from cblp.errors import UserError
from cblp.growth import states
from cblp.growth.models import Assignment, MentoringSession
from cblp.growth.services.assignments import NotOpen
from cblp.i18n import N_
from cblp.people.models import Business
from cblp.people.services import audit, editing
from cblp.people.services.register import DayRefused, ReasonNeeded, UnknownChoice, clip, clipped
from cblp.sales.services import DayInFuture

_TEXTS: Final = {"note": 1000, "next_step": 300}
FIELDS: Final = frozenset({"day", "minutes", "mode", "topics", "note", "next_step", "due_on"})
_WAITS_AGAIN: Final[Mapping[str, Any]] = {"confirmed_at": None, "confirmed_by": None, "doubted": ""}


class NotThatDay(DayRefused):
    """A session on a day before the mentoring began, or after it ended."""

    message = N_("The mentoring did not run on {day}.")


class DueTooEarly(DayRefused):
    """A next step that was due before the session."""

    message = N_("The next step can't be due before {day}.")


class SessionConfirmed(UserError):
    """The member said that it was so; it stays."""

    message = N_("The member has confirmed this session. It can't be changed any more.")


class OwnSession(UserError):
    """Who wrote it down does not confirm it."""

    message = N_("Somebody else must confirm this session.")


class NoStep(UserError):
    """A session after which nothing was to be done."""

    message = N_("No next step was agreed in this session.")


def log(
    session: Session, actor: Actor, *, assignment_id: UUID, day: date, minutes: int, mode: str, now: datetime,
    topics: Iterable[str] = (), note: str = "", next_step: str = "", due_on: date | None = None, session_id: UUID | None = None,
) -> UUID:
    """Write a session down (the mentor for their own, the coordinator for all); returns its id.

    ``mode`` is one of states.MODES, ``topics`` of states.SKILLS. The first session makes the mentoring active. ``session_id``
    is made by whoever may send twice over a weak network: the second time changes nothing. Raises assignments.NotOpen,
    NotThatDay, DayInFuture, DueTooEarly, BadMinutes, UnknownChoice, Missing.
    """
    actor.require(COORDINATOR, MENTOR)
    assignment = editing.locked(session, actor, Assignment, assignment_id)
    if session_id is not None and session.get(MentoringSession, (actor.association, session_id)) is not None:
        return session_id
    given = _checked({
        "day": day, "minutes": minutes, "mode": mode, "topics": list(topics), "note": note, "next_step": next_step, "due_on": due_on,
    })
    _fits(actor, assignment, given, now)
    row = MentoringSession(
        association_id=actor.association, id=session_id or uuid7(), assignment_id=assignment_id, logged_at=now,
        logged_by=actor.account, **given,
    )
    session.add(row)
    if assignment.state == states.ACCEPTED:
        assignment.state = states.ACTIVE
    session.flush()
    _record(session, actor, row, assignment, "created", now)
    return row.id


def edit(
    session: Session, actor: Actor, *, session_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS of a session that is not confirmed; a doubted one waits for the member again. Returns the new version.

    Raises SessionConfirmed, Stale, and as ``log``.
    """
    actor.require(COORDINATOR, MENTOR)
    row, assignment = _found(session, actor, session_id)
    if row.confirmed_at is not None:
        raise SessionConfirmed()
    given = _checked(changes)
    _fits(actor, assignment, {"day": row.day, "due_on": row.due_on, **given}, now, running=False)
    return editing.save(
        session, actor, row, version=version, changes=given, public=(), now=now, label=_name(session, assignment),
        behalf_of=assignment.business_id, also=_WAITS_AGAIN,
    )


def confirm(session: Session, actor: Actor, *, session_id: UUID, now: datetime) -> None:
    """Say that the session was so: the member, or the coordinator for a member without a phone. Raises OwnSession, Missing."""
    row, assignment = _judged(session, actor, session_id)
    if row.confirmed_at is not None:
        return
    row.confirmed_at, row.confirmed_by, row.doubted = now, actor.account, ""
    session.flush()
    _record(session, actor, row, assignment, "confirmed", now)


def doubt(session: Session, actor: Actor, *, session_id: UUID, why: str, now: datetime) -> None:
    """Say what was otherwise: the mentor reads it and changes the session. Raises ReasonNeeded, SessionConfirmed, OwnSession."""
    row, assignment = _judged(session, actor, session_id)
    if row.confirmed_at is not None:
        raise SessionConfirmed()
    reason = clip(why, 200)
    if not reason:
        raise ReasonNeeded()
    row.doubted = reason
    session.flush()
    _record(session, actor, row, assignment, "disputed", now)


def step_done(session: Session, actor: Actor, *, session_id: UUID, now: datetime, done: bool = True) -> None:
    """Tick the next step of a session off, or (``done`` False) untick it: mentor, member, coordinator. Raises NoStep, Missing."""
    actor.require(COORDINATOR, MENTOR, MEMBER)
    row, assignment = _found(session, actor, session_id)
    if not row.next_step:
        raise NoStep()
    if done == (row.step_done_on is not None):
        return
    row.step_done_on = actor.day(now) if done else None
    session.flush()
    _record(session, actor, row, assignment, "changed", now)


# -- what the above is made of -----------------------------------------------------------------------------------------


def _found(session: Session, actor: Actor, session_id: UUID) -> tuple[MentoringSession, Assignment]:
    row = editing.locked(session, actor, MentoringSession, session_id)
    return row, editing.locked(session, actor, Assignment, row.assignment_id)


def _judged(session: Session, actor: Actor, session_id: UUID) -> tuple[MentoringSession, Assignment]:
    actor.require(COORDINATOR, MEMBER)
    row, assignment = _found(session, actor, session_id)
    actor.require_business(assignment.business_id)
    if actor.account is not None and actor.account == row.logged_by:
        raise OwnSession()
    return row, assignment


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    editing.only(given, FIELDS)
    kept = clipped(given, _TEXTS)
    if "minutes" in kept and not 1 <= kept["minutes"] <= A_DAY:
        raise BadMinutes()
    if "mode" in kept and kept["mode"] not in states.MODES:
        raise UnknownChoice()
    if "topics" in kept:
        if not set(kept["topics"]) <= states.SKILLS.keys():
            raise UnknownChoice()
        kept["topics"] = [code for code in states.SKILLS if code in kept["topics"]]
    return kept


def _fits(actor: Actor, assignment: Assignment, given: Mapping[str, Any], now: datetime, *, running: bool = True) -> None:
    day, due = given["day"], given["due_on"]
    if running and assignment.state not in states.LIVE:
        raise NotOpen()
    if day > actor.day(now):
        raise DayInFuture()
    if assignment.valid_from is None or day < assignment.valid_from or (assignment.valid_to and day >= assignment.valid_to):
        raise NotThatDay(day=day)
    if due is not None and due < day:
        raise DueTooEarly(day=day)


def _name(session: Session, assignment: Assignment) -> str:
    return session.scalar(
        select(Business.name).where(Business.association_id == assignment.association_id, Business.id == assignment.business_id)
    ) or ""


def _record(
    session: Session, actor: Actor, row: MentoringSession, assignment: Assignment, action: str, now: datetime,
) -> None:
    audit.record(
        session, actor, now=now, action=action, entity="mentoring_session", subject=row.id, label=_name(session, assignment),
        behalf_of=assignment.business_id,
    )
