"""Sealing the history of changes: what was written since the last seal goes into the next one, which names the one before."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from cblp.db import numbers
from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.db.base import Base
from cblp.db.scope import seen
from cblp.people import rules_seals
from cblp.people.models import AuditEntry, AuditSeal
from cblp.people.reports import seals
from cblp.people.reports.seals import Head

MOST: Final = seals.MOST


def seal(session: Session, actor: Actor, *, now: datetime) -> Head | None:
    """Seal what is not sealed yet, the first MOST of it (office); returns the last seal, None where nothing was ever written.

    Two who seal at once wait for each other, and the second finds only what the first left. An entry that is committed later
    goes into a later seal, however old it is.
    """
    actor.require(COORDINATOR, TREASURER)
    session.flush()
    numbers.alone(session, actor)
    last = seals.last(session, actor)
    number = last.number + 1 if last else 1
    waiting = select(AuditEntry.id).where(seen(actor, AuditEntry), AuditEntry.seal.is_(None)).order_by(AuditEntry.id).limit(MOST)
    # Marked first and read afterwards: what somebody else commits in between is neither.
    marked = session.execute(
        update(AuditEntry).where(seen(actor, AuditEntry), AuditEntry.id.in_(waiting.scalar_subquery())).values(seal=number),
        execution_options={"synchronize_session": False},
    )
    if not marked.rowcount:  # type: ignore[attr-defined]
        return last
    _close(session, actor, number)
    content, entries = hashlib.sha256(), 0
    for digest in session.scalars(
        select(AuditEntry.digest).where(seen(actor, AuditEntry), AuditEntry.seal == number).order_by(AuditEntry.id)
        .execution_options(yield_per=2_000)
    ):
        content.update(digest or b"")
        entries += 1
    made = AuditSeal(
        association_id=actor.association, number=number, sealed_at=now.replace(microsecond=0), entries=entries,
        content=content.digest(), previous=last.hash if last else rules_seals.BEGINNING,
    )
    made.hash = rules_seals.hashed(made)
    session.add(made)
    session.flush()
    return seals.head(made)


def _close(session: Session, actor: Actor, number: int) -> None:
    """Give the entries of a seal that were written before there were seals their digest."""
    older = select(*seals.ENTRY).where(seen(actor, AuditEntry), AuditEntry.seal == number, AuditEntry.digest.is_(None))
    closed = [{"this": row.id, **rules_seals.closed(row, os.urandom(16))} for row in session.execute(older)]
    if closed:
        table = Base.metadata.tables[AuditEntry.__tablename__]
        this = (table.c.association_id == actor.association) & (table.c.id == bindparam("this"))
        session.connection().execute(update(table).where(this), closed)
