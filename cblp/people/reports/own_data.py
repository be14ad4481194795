"""What an account may read about itself: its signed-in browsers, and its open wishes about its data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from cblp.db.actor import COORDINATOR, Actor
from cblp.people import rules
from cblp.people.models import AuditEntry, Session


@dataclass(frozen=True)
class Browser:
    """A browser in which the account is signed in; ``here`` is this one."""

    device: str
    since: datetime
    seen_at: datetime
    here: bool


@dataclass(frozen=True)
class Request:
    """A wish about the own data (correct, erase, stop) that nobody has answered yet."""

    id: UUID
    account: UUID
    name: str
    wish: str
    asked_at: datetime


def browsers(session: Database, actor: Actor, *, now: datetime, idle_minutes: int) -> list[Browser]:
    """Where the own account is signed in now, this browser first, then the last used."""
    rows = session.scalars(
        select(Session).where(Session.account_id == actor.account, Session.revoked_at.is_(None)).order_by(Session.seen_at.desc())
    )
    live = [
        Browser(row.device, row.created_at, row.seen_at, row.token_hash == actor.session)
        for row in rows
        if rules.is_alive(
            row.role, created_at=row.created_at, seen_at=row.seen_at, revoked_at=None, now=now, idle_minutes=idle_minutes,
        )
    ]
    return sorted(live, key=lambda one: not one.here)


def requests(session: Database, actor: Actor, *, account: UUID | None = None) -> list[Request]:
    """Open wishes, the oldest first: everybody's for a coordinator, the own ones for everybody (``account``)."""
    if account is None or account != actor.account:
        actor.require(COORDINATOR)
    here = (AuditEntry.association_id == actor.association, AuditEntry.entity == "own_data")
    answered = select(AuditEntry.subject_id).where(*here, AuditEntry.action == "answered", AuditEntry.subject_id.is_not(None))
    wanted = select(AuditEntry).where(*here, AuditEntry.action == "requested", AuditEntry.id.not_in(answered))
    if account is not None:
        wanted = wanted.where(AuditEntry.subject_id == account)
    return [
        Request(row.id, row.subject_id, row.label, str(row.changes.get("wish", "")), row.at)
        for row in session.scalars(wanted.order_by(AuditEntry.id)) if row.subject_id
    ]
