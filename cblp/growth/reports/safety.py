"""How safe accounts are: of one business with the next step, and of all for the coordinator; never for a treasurer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.growth.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, Actor
from cblp.db.dated import on
from cblp.db.scope import visible
from cblp.growth import checklist
from cblp.growth.models import SafetyCheck
from cblp.growth.rules import safety as rules
from cblp.growth.rules.safety import Score
from cblp.people import rules_register
from cblp.people.models import Business, Membership, Person
from cblp.people.scope import phone


@dataclass(frozen=True)
class Check:
    """A list as it was answered, with its score; ``added`` is how many items the newest list has that were not asked then."""

    business_id: UUID
    version: int
    answers: Mapping[str, bool | None]
    checked_at: datetime
    score: Score
    added: int


@dataclass(frozen=True)
class Member:
    """An active business with its newest check, None before the first, and who to write to."""

    business_id: UUID
    business: str
    person: str
    address_form: str
    phone: str
    check: Check | None


@dataclass(frozen=True)
class Overview:
    """All active businesses, those that were never asked first, then the least safe; ``missing`` maps each item of the newest list
    to how many of the ``asked`` do not have it, the greatest first."""

    members: tuple[Member, ...]
    asked: int
    missing: tuple[tuple[str, int], ...]


def mine(session: Session, actor: Actor, *, business_id: UUID) -> tuple[Check | None, Check | None]:
    """The newest check of a business, and the one before it (coordinator, its member, its mentor)."""
    actor.require(COORDINATOR, MEMBER, MENTOR)
    rows = session.scalars(
        visible(actor, SafetyCheck).where(SafetyCheck.business_id == business_id)
        .order_by(SafetyCheck.checked_at.desc(), SafetyCheck.id.desc()).limit(2)
    )
    found = [_check(row) for row in rows]
    return found[0] if found else None, found[1] if len(found) > 1 else None


def overview(session: Session, actor: Actor, *, today: date) -> Overview:
    """Every active business by its newest check (coordinator)."""
    actor.require(COORDINATOR)
    newest = {
        row.business_id: _check(row)
        for row in session.scalars(visible(actor, SafetyCheck).order_by(SafetyCheck.checked_at, SafetyCheck.id))
    }
    active = select(Membership.business_id).where(
        Membership.association_id == actor.association, Membership.status == rules_register.ACTIVE, on(Membership, today)
    )
    rows = session.execute(
        select(Business.id, Business.name, Person.name, Person.address_form, phone(actor))
        .outerjoin(Person, (Person.association_id == Business.association_id) & (Person.id == Business.owner_id))
        .where(Business.association_id == actor.association, Business.id.in_(active)).order_by(Business.code)
    )
    members = [
        Member(id_, name, person or name, form or "", number, newest.get(id_)) for id_, name, person, form, number in rows
    ]
    checks = [member.check for member in members if member.check]
    missing = {code: sum(check.answers.get(code, True) is not True for check in checks) for code in checklist.newest().codes}
    return Overview(
        tuple(sorted(members, key=_least_safe)), len(checks), tuple(sorted(missing.items(), key=lambda one: -one[1])),
    )


def _least_safe(member: Member) -> tuple[int, int]:
    return (1, member.check.score.safe) if member.check else (0, 0)


def _check(row: SafetyCheck) -> Check:
    codes = checklist.versions()[row.list_version].codes
    added = len(set(checklist.newest().codes) - set(codes))
    return Check(row.business_id, row.list_version, dict(row.answers), row.checked_at, rules.score(codes, row.answers), added)
