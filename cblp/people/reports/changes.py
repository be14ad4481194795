"""The history of changes, page by page: who did what when, narrowed to a person or a kind of thing (coordinator, treasurer)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.db.scope import seen
from cblp.people.models import Account, AuditEntry, Business


@dataclass(frozen=True)
class Entry:
    """One change. ``who`` is "" for the server itself; ``behalf_of`` the business for which a coordinator acted.

    ``changes`` maps a field's name to its new value, None where only the name is kept.
    """

    at: datetime
    who: str
    action: str
    entity: str
    label: str
    changes: dict[str, Any]
    behalf_of: str


@dataclass(frozen=True)
class Trail:
    """One page of entries, the newest first, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int


def trail(
    session: Session, actor: Actor, *, account: UUID | None = None, entities: Collection[str] = (), since: datetime | None = None,
    offset: int = 0, limit: int = 50,
) -> Trail:
    """The changes of an account (None: everybody), of kinds of things (empty: all), not older than ``since``."""
    actor.require(COORDINATOR, TREASURER)
    conditions: list[ColumnElement[bool]] = [seen(actor, AuditEntry)]
    if account is not None:
        conditions.append(AuditEntry.account_id == account)
    if entities:
        conditions.append(AuditEntry.entity.in_(entities))
    if since is not None:
        conditions.append(AuditEntry.at >= since)
    rows = session.execute(
        select(AuditEntry, Account.name, Business.name)
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .outerjoin(Business, (Business.association_id == AuditEntry.association_id) & (Business.id == AuditEntry.behalf_of))
        .where(*conditions).order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).offset(offset).limit(limit)
    )
    return Trail(
        tuple(
            Entry(e.at, who or "", e.action, e.entity, e.label, dict(e.changes), business or "") for e, who, business in rows
        ),
        session.scalar(select(func.count()).select_from(AuditEntry).where(*conditions)) or 0,
    )


def people(session: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """(account, name) of everybody who changed something, by name."""
    actor.require(COORDINATOR, TREASURER)
    acted = select(AuditEntry.account_id).where(seen(actor, AuditEntry), AuditEntry.account_id.is_not(None)).distinct()
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(acted)).order_by(Account.name))
    return [(account, name) for account, name in rows]
