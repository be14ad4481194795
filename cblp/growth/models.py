"""Growing: superior products, mentors and their sessions, trainings, learning cycles, the clinic, account safety, digital capital."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cblp.db.base import Base, Edited, Entity, Tenant, belongs
from cblp.db.types import Rupiah

# -- superior products -------------------------------------------------------------------------------------------------


class Candidate(Entity, Edited, Base):
    """A product that is considered, with what was scored together; turnover and labour come from the data unless given here.

    ``scores`` maps a criterion to its value (1 to 5, or rupiah and people for the first two) or null while it is not known.
    """

    __tablename__ = "superior_candidate"
    product_id: Mapped[UUID]
    scores: Mapped[dict[str, Any]] = mapped_column(default=dict)
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    __table_args__ = (belongs("product_id", "product"), UniqueConstraint("association_id", "product_id"))


class SuperiorRun(Entity, Base):
    """A ranking as it was made, with everything it follows from. Append only.

    ``matrix`` maps product ids to values by criterion, ``names`` product ids to what they were called, ``result`` holds places,
    compromise, conditions, and the sets at each v.
    """

    __tablename__ = "superior_run"
    number: Mapped[int]
    criteria: Mapped[list[Any]]
    weights: Mapped[dict[str, Any]]  # basis points by criterion
    decision_id: Mapped[UUID | None]  # the decision that set the weights
    v: Mapped[int]  # hundredths
    matrix: Mapped[dict[str, Any]]
    names: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    minutes: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    __table_args__ = (UniqueConstraint("association_id", "number"), belongs("decision_id", "decision"))


class ProductStrength(Tenant, Edited, Base):
    """Why a product is worth telling of: authentic, of local tradition, attractive; and what its next step would add."""

    __tablename__ = "product_strength"
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    authentic: Mapped[str] = mapped_column(String(600), default="")
    tradition: Mapped[str] = mapped_column(String(600), default="")
    attractive: Mapped[str] = mapped_column(String(600), default="")
    next_step: Mapped[str] = mapped_column(String(600), default="")  # raw → semi-finished → finished: what would be made of it
    next_price: Mapped[Rupiah | None]  # what that would sell for, per the same unit
    next_cost: Mapped[Rupiah | None]
    needs: Mapped[list[Any]] = mapped_column(default=list)  # research, machines, skill, capital
    __table_args__ = (belongs("product_id", "product"),)

    @property
    def id(self) -> UUID:
        """What the trail of changes calls it: the product."""
        return self.product_id


# -- mentors -----------------------------------------------------------------------------------------------------------


class MentorProfile(Entity, Edited, Base):
    """Somebody who offers to accompany others: draft → submitted → approved or rejected → inactive."""

    __tablename__ = "mentor_profile"
    code: Mapped[str] = mapped_column(String(12))
    account_id: Mapped[UUID | None]
    person_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(8))  # seller, student
    business_id: Mapped[UUID | None]  # of a seller
    institution: Mapped[str] = mapped_column(String(120), default="")
    born: Mapped[int | None]  # year, for pairs of generations
    skills: Mapped[list[Any]] = mapped_column(default=list)
    capacity: Mapped[int] = mapped_column(default=2)
    area_code: Mapped[str] = mapped_column(String(13), default="")
    about: Mapped[str] = mapped_column(String(600), default="")
    state: Mapped[str] = mapped_column(String(9), default="draft")
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[UUID | None]
    reason: Mapped[str] = mapped_column(String(200), default="")
    __table_args__ = (
        UniqueConstraint("association_id", "code"),
        UniqueConstraint("association_id", "person_id"),
        ForeignKeyConstraint(["account_id"], ["account.id"]),
        belongs("person_id", "person"),
        belongs("business_id", "business"),
        CheckConstraint("kind in ('seller','student')", name="kind"),
        CheckConstraint("capacity between 0 and 20", name="capacity"),
        CheckConstraint("state in ('draft','submitted','approved','rejected','inactive')", name="state"),
    )


class Assignment(Entity, Edited, Base):
    """A mentor accompanies a business: proposed → accepted → active → completed, cancelled or declined with a reason."""

    __tablename__ = "mentoring_assignment"
    business_id: Mapped[UUID]
    mentor_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(9), default="proposed")
    proposed_on: Mapped[date]
    accepted_on: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]  # the first day on which it is over
    reasons: Mapped[list[Any]] = mapped_column(default=list)  # [[code, points], …] of the proposal
    goal: Mapped[str] = mapped_column(String(300), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")  # of a refusal or an early end
    baseline: Mapped[dict[str, Any] | None]  # what the shop was like when it began
    proposed_by: Mapped[UUID | None]
    __table_args__ = (
        belongs("business_id", "business"),
        belongs("mentor_id", "mentor_profile"),
        Index(None, "association_id", "mentor_id"),
        Index(None, "association_id", "business_id"),
        CheckConstraint("state in ('proposed','accepted','active','completed','cancelled','declined')", name="state"),
    )


class MentoringSession(Entity, Edited, Base):
    """A meeting of mentor and mentee, written down by the mentor and confirmed by the member."""

    __tablename__ = "mentoring_session"
    assignment_id: Mapped[UUID]
    day: Mapped[date]
    minutes: Mapped[int]
    mode: Mapped[str] = mapped_column(String(7))  # visit, clinic, online
    topics: Mapped[list[Any]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(String(1000), default="")
    next_step: Mapped[str] = mapped_column(String(300), default="")
    due_on: Mapped[date | None]
    step_done_on: Mapped[date | None]
    logged_at: Mapped[datetime]
    logged_by: Mapped[UUID | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[UUID | None]
    doubted: Mapped[str] = mapped_column(String(200), default="")  # what the member says was otherwise
    __table_args__ = (
        belongs("assignment_id", "mentoring_assignment"),
        Index(None, "association_id", "assignment_id"),
        CheckConstraint("minutes between 1 and 1440", name="minutes"),
        CheckConstraint("mode in ('visit','clinic','online')", name="mode"),
    )


# -- learning ----------------------------------------------------------------------------------------------------------


class Training(Entity, Edited, Base):
    """A training: planned → held or called off."""

    __tablename__ = "training"
    code: Mapped[str] = mapped_column(String(30))
    module: Mapped[str] = mapped_column(String(20))  # of data/materials
    title: Mapped[str] = mapped_column(String(120))
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(160), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    seats: Mapped[int | None]
    trainer: Mapped[str] = mapped_column(String(120), default="")
    cycle_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(String(10), default="planned")
    note: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (
        UniqueConstraint("association_id", "code"), belongs("cycle_id", "par_cycle"),
        CheckConstraint("state in ('planned','held','called_off')", name="state"),
    )


class Attendance(Tenant, Edited, Base):
    """A business at a training: invited → coming or not → was there or was not."""

    __tablename__ = "attendance"
    training_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(String(10), default="invited")  # invited, coming, not_coming
    present: Mapped[bool | None]
    people: Mapped[int] = mapped_column(default=1)
    __table_args__ = (belongs("training_id", "training"), belongs("business_id", "business"))


class LearningLink(Entity, Base):
    """A learning video or a good example that belongs to a module."""

    __tablename__ = "learning_link"
    module: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(160))
    url: Mapped[str] = mapped_column(String(300))
    added_at: Mapped[datetime]
    added_by: Mapped[UUID | None]
    removed_at: Mapped[datetime | None]


class Cycle(Entity, Edited, Base):
    """A round of learning together: needs → training → discussion → evaluation → closed. What was learned opens the next."""

    __tablename__ = "par_cycle"
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    stage: Mapped[str] = mapped_column(String(10), default="needs")
    first: Mapped[date]
    last: Mapped[date]
    needs: Mapped[str] = mapped_column(Text, default="")
    plan: Mapped[str] = mapped_column(Text, default="")
    discussion: Mapped[str] = mapped_column(Text, default="")
    lessons: Mapped[str] = mapped_column(Text, default="")
    before_id: Mapped[UUID | None]  # the cycle whose lessons this one starts from
    closed_at: Mapped[datetime | None]
    frozen: Mapped[dict[str, Any] | None]  # the three results as they were at closing
    __table_args__ = (
        UniqueConstraint("association_id", "number"), belongs("before_id", "par_cycle"),
        CheckConstraint("stage in ('needs','training','discussion','evaluation','closed')", name="stage"),
    )


class CycleMember(Tenant, Base):
    """A business that takes part in a cycle."""

    __tablename__ = "cycle_member"
    cycle_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = mapped_column(primary_key=True)
    __table_args__ = (belongs("cycle_id", "par_cycle"), belongs("business_id", "business"))


class ContentPiece(Entity, Edited, Base):
    """Something a member made while learning: seen (niteni), followed (niroke), and added to of one's own (nambahi)."""

    __tablename__ = "content_piece"
    business_id: Mapped[UUID]
    cycle_id: Mapped[UUID | None]
    product_id: Mapped[UUID | None]
    wave: Mapped[str] = mapped_column(String(6), default="during")  # before, during, after
    title: Mapped[str] = mapped_column(String(160))
    seen: Mapped[str] = mapped_column(String(600), default="")
    followed: Mapped[str] = mapped_column(String(600), default="")
    added: Mapped[str] = mapped_column(String(600), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    evidence_id: Mapped[UUID | None]
    made_on: Mapped[date]
    entered_by: Mapped[UUID | None]
    __table_args__ = (
        belongs("business_id", "business"), belongs("cycle_id", "par_cycle"), belongs("product_id", "product"),
        belongs("evidence_id", "evidence"), Index(None, "association_id", "cycle_id"),
        CheckConstraint("wave in ('before','during','after')", name="wave"),
    )


class RubricScore(Entity, Base):
    """What a rater gave a piece, 1 to 4 by criterion; a changed score is a new row."""

    __tablename__ = "rubric_score"
    piece_id: Mapped[UUID]
    rater_id: Mapped[UUID]
    points: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(String(300), default="")
    scored_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    __table_args__ = (
        belongs("piece_id", "content_piece"), ForeignKeyConstraint(["rater_id"], ["account.id"]),
        Index(None, "association_id", "piece_id"),
    )


class Question(Entity, Edited, Base):
    """A question to the clinic: open → answered → published (without a name), or withdrawn."""

    __tablename__ = "clinic_question"
    number: Mapped[int]
    business_id: Mapped[UUID]
    topic: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(1000))
    evidence_id: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(String(9), default="open")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None]
    helped: Mapped[bool | None]
    general: Mapped[str] = mapped_column(String(1000), default="")  # the question as everybody may read it
    published_at: Mapped[datetime | None]
    __table_args__ = (
        UniqueConstraint("association_id", "number"), belongs("business_id", "business"), belongs("evidence_id", "evidence"),
        CheckConstraint("state in ('open','answered','published','withdrawn')", name="state"),
    )


