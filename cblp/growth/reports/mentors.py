"""Reads of mentoring: profiles with their standing, who accompanies whom, what has gone quiet, sessions, a member's own mentor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import cblp.growth.scope
import cblp.people.scope  # noqa: F401  (who sees which row)
from cblp.days import Span
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, TREASURER, Actor
from cblp.db.scope import seen, visible
from cblp.growth import states
from cblp.growth.models import Assignment, MentoringSession, MentorProfile
from cblp.growth.reports import mentors_evidence as evidence
from cblp.growth.reports.mentors_evidence import Evidence
from cblp.growth.rules import mentors as rules
from cblp.growth.rules.mentors import Standing
from cblp.people import scope
from cblp.people.models import Account, Business, Person
from cblp.people.reports import register

ENDS_SOON: Final = 14
"""Days before its end from which a mentoring is shown as ending."""
LATELY: Final = 30
YOUNGEST, YOUTH = 16, 30
"""Who counts as young, in years (UU 40/2009)."""


@dataclass(frozen=True)
class Profile:
    """Somebody who offers to accompany others. ``held``: how many they accompany now; ``standing``: whether they are fit today."""

    id: UUID
    version: int
    code: str
    person_id: UUID
    account_id: UUID | None
    name: str
    address_form: str
    phone: str
    kind: str
    business_id: UUID | None
    business: str
    sector: str
    institution: str
    born: int | None
    skills: tuple[str, ...]
    capacity: int
    area_code: str
    about: str
    state: str
    reason: str
    held: int
    standing: Standing
    evidence: Evidence
    young: bool

    @property
    def free(self) -> int:
        """How many more they can accompany."""
        return max(0, self.capacity - self.held)


@dataclass(frozen=True)
class SessionRow:
    """A session as it was written down; ``doubted``: what the member says was otherwise, "" otherwise."""

    id: UUID
    version: int
    assignment_id: UUID
    business_id: UUID
    business: str
    mentor: str
    day: date
    minutes: int
    mode: str
    topics: tuple[str, ...]
    note: str
    next_step: str
    due_on: date | None
    step_done_on: date | None
    logged_at: datetime
    confirmed_at: datetime | None
    doubted: str


@dataclass(frozen=True)
class AssignmentRow:
    """A mentoring as the office sees it. ``until`` is its last day, ``last`` its last session, ``recent`` those of LATELY days.

    ``generations``: a young mentor with an owner. ``pair``: a seller and a student accompany the business together.
    ``next_step`` and ``due_on`` are of the newest session whose step is open; for the treasurer they are empty.
    """

    id: UUID
    version: int
    business_id: UUID
    code: str
    business: str
    mentor_id: UUID
    mentor: str
    mentor_form: str
    mentor_phone: str
    kind: str
    state: str
    proposed_on: date
    accepted_on: date | None
    until: date | None
    goal: str
    reason: str
    reasons: tuple[tuple[str, int], ...]
    sessions: int
    recent: int
    last: date | None
    next_step: str
    due_on: date | None
    waiting: int  # sessions that the member has neither confirmed nor doubted
    stalled: bool
    ending: bool
    generations: bool
    pair: bool
    mentor_tongue: str  # the language that the mentor chose; "" without an account


@dataclass(frozen=True)
class Mentee:
    """A business as its mentor sees it; before the mentor has said yes it has a name only (no owner, phone or area)."""

    assignment_id: UUID
    version: int
    business_id: UUID
    code: str
    business: str
    owner: str
    address_form: str
    phone: str
    area: str
    state: str
    proposed_on: date
    accepted_on: date | None
    until: date | None
    goal: str
    reasons: tuple[tuple[str, int], ...]
    sessions: int
    last: date | None
    next_step: str
    due_on: date | None
    waiting: int  # sessions that the member has neither confirmed nor doubted
    stalled: bool
    ending: bool
    pair_with: str  # the other mentor of the same business


@dataclass(frozen=True)
class Mine:
    """A mentor as the member sees them: the name, never the phone; with all sessions, the newest first."""

    assignment_id: UUID
    mentor: str
    address_form: str
    kind: str
    institution: str
    state: str
    since: date | None
    until: date | None
    goal: str
    generations: bool
    sessions: tuple[SessionRow, ...]


@dataclass(frozen=True)
class Continuity:
    """How steadily mentees are met: the mean over ``assignments`` of the share of their months with a session; None for none."""

    share: Fraction | None
    assignments: int


# -- mentors -----------------------------------------------------------------------------------------------------------


def profiles(session: Session, actor: Actor, *, today: date) -> list[Profile]:
    """All profiles by code (office), with what each still lacks. A treasurer sees no phone."""
    actor.require(COORDINATOR, TREASURER)
    return _profiles(session, actor, today)


def own_profile(session: Session, actor: Actor, *, today: date) -> Profile | None:
    """The profile of whoever is signed in (mentor or member); None before they offered themselves."""
    actor.require(MENTOR, MEMBER)
    return next(iter(_profiles(session, actor, today)), None)


# -- who accompanies whom ------------------------------------------------------------------------------------------------


def assignments(session: Session, actor: Actor, *, today: date) -> list[AssignmentRow]:
    """All mentoring there is and was, open proposals first, then by business and day (office)."""
    actor.require(COORDINATOR, TREASURER)
    rows = session.execute(
        select(
            Assignment, MentorProfile, Person.name, Person.address_form, scope.phone(actor), Business.code, Business.name, Account.language,
        )
        .join(MentorProfile, _same(MentorProfile, Assignment.mentor_id)).join(Person, _same(Person, MentorProfile.person_id))
        .outerjoin(Account, Account.id == func.coalesce(MentorProfile.account_id, Person.account_id))
        .join(Business, _same(Business, Assignment.business_id)).where(seen(actor, Assignment))
    ).all()
    met, reads = _met(session, actor, None), actor.role != TREASURER
    kinds = _kinds((row, profile) for row, profile, *_ in rows)
    found = []
    for row, profile, name, form, phone, code, business, tongue in rows:
        sessions = met[row.id]
        step = _open_step(sessions) if reads and row.state in states.LIVE else None
        found.append(AssignmentRow(
            row.id, row.version, row.business_id, code, business, row.mentor_id, name, form, phone, profile.kind,
            row.state, row.proposed_on, row.accepted_on, _until(row), row.goal, row.reason, _reasons(row), len(sessions),
            sum(today - timedelta(LATELY) < one.day <= today for one in sessions), max((one.day for one in sessions), default=None),
            step.next_step if step else "", step.due_on if step else None, _waiting(sessions), _stalled(row, sessions, today),
            _ending(row, today), young(profile.born, today), len(kinds[row.business_id]) > 1 and row.state in states.LIVE,
            tongue or "",
        ))
    return sorted(found, key=lambda one: (one.state != states.PROPOSED, one.code, one.proposed_on, str(one.id)))


def stalled(session: Session, actor: Actor, *, today: date) -> list[AssignmentRow]:
    """Mentoring that runs without a session for rules.QUIET days, the quietest first (office)."""
    rows = [row for row in assignments(session, actor, today=today) if row.stalled]
    return sorted(rows, key=lambda row: row.last or row.accepted_on or today)


def ending(session: Session, actor: Actor, *, today: date) -> list[AssignmentRow]:
    """Mentoring that ends within ENDS_SOON days, or should have ended and was not brought to its end (office)."""
    rows = [row for row in assignments(session, actor, today=today) if row.ending]
    return sorted(rows, key=lambda row: row.until or today)


def mentees(session: Session, actor: Actor, *, today: date) -> list[Mentee]:
    """Whom the mentor who is signed in accompanies or is asked to, proposals first, then by business."""
    actor.require(MENTOR)
    open_now = (states.PROPOSED, *states.LIVE)
    rows = session.execute(
        select(Assignment, Business.code, Business.name).join(Business, _same(Business, Assignment.business_id))
        .where(seen(actor, Assignment), Assignment.state.in_(open_now))
    ).all()
    known = {row.id: row for row in register.businesses(session, actor, today=today)}
    met, others = _met(session, actor, None), _companions(session, actor, [row.business_id for row, *_ in rows])
    found = []
    for row, code, business in rows:
        # Who is asked knows the name only; what the register shows is theirs from the day on which they say yes.
        card = known.get(row.business_id) if row.state in states.LIVE else None
        sessions, step = met[row.id], _open_step(met[row.id])
        found.append(Mentee(
            row.id, row.version, row.business_id, code, business, card.owner if card else "", card.address_form if card else "",
            card.phone if card else "", card.area if card else "", row.state, row.proposed_on, row.accepted_on, _until(row),
            row.goal, _reasons(row), len(sessions), max((one.day for one in sessions), default=None),
            step.next_step if step else "", step.due_on if step else None,
            _waiting(sessions), _stalled(row, sessions, today), _ending(row, today),
            ", ".join(name for mentor, name in others[row.business_id] if mentor != row.mentor_id),
        ))
    return sorted(found, key=lambda one: (one.state != states.PROPOSED, one.code))


def of_business(session: Session, actor: Actor, *, business_id: UUID, today: date) -> list[Mine]:
    """Who accompanies a business now, with the sessions (member, coordinator); the seller of a pair first."""
    actor.require_business(business_id)
    rows = session.execute(
        select(Assignment, MentorProfile, Person.name, Person.address_form)
        .join(MentorProfile, _same(MentorProfile, Assignment.mentor_id)).join(Person, _same(Person, MentorProfile.person_id))
        .where(seen(actor, Assignment), Assignment.business_id == business_id, Assignment.state.in_(states.LIVE))
        .order_by(MentorProfile.kind, Assignment.id)
    ).all()
    by_assignment: dict[UUID, list[SessionRow]] = defaultdict(list)
    for one in sessions(session, actor, business_id=business_id):
        by_assignment[one.assignment_id].append(one)
    return [
        Mine(row.id, name, form, profile.kind, profile.institution, row.state, row.accepted_on, _until(row), row.goal,
             young(profile.born, today), tuple(by_assignment[row.id]))
        for row, profile, name, form in rows
    ]


def sessions(
    session: Session, actor: Actor, *, assignment_id: UUID | None = None, business_id: UUID | None = None,
) -> list[SessionRow]:
    """What was written down, the newest first: all (coordinator), the own (member, mentor). A treasurer reads none of it."""
    actor.require(COORDINATOR, TREASURER, MEMBER, MENTOR)
    if actor.role == TREASURER:
        return []
    wanted = (
        select(MentoringSession, Assignment.business_id, Business.name, Person.name)
        .join(Assignment, _same(Assignment, MentoringSession.assignment_id))
        .join(Business, _same(Business, Assignment.business_id))
        .join(MentorProfile, _same(MentorProfile, Assignment.mentor_id)).join(Person, _same(Person, MentorProfile.person_id))
        .where(seen(actor, MentoringSession))
        .order_by(MentoringSession.day.desc(), MentoringSession.logged_at.desc(), MentoringSession.id.desc())
    )
    if assignment_id:
        wanted = wanted.where(MentoringSession.assignment_id == assignment_id)
    if business_id:
        wanted = wanted.where(Assignment.business_id == business_id)
    return [
        SessionRow(
            row.id, row.version, row.assignment_id, business, name, mentor, row.day, row.minutes, row.mode, tuple(row.topics), row.note,
            row.next_step, row.due_on, row.step_done_on, row.logged_at, row.confirmed_at, row.doubted,
        )
        for row, business, name, mentor in session.execute(wanted)
    ]


def continuity(session: Session, actor: Actor, *, today: date, assignment_id: UUID | None = None) -> Continuity:
    """The share of calendar months with a session, of one mentoring or the mean of all that ever began (office, mentor, member).

    Formula: rules.continuity; each counts up to today or its last day.
    """
    actor.require(COORDINATOR, TREASURER, MEMBER, MENTOR)
    begun = visible(actor, Assignment).where(Assignment.valid_from.is_not(None), Assignment.valid_from <= today)
    rows = session.scalars(begun.where(Assignment.id == assignment_id) if assignment_id else begun).all()
    met = _met(session, actor, assignment_id)
    shares = []
    for row in rows:
        if row.valid_from is None or (row.valid_to and row.valid_to <= row.valid_from):
            continue
        last = min(today, row.valid_to - timedelta(1)) if row.valid_to else today
        share = rules.continuity(Span(row.valid_from, last), [one.day for one in met[row.id]])
        if share is not None:
            shares.append(share)
    return Continuity(sum(shares, Fraction(0)) / len(shares) if shares else None, len(shares))


def without_mentor(session: Session, actor: Actor, *, today: date) -> list[tuple[UUID, str, str]]:
    """(id, code, name) of active businesses that nobody accompanies or was asked to, and that are no mentor's own (office)."""
    actor.require(COORDINATOR, TREASURER)
    accompanied = set(session.scalars(
        select(Assignment.business_id).where(seen(actor, Assignment), Assignment.state.in_((states.PROPOSED, *states.LIVE)))
    ))
    mentors = set(session.scalars(select(MentorProfile.business_id).where(
        seen(actor, MentorProfile), MentorProfile.state == states.APPROVED, MentorProfile.business_id.is_not(None)
    )))
    return [row for row in register.names(session, actor, today=today) if row[0] not in accompanied | mentors]


