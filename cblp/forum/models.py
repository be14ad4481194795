"""Meetings with their frozen figures, who came, what was said, and who does what until when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cblp.db.base import Base, Edited, Entity, Tenant, belongs


class Meeting(Entity, Edited, Base):
    """A meeting: planned → held → final, then read only.

    ``snapshot`` holds the figures of the month as they were when the deck was made: numbers and ids, never text of the screen.
    """

    __tablename__ = "meeting"
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8), default="monthly")  # monthly, needs (a mapping of needs before guidance)
    title: Mapped[str] = mapped_column(String(120), default="")
    month: Mapped[date]  # the first day of the month that is looked at
    starts_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(160), default="")
    state: Mapped[str] = mapped_column(String(8), default="planned")
    snapshot: Mapped[dict[str, Any] | None]
    frozen_at: Mapped[datetime | None]
    frozen_by: Mapped[UUID | None]
    minutes: Mapped[str] = mapped_column(Text, default="")
    final_at: Mapped[datetime | None]
    final_by: Mapped[UUID | None]
    before_id: Mapped[UUID | None]  # the meeting whose open promises this one begins with
    called_off: Mapped[str] = mapped_column(String(200), default="")
    __table_args__ = (
        UniqueConstraint("association_id", "number"),
        belongs("before_id", "meeting"),
        Index(None, "association_id", "month"),
        CheckConstraint("kind in ('monthly','needs')", name="kind"),
        CheckConstraint("state in ('planned','held','final','off')", name="state"),
    )


class SlideText(Tenant, Edited, Base):
    """What was typed into a slide during the meeting."""

    __tablename__ = "slide_text"
    meeting_id: Mapped[UUID] = mapped_column(primary_key=True)
    slide: Mapped[str] = mapped_column(String(20), primary_key=True)
    text: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (belongs("meeting_id", "meeting"),)


class MeetingGuest(Entity, Base):
    """Who was there: a business of the association, or a guest by name."""

    __tablename__ = "meeting_guest"
    meeting_id: Mapped[UUID]
    business_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(String(120), default="")
    institution: Mapped[str] = mapped_column(String(120), default="")
    entered_at: Mapped[datetime]
    entered_by: Mapped[UUID | None]
    __table_args__ = (
        belongs("meeting_id", "meeting"), belongs("business_id", "business"),
        UniqueConstraint("association_id", "meeting_id", "business_id"),
    )


class MeetingTheme(Entity, Edited, Base):
    """What was talked about, and how many raised it. ``pillar`` is a row of the needs-mapping template, or empty."""

    __tablename__ = "meeting_theme"
    meeting_id: Mapped[UUID]
    pillar: Mapped[str] = mapped_column(String(12), default="")  # development, association, service
    aspect: Mapped[str] = mapped_column(String(12), default="")  # purpose, participants, method, role
    title: Mapped[str] = mapped_column(String(120))
    raised: Mapped[int] = mapped_column(default=0)  # people
    note: Mapped[str] = mapped_column(String(1000), default="")
    removed_at: Mapped[datetime | None]
    __table_args__ = (belongs("meeting_id", "meeting"), Index(None, "association_id", "meeting_id"))


class MeetingQuote(Entity, Base):
    """A sentence that somebody said. Who said it is nowhere: no column, and attendance has no order in time to match it with."""

    __tablename__ = "meeting_quote"
    meeting_id: Mapped[UUID]
    theme_id: Mapped[UUID | None]
    text: Mapped[str] = mapped_column(String(500))
    removed_at: Mapped[datetime | None]
    __table_args__ = (belongs("meeting_id", "meeting"), belongs("theme_id", "meeting_theme"))


class MeetingDecision(Tenant, Base):
    """A decision that came out of a meeting; it lives on in the decisions."""

    __tablename__ = "meeting_decision"
    meeting_id: Mapped[UUID] = mapped_column(primary_key=True)
    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    __table_args__ = (belongs("meeting_id", "meeting"), belongs("decision_id", "decision"))


class ActionItem(Entity, Edited, Base):
    """Who does what until when: open → doing → done or dropped. What is open comes back in each next meeting by itself."""

    __tablename__ = "action_item"
    number: Mapped[int]
    meeting_id: Mapped[UUID | None]  # where it was promised
    text: Mapped[str] = mapped_column(String(300))
    business_id: Mapped[UUID | None]  # who: a member's business,
    owner: Mapped[str] = mapped_column(String(120), default="")  # or somebody by name or office
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(7), default="open")
    state_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200), default="")  # of what was dropped
    result: Mapped[str] = mapped_column(String(300), default="")
    __table_args__ = (
        UniqueConstraint("association_id", "number"),
        belongs("meeting_id", "meeting"), belongs("business_id", "business"),
        CheckConstraint("state in ('open','doing','done','dropped')", name="state"),
    )
