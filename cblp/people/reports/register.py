"""Reads of the register: who is in the association, what is known of a business, what runs out, what looks double."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cblp.db.actor import COORDINATOR, LIAISON, TREASURER, Actor
from cblp.db.dated import on
from cblp.db.scope import seen, visible
from cblp.errors import Missing, NotAllowed
from cblp.people import membership, scope
from cblp.people import rules_register as rules
from cblp.people.models import Account, Area, AuditEntry, Business, BusinessAccess, Consent, Licence, Membership, Person


@dataclass(frozen=True)
class BusinessRow:
    """A line of the register. ``status`` is "" before the first membership; ``licence_due`` the most urgent reminder."""

    id: UUID
    version: int
    code: str
    name: str
    sector: str
    area_code: str
    area: str
    owner: str
    phone: str
    status: str
    since: date | None
    licence_due: int | None
    needs_help: bool
    address_form: str = ""  # how the owner is spoken to


@dataclass(frozen=True)
class Term:
    """A state of a membership from ``since`` until the day before ``until``."""

    status: str
    since: date
    until: date | None
    reason: str


@dataclass(frozen=True)
class LicenceRow:
    """A licence; ``due`` is its reminder (90, 30, 7, 0 = ended, None)."""

    id: UUID
    version: int
    business_id: UUID
    business: str
    kind: str
    number: str
    state: str
    issued_on: date | None
    expires_on: date | None
    due: int | None


@dataclass(frozen=True)
class ConsentRow:
    """The latest answer of a person for a purpose; ``holds`` is what counts."""

    purpose: str
    given: bool
    given_at: datetime
    channel: str
    text_version: str
    withdrawn_at: datetime | None

    @property
    def holds(self) -> bool:
        """True while the person allows it."""
        return self.given and self.withdrawn_at is None


@dataclass(frozen=True)
class PersonCard:
    """Who runs a business; ``phone`` as stored (show it by ``formats.phone``)."""

    id: UUID
    version: int
    name: str
    address_form: str
    phone: str
    account_id: UUID | None
    consents: tuple[ConsentRow, ...] = ()
    erased_at: datetime | None = None


@dataclass(frozen=True)
class Profile:
    """Everything about one business. ``fields`` are its editable values, to be sent back with ``version``."""

    id: UUID
    version: int
    fields: dict[str, Any]
    area: str
    person: PersonCard | None
    status: str
    terms: tuple[Term, ...]
    licences: tuple[LicenceRow, ...]
    accounts: tuple[tuple[UUID, str], ...] = field(default=())

    @property
    def name(self) -> str:
        """The name of the business."""
        return str(self.fields["name"])

    @property
    def erased_at(self) -> datetime | None:
        """When the personal data of its owner was erased: since then nothing is written about either."""
        return self.person.erased_at if self.person else None


@dataclass(frozen=True)
class DuplicatePair:
    """Two businesses that may be one: (id, code, name) of each and why ("phone" or "name")."""

    first: tuple[UUID, str, str]
    second: tuple[UUID, str, str]
    reason: str


@dataclass(frozen=True)
class Change:
    """A line of the history: what was done to a row, by whom, when; values only of public fields."""

    at: datetime
    who: str
    action: str
    entity: str
    label: str
    changes: dict[str, Any]


_FIELDS = (
    "code", "name", "sector", "kbli", "area_code", "address", "women_led", "workers", "internet", "decree", "decree_on",
    "needs_help", "needs_help_reason", "owner_id",
)


def businesses(
    session: Session, actor: Actor, *, today: date, text: str = "", status: str = "", sector: str = "", area: str = "",
    due: bool = False, limit: int = 500,
) -> list[BusinessRow]:
    """The businesses that the actor may read, by code; ``text`` searches code, name, owner and phone.

    ``status`` is a membership state; ``area`` a code of any depth (its parts included); ``due`` only those with a licence
    that has a reminder.
    """
    current = _current_terms(session, actor, today)
    wanted = (
        select(Business, Person.name, scope.phone(actor), Area.name, Person.address_form)
        .outerjoin(Person, (Person.association_id == Business.association_id) & (Person.id == Business.owner_id))
        .outerjoin(Area, Area.code == Business.area_code)
        .where(seen(actor, Business)).order_by(Business.code).limit(limit)
    )
    if text.strip():
        wanted = wanted.where(_matches(actor, text))
    if status:
        wanted = wanted.where(Business.id.in_([id for id, term in current.items() if term.status == status]))
    if sector:
        wanted = wanted.where(Business.sector == sector)
    if area:
        wanted = wanted.where(or_(Business.area_code == area, Business.area_code.startswith(area + ".", autoescape=True)))
    dues = _dues(licences(session, actor, today=today))
    if due:
        wanted = wanted.where(Business.id.in_(list(dues)))
    return [
        BusinessRow(
            business.id, business.version, business.code, business.name, business.sector, business.area_code, place or "",
            owner or "", phone, term.status if (term := current.get(business.id)) else "", term.since if term else None,
            dues.get(business.id), business.needs_help, form or "",
        )
        for business, owner, phone, place, form in session.execute(wanted)
    ]


def counts(session: Session, actor: Actor, *, today: date) -> dict[str, int]:
    """How many businesses stand in each membership state today."""
    found: dict[str, int] = defaultdict(int)
    for term in _current_terms(session, actor, today).values():
        found[term.status] += 1
    return dict(found)


def business(session: Session, actor: Actor, *, business_id: UUID, today: date) -> Profile:
    """One business with its person, memberships (newest first), licences and accounts; raises Missing."""
    row = session.scalars(visible(actor, Business).where(Business.id == business_id)).one_or_none()
    if row is None:
        raise Missing()
    terms = tuple(
        Term(m.status, m.valid_from, m.valid_to, m.reason)
        for m in session.scalars(
            visible(actor, Membership).where(Membership.business_id == business_id)
            .order_by(Membership.valid_from.desc(), Membership.id.desc())
        )
    )
    now = next((t for t in terms if t.since <= today and (t.until is None or today < t.until)), None)
    accounts = session.execute(
        select(Account.id, Account.name).join(BusinessAccess, BusinessAccess.account_id == Account.id)
        .where(seen(actor, BusinessAccess), BusinessAccess.business_id == business_id, on(BusinessAccess, today))
        .order_by(Account.name)
    )
    return Profile(
        row.id, row.version, {name: getattr(row, name) if name != "address" or scope.reaches(actor) else "" for name in _FIELDS},
        session.scalar(select(Area.name).where(Area.code == row.area_code)) or "",
        person(session, actor, person_id=row.owner_id) if row.owner_id else None, now.status if now else "", terms,
        tuple(licences(session, actor, today=today, business_id=business_id)), tuple((a, n) for a, n in accounts),
    )


def person(session: Session, actor: Actor, *, person_id: UUID) -> PersonCard:
    """A person with the latest answer for each purpose of consent; raises Missing."""
    row = session.scalars(visible(actor, Person).where(Person.id == person_id)).one_or_none()
    if row is None:
        raise Missing()
    answers = session.scalars(visible(actor, Consent).where(Consent.person_id == person_id).order_by(Consent.id))
    latest = {c.purpose: ConsentRow(c.purpose, c.given, c.given_at, c.channel, c.text_version, c.withdrawn_at) for c in answers}
    known = row.phone if scope.reaches(actor) else ""
    return PersonCard(row.id, row.version, row.name, row.address_form, known, row.account_id, tuple(latest.values()), row.erased_at)


def persons(session: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """(id, name) of the persons that the actor may read, by name: to choose an owner from."""
    known = select(Person.id, Person.name).where(seen(actor, Person), Person.erased_at.is_(None))
    rows = session.execute(known.order_by(Person.name, Person.id))
    return [(id_, name) for id_, name in rows]


def names(session: Session, actor: Actor, *, today: date) -> list[tuple[UUID, str, str]]:
    """(id, code, name) of the active businesses, by code: all that members see of each other, and nothing for a liaison."""
    if actor.role == LIAISON:
        raise NotAllowed("liaisons read published cells")
    rows = session.execute(
        select(Business.id, Business.code, Business.name)
        .where(Business.association_id == actor.association, Business.id.in_(membership.active(actor, today))).order_by(Business.code)
    )
    return [(id_, code, name) for id_, code, name in rows]


def tongue(session: Session, actor: Actor, *, business_id: UUID, today: date) -> str:
    """The language chosen by who runs a business, else by who acts for it; "" where nobody of it has an account (or it is not seen)."""
    here = seen(actor, Business), Business.id == business_id
    runs = select(Account.language).join(Person, Person.account_id == Account.id).join(
        Business, (Business.association_id == Person.association_id) & (Business.owner_id == Person.id),
    )
    acts = select(Account.language).join(BusinessAccess, BusinessAccess.account_id == Account.id).join(
        Business, (Business.association_id == BusinessAccess.association_id) & (Business.id == BusinessAccess.business_id),
    ).where(on(BusinessAccess, today)).order_by(BusinessAccess.valid_from, BusinessAccess.id).limit(1)
    return session.scalar(runs.where(*here)) or session.scalar(acts.where(*here)) or ""


def licences(
    session: Session, actor: Actor, *, today: date, business_id: UUID | None = None, due: bool = False,
) -> list[LicenceRow]:
    """Licences that are held or in progress, the soonest to end first; ``due`` only those with a reminder.

    Who was erased, left or was not admitted is reminded of nothing.
    """
    away = {id_ for id_, term in _current_terms(session, actor, today).items() if term.status in {rules.LEFT, rules.REJECTED}}
    wanted = (
        select(Licence, Business.name, Person.erased_at)
        .join(Business, (Business.association_id == Licence.association_id) & (Business.id == Licence.business_id))
        .outerjoin(Person, (Person.association_id == Business.association_id) & (Person.id == Business.owner_id))
        .where(seen(actor, Licence), Licence.state != rules.ENDED)
        .order_by(Licence.expires_on.is_(None), Licence.expires_on, Business.code, Licence.kind)
    )
    if business_id:
        wanted = wanted.where(Licence.business_id == business_id)
    rows = [
        LicenceRow(
            row.id, row.version, row.business_id, name, row.kind, row.number, row.state, row.issued_on, row.expires_on,
            rules.reminder(row.expires_on, today) if row.state == rules.HELD and not (erased_at or row.business_id in away) else None,
        )
        for row, name, erased_at in session.execute(wanted)
    ]
    return [row for row in rows if row.due is not None] if due else rows


def consented(session: Session, actor: Actor, *, purpose: str) -> set[UUID]:
    """The persons who allow ``purpose`` now, whatever the actor may read of them: for what is shown to others."""
    rows = session.scalars(
        select(Consent.person_id).where(
            Consent.association_id == actor.association, Consent.purpose == purpose, Consent.withdrawn_at.is_(None), Consent.given
        )
    )
    return set(rows)


def duplicates(session: Session, actor: Actor) -> list[DuplicatePair]:
    """Businesses of the register that may be one and the same (coordinator, treasurer)."""
    actor.require(COORDINATOR, TREASURER)
    rows = session.execute(
        select(Business.id, Business.code, Business.name, Business.area_code, Person.phone)
        .outerjoin(Person, (Person.association_id == Business.association_id) & (Person.id == Business.owner_id))
        .where(seen(actor, Business)).order_by(Business.code)
    ).all()
    known = {row.id: (row.id, row.code, row.name) for row in rows}
    pairs = rules.duplicates(rules.Known(row.id, row.name, row.phone or "", row.area_code) for row in rows)
    return [DuplicatePair(known[pair.first], known[pair.second], pair.reason) for pair in pairs]


def history(session: Session, actor: Actor, *, subject_id: UUID | None = None, limit: int = 100) -> list[Change]:
    """What was changed, newest first: of one row, or of everything that the actor may read of the audit trail."""
    entries = (
        select(AuditEntry, Account.name).outerjoin(Account, Account.id == AuditEntry.account_id)
        .where(seen(actor, AuditEntry)).order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(limit)
    )
    if subject_id:
        entries = entries.where(or_(AuditEntry.subject_id == subject_id, AuditEntry.behalf_of == subject_id))
    return [Change(e.at, who or "", e.action, e.entity, e.label, e.changes) for e, who in session.execute(entries)]


def _matches(actor: Actor, text: str) -> Any:
    typed = text.strip()
    tests = [column.icontains(typed, autoescape=True) for column in (Business.code, Business.name, Person.name)]
    digits = "".join(c for c in typed if c.isdecimal())
    if len(digits) >= 4 and scope.reaches(actor):
        tests.append(Person.phone.contains(digits.removeprefix("0") if typed.startswith("0") else digits, autoescape=True))
    return or_(*tests)


def _current_terms(session: Session, actor: Actor, today: date) -> dict[UUID, Term]:
    rows = session.scalars(visible(actor, Membership).where(on(Membership, today)))
    return {m.business_id: Term(m.status, m.valid_from, m.valid_to, m.reason) for m in rows}


def _dues(rows: Iterable[LicenceRow]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for row in rows:
        if row.due is not None:
            found[row.business_id] = min(row.due, found.get(row.business_id, row.due))
    return found