def young(born: int | None, today: date) -> bool:
    """Whether somebody born in that year counts as young."""
    return born is not None and YOUNGEST <= today.year - born <= YOUTH


# -- what the above is made of -----------------------------------------------------------------------------------------


def _profiles(session: Session, actor: Actor, today: date) -> list[Profile]:
    rows = session.execute(
        select(MentorProfile, Person.name, Person.address_form, scope.phone(actor), Business.name, Business.sector)
        .join(Person, _same(Person, MentorProfile.person_id))
        .outerjoin(Business, _same(Business, MentorProfile.business_id))
        .where(seen(actor, MentorProfile)).order_by(MentorProfile.code)
    ).all()
    shops = evidence.found(session, actor, [row.business_id for row, *_ in rows if row.kind == rules.SELLER and row.business_id], today)
    held = _held(session, actor)
    found = []
    for row, name, form, phone, business, sector in rows:
        known = shops[row.business_id]
        fit = evidence.of_seller(known, today) if row.kind == rules.SELLER else rules.student(row.institution, row.skills)
        found.append(Profile(
            row.id, row.version, row.code, row.person_id, row.account_id, name, form, phone, row.kind, row.business_id, business or "",
            sector or "", row.institution, row.born, tuple(row.skills), row.capacity, row.area_code, row.about, row.state, row.reason,
            held[row.id], fit, known, young(row.born, today),
        ))
    return found


