"""What was asked of government and what came of it, with the comments of both sides: the office and the liaison read it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.forum.scope
import cblp.programmes.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, LIAISON, TREASURER, Actor
from cblp.db.scope import seen
from cblp.forum.models import Meeting
from cblp.people.models import Account
from cblp.programmes import states
from cblp.programmes.models import Advocacy, Partner, ProgressComment

READERS: Final = (COORDINATOR, TREASURER, LIAISON)


@dataclass(frozen=True)
class Comment:
    """What somebody wrote; ``role`` coordinator or liaison, ``name`` "" for an account that is no more."""

    role: str
    name: str
    text: str
    written_at: datetime


@dataclass(frozen=True)
class Row:
    """A request. ``to`` is the partner's name or the addressee as typed; ``meeting_number`` where it came up (the office's to know).

    ``result`` is what came of it, or why it was refused.
    """

    id: UUID
    version: int
    number: int
    partner_id: UUID | None
    to: str
    addressee: str
    text: str
    why: str
    meeting_id: UUID | None
    meeting_number: int | None
    asked_on: date
    state: str
    promised: str
    promised_for: date | None
    done_on: date | None
    result: str
    comments: tuple[Comment, ...]

    @property
    def waits(self) -> bool:
        """Neither done nor refused."""
        return self.state in states.WAITING

    def late(self, today: date) -> bool:
        """Promised for a day that is over, and not done."""
        return self.waits and self.promised_for is not None and self.promised_for < today


def listing(session: Session, actor: Actor) -> list[Row]:
    """Every request (office, liaison): what waits first, the oldest of it first; then what is over, the newest first."""
    actor.require(*READERS)
    comments: dict[UUID | None, list[Comment]] = defaultdict(list)
    for about, role, name, text, at in session.execute(
        select(ProgressComment.advocacy_id, ProgressComment.role, Account.name, ProgressComment.text, ProgressComment.written_at)
        .outerjoin(Account, Account.id == ProgressComment.written_by)
        .where(seen(actor, ProgressComment), ProgressComment.advocacy_id.is_not(None)).order_by(ProgressComment.id)
    ):
        comments[about].append(Comment(role, name or "", text, at))
    rows = session.execute(
        select(Advocacy, Partner.name, Meeting.id, Meeting.number)
        .outerjoin(Partner, (Partner.association_id == Advocacy.association_id) & (Partner.id == Advocacy.partner_id))
        .outerjoin(Meeting, (Meeting.association_id == Advocacy.association_id) & (Meeting.id == Advocacy.meeting_id)
                   & seen(actor, Meeting))
        .where(seen(actor, Advocacy)).order_by(Advocacy.number)
    )
    found = [
        Row(
            row.id, row.version, row.number, row.partner_id, partner or row.addressee, row.addressee, row.text, row.why, meeting_id,
            meeting, row.asked_on, row.state, row.promised, row.promised_for, row.done_on, row.result, tuple(comments[row.id]),
        )
        for row, partner, meeting_id, meeting in rows
    ]
    return [row for row in found if row.waits] + [row for row in reversed(found) if not row.waits]


def counts(rows: Iterable[Row]) -> Mapping[str, int]:
    """How many are in each of states.REQUESTS."""
    found = Counter(row.state for row in rows)
    return {state: found[state] for state in states.REQUESTS}
