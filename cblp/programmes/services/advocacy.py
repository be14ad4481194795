"""What the association asks of government, and what comes of it: asked → promised → done, or refused; with comments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

import cblp.forum.scope
import cblp.programmes.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, LIAISON, Actor
from cblp.db.ids import uuid7
from cblp.db.numbers import following
from cblp.errors import UserError
from cblp.forum.models import Meeting
from cblp.forum.services.meetings import long
from cblp.i18n import N_
from cblp.people.services import audit, editing
from cblp.people.services.register import ReasonNeeded, UnknownChoice
from cblp.programmes import states
from cblp.programmes.models import Advocacy, Partner, ProgressComment
from cblp.programmes.services.typed import DayTooEarly, cleaned
from cblp.sales.services import DayInFuture

FIELDS: Final = frozenset({"text", "why", "addressee", "partner_id", "meeting_id", "asked_on"})
"""What is edited in a request while it waits."""
LONGEST_COMMENT: Final = 1_000
_LINES: Final = {"text": 400, "addressee": 160, "promised": 400, "result": 400}
_TEXTS: Final = {"why": 600}


class RequestNeeded(UserError):
    """A request for nothing."""

    message = N_("Write what is asked for.")


class AddresseeNeeded(UserError):
    """A request to nobody."""

    message = N_("Choose the office that is asked, or write its name.")


class PromiseNeeded(UserError):
    """A promise without words."""

    message = N_("Write what was promised.")


class ResultNeeded(UserError):
    """Done, but what?"""

    message = N_("Write what came of it.")


class CommentNeeded(UserError):
    """A comment without words."""

    message = N_("Write the comment.")


class RequestOver(UserError):
    """Done or refused: it changes only after it is taken up again."""

    message = N_("Request no. {number} is finished. Take it up again to change it.")


def ask(
    session: Session, actor: Actor, *, text: str, asked_on: date, now: datetime, why: str = "", addressee: str = "",
    partner_id: UUID | None = None, meeting_id: UUID | None = None,
) -> UUID:
    """Write down what was asked of government (coordinator): of a partner of that kind, or of an ``addressee``; returns its id.

    The liaison reads it: no names and no figures of members. Raises RequestNeeded, AddresseeNeeded, UnknownChoice (the partner is
    no government office), DayInFuture, TooLong, Missing.
    """
    actor.require(COORDINATOR)
    given = _checked(session, actor, {
        "text": text, "why": why, "addressee": addressee, "partner_id": partner_id, "meeting_id": meeting_id, "asked_on": asked_on,
    }, actor.day(now))
    row = Advocacy(
        association_id=actor.association, id=uuid7(), number=following(session, actor, Advocacy.number), state=states.ASKED, **given
    )
    session.add(row)
    session.flush()
    _record(session, actor, row, "created", now)
    return row.id


def edit(
    session: Session, actor: Actor, *, advocacy_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS of a request that waits (coordinator); returns the new version. Raises RequestOver, Stale, and as ``ask``."""
    actor.require(COORDINATOR)
    editing.only(changes, FIELDS)
    row = _waiting(session, actor, advocacy_id)
    given = _checked(session, actor, {**{field: getattr(row, field) for field in FIELDS}, **changes}, actor.day(now))
    return editing.save(
        session, actor, row, version=version, changes=given, public=("text", "addressee", "asked_on"), now=now, label=str(row.number)
    )


def promise(
    session: Session, actor: Actor, *, advocacy_id: UUID, promised: str, now: datetime, promised_for: date | None = None,
) -> None:
    """Write down what was promised (coordinator), for which day; a later promise replaces it. Raises PromiseNeeded, DayTooEarly,
    RequestOver, TooLong, Missing."""
    row = _waiting(session, actor, advocacy_id)
    said = cleaned({"promised": promised}, _LINES, {})["promised"]
    if not said:
        raise PromiseNeeded()
    if promised_for is not None and promised_for < row.asked_on:
        raise DayTooEarly(day=row.asked_on)
    row.promised, row.promised_for = said, promised_for
    _move(session, actor, row, states.PROMISED, now)


