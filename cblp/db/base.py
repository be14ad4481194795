"""What every table starts from: the tenant-first key, the version counter, the immutable fact."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Date, ForeignKeyConstraint, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from cblp.db.ids import uuid7
from cblp.db.types import Instant, Uid

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The schema. A table that is not a ``Tenant`` is global: a reference table when the rest is sharded."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uid, datetime: Instant, date: Date, dict[str, Any]: JSON, list[Any]: JSON,
    }


class Tenant:
    """A row of one association; the association leads the primary key and every foreign key."""

    # The type stands here by name: the session's filter compares this column before it belongs to a table.
    association_id: Mapped[UUID] = mapped_column(Uid(), primary_key=True, sort_order=-20)


class Entity(Tenant):
    """A tenant row with an id of its own."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, sort_order=-19)


class Edited:
    """A row that people edit: a save names the version it started from, a stale one is refused."""

    version: Mapped[int] = mapped_column(default=1, sort_order=90)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.version}


class Fact(Tenant):
    """An immutable version of a row of a file; ``is_current`` marks the one that counts (domain rules: facts).

    The key is the natural key of the row plus the batch. Only ``is_current`` and derived money ever change, and only
    through the one function that settles them.
    """

    batch_id: Mapped[UUID] = mapped_column(sort_order=80)
    row_hash: Mapped[int] = mapped_column(BigInteger, sort_order=81)
    is_current: Mapped[bool] = mapped_column(default=False, sort_order=82)


def belongs(column: str, target: str) -> ForeignKeyConstraint:
    """A foreign key that cannot leave the association: (association_id, column) → target(association_id, id)."""
    return ForeignKeyConstraint(["association_id", column], [f"{target}.association_id", f"{target}.id"])