class Placement(Entity, Edited, Base):
    """A student intern or a vocational school at a business over a time."""

    __tablename__ = "placement"
    institution: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10))  # internship, vocational
    who: Mapped[str] = mapped_column(String(120), default="")
    business_id: Mapped[UUID | None]
    task: Mapped[str] = mapped_column(String(300), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    result: Mapped[str] = mapped_column(String(600), default="")
    __table_args__ = (
        belongs("business_id", "business"), CheckConstraint("kind in ('internship','vocational')", name="kind"),
    )


class SafetyCheck(Entity, Base):
    """What a business answered to the account-safety list on a day; the newest counts."""

    __tablename__ = "safety_check"
    business_id: Mapped[UUID]
    list_version: Mapped[int]
    answers: Mapped[dict[str, Any]]  # item: true, false, null = does not know
    checked_at: Mapped[datetime]
    checked_by: Mapped[UUID | None]
    __table_args__ = (belongs("business_id", "business"), Index(None, "association_id", "business_id"))


# -- digital capital ---------------------------------------------------------------------------------------------------


class Wave(Entity, Edited, Base):
    """A time at which all are asked: before, after, or later; open between two days."""

    __tablename__ = "assessment_wave"
    kind: Mapped[str] = mapped_column(String(8))  # pre, post, followup
    name: Mapped[str] = mapped_column(String(80))
    instrument: Mapped[str] = mapped_column(String(30))
    instrument_version: Mapped[int]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    cycle_id: Mapped[UUID | None]
    __table_args__ = (belongs("cycle_id", "par_cycle"), CheckConstraint("kind in ('pre','post','followup')", name="kind"))


class Assessment(Entity, Edited, Base):
    """What one person answered in one wave, saved at each answer; ``answers`` by item code, null = was left out."""

    __tablename__ = "assessment"
    wave_id: Mapped[UUID]
    business_id: Mapped[UUID]
    person_id: Mapped[UUID]
    mode: Mapped[str] = mapped_column(String(11))  # self, interviewed
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    entered_by: Mapped[UUID | None]
    __table_args__ = (
        belongs("wave_id", "assessment_wave"), belongs("business_id", "business"), belongs("person_id", "person"),
        UniqueConstraint("association_id", "wave_id", "person_id"),
        CheckConstraint("mode in ('self','interviewed')", name="mode"),
    )


class ScoringModel(Entity, Base):
    """The optional model, drawn from a baseline once and frozen."""

    __tablename__ = "scoring_model"
    wave_id: Mapped[UUID]
    model: Mapped[dict[str, Any]]
    people: Mapped[int]
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[UUID | None]
    __table_args__ = (belongs("wave_id", "assessment_wave"),)
