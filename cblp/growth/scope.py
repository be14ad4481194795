"""Whose rows of growing somebody may read; imported by all its services and reports."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, select, true

from cblp.db.actor import MEMBER, MENTOR, Actor
from cblp.db.scope import rule
from cblp.growth.models import (
    Assessment,
    Assignment,
    Attendance,
    ContentPiece,
    Cycle,
    CycleMember,
    LearningLink,
    MentoringSession,
    MentorProfile,
    Placement,
    Question,
    RubricScore,
    SafetyCheck,
    Training,
    Wave,
)
from cblp.growth.rules import clinic

# -- mentoring ---------------------------------------------------------------------------------------------------------


@rule(MentorProfile)
def profiles(actor: Actor) -> ColumnElement[bool]:
    """The own profile, of whoever offers to accompany others. A mentee reads their mentor's name from a report only."""
    return (MentorProfile.account_id == actor.account) if actor.role in (MEMBER, MENTOR) and actor.account else false()


@rule(Assignment)
def assignments(actor: Actor) -> ColumnElement[bool]:
    """A member's: who accompanies the own businesses. A mentor's: whom they accompany, did, or are asked to."""
    if actor.role == MEMBER:
        return Assignment.business_id.in_(actor.own_businesses)
    return Assignment.mentor_id.in_(_own_profiles(actor)) if actor.role == MENTOR and actor.account else false()


@rule(MentoringSession)
def sessions(actor: Actor) -> ColumnElement[bool]:
    """What was written down in those; the treasurer, who sees all rows, is stopped by the reports."""
    mine = select(Assignment.id).where(Assignment.association_id == actor.association, assignments(actor))
    return MentoringSession.assignment_id.in_(mine)


# -- learning ----------------------------------------------------------------------------------------------------------


@rule(Training)
def trainings(actor: Actor) -> ColumnElement[bool]:
    """Every training: the schedule is everybody's."""
    return true() if actor.role in (MEMBER, MENTOR) else false()


@rule(Attendance)
def attendances(actor: Actor) -> ColumnElement[bool]:
    """A member's own answers and presence."""
    return Attendance.business_id.in_(actor.own_businesses) if actor.role == MEMBER else false()


@rule(LearningLink)
def links(actor: Actor) -> ColumnElement[bool]:
    """Every link that is shown."""
    return LearningLink.removed_at.is_(None) if actor.role in (MEMBER, MENTOR) else false()


@rule(Cycle)
def cycles(actor: Actor) -> ColumnElement[bool]:
    """The rounds in which those businesses learn."""
    taking_part = select(CycleMember.cycle_id).where(
        CycleMember.association_id == actor.association, CycleMember.business_id.in_(actor.businesses),
    )
    return Cycle.id.in_(taking_part)


@rule(CycleMember)
def cycle_members(actor: Actor) -> ColumnElement[bool]:
    """That those businesses take part, not who else does."""
    return CycleMember.business_id.in_(actor.businesses)


@rule(ContentPiece)
def pieces(actor: Actor) -> ColumnElement[bool]:
    """What those businesses made."""
    return ContentPiece.business_id.in_(actor.businesses)


@rule(RubricScore)
def scores(actor: Actor) -> ColumnElement[bool]:
    """A mentor's own points only: raters don't see each other. Of members the office alone reads points."""
    return RubricScore.rater_id == actor.account if actor.role == MENTOR and actor.account else false()


# -- clinic, placements, account safety --------------------------------------------------------------------------------


@rule(Question)
def questions(actor: Actor) -> ColumnElement[bool]:
    """A member's own; a mentor's: what waits for an answer, what they answered, what mentees asked. Published texts: reports only."""
    if actor.role == MEMBER:
        return Question.business_id.in_(actor.own_businesses)
    if actor.role != MENTOR:
        return false()
    mine = (Question.answered_by == actor.account) if actor.account else false()
    return (Question.state == clinic.OPEN) | mine | Question.business_id.in_(actor.mentee_businesses)


@rule(Placement)
def placements(actor: Actor) -> ColumnElement[bool]:
    """Students at the own businesses, or at the mentees'."""
    return Placement.business_id.in_(actor.businesses)


@rule(SafetyCheck)
def checks(actor: Actor) -> ColumnElement[bool]:
    """The own answers, or the mentees'; the treasurer, who sees all rows, is stopped by the reports."""
    return SafetyCheck.business_id.in_(actor.businesses)


# -- digital capital ---------------------------------------------------------------------------------------------------


@rule(Wave)
def waves(actor: Actor) -> ColumnElement[bool]:
    """When everybody is asked: members and mentors know."""
    return Wave.association_id == actor.association if actor.role in (MEMBER, MENTOR) else false()


@rule(Assessment)
def answers(actor: Actor) -> ColumnElement[bool]:
    """The own answers, a mentor's mentees'; the treasurer, who sees all rows, is stopped by the reports."""
    return Assessment.business_id.in_(actor.businesses)


def _own_profiles(actor: Actor) -> Select[UUID]:
    return select(MentorProfile.id).where(MentorProfile.association_id == actor.association, MentorProfile.account_id == actor.account)
