"""What erasing somebody does to learning: points, scores and minutes stay, what was asked, answered and told goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import Session

from cblp.catalogue.erasure import products
from cblp.db.actor import Actor
from cblp.db.erasure import Gone, blocker, declare
from cblp.errors import UserError
from cblp.growth.models import (
    Assessment,
    Assignment,
    Attendance,
    Candidate,
    ContentPiece,
    Cycle,
    CycleMember,
    LearningLink,
    MentoringSession,
    MentorProfile,
    Placement,
    ProductStrength,
    Question,
    RubricScore,
    SafetyCheck,
    ScoringModel,
    SuperiorRun,
    Training,
    Wave,
)
from cblp.i18n import N_


def _profiles(gone: Gone) -> Select[Any]:
    return select(MentorProfile.id).where(MentorProfile.association_id == gone.association, MentorProfile.person_id.in_(gone.persons))


def _assignments(gone: Gone) -> Select[Any]:
    """Where they were the mentor or the one who was accompanied."""
    return select(Assignment.id).where(
        Assignment.association_id == gone.association,
        or_(Assignment.business_id.in_(gone.businesses), Assignment.mentor_id.in_(_profiles(gone))),
    )


declare(Candidate, kept="scores")
declare(SuperiorRun, kept="criteria weights matrix result", scrubbed="names minutes")
declare(
    ProductStrength, kept="needs", whose=lambda gone: ProductStrength.product_id.in_(products(gone)),
    cleared={"authentic": "", "tradition": "", "attractive": "", "next_step": ""},
)
declare(
    MentorProfile, kept="code kind", whose=lambda gone: MentorProfile.person_id.in_(gone.persons),
    cleared={"institution": "", "born": None, "skills": [], "area_code": "", "about": "", "state": "inactive", "reason": ""},
)
declare(
    Assignment, kept="state reasons baseline", scrubbed="goal reason", whose=lambda gone: Assignment.id.in_(_assignments(gone)),
    cleared={"goal": "", "reason": ""},
)
declare(
    MentoringSession, kept="mode topics", scrubbed="note next_step doubted",
    whose=lambda gone: MentoringSession.assignment_id.in_(_assignments(gone)), cleared={"note": "", "next_step": "", "doubted": ""},
)
declare(Training, kept="code module state", scrubbed="title place link trainer note")
declare(Attendance, kept="answer")
declare(LearningLink, kept="module", scrubbed="title url")
declare(Cycle, kept="stage", scrubbed="title needs plan discussion lessons frozen")
declare(CycleMember)
declare(
    ContentPiece, kept="wave", whose=lambda gone: ContentPiece.business_id.in_(gone.businesses),
    cleared={"title": "", "seen": "", "followed": "", "added": "", "link": ""},
)
declare(
    RubricScore, kept="points", scrubbed="note", cleared={"note": ""},
    whose=lambda gone: or_(
        RubricScore.rater_id == gone.account,
        RubricScore.piece_id.in_(
            select(ContentPiece.id).where(ContentPiece.association_id == gone.association, ContentPiece.business_id.in_(gone.businesses))
        ),
    ),
)
# What was published was written anew for everybody; only the name is looked for in it.
declare(
    Question, kept="topic state", scrubbed="answer general", whose=lambda gone: Question.business_id.in_(gone.businesses),
    cleared={"text": "", "answer": case((Question.published_at.is_not(None), Question.answer), else_="")},
)
declare(
    Placement, kept="kind", scrubbed="institution who task result", whose=lambda gone: Placement.business_id.in_(gone.businesses),
    cleared={"task": "", "result": ""},
)
declare(SafetyCheck, kept="answers")
declare(Wave, kept="kind instrument", scrubbed="name")
declare(Assessment, kept="mode answers")  # codes of answers: what the capital scores are counted from
declare(ScoringModel, kept="model")


class MentoringOpen(UserError):
    """They accompany somebody, or are accompanied."""

    message = N_("Mentoring is still under way. End it first, in Mentoring.")


@blocker
def _open_mentoring(session: Session, actor: Actor, businesses: tuple[UUID, ...], account: UUID | None) -> Iterator[UserError]:
    """A mentoring that somebody waits for."""
    mentors = select(MentorProfile.id).where(MentorProfile.association_id == actor.association, MentorProfile.account_id == account)
    running = select(Assignment.id).where(
        Assignment.association_id == actor.association, Assignment.state.in_(("proposed", "accepted", "active")),
        or_(Assignment.business_id.in_(businesses), Assignment.mentor_id.in_(mentors)),
    )
    if session.scalar(running.limit(1)):
        yield MentoringOpen()
