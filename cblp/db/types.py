"""Column types that mean the same on SQLite and PostgreSQL: ids, instants, whole rupiah."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import BigInteger, Dialect, LargeBinary, String
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine


class Uid(TypeDecorator[UUID]):
    """A UUID: 16 bytes on SQLite (sorts by time for version 7), ``uuid`` on PostgreSQL."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return postgresql.UUID(as_uuid=True) if dialect.name == "postgresql" else LargeBinary(16)

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        return value if value is None or isinstance(value, UUID) else UUID(bytes=bytes(value))


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime to the second: ``YYYY-MM-DDTHH:MM:SSZ`` on SQLite, ``timestamptz`` on PostgreSQL."""

    impl = String(20)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return postgresql.TIMESTAMP(timezone=True) if dialect.name == "postgresql" else String(20)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        exact = value.astimezone(UTC).replace(microsecond=0)
        return exact if dialect.name == "postgresql" else exact.strftime("%Y-%m-%dT%H:%M:%SZ")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if isinstance(value, datetime) else datetime.fromisoformat(value)


Rupiah = Annotated[int, mapped_column(BigInteger)]
"""Whole rupiah."""
