"""Who is it, and what may they do now: read afresh at every click, so that what is taken away is gone at the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from cblp.db.actor import MENTOR, ROLES, Actor
from cblp.db.dated import on
from cblp.db.engine import Database as Engines
from cblp.people import rules
from cblp.people.models import (
    Account,
    Association,
    AssociationDirectory,
    BusinessAccess,
    Credential,
    GrantIndex,
    Identity,
    RoleGrant,
    Session,
)

HOME_ZONE: Final = ZoneInfo("Asia/Jakarta")
"""Whose day counts before the association is known."""


@dataclass(frozen=True)
class Place:
    """A role in an association that an account may enter."""

    association: UUID
    name: str
    slug: str
    role: str


@dataclass(frozen=True)
class SignedIn:
    """A live session and its account."""

    token_hash: bytes
    account: UUID
    name: str
    language: str
    kind: str
    association: UUID
    role: str
    seen_at: datetime
    must_change: bool
    secret_kind: str
    set_by: UUID | None
    set_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """Where somebody stands now: the actor, and what every page shows of the association."""

    actor: Actor
    association_name: str
    colour: str
    data_version: int


@dataclass(frozen=True)
class Secret:
    """What is needed to check a typed password or PIN."""

    account: UUID
    name: str
    hash: str | None
    disabled: bool


@dataclass(frozen=True)
class Persona:
    """Somebody of the example whom a visitor may be."""

    role: str
    account: UUID
    name: str


Mentees = Callable[[Database, UUID, UUID, date], Iterable[UUID]]
"""Which businesses an account accompanies, from (session, association, account, local day)."""
_mentees: list[Mentees] = []


def look_up_mentees(how: Mentees) -> None:
    """Declare how a mentor's mentees are found; the feature above that keeps them does so once."""
    if _mentees and _mentees[0] is not how:
        raise ValueError("mentees: registered twice")
    _mentees[:] = [how]


def signed_in(session: Database, token_hash: bytes, *, now: datetime, idle_minutes: int) -> SignedIn | None:
    """The live session of a token, by one indexed read; None when there is none, or it ended in any way."""
    row = session.execute(
        select(Session, Account, Credential).join(Account, Account.id == Session.account_id)
        .outerjoin(Credential, Credential.account_id == Account.id).where(Session.token_hash == token_hash)
    ).one_or_none()
    if row is None:
        return None
    found, account, credential = row
    alive = rules.is_alive(
        found.role, created_at=found.created_at, seen_at=found.seen_at, revoked_at=found.revoked_at, now=now,
        idle_minutes=idle_minutes,
    )
    if not alive or account.disabled_at is not None or found.association_id is None:
        return None
    weak = credential is not None and credential.kind == "pin" and found.role in rules.STRONG and found.kind == "local"
    return SignedIn(
        token_hash=token_hash, account=account.id, name=account.name, language=found.language or account.language,
        kind=found.kind, association=found.association_id, role=found.role, seen_at=found.seen_at,
        must_change=found.kind == "local" and credential is not None and (credential.must_change or weak),
        secret_kind=credential.kind if credential else "", set_by=credential.set_by if credential else None,
        set_at=credential.set_at if credential else None,
    )


def is_known(session: Database, token_hash: bytes) -> bool:
    """Whether a token ever opened a session, live or ended."""
    return session.get(Session, token_hash) is not None


def standing(session: Database, who: SignedIn, *, now: datetime) -> Standing | None:
    """The actor of a live session, read in its association; None when the account has that role no more."""
    association = session.scalars(select(Association)).one_or_none()
    if association is None:
        return None
    day = now.astimezone(ZoneInfo(association.timezone)).date()
    granted = session.scalar(
        select(RoleGrant.id)
        .where(RoleGrant.account_id == who.account, RoleGrant.role == who.role, on(RoleGrant, day)).limit(1)
    )
    if granted is None:
        return None
    own = session.scalars(
        select(BusinessAccess.business_id).where(BusinessAccess.account_id == who.account, on(BusinessAccess, day))
    )
    lookups = _mentees if who.role == MENTOR else []
    accompanied = {business for how in lookups for business in how(session, who.association, who.account, day)}
    actor = Actor(
        account=who.account, association=who.association, role=who.role, name=who.name, own_businesses=frozenset(own),
        mentee_businesses=frozenset(accompanied), session=who.token_hash, timezone=association.timezone,
    )
    return Standing(actor, association.name, association.colour, association.data_version)


def places(session: Database, account: UUID, *, now: datetime) -> list[Place]:
    """The roles that an account has today, by association and then in the order of ``ROLES``.

    The session must belong to the account or to the association in question (the grant index is closed to others).
    """
    rows = session.execute(
        select(AssociationDirectory, GrantIndex.role).join(GrantIndex, GrantIndex.association_id == AssociationDirectory.id)
        .where(GrantIndex.account_id == account, on(GrantIndex, today(now)))
    )
    found = {Place(directory.id, directory.name, directory.slug, role) for directory, role in rows}
    return sorted(found, key=lambda place: (place.name, ROLES.index(place.role)))


def last_place(session: Database, account: UUID, *, now: datetime) -> Place | None:
    """Where an account should land: where it was last, else the first of its places; None without any."""
    choices = places(session, account, now=now)
    last = session.execute(
        select(Session.association_id, Session.role).where(Session.account_id == account)
        .order_by(Session.seen_at.desc()).limit(1)
    ).one_or_none()
    again = [place for place in choices if last and (place.association, place.role) == (last.association_id, last.role)]
    return next(iter(again or choices), None)


def secret_of(session: Database, kind: str, key: str) -> Secret | None:
    """The account behind a user name, a phone number or an OpenID subject; None when nobody has it."""
    row = session.execute(
        select(Account, Credential.hash).join(Identity, Identity.account_id == Account.id)
        .outerjoin(Credential, Credential.account_id == Account.id)
        .where(Identity.kind == kind, Identity.key == key, Identity.removed_at.is_(None))
    ).one_or_none()
    return Secret(row[0].id, row[0].name, row[1], row[0].disabled_at is not None) if row else None


def account_name(session: Database, account: UUID | None) -> str:
    """The name of an account, "" for nobody."""
    return (session.scalar(select(Account.name).where(Account.id == account)) or "") if account else ""


def hash_of(session: Database, account: UUID | None) -> str | None:
    """The hash of an account's password or PIN."""
    return session.scalar(select(Credential.hash).where(Credential.account_id == account))


def associations(database: Engines) -> list[UUID]:
    """Every association of this installation, for jobs that go through them one by one."""
    with database.reading(None) as session:
        return list(session.scalars(select(AssociationDirectory.id).order_by(AssociationDirectory.name)))


def personas(session: Database, *, now: datetime, most: int = 3) -> list[Persona]:
    """Up to ``most`` people in each role of the session's association, for the choice of the example."""
    rows = session.execute(
        select(RoleGrant.role, Account.id, Account.name).join(Account, Account.id == RoleGrant.account_id)
        .where(on(RoleGrant, today(now)), Account.disabled_at.is_(None)).order_by(RoleGrant.id)
    )
    found = [Persona(role, account, name) for role, account, name in rows]
    return [one for role in ROLES for one in [one for one in found if one.role == role][:most]]


def today(now: datetime) -> date:
    """The day in western Indonesia."""
    return now.astimezone(HOME_ZONE).date()
