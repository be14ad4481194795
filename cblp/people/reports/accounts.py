"""Who can sign in to the association: accounts with their roles, ways in and last sign-in; who has none yet (coordinator)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, ROLES, Actor
from cblp.db.dated import on
from cblp.db.scope import seen
from cblp.people.models import (
    Account,
    Business,
    BusinessAccess,
    Credential,
    Erasure,
    Identity,
    Membership,
    Person,
    RoleGrant,
    Session,
)
from cblp.people.rules_register import LEFT, REJECTED


@dataclass(frozen=True)
class Held:
    """A role from ``since`` until the day before ``until``."""

    role: str
    since: date
    until: date | None


@dataclass(frozen=True)
class AccountRow:
    """An account of this association. ``ways`` are (kind, key): username, phone, oidc; ``last_seen`` in this association."""

    id: UUID
    name: str
    roles: tuple[Held, ...]
    ended: tuple[Held, ...]
    ways: tuple[tuple[str, str], ...]
    secret: str
    must_change: bool
    last_seen: datetime | None
    disabled: bool
    businesses: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class Outsider:
    """A person of the register who cannot sign in yet, with the businesses they own."""

    id: UUID
    name: str
    phone: str
    businesses: tuple[str, ...]


def accounts(session: Database, actor: Actor, *, today: date) -> list[AccountRow]:
    """Every account with a role here, now or once, or a person in the register; by first role and name (coordinator).

    Who was erased here is not among them, also where another association still knows the account.
    """
    actor.require(COORDINATOR)
    now, past = _roles(session, actor, today)
    persons = session.scalars(
        select(Person.account_id).where(seen(actor, Person), Person.account_id.is_not(None), Person.erased_at.is_(None))
    )
    erased = session.scalars(select(Erasure.account_id).where(seen(actor, Erasure), Erasure.account_id.is_not(None)))
    ids = {*now, *({*past, *persons} - {*erased})}
    ways: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for row in session.execute(
        select(Identity.account_id, Identity.kind, Identity.key)
        .where(Identity.account_id.in_(ids), Identity.removed_at.is_(None)).order_by(Identity.kind.desc(), Identity.key)
    ):
        ways[row.account_id].append((row.kind, row.key))
    last = dict(session.execute(
        select(Session.account_id, func.max(Session.seen_at))
        .where(Session.account_id.in_(ids), Session.association_id == actor.association).group_by(Session.account_id)
    ).all())
    access = _access(session, actor, today)
    rows = [
        AccountRow(
            account.id, account.name, tuple(now[account.id]), tuple(past[account.id]), tuple(ways[account.id]),
            credential.kind if credential else "", bool(credential and credential.must_change), last.get(account.id),
            account.disabled_at is not None, tuple(access[account.id]),
        )
        for account, credential in session.execute(
            select(Account, Credential).outerjoin(Credential, Credential.account_id == Account.id).where(Account.id.in_(ids))
        )
    ]
    return sorted(rows, key=lambda row: (ROLES.index(row.roles[0].role) if row.roles else len(ROLES), row.name))


def outsiders(session: Database, actor: Actor) -> list[Outsider]:
    """Persons of the register without an account, by name (coordinator): those for whom slips can be made.

    Who has left with every business, or was not admitted with any, is not among them.
    """
    actor.require(COORDINATOR)
    away = set(session.scalars(
        select(Membership.business_id)
        .where(seen(actor, Membership), Membership.valid_to.is_(None), Membership.status.in_((LEFT, REJECTED)))
    ))
    owned: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for owner, id_, name in session.execute(
        select(Business.owner_id, Business.id, Business.name)
        .where(seen(actor, Business), Business.owner_id.is_not(None)).order_by(Business.code)
    ):
        if owner:
            owned[owner].append((id_, name))
    return [
        Outsider(person.id, person.name, person.phone, tuple(name for _id, name in owned[person.id]))
        for person in session.scalars(
            select(Person).where(seen(actor, Person), Person.account_id.is_(None), Person.erased_at.is_(None)).order_by(Person.name)
        )
        if not owned[person.id] or any(id_ not in away for id_, _name in owned[person.id])
    ]


def _roles(session: Database, actor: Actor, today: date) -> tuple[dict[UUID, list[Held]], dict[UUID, list[Held]]]:
    now: dict[UUID, list[Held]] = defaultdict(list)
    past: dict[UUID, list[Held]] = defaultdict(list)
    for grant in session.scalars(select(RoleGrant).where(seen(actor, RoleGrant)).order_by(RoleGrant.valid_from)):
        over = grant.valid_to is not None and grant.valid_to <= today
        (past if over else now)[grant.account_id].append(Held(grant.role, grant.valid_from, grant.valid_to))
    for held in now.values():
        held.sort(key=lambda one: ROLES.index(one.role))
    return now, past


def _access(session: Database, actor: Actor, today: date) -> dict[UUID, list[tuple[UUID, str]]]:
    found: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for account, business, name in session.execute(
        select(BusinessAccess.account_id, Business.id, Business.name)
        .join(Business, (Business.association_id == BusinessAccess.association_id) & (Business.id == BusinessAccess.business_id))
        .where(seen(actor, BusinessAccess), on(BusinessAccess, today)).order_by(Business.code)
    ):
        found[account].append((business, name))
    return found
