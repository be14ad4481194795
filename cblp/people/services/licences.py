"""Licences of a business: NIB, PIRT, halal, BPOM, trademark; held, still being processed, or ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people import rules_register as rules
from cblp.people.models import Business, Licence
from cblp.people.services import audit, editing
from cblp.people.services.register import UnknownChoice, clip

FIELDS: Final = frozenset({"number", "state", "issued_on", "expires_on"})


class BadNib(UserError):
    """A NIB without exactly 13 digits."""

    message = N_("A NIB has 13 digits. Check the number.")


class NibTaken(UserError):
    """Another business of the association has this NIB."""

    message = N_("This NIB already belongs to {name}. One NIB belongs to one business.")


class NumberNeeded(UserError):
    """A licence that is held, without its number."""

    message = N_("Write the number of the licence, or choose “In progress”.")


class EndsBeforeStart(UserError):
    """Expires before it was issued."""

    message = N_("The last day is before the first day. Check both dates.")


class AlreadyThere(UserError):
    """A business has one licence of a kind at a time, except trademarks."""

    message = N_("This business already has this licence. Change the one that is there.")


def add_licence(
    session: Session, actor: Actor, *, business_id: UUID, kind: str, now: datetime, number: str = "", state: str = rules.HELD,
    issued_on: date | None = None, expires_on: date | None = None,
) -> UUID:
    """Add a licence to a business (coordinator, or its member); returns its id.

    ``state`` is held, or applied while it is being processed (then the number may be missing). A business may hold several
    trademarks and halal certificates, but one NIB. Raises the errors of this module.
    """
    actor.require_business(business_id)
    business = editing.locked(session, actor, Business, business_id)
    editing.refuse_erased(session, actor, person=business.owner_id)
    if kind not in rules.LICENCE_KINDS:
        raise UnknownChoice()
    given = checked(kind, {"number": number, "state": state, "issued_on": issued_on, "expires_on": expires_on})
    _one_nib(session, actor, kind, given["number"], business_id, None)
    licence = Licence(association_id=actor.association, id=uuid7(), business_id=business_id, kind=kind, **given)
    session.add(licence)
    session.flush()
    audit.record(
        session, actor, now=now, action="created", entity="licence", subject=licence.id, label=business.name,
        changes={"kind": kind, **{k: editing.plain(v) for k, v in given.items()}}, behalf_of=business_id,
    )
    return licence.id


def edit_licence(
    session: Session, actor: Actor, *, licence_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS of a licence; returns the new version. Raises Stale, Missing and the errors of this module."""
    licence = _theirs(session, actor, licence_id)
    editing.only(changes, FIELDS)
    given = checked(licence.kind, {field: changes.get(field, getattr(licence, field)) for field in FIELDS})
    _one_nib(session, actor, licence.kind, given["number"], licence.business_id, licence.id)
    return editing.save(
        session, actor, licence, version=version, changes={field: given[field] for field in changes}, public=FIELDS, now=now,
        label=licence.kind, behalf_of=licence.business_id,
    )


def end_licence(session: Session, actor: Actor, *, licence_id: UUID, version: int, now: datetime) -> int:
    """Say that a licence holds no more (given back, refused, entered by mistake); it stays in the history."""
    licence = _theirs(session, actor, licence_id)
    return editing.save(
        session, actor, licence, version=version, changes={"state": rules.ENDED}, public=FIELDS, now=now, label=licence.kind,
        behalf_of=licence.business_id,
    )


def _theirs(session: Session, actor: Actor, licence_id: UUID) -> Licence:
    licence = editing.locked(session, actor, Licence, licence_id)
    actor.require_business(licence.business_id)
    owner = session.scalar(
        select(Business.owner_id).where(Business.association_id == actor.association, Business.id == licence.business_id)
    )
    editing.refuse_erased(session, actor, person=owner)
    return licence


def checked(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """All FIELDS of a licence as they are kept; raises the errors of this module."""
    kept = dict(given)
    kept["number"] = clip(kept["number"], 60)
    if kept["state"] not in {rules.HELD, rules.IN_PROGRESS, rules.ENDED}:
        raise UnknownChoice()
    if kind == rules.NIB and kept["number"]:
        digits = rules.nib_digits(kept["number"])
        if digits is None:
            raise BadNib()
        kept["number"] = digits
    if kept["state"] == rules.HELD and not kept["number"]:
        raise NumberNeeded()
    if kept["issued_on"] and kept["expires_on"] and kept["expires_on"] < kept["issued_on"]:
        raise EndsBeforeStart()
    return kept


def _one_nib(session: Session, actor: Actor, kind: str, number: str, business_id: UUID, licence_id: UUID | None) -> None:
    if kind != rules.NIB:
        return
    # Asked past the scope on purpose: a NIB of another member's business must be refused too.
    rows = session.execute(
        select(Licence.id, Licence.business_id, Licence.number, Licence.state, Business.name)
        .join(Business, (Business.association_id == Licence.association_id) & (Business.id == Licence.business_id))
        .where(Licence.association_id == actor.association, Licence.kind == rules.NIB)
        .where((Licence.business_id == business_id) | (Licence.number == number))
    )
    for row in rows:
        if row.id == licence_id:
            continue
        if row.business_id == business_id and row.state != rules.ENDED:
            raise AlreadyThere()
        if number and row.number == number and row.business_id != business_id:
            raise NibTaken(name=row.name)
        if number and row.number == number:
            raise AlreadyThere()
