"""Partners from outside and what was agreed with them over a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

import cblp.decisions.scope
import cblp.programmes.scope  # noqa: F401  (who sees which row)
from cblp.db import numbers
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.decisions.models import Evidence
from cblp.errors import UserError
from cblp.growth.services.placements import EndsEarly, FirstDayNeeded
from cblp.i18n import N_
from cblp.people.services import audit, editing
from cblp.people.services.register import NameNeeded, UnknownChoice
from cblp.programmes import states
from cblp.programmes.models import Agreement, Partner
from cblp.programmes.services.typed import cleaned
from cblp.sales.services import DayInFuture

FIELDS: Final = frozenset({"name", "kind", "role", "contact", "note"})
"""What is edited in a partner."""
AGREEMENT_FIELDS: Final = frozenset({"title", "reference", "valid_from", "valid_to", "ours", "theirs", "evidence_id"})
"""What is edited in an agreement; ``valid_to`` is its last day, None while it has none."""
_LINES: Final = {"name": 160, "role": 300, "contact": 160, "title": 160, "reference": 80}
_TEXTS: Final = {"note": 600, "ours": 600, "theirs": 600}


class PartnerKnown(UserError):
    """A second partner of the same name."""

    message = N_("{name} is in the list of partners already.")


class PartnerEnded(UserError):
    """Something new with somebody who is a partner no more."""

    message = N_("The work with {name} has ended. Take it up again first.")


def add(
    session: Session, actor: Actor, *, name: str, kind: str, now: datetime, role: str = "", contact: str = "", note: str = "",
) -> UUID:
    """Write down a partner (coordinator): ``kind`` is one of states.PARTNERS; returns its id.

    ``contact`` and ``note`` are read by the coordinator only. Raises NameNeeded, UnknownChoice, PartnerKnown, TooLong.
    """
    actor.require(COORDINATOR)
    numbers.alone(session, actor)
    given = _checked({"name": name, "kind": kind, "role": role, "contact": contact, "note": note})
    _unknown(session, actor, given["name"])
    row = Partner(association_id=actor.association, id=uuid7(), code=numbers.code(session, actor, Partner, "M"), **given)
    session.add(row)
    session.flush()
    audit.record(session, actor, now=now, action="created", entity="partner", subject=row.id, label=row.name)
    return row.id


def edit(
    session: Session, actor: Actor, *, partner_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS of a partner (coordinator); returns the new version. Raises Stale, Missing, and as ``add``."""
    actor.require(COORDINATOR)
    editing.only(changes, FIELDS)
    row = editing.locked(session, actor, Partner, partner_id)
    given = _checked(changes)
    if "name" in given:
        _unknown(session, actor, given["name"], but=partner_id)
    return editing.save(
        session, actor, row, version=version, changes=given, public=("name", "kind", "role"), now=now, label=row.name
    )


def end(session: Session, actor: Actor, *, partner_id: UUID, on: date, now: datetime) -> None:
    """Say since which local day a partner is one no more (coordinator): its agreements end by then. Raises DayInFuture, Missing."""
    if on > actor.day(now):
        raise DayInFuture()
    _set_end(session, actor, partner_id, on, "ended", now)


def resume(session: Session, actor: Actor, *, partner_id: UUID, now: datetime) -> None:
    """Work with a partner again (coordinator). Raises Missing."""
    _set_end(session, actor, partner_id, None, "resumed", now)


def agree(
    session: Session, actor: Actor, *, partner_id: UUID, title: str, valid_from: date | None, now: datetime,
    valid_to: date | None = None, reference: str = "", ours: str = "", theirs: str = "", evidence_id: UUID | None = None,
) -> UUID:
    """Write down an agreement (coordinator): what ``ours`` and ``theirs`` do, from the first to the last local day; returns its id.

    ``evidence_id`` is a photo of the paper. Raises NameNeeded, FirstDayNeeded, EndsEarly, PartnerEnded, TooLong, Missing.
    """
    actor.require(COORDINATOR)
    partner = living(session, actor, partner_id)
    given = _checked_agreement(session, actor, {
        "title": title, "reference": reference, "valid_from": valid_from, "valid_to": valid_to, "ours": ours, "theirs": theirs,
        "evidence_id": evidence_id,
    })
    row = Agreement(association_id=actor.association, id=uuid7(), partner_id=partner.id, **given)
    session.add(row)
    session.flush()
    audit.record(session, actor, now=now, action="created", entity="agreement", subject=row.id, label=row.title)
    return row.id


def edit_agreement(
    session: Session, actor: Actor, *, agreement_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change AGREEMENT_FIELDS (coordinator), for example a later last day; returns the new version.

    Raises Stale, Missing, and as ``agree``.
    """
    actor.require(COORDINATOR)
    editing.only(changes, AGREEMENT_FIELDS)
    row = editing.locked(session, actor, Agreement, agreement_id)
    given = _checked_agreement(session, actor, {**{field: getattr(row, field) for field in AGREEMENT_FIELDS}, **changes})
    return editing.save(
        session, actor, row, version=version, changes=given, public=AGREEMENT_FIELDS, now=now, label=row.title
    )


def living(session: Session, actor: Actor, partner_id: UUID) -> Partner:
    """A partner with whom something new can begin, locked; raises PartnerEnded, Missing."""
    partner = editing.locked(session, actor, Partner, partner_id)
    if partner.ended_on is not None:
        raise PartnerEnded(name=partner.name)
    return partner


def _set_end(session: Session, actor: Actor, partner_id: UUID, on: date | None, action: str, now: datetime) -> None:
    actor.require(COORDINATOR)
    row = editing.locked(session, actor, Partner, partner_id)
    if row.ended_on != on:
        row.ended_on = on
        session.flush()
        audit.record(session, actor, now=now, action=action, entity="partner", subject=row.id, label=row.name)


def _unknown(session: Session, actor: Actor, name: str, but: UUID | None = None) -> None:
    for id_, known in session.execute(visible(actor, Partner).with_only_columns(Partner.id, Partner.name)):
        if known.casefold() == name.casefold() and id_ != but:
            raise PartnerKnown(name=known)


def _checked(typed: Mapping[str, Any]) -> dict[str, Any]:
    given = cleaned(typed, _LINES, _TEXTS)
    if "name" in given and not given["name"]:
        raise NameNeeded()
    if "kind" in given and given["kind"] not in states.PARTNERS:
        raise UnknownChoice()
    return given


def _checked_agreement(session: Session, actor: Actor, typed: Mapping[str, Any]) -> dict[str, Any]:
    given = cleaned(typed, _LINES, _TEXTS)
    if not given["title"]:
        raise NameNeeded()
    if given["valid_from"] is None:
        raise FirstDayNeeded()
    if given["valid_to"] is not None and given["valid_to"] < given["valid_from"]:
        raise EndsEarly()
    if given["evidence_id"] is not None:
        editing.there(session, actor, Evidence, given["evidence_id"])
    return given
