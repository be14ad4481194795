"""Profiles of those who offer to accompany others: written, sent in, looked at by the coordinator, ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.db import numbers
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, Actor
from cblp.db.dated import on
from cblp.db.ids import uuid7
from cblp.errors import NotAllowed, UserError
from cblp.growth import states
from cblp.growth.models import Assignment, MentorProfile
from cblp.growth.reports import mentors_evidence as evidence
from cblp.growth.rules import mentors as rules
from cblp.i18n import N_, translate
from cblp.people.models import Account, Business, Person, RoleGrant
from cblp.people.services import audit, editing, roles
from cblp.people.services.register import ReasonNeeded, UnknownChoice, clip, clipped

FIELDS: Final = frozenset({"kind", "business_id", "institution", "born", "skills", "capacity", "area_code", "about"})
"""What its owner writes in a profile."""
_PUBLIC: Final = frozenset({"kind", "institution", "skills", "capacity", "area_code"})
_TEXTS: Final = {"institution": 120, "area_code": 13, "about": 600}
MOST: Final = 20
"""Nobody can accompany more people than this."""


class ProfileThere(UserError):
    """Everybody has one profile."""

    message = N_("This person already has a mentor profile.")


class BadCapacity(UserError):
    """No number of people that somebody can accompany."""

    message = N_("Write how many people can be accompanied: 0 to {most}.")


class BadYear(UserError):
    """No year in which a mentor was born."""

    message = N_("Write the year of birth with 4 digits, for example 2003.")


class NotWaiting(UserError):
    """The profile is in a state in which this cannot be done."""

    message = N_("This profile is not waiting for that. Look at its state.")


class NoAccount(UserError):
    """Whoever cannot sign in cannot write down sessions."""

    message = N_("This person has no account yet. Make an account first.")


class StillAccompanying(UserError):
    """A mentor who leaves while people count on them."""

    message = N_("This mentor still accompanies {count} members. End those first.")


class NotEligible(UserError):
    """The conditions are not fulfilled. ``values``: name, and missing, codes of SENTENCES."""

    message = N_("{name} does not fulfil the conditions yet.")

    def text(self, language: str | None = None) -> str:
        """The message, and one sentence for each condition that is missing."""
        sentences = (translate(SENTENCES[code], language) for code in self.values["missing"])
        return " ".join([super().text(language), *sentences])


SENTENCES: Final[Mapping[str, str]] = {
    rules.FEW_SHOPS: N_("An active shop in at least 2 marketplaces is needed."),
    rules.FEW_FOLLOWERS: N_("The followers that count are not more than 1,000 yet."),
    rules.OLD_EVIDENCE: N_("The number of followers was noted more than 90 days ago. Write down today's number."),
    rules.NO_INSTITUTION: N_("Write the school or university."),
    rules.NO_SKILL: N_("Choose at least one thing you can help with."),
}
"""What each missing condition asks for; msgids."""


def apply(
    session: Session, actor: Actor, *, kind: str, now: datetime, details: Mapping[str, Any] | None = None,
    person_id: UUID | None = None,
) -> UUID:
    """Begin a profile as a draft; returns its id. ``kind``: seller or student; ``details``: further FIELDS.

    A member or mentor for themselves (whoever the association does not know as a person yet becomes one); the coordinator for
    ``person_id``. A seller without ``business_id`` stands for the one business they own. Raises ProfileThere, UnknownChoice,
    BadCapacity, BadYear, Missing.
    """
    actor.require(COORDINATOR, MEMBER, MENTOR)
    numbers.alone(session, actor)  # two who offer themselves at once get two codes, and nobody two profiles
    person = _person(session, actor, person_id)
    given = _checked({"kind": kind, **(details or {})})
    if kind == rules.SELLER and not given.get("business_id"):
        given["business_id"] = _only_business(session, actor, person)
    _own_business(session, actor, person, given.get("business_id"))
    taken = select(MentorProfile.id).where(MentorProfile.association_id == actor.association, MentorProfile.person_id == person.id)
    if session.scalar(taken) is not None:
        raise ProfileThere()
    number = session.scalar(select(func.count()).select_from(MentorProfile).where(MentorProfile.association_id == actor.association))
    profile = MentorProfile(
        association_id=actor.association, id=uuid7(), code=f"M{int(number or 0) + 1:02d}", person_id=person.id,
        account_id=person.account_id, **given,
    )
    session.add(profile)
    session.flush()
    _record(session, actor, profile, "created", now)
    return profile.id


def edit(
    session: Session, actor: Actor, *, profile_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change FIELDS of a profile: its owner of the own one, the coordinator of all; returns the new version.

    What decides whether somebody is fit (kind, business, institution) changes only as long as nobody approved it: raises
    NotWaiting then. Capacity below those accompanied now takes nobody away. Raises as ``apply``, Stale.
    """
    profile = _own(session, actor, profile_id)
    given = _checked(changes)
    person = session.get_one(Person, (actor.association, profile.person_id))
    if "business_id" in given:
        _own_business(session, actor, person, given["business_id"])
    decisive = {"kind", "business_id", "institution"} & {name for name, value in given.items() if getattr(profile, name) != value}
    if decisive and profile.state == states.APPROVED and actor.role in (MEMBER, MENTOR):
        raise NotWaiting()
    return editing.save(
        session, actor, profile, version=version, changes=given, public=_PUBLIC, now=now, label=person.name,
        behalf_of=profile.business_id,
    )