def done(session: Session, actor: Actor, *, advocacy_id: UUID, result: str, on: date, now: datetime) -> None:
    """Write down what came of it, on which local day (coordinator). Raises ResultNeeded, DayTooEarly, DayInFuture, RequestOver,
    TooLong, Missing."""
    row = _waiting(session, actor, advocacy_id)
    said = cleaned({"result": result}, _LINES, {})["result"]
    if not said:
        raise ResultNeeded()
    if on > actor.day(now):
        raise DayInFuture()
    if on < row.asked_on:
        raise DayTooEarly(day=row.asked_on)
    row.result, row.done_on = said, on
    _move(session, actor, row, states.DONE, now)


def refuse(session: Session, actor: Actor, *, advocacy_id: UUID, reason: str, now: datetime) -> None:
    """Write down that nothing comes of it, and why (coordinator). Raises ReasonNeeded, RequestOver, TooLong, Missing."""
    row = _waiting(session, actor, advocacy_id)
    said = cleaned({"result": reason}, _LINES, {})["result"]
    if not said:
        raise ReasonNeeded()
    row.result = said
    _move(session, actor, row, states.REFUSED, now)


def take_up(session: Session, actor: Actor, *, advocacy_id: UUID, now: datetime) -> None:
    """Ask again for what was refused, or was not done after all (coordinator). Raises Missing."""
    actor.require(COORDINATOR)
    row = editing.locked(session, actor, Advocacy, advocacy_id)
    if row.state not in states.WAITING:
        row.result, row.done_on = "", None
        _move(session, actor, row, states.PROMISED if row.promised else states.ASKED, now)


def comment(session: Session, actor: Actor, *, advocacy_id: UUID, text: str, now: datetime) -> UUID:
    """Write a comment to a request (coordinator, liaison); it stays as it is. Returns its id. Raises CommentNeeded, TooLong,
    Missing."""
    actor.require(COORDINATOR, LIAISON)
    editing.there(session, actor, Advocacy, advocacy_id)
    said = long(text, LONGEST_COMMENT)
    if not said:
        raise CommentNeeded()
    row = ProgressComment(
        association_id=actor.association, id=uuid7(), advocacy_id=advocacy_id, text=said, role=actor.role, written_at=now,
        written_by=actor.account,
    )
    session.add(row)
    session.flush()
    return row.id


def _waiting(session: Session, actor: Actor, advocacy_id: UUID) -> Advocacy:
    actor.require(COORDINATOR)
    row = editing.locked(session, actor, Advocacy, advocacy_id)
    if row.state not in states.WAITING:
        raise RequestOver(number=row.number)
    return row


def _move(session: Session, actor: Actor, row: Advocacy, state: str, now: datetime) -> None:
    row.state = state
    session.flush()
    _record(session, actor, row, "changed", now, {"state": state})


def _checked(session: Session, actor: Actor, typed: Mapping[str, Any], today: date) -> dict[str, Any]:
    given = cleaned(typed, _LINES, _TEXTS)
    if not given["text"]:
        raise RequestNeeded()
    if given["asked_on"] > today:
        raise DayInFuture()
    if given["partner_id"] is not None:
        if editing.locked(session, actor, Partner, given["partner_id"]).kind != states.GOVERNMENT:
            raise UnknownChoice()
    elif not given["addressee"]:
        raise AddresseeNeeded()
    if given["meeting_id"] is not None:
        editing.there(session, actor, Meeting, given["meeting_id"])
    return given


def _record(
    session: Session, actor: Actor, row: Advocacy, action: str, now: datetime, changes: dict[str, Any] | None = None,
) -> None:
    audit.record(
        session, actor, now=now, action=action, entity="advocacy", subject=row.id, label=str(row.number), changes=changes
    )
