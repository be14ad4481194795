"""What somebody may do about their own account and data: sign other browsers out, ask for changes, get an answer in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.db.actor import COORDINATOR, Actor
from cblp.errors import Missing, NotSignedIn
from cblp.people.models import AuditEntry
from cblp.people.reports import own_data as reports
from cblp.people.services import audit, sessions
from cblp.people.services.register import UnknownChoice

ANSWERED_WITHIN: Final = timedelta(days=3)
"""UU 27/2022: a wish about one's own data is met within 3 times 24 hours."""
CORRECT, ERASE, STOP = "correct", "erase", "stop"
WISHES: Final = (CORRECT, ERASE, STOP)


def sign_out_others(session: Session, actor: Actor, *, now: datetime) -> None:
    """Sign the own account out on every browser but this one."""
    if actor.account is None or actor.session is None:
        raise NotSignedIn("nobody to sign out")
    sessions.end_all(session, actor.account, now=now, but=actor.session)
    audit.record(session, actor, now=now, action="ended", entity="session", subject=actor.account, label=actor.name)


def ask(session: Session, actor: Actor, *, wish: str, now: datetime) -> datetime:
    """Ask for the own data to be corrected, erased or no longer used; returns until when it must be answered.

    The same wish a second time, while it is open, asks nothing new.
    """
    if actor.account is None:
        raise NotSignedIn("nobody who asks")
    if wish not in WISHES:
        raise UnknownChoice
    for open_one in reports.requests(session, actor, account=actor.account):
        if open_one.wish == wish:
            return open_one.asked_at + ANSWERED_WITHIN
    audit.record(
        session, actor, now=now, action="requested", entity="own_data", subject=actor.account, label=actor.name,
        changes={"wish": wish},
    )
    session.flush()
    return now + ANSWERED_WITHIN


def answer(session: Session, actor: Actor, *, request: UUID, now: datetime) -> None:
    """Note that a wish was met or answered (coordinator); raises Missing for one that is not open."""
    actor.require(COORDINATOR)
    found = session.scalar(select(AuditEntry).where(
        AuditEntry.association_id == actor.association, AuditEntry.id == request,
        AuditEntry.action == "requested", AuditEntry.entity == "own_data",
    ))
    if found is None or not any(one.id == request for one in reports.requests(session, actor)):
        raise Missing()
    audit.record(
        session, actor, now=now, action="answered", entity="own_data", subject=request, label=found.label,
        changes={"wish": found.changes.get("wish", "")},
    )
    session.flush()
