"""Partners, programmes, financing, requests to government; published cells and period reports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cblp.db.base import Base, Edited, Entity, Tenant, belongs
from cblp.db.types import Rupiah

# -- partners and programmes -------------------------------------------------------------------------------------------


class Partner(Entity, Edited, Base):
    """Somebody from outside who works with the association."""

    __tablename__ = "partner"
    code: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(10))  # industry, academia, government, community, vocational
    role: Mapped[str] = mapped_column(String(300), default="")
    contact: Mapped[str] = mapped_column(String(160), default="")  # a person and a number: the coordinator's to read
    note: Mapped[str] = mapped_column(String(600), default="")
    ended_on: Mapped[date | None]
    __table_args__ = (
        UniqueConstraint("association_id", "code"),
        CheckConstraint("kind in ('industry','academia','government','community','vocational')", name="kind"),
    )


class Agreement(Entity, Edited, Base):
    """What was agreed with a partner, over a time."""

    __tablename__ = "agreement"
    partner_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(String(160))
    reference: Mapped[str] = mapped_column(String(80), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]  # the last day
    ours: Mapped[str] = mapped_column(String(600), default="")  # what we do
    theirs: Mapped[str] = mapped_column(String(600), default="")
    evidence_id: Mapped[UUID | None]
    __table_args__ = (belongs("partner_id", "partner"), belongs("evidence_id", "evidence"))


class Programme(Entity, Edited, Base):
    """A programme of help with a budget that begins and ends."""

    __tablename__ = "programme"
    code: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(160))
    partner_id: Mapped[UUID | None]  # who pays
    budget: Mapped[Rupiah | None]
    first: Mapped[date]  # days of the budget, both counted
    last: Mapped[date]
    about: Mapped[str] = mapped_column(String(1000), default="")
    called_off: Mapped[str] = mapped_column(String(200), default="")
    __table_args__ = (
        UniqueConstraint("association_id", "code"), belongs("partner_id", "partner"),
        CheckConstraint("first <= last", name="days"),
    )


class ProgrammeItem(Entity, Edited, Base):
    """One thing that a programme promised, and how much of it came."""

    __tablename__ = "programme_item"
    programme_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(10))  # goods, training, money, mentoring, licence, other
    what: Mapped[str] = mapped_column(String(160))
    unit: Mapped[str] = mapped_column(String(30))
    promised: Mapped[int] = mapped_column(BigInteger)
    delivered: Mapped[int] = mapped_column(BigInteger, default=0)
    due_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(300), default="")
    removed_at: Mapped[datetime | None]
    __table_args__ = (belongs("programme_id", "programme"),)


class ProgrammeCost(Entity, Base):
    """What was spent from the budget; taken back, never changed."""

    __tablename__ = "programme_cost"
    programme_id: Mapped[UUID]
    day: Mapped[date]
    amount: Mapped[Rupiah]
    what: Mapped[str] = mapped_column(String(160))
    entered_at: Mapped[datetime]
    entered_by: Mapped[UUID | None]
    taken_back_at: Mapped[datetime | None]
    __table_args__ = (belongs("programme_id", "programme"), CheckConstraint("amount > 0", name="amount"))


class ProgrammeMember(Tenant, Base):
    """A business that takes part in a programme."""

    __tablename__ = "programme_member"
    programme_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = mapped_column(primary_key=True)
    joined_on: Mapped[date]
    __table_args__ = (belongs("programme_id", "programme"), belongs("business_id", "business"))


class ProgrammeLink(Entity, Base):
    """An activity of the programme: a training, a campaign, or an assignment whose sessions count. One of the three."""

    __tablename__ = "programme_link"
    programme_id: Mapped[UUID]
    training_id: Mapped[UUID | None]
    campaign_id: Mapped[UUID | None]
    assignment_id: Mapped[UUID | None]
    removed_at: Mapped[datetime | None]
    __table_args__ = (
        belongs("programme_id", "programme"), belongs("training_id", "training"), belongs("campaign_id", "campaign"),
        belongs("assignment_id", "mentoring_assignment"), Index(None, "association_id", "programme_id"),
    )


class Financing(Entity, Edited, Base):
    """Money from a bank or another giver for one business: asked → given → repaid, or refused. The coordinator's and the member's."""

    __tablename__ = "financing"
    business_id: Mapped[UUID]
    programme_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(String(10))  # kur, loan, grant, koperasi, pnm, other
    institution: Mapped[str] = mapped_column(String(120))
    amount: Mapped[Rupiah]
    purpose: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(7), default="asked")
    asked_on: Mapped[date]
    decided_on: Mapped[date | None]
    until: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(300), default="")
    __table_args__ = (
        belongs("business_id", "business"), belongs("programme_id", "programme"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("state in ('asked','given','refused','repaid')", name="state"),
    )


class Advocacy(Entity, Edited, Base):
    """What the association asked of government, and what came of it: asked → promised → done, or refused."""

    __tablename__ = "advocacy"
    number: Mapped[int]
    partner_id: Mapped[UUID | None]
    addressee: Mapped[str] = mapped_column(String(160), default="")
    text: Mapped[str] = mapped_column(String(400))
    why: Mapped[str] = mapped_column(String(600), default="")
    meeting_id: Mapped[UUID | None]
    asked_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(8), default="asked")
    promised: Mapped[str] = mapped_column(String(400), default="")
    promised_for: Mapped[date | None]
    done_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(String(400), default="")
    __table_args__ = (
        UniqueConstraint("association_id", "number"), belongs("partner_id", "partner"), belongs("meeting_id", "meeting"),
        CheckConstraint("state in ('asked','promised','done','refused')", name="state"),
    )


# -- published progress ------------------------------------------------------------------------------------------------


class Edition(Entity, Base):
    """One publication of a quarter. Append only; the newest number of a period is what is read."""

    __tablename__ = "edition"
    period: Mapped[str] = mapped_column(String(7))  # 2026-Q3
    number: Mapped[int]
    # [business id, its area code, indicators of a population of their own that it counts in]: who was in it, and where, decides
    # what a correction may show.
    members: Mapped[list[Any]]
    reason: Mapped[str] = mapped_column(String(200), default="")
    published_at: Mapped[datetime]
    published_by: Mapped[UUID | None]
    __table_args__ = (UniqueConstraint("association_id", "period", "number"),)


class PublishedCell(Tenant, Base):
    """One figure of one area in one quarter: the only thing that a liaison reads. Append only.

    ``value`` and ``base`` are whole numbers whose meaning the indicator declares (a count, a count over a count, hundredths).
    A hidden cell has no value, and no ``base`` and ``n`` unless the members' own cell of that area tells them.
    """

    __tablename__ = "published_cell"
    period: Mapped[str] = mapped_column(String(7), primary_key=True)
    indicator: Mapped[str] = mapped_column(String(40), primary_key=True)
    area_code: Mapped[str] = mapped_column(String(13), primary_key=True)  # "" is the whole association
    edition: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int | None] = mapped_column(BigInteger)
    base: Mapped[int | None] = mapped_column(BigInteger)
    n: Mapped[int | None]
    hidden: Mapped[bool]


class Target(Entity, Edited, Base):
    """What is wanted of an indicator in a period: the least, good, and very good, in the unit in which it is shown (hundredths)."""

    __tablename__ = "indicator_target"
    period: Mapped[str] = mapped_column(String(7))
    indicator: Mapped[str] = mapped_column(String(40))
    least: Mapped[int | None] = mapped_column(BigInteger)
    good: Mapped[int | None] = mapped_column(BigInteger)
    excellent: Mapped[int | None] = mapped_column(BigInteger)
    __table_args__ = (UniqueConstraint("association_id", "period", "indicator"),)


class PeriodReport(Entity, Edited, Base):
    """A quarter as it is told to government: draft → submitted → returned with a comment → approved, then locked."""

    __tablename__ = "period_report"
    period: Mapped[str] = mapped_column(String(7))
    state: Mapped[str] = mapped_column(String(9), default="draft")
    sections: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what the coordinator wrote, by section
    edition: Mapped[int | None]
    snapshot: Mapped[dict[str, Any] | None]  # cells, targets, activities and requests as they were when it was submitted
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
    __table_args__ = (
        UniqueConstraint("association_id", "period"),
        CheckConstraint("state in ('draft','submitted','returned','approved')", name="state"),
    )


class ProgressComment(Entity, Base):
    """What a liaison or the office wrote to a report, or to a request. Append only."""

    __tablename__ = "progress_comment"
    report_id: Mapped[UUID | None]
    advocacy_id: Mapped[UUID | None]
    text: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(12))
    written_at: Mapped[datetime]
    written_by: Mapped[UUID | None]
    __table_args__ = (
        belongs("report_id", "period_report"), belongs("advocacy_id", "advocacy"),
        ForeignKeyConstraint(["written_by"], ["account.id"]),
    )