def _held(session: Session, actor: Actor) -> defaultdict[UUID, int]:
    counts: defaultdict[UUID, int] = defaultdict(int)
    for mentor in session.scalars(
        select(Assignment.mentor_id).where(Assignment.association_id == actor.association, Assignment.state.in_(states.LIVE))
    ):
        counts[mentor] += 1
    return counts


def _met(session: Session, actor: Actor, assignment_id: UUID | None) -> defaultdict[UUID, list[MentoringSession]]:
    wanted = visible(actor, MentoringSession).order_by(MentoringSession.day, MentoringSession.logged_at)
    found: defaultdict[UUID, list[MentoringSession]] = defaultdict(list)
    for row in session.scalars(wanted.where(MentoringSession.assignment_id == assignment_id) if assignment_id else wanted):
        found[row.assignment_id].append(row)
    return found


def _companions(session: Session, actor: Actor, businesses: list[UUID]) -> defaultdict[UUID, list[tuple[UUID, str]]]:
    """(mentor, name) of all who accompany these businesses: companions of a pair know each other by name."""
    found: defaultdict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for business, mentor, name in session.execute(
        select(Assignment.business_id, Assignment.mentor_id, Person.name)
        .join(MentorProfile, _same(MentorProfile, Assignment.mentor_id)).join(Person, _same(Person, MentorProfile.person_id))
        .where(Assignment.association_id == actor.association, Assignment.business_id.in_(businesses))
        .where(Assignment.state.in_(states.LIVE)).order_by(Person.name)
    ):
        found[business].append((mentor, name))
    return found