def submit(session: Session, actor: Actor, *, profile_id: UUID, now: datetime) -> None:
    """Send a profile in to be looked at: a draft, a rejected or an inactive one. Raises NotEligible, NotWaiting, Missing."""
    profile = _own(session, actor, profile_id)
    if profile.state not in (states.DRAFT, states.REJECTED, states.INACTIVE):
        raise NotWaiting()
    _check_fit(session, actor, profile, now)
    profile.state, profile.reason = states.SUBMITTED, ""
    _record(session, actor, profile, "submitted", now)


def review(session: Session, actor: Actor, *, profile_id: UUID, approve: bool, now: datetime, reason: str = "") -> None:
    """Approve or reject a profile that was sent in (coordinator); a rejection says why, and the mentor reads it.

    Approving needs the conditions and an account, to which it gives the mentor's role where it has it not yet. Raises
    NotWaiting, NotEligible, NoAccount, ReasonNeeded, Missing.
    """
    actor.require(COORDINATOR)
    profile = editing.locked(session, actor, MentorProfile, profile_id)
    if profile.state != states.SUBMITTED:
        raise NotWaiting()
    why = clip(reason, 200)
    if not approve and not why:
        raise ReasonNeeded()
    if approve:
        _check_fit(session, actor, profile, now)
        _let_in(session, actor, profile, now)
    profile.state = states.APPROVED if approve else states.REJECTED
    profile.reviewed_at, profile.reviewed_by, profile.reason = now, actor.account, why
    _record(session, actor, profile, "approved" if approve else "turned_down", now)


def set_inactive(session: Session, actor: Actor, *, profile_id: UUID, now: datetime, reason: str = "") -> None:
    """End an approved profile (its owner or the coordinator); the role in the association stays and may be ended apart.

    Raises StillAccompanying, NotWaiting, Missing.
    """
    profile = _own(session, actor, profile_id)
    if profile.state != states.APPROVED:
        raise NotWaiting()
    held = live(session, actor, profile.id)
    if held:
        raise StillAccompanying(count=held)
    profile.state, profile.reason = states.INACTIVE, clip(reason, 200)
    _record(session, actor, profile, "ended", now)


def live(session: Session, actor: Actor, mentor_id: UUID) -> int:
    """How many members a mentor accompanies now."""
    return session.scalar(
        select(func.count()).select_from(Assignment).where(
            Assignment.association_id == actor.association, Assignment.mentor_id == mentor_id, Assignment.state.in_(states.LIVE)
        )
    ) or 0


