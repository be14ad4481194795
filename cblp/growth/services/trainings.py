"""Trainings: planned, members invited and answering, held with who was there, or called off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.db import numbers
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.errors import UserError
from cblp.growth import materials
from cblp.growth.models import Attendance, Cycle, Training
from cblp.growth.services.links import web_address
from cblp.i18n import N_
from cblp.people.models import Business
from cblp.people.services import audit, editing
from cblp.people.services.register import NameNeeded, ReasonNeeded, UnknownChoice, clip, clipped

PLANNED, HELD, CALLED_OFF = "planned", "held", "called_off"
INVITED, COMING, NOT_COMING = "invited", "coming", "not_coming"
ANSWERS: Final = (COMING, NOT_COMING)
FIELDS: Final = frozenset({"title", "module", "starts_at", "minutes", "place", "link", "seats", "trainer", "cycle_id", "note"})
"""What is edited in a training."""
_TEXTS: Final = {"title": 120, "place": 160, "trainer": 120, "note": 4000}


class BadLength(UserError):
    """No time at all, or more than a day."""

    message = N_("Write how many minutes the training takes, for example 120.")


class BadSeats(UserError):
    """Fewer seats than one, or than people who are coming."""

    message = N_("There are fewer seats than people who are coming. Give more seats, or leave it empty.")


class Full(UserError):
    """Everybody who fits is coming already."""

    message = N_("All seats of this training are taken. Ask the coordinator.")


class TrainingOver(UserError):
    """Held or called off: nothing changes any more."""

    message = N_("This training is over or called off. It can't change any more.")


class TrainingStarted(UserError):
    """It has begun, so an answer comes too late."""

    message = N_("This training has begun. Answers are closed.")


class NotYetBegun(UserError):
    """Who was there is written down once it has begun."""

    message = N_("This training has not begun yet. Write down who was there afterwards.")


class NobodyThere(UserError):
    """A training that nobody came to was not held."""

    message = N_("Write down who was there first. If nobody came, call the training off.")


def plan(
    session: Session, actor: Actor, *, module: str, title: str, starts_at: datetime, minutes: int, now: datetime,
    details: Mapping[str, Any] | None = None,
) -> UUID:
    """Plan a training (coordinator); ``details`` are further FIELDS. Returns its id.

    Raises UnknownChoice (module), NameNeeded, BadLength, BadSeats, BadAddress, TooLong, Missing (cycle).
    """
    actor.require(COORDINATOR)
    fields = _checked(session, actor, {"module": module, "title": title, "starts_at": starts_at, "minutes": minutes, **(details or {})})
    training = Training(association_id=actor.association, id=uuid7(), code=numbers.code(session, actor, Training, "PL"), **fields)
    session.add(training)
    session.flush()
    audit.record(session, actor, now=now, action="created", entity="training", subject=training.id, label=training.title)
    return training.id


def edit(
    session: Session, actor: Actor, *, training_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS of a planned training, or the ``note`` of a past one (coordinator); returns the new version.

    Raises TrainingOver, Stale, Missing, and as ``plan``.
    """
    actor.require(COORDINATOR)
    training = editing.locked(session, actor, Training, training_id)
    if training.state != PLANNED and changes.keys() - {"note"}:
        raise TrainingOver()
    fields = _checked(session, actor, changes)
    if fields.get("seats") is not None and fields["seats"] < _coming(session, actor, training_id):
        raise BadSeats()
    return editing.save(
        session, actor, training, version=version, changes=fields, public=FIELDS - {"note"}, now=now, label=training.title
    )


def invite(session: Session, actor: Actor, *, training_id: UUID, businesses: Iterable[UUID], now: datetime) -> int:
    """Invite businesses (coordinator); returns how many are newly invited. Raises TrainingOver, Missing."""
    actor.require(COORDINATOR)
    training = _planned(session, actor, training_id)
    asked = set(businesses)
    known = set(session.scalars(select(Attendance.business_id).where(
        Attendance.association_id == actor.association, Attendance.training_id == training_id,
    )))
    new = sorted(asked - known, key=str)
    for business_id in new:
        editing.there(session, actor, Business, business_id)
        session.add(Attendance(association_id=actor.association, training_id=training_id, business_id=business_id))
    session.flush()
    if new:
        audit.record(session, actor, now=now, action="invited", entity="training", subject=training_id, label=training.title)
    return len(new)


