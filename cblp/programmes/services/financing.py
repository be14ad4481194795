"""Money from a bank or another giver for one business: asked for, paid out, paid back, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

import cblp.people.scope
import cblp.programmes.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people.models import Business
from cblp.people.services import audit, editing
from cblp.people.services.register import UnknownChoice
from cblp.programmes import states
from cblp.programmes.models import Financing, Programme
from cblp.programmes.services.typed import DayTooEarly, cleaned
from cblp.sales.services import DayInFuture
from cblp.sharing.services.cash import sound

FIELDS: Final = frozenset({"kind", "institution", "amount", "purpose", "asked_on", "until", "programme_id", "note"})
"""What is edited; ``amount`` in whole rupiah, ``until`` the day by which it is paid back."""
_LINES: Final = {"institution": 120, "purpose": 200, "note": 300}


class InstitutionNeeded(UserError):
    """Money from nobody."""

    message = N_("Write who gives the money, for example the name of the bank.")


class FinancingMoved(UserError):
    """A state that does not follow the one it has."""

    message = N_("This financing has moved on. Look at it again.")


def ask(
    session: Session, actor: Actor, *, business_id: UUID, kind: str, institution: str, amount: int, asked_on: date, now: datetime,
    purpose: str = "", programme_id: UUID | None = None, note: str = "",
) -> UUID:
    """Write down that a business asked for money (coordinator; a member for their own); returns its id.

    ``kind`` is one of states.FINANCING. Raises UnknownChoice, InstitutionNeeded, AmountNeeded, DayInFuture, TooLong, Missing.
    """
    actor.require_business(business_id)
    editing.there(session, actor, Business, business_id)
    given = _checked(session, actor, {
        "kind": kind, "institution": institution, "amount": amount, "purpose": purpose, "asked_on": asked_on, "until": None,
        "programme_id": programme_id, "note": note,
    }, actor.day(now))
    row = Financing(association_id=actor.association, id=uuid7(), business_id=business_id, state=states.ASKED, **given)
    session.add(row)
    session.flush()
    _record(session, actor, row, "created", now)
    return row.id


def edit(
    session: Session, actor: Actor, *, financing_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS (coordinator; a member of their own); returns the new version. Raises Stale, and as ``ask``."""
    editing.only(changes, FIELDS)
    row = _own(session, actor, financing_id)
    kept = {field: getattr(row, field) for field in FIELDS}
    given = _checked(session, actor, {**kept, **changes}, actor.day(now), known=row.programme_id)
    return editing.save(session, actor, row, version=version, changes=given, public=(), now=now, behalf_of=row.business_id)


def move(
    session: Session, actor: Actor, *, financing_id: UUID, state: str, on: date, now: datetime, amount: int | None = None,
    until: date | None = None, note: str = "",
) -> None:
    """Bring it on (coordinator; a member their own): given, refused, repaid, or back (states.FINANCING_STEPS).

    Given: ``amount`` replaces what was asked for where another was paid out, ``until`` is the last day to pay it back. Repaid:
    ``on`` becomes that day. ``note`` is kept where one is written. Raises FinancingMoved, DayTooEarly, DayInFuture, AmountNeeded,
    UnknownChoice, TooLong, Missing.
    """
    if state not in states.FINANCING_STATES:
        raise UnknownChoice()
    row = _own(session, actor, financing_id)
    lent = row.kind != states.GRANT
    if state not in states.FINANCING_STEPS[row.state] or (state == states.REPAID and not lent):
        raise FinancingMoved()
    if on > actor.day(now):
        raise DayInFuture()
    # Going back only corrects: no day of its own to check.
    back = state == states.ASKED or row.state == states.REPAID
    since = row.asked_on if state in (states.GIVEN, states.REFUSED) else row.decided_on or row.asked_on
    if not back and on < since:
        raise DayTooEarly(day=since)
    if state == states.GIVEN and not back:
        if amount is not None:
            sound(amount)
            row.amount = amount
        if until is not None and until < on:
            raise DayTooEarly(day=on)
        row.decided_on, row.until = on, until if lent else None
    elif state == states.REFUSED:
        row.decided_on = on
    elif state == states.REPAID:
        row.until = on
    elif state == states.ASKED:
        row.decided_on = row.until = None
    row.state, row.note = state, cleaned({"note": note}, _LINES, {})["note"] or row.note
    session.flush()
    _record(session, actor, row, "changed", now)


def _own(session: Session, actor: Actor, financing_id: UUID) -> Financing:
    row = editing.locked(session, actor, Financing, financing_id)
    actor.require_business(row.business_id)
    return row


def _checked(
    session: Session, actor: Actor, typed: Mapping[str, Any], today: date, known: UUID | None = None,
) -> dict[str, Any]:
    """``known`` is the programme that it belongs to already: a member keeps it without seeing it."""
    given = cleaned(typed, _LINES, {})
    if given["kind"] not in states.FINANCING:
        raise UnknownChoice()
    if not given["institution"]:
        raise InstitutionNeeded()
    sound(given["amount"])
    if given["asked_on"] > today:
        raise DayInFuture()
    if given["until"] is not None and given["until"] < given["asked_on"]:
        raise DayTooEarly(day=given["asked_on"])
    if given["programme_id"] not in (None, known):
        editing.there(session, actor, Programme, given["programme_id"])
    return given


def _record(session: Session, actor: Actor, row: Financing, action: str, now: datetime) -> None:
    """That something was done, for whom; never what or how much: it is a member's private money."""
    audit.record(
        session, actor, now=now, action=action, entity="financing", subject=row.id, behalf_of=row.business_id,
        changes={"state": None} if action == "changed" else None,
    )
