"""Import batches with their counts and issues, saved column mappings, source addresses, and the server's job table."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cblp.db.base import Base, Edited, Entity, Tenant, belongs

RECEIVED, CHECKED, POSTED, REVERTED = "received", "checked", "posted", "reverted"


class ImportBatch(Entity, Base):
    """One file: received → checked (its whitelisted rows wait here, compressed, at most 24 hours) → posted → reverted."""

    __tablename__ = "import_batch"
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    source: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(12))
    format: Mapped[str] = mapped_column(String(40))
    since: Mapped[str] = mapped_column(String(10))
    parser_version: Mapped[int]
    status: Mapped[str] = mapped_column(String(8))
    as_of: Mapped[datetime | None]
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    rows: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    notes: Mapped[list[Any]] = mapped_column(default=list)
    waiting: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # compressed rows while checked
    received_at: Mapped[datetime]
    received_by: Mapped[UUID | None]
    posted_at: Mapped[datetime | None]
    posted_by: Mapped[UUID | None]
    reverted_at: Mapped[datetime | None]
    reverted_by: Mapped[UUID | None]
    reverted_reason: Mapped[str] = mapped_column(String(200), default="")
    __table_args__ = (
        CheckConstraint("status in ('received','checked','posted','reverted')", name="status"),
        Index("uq_import_batch_posted", "association_id", "sha256", unique=True,
              sqlite_where=text("status = 'posted'"), postgresql_where=text("status = 'posted'")),
        Index(None, "association_id", "received_at"),
    )


class BatchShop(Tenant, Base):
    """Into which shop the rows of a batch went, for each marketplace in the file (two for a shared seller centre)."""

    __tablename__ = "import_batch_shop"
    batch_id: Mapped[UUID] = mapped_column(primary_key=True)
    marketplace: Mapped[str] = mapped_column(String(16), primary_key=True)
    shop_id: Mapped[UUID]
    __table_args__ = (belongs("batch_id", "import_batch"), belongs("shop_id", "shop"), Index(None, "association_id", "shop_id"))


class ImportIssue(Tenant, Base):
    """A row of a batch that could not be read, or needs a look."""

    __tablename__ = "import_issue"
    batch_id: Mapped[UUID] = mapped_column(primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    column: Mapped[str] = mapped_column(String(120), primary_key=True)
    code: Mapped[str] = mapped_column(String(30))
    value: Mapped[str] = mapped_column(String(40), default="")
    __table_args__ = (belongs("batch_id", "import_batch"),)


class SavedMapping(Entity, Edited, Base):
    """Which columns of a shop's own sheet mean what; found again by the sheet's headers."""

    __tablename__ = "saved_mapping"
    shop_id: Mapped[UUID]
    headers: Mapped[str] = mapped_column(String(64))  # sha256 of the normalised headers
    columns: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    saved_by: Mapped[UUID | None]
    __table_args__ = (belongs("shop_id", "shop"), UniqueConstraint("association_id", "headers"))


class SourceAddress(Entity, Edited, Base):
    """Where a shop's files can be fetched, and how the last fetch went."""

    __tablename__ = "source_address"
    shop_id: Mapped[UUID]
    url: Mapped[str] = mapped_column(String(600))
    active: Mapped[bool] = mapped_column(default=True)
    added_at: Mapped[datetime]
    added_by: Mapped[UUID | None]
    fetched_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(300), default="")
    __table_args__ = (belongs("shop_id", "shop"), UniqueConstraint("association_id", "shop_id", "url"))


class Job(Entity, Base):
    """Long work that a page started: it can be left, and its progress is read here."""

    __tablename__ = "job"
    kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[UUID | None]
    account_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(String(8), default="waiting")  # waiting, running, done, failed
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    input: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    __table_args__ = (Index(None, "association_id", "state"),)
