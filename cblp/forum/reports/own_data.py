"""What is kept of somebody in the meetings, for nobody but themselves: what they promised, and where they were."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.forum.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import MEMBER, Actor
from cblp.db.scope import seen
from cblp.forum.models import ActionItem, Meeting, MeetingGuest

PROMISED: Final = (
    ActionItem.number, ActionItem.text, ActionItem.due_on, ActionItem.state, ActionItem.state_on, ActionItem.reason, ActionItem.result,
    ActionItem.business_id, ActionItem.meeting_id,
)
MET: Final = (Meeting.number, Meeting.kind, Meeting.title, Meeting.starts_at, Meeting.place, MeetingGuest.business_id)


def kept(session: Session, actor: Actor) -> dict[str, list[dict[str, Any]]]:
    """A member's promises and the meetings that they came to, as maps of column to value; for others there are none."""
    if actor.role != MEMBER:
        return {}
    promised = select(*PROMISED).where(seen(actor, ActionItem)).order_by(ActionItem.number)
    met = (
        select(*MET)
        .join(MeetingGuest, (MeetingGuest.association_id == Meeting.association_id) & (MeetingGuest.meeting_id == Meeting.id))
        .where(seen(actor, Meeting), seen(actor, MeetingGuest)).order_by(Meeting.starts_at, MeetingGuest.business_id)
    )
    return {
        "promises": [dict(row) for row in session.execute(promised).mappings()],
        "meetings": [dict(row) for row in session.execute(met).mappings()],
    }
