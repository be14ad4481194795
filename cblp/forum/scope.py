"""What a member may read of meetings: when they are, and their own promises and attendance. A mentor and a liaison read none."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false

from cblp.db.actor import MEMBER, Actor
from cblp.db.scope import rule
from cblp.forum.models import ActionItem, Meeting, MeetingGuest


@rule(Meeting)
def meetings(actor: Actor) -> ColumnElement[bool]:
    """Every meeting that is or was to be: its day and place, by the reports (its snapshot is the office's)."""
    return (Meeting.state != "") if actor.role == MEMBER else false()


@rule(ActionItem)
def items(actor: Actor) -> ColumnElement[bool]:
    """What the own businesses promised."""
    return ActionItem.business_id.in_(actor.own_businesses) if actor.role == MEMBER else false()


@rule(MeetingGuest)
def attendance(actor: Actor) -> ColumnElement[bool]:
    """That the own businesses came; not who else."""
    return MeetingGuest.business_id.in_(actor.own_businesses) if actor.role == MEMBER else false()
