"""Student interns and vocational schools at a business over a time, with what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

import cblp.growth.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.ids import uuid7
from cblp.errors import UserError
from cblp.growth.models import Placement
from cblp.i18n import N_
from cblp.people.models import Business
from cblp.people.services import audit, editing
from cblp.people.services.register import UnknownChoice, clip

KINDS: Final = ("internship", "vocational")
FIELDS: Final = frozenset({"institution", "kind", "who", "business_id", "task", "first", "last", "result"})
_LENGTHS: Final = {"institution": 120, "who": 120, "task": 300, "result": 600}


class InstitutionNeeded(UserError):
    """A placement without the school it is of."""

    message = N_("Write the name of the school or campus.")


class FirstDayNeeded(UserError):
    """A placement without its beginning."""

    message = N_("Write the first day.")


class EndsEarly(UserError):
    """A last day before the first."""

    message = N_("The last day is not before the first day.")


def add(
    session: Session, actor: Actor, *, institution: str, kind: str, first: date | None, now: datetime, last: date | None = None,
    who: str = "", business_id: UUID | None = None, task: str = "", result: str = "",
) -> UUID:
    """Write a placement down (coordinator): ``first`` and ``last`` are its local days, ``kind`` one of KINDS; returns its id.

    Raises InstitutionNeeded, UnknownChoice, FirstDayNeeded, EndsEarly, TooLong, Missing.
    """
    actor.require(COORDINATOR)
    given = _checked(session, actor, {
        "institution": institution, "kind": kind, "first": first, "last": last, "who": who, "business_id": business_id,
        "task": task, "result": result,
    })
    row = Placement(association_id=actor.association, id=uuid7(), **given)
    session.add(row)
    session.flush()
    audit.record(
        session, actor, now=now, action="created", entity="placement", subject=row.id, label=row.institution,
        behalf_of=row.business_id,
    )
    return row.id


def edit(
    session: Session, actor: Actor, *, placement_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS of a placement (coordinator); returns the new version. Raises Stale and the errors of ``add``."""
    actor.require(COORDINATOR)
    row = editing.locked(session, actor, Placement, placement_id)
    editing.only(changes, FIELDS)
    now_there = {
        "institution": row.institution, "kind": row.kind, "who": row.who, "business_id": row.business_id, "task": row.task,
        "first": row.valid_from, "last": row.valid_to - timedelta(1) if row.valid_to else None, "result": row.result,
    }
    given = _checked(session, actor, {**now_there, **changes})
    return editing.save(
        session, actor, row, version=version, changes=given, public=("institution", "kind", "valid_from", "valid_to"), now=now,
        label=row.institution, behalf_of=given["business_id"],
    )


def _checked(session: Session, actor: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: clip(given[name], most) for name, most in _LENGTHS.items()}
    if not texts["institution"]:
        raise InstitutionNeeded()
    if given["kind"] not in KINDS:
        raise UnknownChoice()
    first, last = given["first"], given["last"]
    if first is None:
        raise FirstDayNeeded()
    if last is not None and last < first:
        raise EndsEarly()
    if given["business_id"] is not None:
        editing.there(session, actor, Business, given["business_id"])
    return {
        **texts, "kind": given["kind"], "business_id": given["business_id"], "valid_from": first,
        "valid_to": last + timedelta(1) if last else None,
    }