def _kinds(rows: Iterable[tuple[Assignment, MentorProfile]]) -> defaultdict[UUID, set[str]]:
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    for row, profile in rows:
        if row.state in states.LIVE:
            found[row.business_id].add(profile.kind)
    return found


def _open_step(sessions: Sequence[MentoringSession]) -> MentoringSession | None:
    """The newest step that was agreed, if it is not done; an older one is replaced by it."""
    newest = next((one for one in reversed(sessions) if one.next_step), None)
    return newest if newest and newest.step_done_on is None else None


def _waiting(sessions: Sequence[MentoringSession]) -> int:
    return sum(one.confirmed_at is None and not one.doubted for one in sessions)


def _stalled(row: Assignment, sessions: Sequence[MentoringSession], today: date) -> bool:
    if row.state not in states.LIVE or row.accepted_on is None:
        return False
    return rules.stalled(row.accepted_on, [one.day for one in sessions], today)


def _ending(row: Assignment, today: date) -> bool:
    return row.state in states.LIVE and row.valid_to is not None and (row.valid_to - today).days <= ENDS_SOON


def _until(row: Assignment) -> date | None:
    return row.valid_to - timedelta(1) if row.valid_to else None


def _reasons(row: Assignment) -> tuple[tuple[str, int], ...]:
    return tuple((code, points) for code, points in row.reasons)


def _same(entity: Any, column: Any) -> Any:
    return (entity.association_id == column.class_.association_id) & (entity.id == column)
