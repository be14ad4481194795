"""Who accompanies whom: asked, accepted within the mentor's capacity, brought to its end, broken off or declined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.days import add_months
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, SYSTEM, Actor
from cblp.db.dated import on
from cblp.db.ids import uuid7
from cblp.errors import Missing, UserError
from cblp.growth import states
from cblp.growth.models import Assignment, MentorProfile
from cblp.growth.reports import mentors_shop as shop
from cblp.growth.services import mentors
from cblp.i18n import N_
from cblp.people.models import Business, Membership
from cblp.people.rules_register import ACTIVE as MEMBER_NOW
from cblp.people.services import audit, editing
from cblp.people.services.register import DayRefused, ReasonNeeded, clip

MONTHS: Final = 3
"""How long a mentoring lasts where nobody said until when."""
OPEN: Final = (states.PROPOSED, *states.LIVE)

Reasons = Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Pairing:
    """A pair as the coordinator wants it, with the visible reasons of the proposal ((code, points), …) and a goal."""

    business_id: UUID
    mentor_id: UUID
    reasons: Reasons = ()
    goal: str = ""


class NotActiveMember(UserError):
    """Only active members are accompanied."""

    message = N_("Only active members get a mentor.")


class NotAMentor(UserError):
    """The profile is not approved (any more)."""

    message = N_("This mentor is not approved.")


class OwnShop(UserError):
    """Somebody would accompany themselves."""

    message = N_("A mentor can't accompany their own business.")


class AlreadyAccompanied(UserError):
    """The business has, or was asked for, a mentor of this kind."""

    message = N_("This member already has a mentor of this kind.")


class NoSeat(UserError):
    """The mentor accompanies as many as they said they can."""

    message = N_("This mentor already accompanies {capacity} members, as many as they can.")


class NotOpen(UserError):
    """The mentoring is in a state in which this cannot be done."""

    message = N_("This mentoring is no longer waiting for that.")


class EndTooEarly(DayRefused):
    """A mentoring would end before it began."""

    message = N_("This date is not after {day}. Choose a later date.")


def propose(
    session: Session, actor: Actor, *, business_id: UUID, mentor_id: UUID, now: datetime, reasons: Reasons = (), goal: str = "",
    until: date | None = None,
) -> UUID:
    """Ask a mentor to accompany a member (coordinator); returns the mentoring's id.

    A business may have one seller and one student at a time: together they are a pair. ``until`` is the last day; without it
    MONTHS from the day on which the mentor accepts. More may be asked than can be accepted, but nobody who has no place at all.
    Raises NotActiveMember, NotAMentor, mentors.NotEligible, NoSeat, OwnShop, AlreadyAccompanied, EndTooEarly, Missing.
    """
    actor.require(COORDINATOR)
    editing.locked(session, actor, Business, business_id)
    profile = editing.locked(session, actor, MentorProfile, mentor_id)
    today = actor.day(now)
    active = select(Membership.id).where(
        Membership.association_id == actor.association, Membership.business_id == business_id, Membership.status == MEMBER_NOW,
        on(Membership, today),
    )
    if session.scalar(active.limit(1)) is None:
        raise NotActiveMember()
    if profile.state != states.APPROVED:
        raise NotAMentor()
    mentors.check_fit(session, actor, profile, now)
    _has_a_place(session, actor, profile)
    owner = session.scalar(select(Business.owner_id).where(
        Business.association_id == actor.association, Business.id == business_id
    ))
    if business_id == profile.business_id or owner == profile.person_id:
        raise OwnShop()
    _one_of_a_kind(session, actor, business_id, profile)
    if until is not None and until <= today:
        raise EndTooEarly(day=today)
    row = Assignment(
        association_id=actor.association, id=uuid7(), business_id=business_id, mentor_id=mentor_id, proposed_on=today,
        reasons=[[code, points] for code, points in reasons], goal=clip(goal, 300), proposed_by=actor.account,
        valid_to=until + timedelta(1) if until else None,
    )
    session.add(row)
    _record(session, actor, row, "proposed", now)
    return row.id


def propose_all(session: Session, actor: Actor, *, pairs: Iterable[Pairing], now: datetime) -> int:
    """Ask for all pairs of a proposal as the coordinator edited it, or for none; returns how many. Raises as ``propose``."""
    wanted = list(pairs)
    for pair in wanted:
        propose(
            session, actor, business_id=pair.business_id, mentor_id=pair.mentor_id, reasons=pair.reasons, goal=pair.goal, now=now,
        )
    return len(wanted)


def accept(session: Session, actor: Actor, *, assignment_id: UUID, now: datetime) -> None:
    """Say yes: the mentor to their own, or the coordinator who was told so. From now on the mentor sees the shop.

    Capacity is checked here, under a lock of the mentor's profile, and what the shop is like today is kept to be compared with.
    Raises NoSeat, NotAMentor, AlreadyAccompanied, NotOpen, Missing.
    """
    actor.require(COORDINATOR, MENTOR)
    row = editing.locked(session, actor, Assignment, assignment_id)
    profile = editing.locked(session, actor, MentorProfile, row.mentor_id)
    if row.state != states.PROPOSED:
        raise NotOpen()
    if profile.state != states.APPROVED:
        raise NotAMentor()
    _has_a_place(session, actor, profile)
    _one_of_a_kind(session, actor, row.business_id, profile, but=row.id)
    today = actor.day(now)
    row.state, row.accepted_on, row.valid_from = states.ACCEPTED, today, today
    if row.valid_to is None or row.valid_to <= today:
        row.valid_to = add_months(today, MONTHS)
    # The mentor may not look into the shop yet; what is kept of it is shown to them from now on.
    row.baseline = shop.state_of(session, replace(actor, role=SYSTEM), row.business_id, today).kept()
    _record(session, actor, row, "accepted", now)


def decline(session: Session, actor: Actor, *, assignment_id: UUID, reason: str, now: datetime) -> None:
    """Say no to a proposal, with the reason: the mentor, the member, or the coordinator. Raises ReasonNeeded, NotOpen, Missing."""
    actor.require(COORDINATOR, MENTOR, MEMBER)
    row = editing.locked(session, actor, Assignment, assignment_id)
    if row.state != states.PROPOSED:
        raise NotOpen()
    row.state, row.reason = states.DECLINED, _why(reason)
    _record(session, actor, row, "declined", now)


def set_goal(session: Session, actor: Actor, *, assignment_id: UUID, version: int, goal: str, now: datetime) -> int:
    """Write what this mentoring is for (mentor, coordinator); returns the new version. Raises Stale, NotOpen, Missing."""
    actor.require(COORDINATOR, MENTOR)
    row = editing.locked(session, actor, Assignment, assignment_id)
    if row.state not in OPEN:
        raise NotOpen()
    return editing.save(
        session, actor, row, version=version, changes={"goal": clip(goal, 300)}, public=(), now=now, behalf_of=row.business_id,
    )


def extend(session: Session, actor: Actor, *, assignment_id: UUID, until: date, now: datetime) -> None:
    """Let a mentoring last until another last day (coordinator). Raises EndTooEarly, NotOpen, Missing."""
    actor.require(COORDINATOR)
    row, today = _running(session, actor, assignment_id), actor.day(now)
    if until <= today:
        raise EndTooEarly(day=today)
    row.valid_to = until + timedelta(1)
    _record(session, actor, row, "changed", now, {"until": until.isoformat()})


def complete(session: Session, actor: Actor, *, assignment_id: UUID, now: datetime) -> None:
    """Bring a mentoring to its good end today (mentor, coordinator); what it brought is kept. Raises NotOpen, Missing."""
    actor.require(COORDINATOR, MENTOR)
    _end(session, actor, _running(session, actor, assignment_id), states.COMPLETED, "", now)


def cancel(session: Session, actor: Actor, *, assignment_id: UUID, reason: str, now: datetime) -> None:
    """Break a mentoring off, or take a proposal back (coordinator), with the reason. Raises ReasonNeeded, NotOpen, Missing."""
    actor.require(COORDINATOR)
    row, why = editing.locked(session, actor, Assignment, assignment_id), _why(reason)
    if row.state == states.PROPOSED:
        row.state, row.reason = states.CANCELLED, why
        _record(session, actor, row, "cancelled", now)
        return
    _end(session, actor, _running(session, actor, assignment_id), states.CANCELLED, why, now)


# -- what the above is made of -----------------------------------------------------------------------------------------


def _has_a_place(session: Session, actor: Actor, profile: MentorProfile) -> None:
    if mentors.live(session, actor, profile.id) >= profile.capacity:
        raise NoSeat(capacity=profile.capacity)


def _running(session: Session, actor: Actor, assignment_id: UUID) -> Assignment:
    row = editing.locked(session, actor, Assignment, assignment_id)
    if row.state not in states.LIVE:
        raise NotOpen()
    return row


def _end(session: Session, actor: Actor, row: Assignment, state: str, reason: str, now: datetime) -> None:
    today = actor.day(now)
    kept = dict(row.baseline or {})
    kept["after"] = shop.state_of(session, replace(actor, role=SYSTEM), row.business_id, today).kept()
    row.baseline, row.state, row.reason = kept, state, reason
    # It still counts today; a day on which it was already over by its dates stays over.
    row.valid_to = min(row.valid_to or today + timedelta(1), today + timedelta(1))
    _record(session, actor, row, state, now)


def _one_of_a_kind(session: Session, actor: Actor, business_id: UUID, profile: MentorProfile, but: UUID | None = None) -> None:
    """No other mentor of this kind accompanies the business; its mentorings are locked, so that two can't say yes at once."""
    others = session.execute(
        select(Assignment.id, Assignment.state, MentorProfile.kind, Assignment.mentor_id)
        .join(MentorProfile, (MentorProfile.association_id == Assignment.association_id) & (MentorProfile.id == Assignment.mentor_id))
        .where(Assignment.association_id == actor.association, Assignment.business_id == business_id, Assignment.state.in_(OPEN))
        .order_by(Assignment.id).with_for_update(of=Assignment)
    ).all()
    counting = OPEN if but is None else states.LIVE
    if any(one.id != but and one.state in counting and one.kind == profile.kind for one in others):
        raise AlreadyAccompanied()


def _why(reason: str) -> str:
    why = clip(reason, 200)
    if not why:
        raise ReasonNeeded()
    return why


def _record(
    session: Session, actor: Actor, row: Assignment, action: str, now: datetime, changes: dict[str, Any] | None = None,
) -> None:
    session.flush()
    name = session.scalar(select(Business.name).where(Business.association_id == actor.association, Business.id == row.business_id))
    if name is None:
        raise Missing()
    audit.record(
        session, actor, now=now, action=action, entity="mentoring_assignment", subject=row.id, label=name, changes=changes,
        behalf_of=row.business_id,
    )
