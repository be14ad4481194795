"""Student interns and vocational schools: who is where now, who comes, and what came of those before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.growth.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, TREASURER, Actor
from cblp.db.scope import seen
from cblp.growth.models import Placement
from cblp.people.models import Business

NOW, COMING, OVER = "now", "coming", "over"
_ORDER: Final = (NOW, COMING, OVER)


@dataclass(frozen=True)
class Row:
    """A placement; ``business`` is "" where the school works with all, ``last`` the last day (None: no end yet)."""

    id: UUID
    version: int
    institution: str
    kind: str
    who: str
    business_id: UUID | None
    business: str
    task: str
    first: date
    last: date | None
    result: str
    phase: str


def listing(session: Session, actor: Actor, *, today: date) -> list[Row]:
    """Those now, then those that come, then those that are over, the newest first in each (office; others: of their businesses)."""
    actor.require(COORDINATOR, TREASURER, MEMBER, MENTOR)
    found = session.execute(
        select(Placement, Business.name)
        .outerjoin(Business, (Business.association_id == Placement.association_id) & (Business.id == Placement.business_id))
        .where(seen(actor, Placement)).order_by(Placement.valid_from.desc(), Placement.id)
    )
    rows = [
        Row(
            row.id, row.version, row.institution, row.kind, row.who, row.business_id, business or "", row.task, row.valid_from,
            row.valid_to - timedelta(1) if row.valid_to else None, row.result, _phase(row, today),
        )
        for row, business in found
    ]
    return sorted(rows, key=lambda row: _ORDER.index(row.phase))


def _phase(row: Placement, today: date) -> str:
    if row.valid_from > today:
        return COMING
    return NOW if row.valid_to is None or row.valid_to > today else OVER
