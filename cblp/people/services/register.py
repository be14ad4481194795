"""The register: businesses, the persons who run them, their membership over time, and the accounts that may act for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, MEMBER, SYSTEM, Actor
from cblp.db.dated import on
from cblp.db.ids import uuid7
from cblp.db.scope import visible
from cblp.errors import Missing, NotAllowed, UserError
from cblp.i18n import N_, formats, translate
from cblp.people import phones
from cblp.people import rules_register as rules
from cblp.people.models import Account, Business, BusinessAccess, Membership, Person
from cblp.people.services import audit, editing, roles

SECTORS: Final = ("batik", "food", "drink", "craft", "other")
ADDRESS_FORMS: Final = ("Ibu", "Bapak", "Kak", "Bang", "Mbak", "")

MEMBER_FIELDS: Final = frozenset({"name", "sector", "area_code", "address", "women_led", "workers", "internet"})
"""What a member may change of the own business."""
BUSINESS_FIELDS: Final = MEMBER_FIELDS | {"code", "kbli", "decree", "decree_on", "needs_help", "needs_help_reason", "owner_id"}
"""What a coordinator may change of any."""
PERSON_FIELDS: Final = frozenset({"name", "address_form", "phone"})
_PUBLIC: Final = frozenset({"code", "name", "sector", "kbli", "area_code", "decree", "decree_on"})
_TEXTS: Final = {"code": 20, "name": 120, "kbli": 5, "area_code": 13, "address": 300, "decree": 80, "needs_help_reason": 200}


class NameNeeded(UserError):
    """A business or person without a name."""

    message = N_("Write the name.")


class TooLong(UserError):
    """More text than the field holds."""

    message = N_("This text is too long. Use at most {most} letters.")


class CodeTaken(UserError):
    """Another business of the association has this code."""

    message = N_("The code {code} already belongs to {name}. Choose another code.")


class BadKbli(UserError):
    """Not a five-digit class."""

    message = N_("A KBLI code has 5 digits, for example 13134.")


class BadWorkers(UserError):
    """A number of workers that no micro-business has."""

    message = N_("Write the number of workers with digits only, for example 3.")


class UnknownChoice(UserError):
    """A value outside a closed list."""

    message = N_("Choose one of the words in the list.")


class BadStep(UserError):
    """A membership cannot go from this state to that."""

    message = N_("This step does not fit the present membership state. Look at its history.")


class ReasonNeeded(UserError):
    """Suspending or rejecting without saying why."""

    message = N_("Write the reason, so that everybody can look it up later.")


class DayRefused(UserError):
    """A day that does not fit another, which the message names as ``day``."""

    def text(self, language: str | None = None) -> str:
        """The message with its day as people write it."""
        return translate(self.message, language).format(**{**self.values, "day": formats.day(self.values["day"])})


class DateTooEarly(DayRefused):
    """A change dated before the state that it ends."""

    message = N_("This date is before the last change ({day}). Choose a later date.")


class DateTooLate(DayRefused):
    """A beginning dated after the end."""

    message = N_("This date is after the next change ({day}). Choose an earlier date.")


# -- businesses and persons --------------------------------------------------------------------------------------------


def add_business(
    session: Session, actor: Actor, *, name: str, now: datetime, code: str = "", owner: Mapping[str, Any] | None = None,
    owner_id: UUID | None = None, status: str = rules.ACTIVE, since: date, details: Mapping[str, Any] | None = None,
) -> UUID:
    """Put a business into the register (coordinator); returns its id.

    The owner is a person already known (``owner_id``) or a new one (``owner``: name, address_form, phone). ``details`` are
    further BUSINESS_FIELDS. A blank ``code`` is given out. ``since`` is the local day on which ``status`` (applied or active)
    begins.
    """
    actor.require(COORDINATOR)
    if owner_id is None and owner and any(owner.values()):
        owner_id = add_person(session, actor, now=now, **{k: owner.get(k, "") for k in PERSON_FIELDS})
    if owner_id is not None:
        editing.there(session, actor, Person, owner_id)
        editing.refuse_erased(session, actor, person=owner_id)
    given = checked_business({**(details or {}), "name": name, "code": code, "owner_id": owner_id})
    if not given["code"]:
        codes = select(Business.code).where(Business.association_id == actor.association)
        given["code"] = rules.next_code(session.scalars(codes))
    _own_code(session, actor, given["code"], None)
    business = Business(association_id=actor.association, id=uuid7(), **given)
    session.add(business)
    session.flush()
    audit.record(
        session, actor, now=now, action="created", entity="business", subject=business.id, label=business.name,
        changes={k: editing.plain(v) if k in _PUBLIC else None for k, v in given.items()}, behalf_of=business.id,
    )
    change_membership(session, actor, business_id=business.id, status=status, since=since, now=now)
    return business.id


def add_person(
    session: Session, actor: Actor, *, name: str, now: datetime, address_form: str = "", phone: str = "",
    account_id: UUID | None = None,
) -> UUID:
    """A person whom the association knows (coordinator); returns the id. ``phone`` in any Indonesian writing."""
    actor.require(COORDINATOR)
    given = checked_person({"name": name, "address_form": address_form, "phone": phone})
    person = Person(association_id=actor.association, id=uuid7(), account_id=account_id, **given)
    session.add(person)
    session.flush()
    audit.record(session, actor, now=now, action="created", entity="person", subject=person.id)
    return person.id


def edit_business(
    session: Session, actor: Actor, *, business_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change BUSINESS_FIELDS of a business (a member: MEMBER_FIELDS of the own one); returns the new version.

    Raises Stale (see ``editing.save``), Missing, NotAllowed, WasErased and the field errors of this module.
    """
    actor.require_business(business_id)
    if actor.role == MEMBER and not changes.keys() <= MEMBER_FIELDS:
        raise NotAllowed("a member may not change " + ", ".join(changes.keys() - MEMBER_FIELDS))
    business = editing.locked(session, actor, Business, business_id)
    editing.refuse_erased(session, actor, person=business.owner_id)
    given = checked_business(changes)
    if "code" in given:
        _own_code(session, actor, given["code"], business_id)
    if given.get("owner_id"):
        editing.locked(session, actor, Person, given["owner_id"])
        editing.refuse_erased(session, actor, person=given["owner_id"])
    return editing.save(
        session, actor, business, version=version, changes=given, public=_PUBLIC, now=now, label=business.name,
        behalf_of=business_id,
    )