def answer(
    session: Session, actor: Actor, *, training_id: UUID, business_id: UUID, answer: str, now: datetime, people: int = 1,
) -> None:
    """Say whether a business comes, and with how many people: a member for their own, the coordinator for all.

    May be changed until the training begins. Seats are counted while the training is locked. A member who was not invited may
    come too. Raises UnknownChoice, TrainingOver, TrainingStarted, Full, Missing.
    """
    actor.require_business(business_id)
    if answer not in ANSWERS or not 1 <= people <= 10:
        raise UnknownChoice()
    training = _planned(session, actor, training_id)
    if now >= training.starts_at:
        raise TrainingStarted()
    row = _attendance(session, actor, training_id, business_id)
    others = _coming(session, actor, training_id) - (row.people if row.answer == COMING else 0)
    if answer == COMING and training.seats is not None and others + people > training.seats:
        raise Full()
    row.answer, row.people = answer, people
    session.flush()
    audit.record(
        session, actor, now=now, action="answered", entity="training", subject=training_id, label=training.title,
        changes={"answer": None}, behalf_of=business_id,
    )


def attend(
    session: Session, actor: Actor, *, training_id: UUID, present: Mapping[UUID, bool], now: datetime,
) -> None:
    """Write down who was there (coordinator), also those who came without an invitation; may be put right later.

    Raises NotYetBegun, TrainingOver (called off), Missing.
    """
    actor.require(COORDINATOR)
    training = editing.locked(session, actor, Training, training_id)
    if training.state == CALLED_OFF:
        raise TrainingOver()
    if actor.day(now) < actor.day(training.starts_at):
        raise NotYetBegun()
    for business_id, there in present.items():
        _attendance(session, actor, training_id, business_id).present = there
    session.flush()
    audit.record(
        session, actor, now=now, action="attendance", entity="training", subject=training_id, label=training.title,
    )


def hold(session: Session, actor: Actor, *, training_id: UUID, now: datetime, note: str = "") -> None:
    """Say that it was held (coordinator). Raises NobodyThere, NotYetBegun, TrainingOver, TooLong, Missing."""
    actor.require(COORDINATOR)
    training = _planned(session, actor, training_id)
    if now < training.starts_at:
        raise NotYetBegun()
    there = visible(actor, Attendance).where(Attendance.training_id == training_id, Attendance.present.is_(True))
    if session.scalars(there.limit(1)).first() is None:
        raise NobodyThere()
    _end(session, actor, training, HELD, note, now)


def call_off(session: Session, actor: Actor, *, training_id: UUID, reason: str, now: datetime) -> None:
    """Call a planned training off (coordinator); members read why. Raises ReasonNeeded, TrainingOver, TooLong, Missing."""
    actor.require(COORDINATOR)
    training = _planned(session, actor, training_id)
    if not reason.strip():
        raise ReasonNeeded()
    _end(session, actor, training, CALLED_OFF, reason, now)


def _end(session: Session, actor: Actor, training: Training, state: str, note: str, now: datetime) -> None:
    training.state, training.note = state, clip(note, _TEXTS["note"]) or training.note
    session.flush()
    audit.record(session, actor, now=now, action=state, entity="training", subject=training.id, label=training.title)


def _planned(session: Session, actor: Actor, training_id: UUID) -> Training:
    training = editing.locked(session, actor, Training, training_id)
    if training.state != PLANNED:
        raise TrainingOver()
    return training


def _coming(session: Session, actor: Actor, training_id: UUID) -> int:
    """People who said that they come, of every business: a member's seat depends on the others'."""
    return session.scalar(select(func.coalesce(func.sum(Attendance.people), 0)).where(
        Attendance.association_id == actor.association, Attendance.training_id == training_id, Attendance.answer == COMING,
    )) or 0


def _attendance(session: Session, actor: Actor, training_id: UUID, business_id: UUID) -> Attendance:
    row = session.get(Attendance, (actor.association, training_id, business_id))
    if row is None:
        editing.there(session, actor, Business, business_id)
        row = Attendance(
            association_id=actor.association, training_id=training_id, business_id=business_id, answer=INVITED, people=1
        )
        session.add(row)
    return row


def _checked(session: Session, actor: Actor, typed: Mapping[str, Any]) -> dict[str, Any]:
    if typed.keys() - FIELDS:
        raise UnknownChoice()
    fields = clipped(typed, _TEXTS)
    if "title" in fields and not fields["title"]:
        raise NameNeeded()
    if "module" in fields and fields["module"] not in materials.codes():
        raise UnknownChoice()
    if "minutes" in fields and not (type(fields["minutes"]) is int and 1 <= fields["minutes"] <= 1440):
        raise BadLength()
    if fields.get("seats") is not None and fields["seats"] < 1:
        raise BadSeats()
    if "link" in fields:
        fields["link"] = web_address(fields["link"] or "")
    if fields.get("cycle_id"):
        editing.there(session, actor, Cycle, fields["cycle_id"])
    return fields
