"""A plan with everything that its template knows, made in one go: the campaign and what is to do and to post for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from cblp.campaigns.services import plan
from cblp.db.actor import Actor


@dataclass(frozen=True)
class Planned:
    """Something to do, or (kind content) to post on ``channel``, in the association's own words."""

    kind: str
    title: str
    channel: str
    due_on: date


def begin(
    session: Session, actor: Actor, *, name: str, starts_on: date, ends_on: date, template: str, details: Mapping[str, Any],
    tasks: Iterable[Planned], now: datetime,
) -> UUID:
    """Propose a campaign (coordinator) with its tasks; returns its id. What is due before today is due today.

    Raises the field errors of ``plan.propose`` and ``plan.add_task``.
    """
    campaign = plan.propose(
        session, actor, name=name, starts_on=starts_on, ends_on=ends_on, template=template, details=details, now=now,
    )
    today = actor.day(now)
    for task in tasks:
        plan.add_task(
            session, actor, campaign_id=campaign, title=task.title, due_on=max(task.due_on, today), kind=task.kind,
            channel=task.channel, now=now,
        )
    return campaign
