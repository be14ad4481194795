"""The audit trail: one append-only row for what somebody did, with values only where everybody may read them."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.people import rules_seals
from cblp.people.models import AuditEntry


def record(
    session: Session, actor: Actor, *, now: datetime, action: str, entity: str, subject: UUID | None = None,
    label: str = "", changes: dict[str, Any] | None = None, behalf_of: UUID | None = None,
) -> None:
    """Write down that ``actor`` did ``action`` (created, changed, posted, …) to the row ``subject`` of ``entity``.

    ``changes`` maps a field's name to its new value when the field is public, else to None. Never ballots, answers, aid or
    secrets.
    """
    entry = AuditEntry(
        association_id=actor.association, id=uuid7(), at=now, account_id=actor.account, behalf_of=behalf_of, action=action,
        entity=entity, subject_id=subject, label=label[:120], changes=changes or {},
    )
    for name, value in rules_seals.closed(entry, os.urandom(16)).items():
        setattr(entry, name, value)
    session.add(entry)
