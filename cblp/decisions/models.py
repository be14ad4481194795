"""Decisions, their voters and ballots, the parameters they set, rule versions for sharing, and papers that prove something."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cblp.db.base import Base, Edited, Entity, Tenant, belongs

STANDING = text("replaced_at IS NULL")


class Evidence(Entity, Base):
    """A photo of a paper that proves something: a count, a payment, what came in. Never changed, never deleted."""

    __tablename__ = "evidence"
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  # WebP, resized when it came in
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    width: Mapped[int]
    height: Mapped[int]
    business_id: Mapped[UUID | None]  # whose matter it is; a member sees their own
    added_at: Mapped[datetime]
    added_by: Mapped[UUID | None]
    __table_args__ = (belongs("business_id", "business"),)


class Decision(Entity, Edited, Base):
    """A proposal and what became of it: draft → open → closed, with an outcome; or agreed without a count.

    ``effects`` is what a yes writes (``cblp.decisions.effects``); options carry their own.
    """

    __tablename__ = "decision"
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    proposal: Mapped[str] = mapped_column(Text)  # one sentence
    consequence: Mapped[str] = mapped_column(Text, default="")  # what changes for each member
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    outcome: Mapped[str] = mapped_column(String(12), default="")  # passed, failed, no_quorum, second_round; "" until closed
    reason: Mapped[str] = mapped_column(String(12), default="")  # why it failed: tie, threshold, objection …
    winner_id: Mapped[UUID | None]  # the option that won
    by_consensus: Mapped[bool] = mapped_column(default=False)  # mufakat: agreed without a count
    asks_reasons: Mapped[bool] = mapped_column(default=False)
    quorum: Mapped[int] = mapped_column(default=5000)  # basis points of the voter list
    threshold: Mapped[int] = mapped_column(default=5000)  # basis points of yes + no, or of the votes for options
    effects: Mapped[list[Any]] = mapped_column(default=list)
    parameter: Mapped[str] = mapped_column(String(60), default="")  # of kind weights: the parameter that its means become
    counted: Mapped[dict[str, Any] | None]  # the count as it was at closing
    opened_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None]
    review_on: Mapped[date | None]
    minutes: Mapped[str] = mapped_column(Text, default="")  # what was said, for the printed paper
    first_round_id: Mapped[UUID | None]  # of a second round between two options
    superseded_by_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None]
    __table_args__ = (
        UniqueConstraint("association_id", "number"),
        belongs("first_round_id", "decision"),
        belongs("superseded_by_id", "decision"),
        CheckConstraint("kind in ('yes_no','choose_one','ranking','consent','weights')", name="kind"),
        CheckConstraint("state in ('draft','open','closed','dropped')", name="state"),
        CheckConstraint("quorum between 0 and 10000 and threshold between 0 and 10000", name="shares"),
    )


class DecisionOption(Entity, Base):
    """One of several things to choose, rank or weigh."""

    __tablename__ = "decision_option"
    decision_id: Mapped[UUID]
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40), default="")  # of kind weights: the criterion
    label: Mapped[str] = mapped_column(String(120))
    detail: Mapped[str] = mapped_column(String(400), default="")
    effects: Mapped[list[Any]] = mapped_column(default=list)
    __table_args__ = (belongs("decision_id", "decision"), UniqueConstraint("association_id", "decision_id", "position"))


class DecisionVoter(Tenant, Base):
    """The frozen list: a business that may vote (or, of a decision agreed without a count, belongs to it)."""

    __tablename__ = "decision_voter"
    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = mapped_column(primary_key=True)
    present: Mapped[bool] = mapped_column(default=False)  # was in the room when it was agreed without a count
    __table_args__ = (belongs("decision_id", "decision"), belongs("business_id", "business"))


class Ballot(Entity, Base):
    """A business's vote. A changed vote is a new row; the row before it is closed, never edited.

    ``choice`` by kind: {"vote": "yes"|"no"|"abstain"}; {"option": id}; {"order": [id, …]}; {"objection": true|false};
    {"points": {id: 0…100}} summing to 100; any kind {"vote": "abstain"}; null on a paper ballot, which counts in
    ``paper_count`` only.
    """

    __tablename__ = "ballot"
    decision_id: Mapped[UUID]
    business_id: Mapped[UUID]
    channel: Mapped[str] = mapped_column(String(8))  # app, recorded, paper
    choice: Mapped[dict[str, Any] | None]
    reason: Mapped[str] = mapped_column(String(400), default="")
    cast_at: Mapped[datetime]
    cast_by: Mapped[UUID | None]
    replaced_at: Mapped[datetime | None]
    __table_args__ = (
        belongs("decision_id", "decision"),
        belongs("business_id", "business"),
        Index(
            "uq_ballot_standing", "association_id", "decision_id", "business_id", unique=True,
            sqlite_where=STANDING, postgresql_where=STANDING,
        ),
        CheckConstraint("channel in ('app','recorded','paper')", name="channel"),
    )


class PaperCount(Entity, Base):
    """What the paper ballots of a decision said, counted together, with a photo; a corrected count is a new row.

    ``counts`` maps "yes"/"no"/"abstain", option ids or "objection"/"fine" to how many papers said so.
    """

    __tablename__ = "paper_count"
    decision_id: Mapped[UUID]
    counts: Mapped[dict[str, Any]]
    evidence_id: Mapped[UUID]
    counted_at: Mapped[datetime]
    counted_by: Mapped[UUID | None]
    replaced_at: Mapped[datetime | None]
    __table_args__ = (
        belongs("decision_id", "decision"),
        belongs("evidence_id", "evidence"),
        Index(
            "uq_paper_count_standing", "association_id", "decision_id", unique=True,
            sqlite_where=STANDING, postgresql_where=STANDING,
        ),
    )


class Parameter(Entity, Base):
    """A figure that the association decided, since a day; a new value is a new row. ``decision_id`` says who decided it."""

    __tablename__ = "parameter"
    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[dict[str, Any]]  # {"value": …}
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    decision_id: Mapped[UUID | None]  # null: set at the start, before there was a vote
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None]
    __table_args__ = (belongs("decision_id", "decision"), Index(None, "association_id", "key", "valid_from"))


class SharingRule(Entity, Base):
    """A way of sharing money, with its versions."""

    __tablename__ = "sharing_rule"
    name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None]
    __table_args__ = (UniqueConstraint("association_id", "name"),)


class SharingRuleVersion(Entity, Edited, Base):
    """One version of a rule: edited while it is a draft, frozen by the decision that passed it, then never changed."""

    __tablename__ = "sharing_rule_version"
    rule_id: Mapped[UUID]
    number: Mapped[int]
    note: Mapped[str] = mapped_column(String(400), default="")
    frozen_at: Mapped[datetime | None]
    decision_id: Mapped[UUID | None]  # the decision that it was last put to; it passed once frozen_at is set
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None]
    __table_args__ = (
        belongs("rule_id", "sharing_rule"), belongs("decision_id", "decision"), UniqueConstraint("association_id", "rule_id", "number"),
    )


class SharingComponent(Tenant, Base):
    """A part of the pool in basis points, and who gets it: a fund, or the members by one or several bases.

    ``bases`` lists [{"base": "equal"|"sales"|"capital"|"hours"|"role", "share": basis points}, …] summing to 10 000; combined
    before rounding. ``limits`` may hold {"hours": most hours of one business that count}. ``without_base`` says what happens
    when nobody has a base: "ask" stops the calculation, "equal" shares equally, a fund's code gives it to that fund.
    """

    __tablename__ = "sharing_component"
    version_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))  # seeds the ties: never changes with the label
    label: Mapped[str] = mapped_column(String(120))
    basis_points: Mapped[int]
    fund: Mapped[str] = mapped_column(String(12), default="")  # reserve, education, solidarity; "" for the members
    bases: Mapped[list[Any]] = mapped_column(default=list)
    limits: Mapped[dict[str, Any]] = mapped_column(default=dict)
    without_base: Mapped[str] = mapped_column(String(12), default="ask")
    __table_args__ = (
        belongs("version_id", "sharing_rule_version"),
        UniqueConstraint("association_id", "version_id", "code"),
        CheckConstraint("basis_points between 0 and 10000", name="basis_points"),
    )