def check_fit(session: Session, actor: Actor, profile: MentorProfile, now: datetime) -> None:
    """Stop for a profile that does not fulfil the conditions today; raises NotEligible."""
    _check_fit(session, actor, profile, now)


# -- what the above is made of -----------------------------------------------------------------------------------------


def _own(session: Session, actor: Actor, profile_id: UUID) -> MentorProfile:
    actor.require(COORDINATOR, MEMBER, MENTOR)
    return editing.locked(session, actor, MentorProfile, profile_id)


def _person(session: Session, actor: Actor, person_id: UUID | None) -> Person:
    if person_id is not None:
        actor.require(COORDINATOR)
        return editing.locked(session, actor, Person, person_id)
    if actor.account is None or actor.role == COORDINATOR:
        raise NotAllowed("a profile is of a person")
    known = session.scalars(
        select(Person).where(Person.association_id == actor.association, Person.account_id == actor.account).order_by(Person.id)
    ).first()
    if known is not None:
        return known
    name = session.scalar(select(Account.name).where(Account.id == actor.account)) or actor.name
    person = Person(association_id=actor.association, id=uuid7(), name=name, account_id=actor.account)
    session.add(person)
    session.flush()
    return person


def _only_business(session: Session, actor: Actor, person: Person) -> UUID | None:
    owned = session.scalars(
        select(Business.id).where(Business.association_id == actor.association, Business.owner_id == person.id).limit(2)
    ).all()
    mine = list(owned) or (sorted(actor.own_businesses) if actor.role == MEMBER else [])
    return mine[0] if len(mine) == 1 else None


def _own_business(session: Session, actor: Actor, person: Person, business_id: UUID | None) -> None:
    """Nobody stands on the shops of others."""
    if business_id is None or business_id in actor.own_businesses:
        return
    if actor.role not in (MEMBER, MENTOR):
        editing.there(session, actor, Business, business_id)
        return
    owner = session.scalar(
        select(Business.owner_id).where(Business.association_id == actor.association, Business.id == business_id)
    )
    if owner != person.id:
        raise NotAllowed("not the business of this mentor")


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    editing.only(given, FIELDS)
    kept = clipped(given, _TEXTS)
    if "kind" in kept and kept["kind"] not in (rules.SELLER, rules.STUDENT):
        raise UnknownChoice()
    if "skills" in kept:
        if not set(kept["skills"]) <= states.SKILLS.keys():
            raise UnknownChoice()
        kept["skills"] = [code for code in states.SKILLS if code in kept["skills"]]
    if "capacity" in kept and not 0 <= kept["capacity"] <= MOST:
        raise BadCapacity(most=MOST)
    if kept.get("born") is not None and not 1900 <= kept["born"] <= 2100:
        raise BadYear()
    return kept


def _check_fit(session: Session, actor: Actor, profile: MentorProfile, now: datetime) -> None:
    missing = evidence.standing(session, actor, profile, actor.day(now)).missing
    if missing:
        name = session.get_one(Person, (actor.association, profile.person_id)).name
        raise NotEligible(name=name, missing=missing)


def _let_in(session: Session, actor: Actor, profile: MentorProfile, now: datetime) -> None:
    account = profile.account_id or session.get_one(Person, (actor.association, profile.person_id)).account_id
    if account is None:
        raise NoAccount()
    profile.account_id, today = account, actor.day(now)
    held = select(RoleGrant.id).where(
        RoleGrant.association_id == actor.association, RoleGrant.account_id == account, RoleGrant.role == MENTOR, on(RoleGrant, today)
    )
    if session.scalar(held.limit(1)) is None:
        roles.grant(session, actor, account=account, role=MENTOR, since=today, now=now)


def _record(session: Session, actor: Actor, profile: MentorProfile, action: str, now: datetime) -> None:
    session.flush()
    name = session.get_one(Person, (actor.association, profile.person_id)).name
    audit.record(
        session, actor, now=now, action=action, entity="mentor_profile", subject=profile.id, label=name, behalf_of=profile.business_id,
    )
