"""Hours that members give: claimed by them or for them, confirmed or disputed by somebody else."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import cblp.campaigns.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.campaigns import states
from cblp.campaigns.models import Campaign, Effort
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.db.dated import on
from cblp.db.ids import uuid7
from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people.models import Business, BusinessAccess
from cblp.people.services import audit, editing
from cblp.people.services.register import ReasonNeeded, UnknownChoice, clip
from cblp.sales.services import DayInFuture

A_DAY = 24 * 60


class BadMinutes(UserError):
    """No time at all, or more than a day has."""

    message = N_("Write between 1 minute and 24 hours for a day.")


class FiguresFrozen(UserError):
    """The campaign's hours are counted already."""

    message = N_("The figures of this joint promotion are already matched. Its hours can't change any more.")


class OwnHours(UserError):
    """Who wrote hours down, or belongs to the business, does not judge them."""

    message = N_("Somebody else must confirm these hours.")


class AlreadyConfirmed(UserError):
    """Confirmed hours are disputed first, and changed then."""

    message = N_("These hours are confirmed already.")


def claim(
    session: Session, actor: Actor, *, business_id: UUID, day: date, activity: str, minutes: int, now: datetime,
    campaign_id: UUID | None = None, note: str = "",
) -> UUID:
    """Write down time that a business gave to a campaign or (None) to the association; returns its id.

    A member for their own business, the coordinator for all. ``activity`` is one of states.ACTIVITIES. Raises BadMinutes (also
    when the day would be longer than 24 hours), DayInFuture, FiguresFrozen, UnknownChoice, Missing.
    """
    actor.require_business(business_id)
    editing.locked(session, actor, Business, business_id)  # two claims at once may not fill one day twice
    if activity not in states.ACTIVITIES:
        raise UnknownChoice()
    if day > actor.day(now):
        raise DayInFuture()
    _counting(session, actor, campaign_id)
    _fits(session, actor, business_id, day, minutes)
    effort = Effort(
        association_id=actor.association, id=uuid7(), campaign_id=campaign_id, business_id=business_id, day=day, activity=activity,
        minutes=minutes, note=clip(note, 200), claimed_by=actor.account, claimed_at=now,
    )
    session.add(effort)
    session.flush()
    _record(session, actor, effort, "created", now)
    return effort.id


def correct(
    session: Session, actor: Actor, *, effort_id: UUID, version: int, minutes: int, now: datetime, note: str | None = None,
) -> int:
    """Change hours that are claimed or disputed; they wait to be confirmed again. Returns the new version.

    Raises AlreadyConfirmed, BadMinutes, FiguresFrozen, Stale, Missing.
    """
    actor.require(COORDINATOR, MEMBER)
    effort = editing.locked(session, actor, Effort, effort_id)
    actor.require_business(effort.business_id)
    if effort.state == states.CONFIRMED:
        raise AlreadyConfirmed()
    _counting(session, actor, effort.campaign_id)
    editing.locked(session, actor, Business, effort.business_id)
    _fits(session, actor, effort.business_id, effort.day, minutes, but=effort)
    changes = {"minutes": minutes, "state": states.CLAIMED} | ({"note": clip(note, 200)} if note is not None else {})
    unjudged = {"judged_by": None, "judged_at": None, "judgement": ""}
    return editing.save(
        session, actor, effort, version=version, changes=changes, public=(), now=now, label=effort.activity,
        behalf_of=effort.business_id, also={"claimed_by": actor.account, "claimed_at": now, **unjudged},
    )


def confirm(session: Session, actor: Actor, *, effort_id: UUID, now: datetime) -> None:
    """Say that the hours are true (coordinator, treasurer); from now on they count. Raises OwnHours, FiguresFrozen, Missing."""
    effort = _judged(session, actor, effort_id, now)
    if effort.state == states.CONFIRMED:
        return
    _judge(session, actor, effort, states.CONFIRMED, "", now)


def dispute(session: Session, actor: Actor, *, effort_id: UUID, why: str, now: datetime) -> None:
    """Doubt hours, confirmed ones too (coordinator, treasurer); the member reads why. Raises ReasonNeeded, and as confirm."""
    effort = _judged(session, actor, effort_id, now)
    reason = clip(why, 200)
    if not reason:
        raise ReasonNeeded()
    _judge(session, actor, effort, states.DISPUTED, reason, now)


def _judged(session: Session, actor: Actor, effort_id: UUID, now: datetime) -> Effort:
    actor.require(COORDINATOR, TREASURER)
    effort = editing.locked(session, actor, Effort, effort_id)
    _counting(session, actor, effort.campaign_id)
    if actor.account is not None and (effort.claimed_by == actor.account or _belongs(session, actor, effort.business_id, now)):
        raise OwnHours()
    return effort


def _judge(session: Session, actor: Actor, effort: Effort, state: str, why: str, now: datetime) -> None:
    effort.state, effort.judgement, effort.judged_by, effort.judged_at = state, why, actor.account, now
    session.flush()
    _record(session, actor, effort, state, now)


def _belongs(session: Session, actor: Actor, business_id: UUID, now: datetime) -> bool:
    """The account may act for the business, in whatever role it stands here now."""
    access = select(BusinessAccess.id).where(
        BusinessAccess.association_id == actor.association, BusinessAccess.account_id == actor.account,
        BusinessAccess.business_id == business_id, on(BusinessAccess, actor.day(now)),
    )
    return session.scalar(access.limit(1)) is not None


def _counting(session: Session, actor: Actor, campaign_id: UUID | None) -> None:
    """The campaign still takes hours; it is locked, so that it is not reconciled meanwhile."""
    if campaign_id and editing.locked(session, actor, Campaign, campaign_id).state not in states.COUNTING:
        raise FiguresFrozen()


def _fits(session: Session, actor: Actor, business_id: UUID, day: date, minutes: int, but: Effort | None = None) -> None:
    others = select(func.coalesce(func.sum(Effort.minutes), 0)).where(
        Effort.association_id == actor.association, Effort.business_id == business_id, Effort.day == day,
        Effort.state != states.DISPUTED,
    )
    if but is not None:
        others = others.where(Effort.id != but.id)
    if not 1 <= minutes <= A_DAY or int(session.scalar(others) or 0) + minutes > A_DAY:
        raise BadMinutes()


def _record(session: Session, actor: Actor, effort: Effort, action: str, now: datetime) -> None:
    audit.record(
        session, actor, now=now, action=action, entity="effort", subject=effort.id, label=effort.activity,
        changes={"day": effort.day.isoformat(), "minutes": None}, behalf_of=effort.business_id,
    )