def edit_person(
    session: Session, actor: Actor, *, person_id: UUID, version: int, changes: Mapping[str, Any], now: datetime,
) -> int:
    """Change PERSON_FIELDS of a person: a coordinator of everybody, a member of who runs the own business; the new version."""
    actor.require(COORDINATOR, MEMBER)
    person = editing.locked(session, actor, Person, person_id)
    editing.refuse_erased(session, actor, person=person_id)
    return editing.save(
        session, actor, person, version=version, changes=checked_person(changes), public=(), now=now,
        behalf_of=_business_of(session, actor, person_id),
    )


def checked_business(given: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a business as they are kept; raises the field errors of this module."""
    editing.only(given, BUSINESS_FIELDS)
    kept = clipped(given, _TEXTS)
    if "name" in kept and not kept["name"]:
        raise NameNeeded()
    if kept.get("kbli") and not (len(kept["kbli"]) == 5 and kept["kbli"].isdecimal()):
        raise BadKbli()
    if kept.get("sector", "other") not in SECTORS:
        raise UnknownChoice()
    workers = kept.get("workers")
    if workers is not None and not 0 <= workers < 100_000:
        raise BadWorkers()
    if kept.get("needs_help") is False:
        kept["needs_help_reason"] = ""
    return kept


def checked_person(given: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a person as they are kept, the phone in E.164; raises NameNeeded, PhoneUnreadable, UnknownChoice."""
    editing.only(given, PERSON_FIELDS)
    kept = dict(given)
    if "name" in kept:
        kept["name"] = clip(kept["name"], 120)
        if not kept["name"]:
            raise NameNeeded()
    if "phone" in kept:
        kept["phone"] = phones.normalise(kept["phone"])
    if kept.get("address_form", "") not in ADDRESS_FORMS:
        raise UnknownChoice()
    return kept


def clip(typed: str, most: int) -> str:
    """A clean text of at most ``most`` letters; raises TooLong."""
    kept = rules.clean(typed)
    if len(kept) > most:
        raise TooLong(most=most)
    return kept


def clipped(typed: Mapping[str, Any], lines: Mapping[str, int], paragraphs: Mapping[str, int] | None = None) -> dict[str, Any]:
    """The same values, with texts of one line and of ``paragraphs`` clean and of at most so many letters; raises TooLong."""
    kept = {name: clip(value or "", lines[name]) if name in lines else value for name, value in typed.items()}
    for name, most in (paragraphs or {}).items():
        if name in kept:
            # Paragraphs are the writer's own: only their lines are cleaned.
            kept[name] = "\n".join(clip(line, most) for line in kept[name].splitlines()).strip()
            clip(kept[name], most)
    return kept


# -- membership --------------------------------------------------------------------------------------------------------


def change_membership(
    session: Session, actor: Actor, *, business_id: UUID, status: str, since: date, now: datetime, reason: str = "",
) -> None:
    """Let a business apply, become active, be suspended, leave or be rejected from the local day ``since`` (coordinator).

    The state before ends on that day. Raises BadStep, ReasonNeeded (suspended, rejected), DateTooEarly.
    """
    actor.require(COORDINATOR)
    business = editing.locked(session, actor, Business, business_id)
    editing.refuse_erased(session, actor, person=business.owner_id)
    last = session.scalars(
        visible(actor, Membership).where(Membership.business_id == business_id, Membership.valid_to.is_(None))
        .order_by(Membership.valid_from.desc()).limit(1)
    ).one_or_none()
    if status not in rules.STEPS[last.status if last else None]:
        raise BadStep()
    if status in rules.NEEDS_REASON and not rules.clean(reason):
        raise ReasonNeeded()
    if last:
        if since < last.valid_from:
            raise DateTooEarly(day=last.valid_from)
        last.valid_to = since
    session.add(Membership(
        association_id=actor.association, id=uuid7(), business_id=business_id, status=status, valid_from=since,
        reason=clip(reason, 200),
    ))
    session.flush()
    audit.record(
        session, actor, now=now, action="changed", entity="membership", subject=business_id, label=business.name,
        changes={"status": status, "since": since.isoformat()}, behalf_of=business_id,
    )


def correct_start(session: Session, actor: Actor, *, business_id: UUID, since: date, now: datetime) -> None:
    """Put the first day of the present membership right (coordinator); raises Missing, DateTooEarly.

    The state before it (an application, say) moves its end along.
    """
    actor.require(COORDINATOR)
    business = editing.locked(session, actor, Business, business_id)
    editing.refuse_erased(session, actor, person=business.owner_id)
    terms = list(session.scalars(
        visible(actor, Membership).where(Membership.business_id == business_id).order_by(Membership.valid_from, Membership.id)
    ))
    run = rules.present_run([rules.Term(t.status, t.valid_from, t.valid_to) for t in terms])
    if run is None:
        raise Missing()
    first = terms[run]
    if first.valid_from == since:
        return
    before = next((t for t in reversed(terms[:run]) if t.valid_to == first.valid_from and t.valid_from < first.valid_from), None)
    if before and since < before.valid_from:
        raise DateTooEarly(day=before.valid_from)
    if first.valid_to and since > first.valid_to:
        raise DateTooLate(day=first.valid_to)
    if before:
        before.valid_to = since
    first.valid_from = since
    session.flush()
    audit.record(
        session, actor, now=now, action="changed", entity="membership", subject=business_id, label=business.name,
        changes={"since": since.isoformat()}, behalf_of=business_id,
    )


# -- who may act for a business ----------------------------------------------------------------------------------------


def give_access(session: Session, actor: Actor, *, business_id: UUID, account_id: UUID, since: date, now: datetime) -> None:
    """Let an account act for a business from the local day ``since`` (coordinator); nothing happens when it already may.

    Raises Missing, also for an account that this association does not know.
    """
    actor.require(COORDINATOR)
    business = editing.locked(session, actor, Business, business_id)
    if session.get(Account, account_id) is None:
        raise Missing()
    if actor.role != SYSTEM:
        roles.known(session, account_id)
    editing.refuse_erased(session, actor, person=business.owner_id, account=account_id)
    if _access(session, actor, business_id, account_id, since) is not None:
        return
    session.add(BusinessAccess(
        association_id=actor.association, id=uuid7(), business_id=business_id, account_id=account_id, valid_from=since,
    ))
    session.flush()
    audit.record(
        session, actor, now=now, action="granted", entity="business_access", subject=business_id, label=business.name,
        behalf_of=business_id,
    )


def end_access(session: Session, actor: Actor, *, business_id: UUID, account_id: UUID, since: date, now: datetime) -> None:
    """From the local day ``since`` on an account acts for this business no more (coordinator); raises Missing."""
    actor.require(COORDINATOR)
    access = _access(session, actor, business_id, account_id, since)
    if access is None:
        raise Missing()
    access.valid_to = since
    session.flush()
    audit.record(session, actor, now=now, action="ended", entity="business_access", subject=business_id, behalf_of=business_id)


def _access(session: Session, actor: Actor, business_id: UUID, account_id: UUID, day: date) -> BusinessAccess | None:
    return session.scalars(
        visible(actor, BusinessAccess).where(
            BusinessAccess.business_id == business_id, BusinessAccess.account_id == account_id, on(BusinessAccess, day),
        )
    ).first()


def _own_code(session: Session, actor: Actor, code: str, business_id: UUID | None) -> None:
    if not code:
        raise NameNeeded()
    same = select(Business.id, Business.name).where(Business.association_id == actor.association, Business.code == code)
    for other, name in session.execute(same):
        if other != business_id:
            raise CodeTaken(code=code, name=name)


def _business_of(session: Session, actor: Actor, person_id: UUID) -> UUID | None:
    return session.scalar(
        select(Business.id).where(Business.association_id == actor.association, Business.owner_id == person_id).limit(1)
    )
