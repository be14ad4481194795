"""The hours that members gave, and those that wait for somebody to confirm them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

import cblp.campaigns.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.campaigns.models import Campaign, Effort
from cblp.campaigns.states import CLAIMED, COUNTING
from cblp.days import Span
from cblp.db.actor import Actor
from cblp.db.scope import seen
from cblp.people.models import Account, Business


@dataclass(frozen=True)
class Hours:
    """Time given on a day; ``campaign`` "" is the association's own. ``judgement`` says why it is disputed.

    ``mine``: the actor wrote it down, so somebody else judges it. ``open``: the campaign still takes changes.
    """

    id: UUID
    version: int
    campaign_id: UUID | None
    campaign: str
    business_id: UUID
    business: str
    day: date
    activity: str
    minutes: int
    note: str
    state: str
    claimed_by: str
    claimed_at: datetime
    judged_by: str
    judgement: str
    mine: bool
    open: bool


def hours(
    session: Session, actor: Actor, *, campaign_id: UUID | None = None, business_id: UUID | None = None, state: str = "",
    span: Span | None = None, limit: int = 500,
) -> list[Hours]:
    """Hours that the actor may read, those that wait first, then the newest; everything where nothing is chosen."""
    claimer, judge = aliased(Account), aliased(Account)
    wanted = (
        select(Effort, Campaign.name, Campaign.state, Business.name, claimer.name, judge.name)
        .join(Business, and_(Business.association_id == Effort.association_id, Business.id == Effort.business_id))
        .outerjoin(Campaign, and_(Campaign.association_id == Effort.association_id, Campaign.id == Effort.campaign_id))
        .outerjoin(claimer, claimer.id == Effort.claimed_by).outerjoin(judge, judge.id == Effort.judged_by)
        .where(seen(actor, Effort)).order_by(Effort.state != CLAIMED, Effort.day.desc(), Effort.id.desc()).limit(limit)
    )
    if campaign_id:
        wanted = wanted.where(Effort.campaign_id == campaign_id)
    if business_id:
        wanted = wanted.where(Effort.business_id == business_id)
    if state:
        wanted = wanted.where(Effort.state == state)
    if span:
        wanted = wanted.where(Effort.day.between(span.first, span.last))
    return [
        Hours(
            row.id, row.version, row.campaign_id, campaign or "", row.business_id, business, row.day, row.activity, row.minutes,
            row.note, row.state, claimed_by or "", row.claimed_at, judged_by or "", row.judgement,
            row.claimed_by is not None and row.claimed_by == actor.account, campaign_state is None or campaign_state in COUNTING,
        )
        for row, campaign, campaign_state, business, claimed_by, judged_by in session.execute(wanted)
    ]


def waiting(session: Session, actor: Actor) -> int:
    """How many entries wait for the actor: claimed, by somebody else, in a campaign that still counts or in none."""
    rows = (
        select(func.count()).select_from(Effort)
        .outerjoin(Campaign, and_(Campaign.association_id == Effort.association_id, Campaign.id == Effort.campaign_id))
        .where(
            seen(actor, Effort), Effort.state == CLAIMED, or_(Campaign.id.is_(None), Campaign.state.in_(COUNTING)),
            or_(Effort.claimed_by.is_(None), Effort.claimed_by != actor.account),
        )
    )
    return session.scalar(rows) or 0
