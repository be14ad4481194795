"""The audit trail: one append-only row for what somebody did, with values only where everybody may read them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from cblp.db.actor import Actor
from cblp.people.models import AuditEntry


def record(
    session: Session, actor: Actor, *, now: datetime, action: str, entity: str, subject: UUID | None = None,
    label: str = "", changes: dict[str, Any] | None = None, behalf_of: UUID | None = None,
) -> None:
    """Write down that ``actor`` did ``action`` (created, changed, posted, …) to the row ``subject`` of ``entity``.

    ``changes`` maps a field's name to its new value when the field is public, else to None. Never ballots, answers, aid or
    secrets.
    """
    session.add(AuditEntry(
        association_id=actor.association, at=now, account_id=actor.account, behalf_of=behalf_of, action=action,
        entity=entity, subject_id=subject, label=label[:120], changes=changes or {},
    ))
