"""Saving what people edit: a save names the version it started from, and a stale one is refused with both values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.db.actor import Actor
from cblp.db.base import Entity
from cblp.db.scope import visible
from cblp.errors import Missing, Stale, UserError
from cblp.i18n import N_
from cblp.people.models import Account, Association, AuditEntry, Erasure, Person
from cblp.people.services import audit

Row = TypeVar("Row", bound=Entity)


class WasErased(UserError):
    """What is asked for would write about somebody who was erased."""

    message = N_("This personal data was erased, and nothing more is written here. Who comes back is added anew.")


def locked(session: Session, actor: Actor, entity: type[Row], row_id: UUID) -> Row:
    """A row that the actor may see, locked until the transaction ends; raises Missing."""
    statement = visible(actor, entity).where(entity.id == row_id).with_for_update()
    row: Row | None = session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise Missing()
    return row


def there(session: Session, actor: Actor, entity: type[Entity], row_id: UUID) -> None:
    """Stop whoever names a row that is not there or not theirs to see; raises Missing before the database refuses it."""
    if session.scalar(visible(actor, entity).with_only_columns(entity.id).where(entity.id == row_id)) is None:
        raise Missing()


def refuse_erased(session: Session, actor: Actor, *, person: UUID | None = None, account: UUID | None = None) -> None:
    """Stop whoever writes about somebody who was erased here (a business goes with its owner); raises WasErased."""
    gone = select(Person.id).where(Person.association_id == actor.association, Person.id == person, Person.erased_at.is_not(None))
    closed = select(Erasure.id).where(Erasure.association_id == actor.association, Erasure.account_id == account)
    if (person and session.scalar(gone)) or (account and session.scalar(closed.limit(1))):
        raise WasErased


def only(changes: Mapping[str, Any], fields: Collection[str]) -> None:
    """Stop a page that edits what is not to be edited; raises ValueError."""
    if strange := changes.keys() - set(fields):
        raise ValueError(f"not to be edited: {strange}")


def save(
    session: Session, actor: Actor, row: Any, *, version: int, changes: Mapping[str, Any], public: Collection[str],
    now: datetime, label: str = "", behalf_of: UUID | None = None, also: Mapping[str, Any] | None = None,
) -> int:
    """Give a locked row its new values and write the audit row; returns the version to start the next save from.

    Raises Stale when somebody saved since ``version`` and left other values: its ``values`` are ``theirs`` and ``yours``
    (maps of the differing fields), ``who`` (name or ""), ``at`` (instant or None) and ``version`` to save over it.
    Values reach the audit trail for ``public`` fields only. ``also`` is set with a save that changes something.
    """
    new = {field: value for field, value in changes.items() if getattr(row, field) != value}
    if not new:
        return int(row.version)
    if row.version != version:
        raise stale(session, actor, row, new)
    for field, value in {**new, **(also or {})}.items():
        setattr(row, field, value)
    session.flush()
    audit.record(
        session, actor, now=now, action="changed", entity=row.__tablename__, subject=key_of(row), label=label,
        changes={field: plain(value) if field in public else None for field, value in new.items()}, behalf_of=behalf_of,
    )
    return int(row.version)


def stale(session: Session, actor: Actor, row: Any, yours: Mapping[str, Any]) -> Stale:
    """The refusal of a stale save, with who saved last and when."""
    last = session.execute(
        select(AuditEntry.at, Account.name).outerjoin(Account, Account.id == AuditEntry.account_id)
        .where(AuditEntry.association_id == actor.association, AuditEntry.subject_id == key_of(row))
        .order_by(AuditEntry.id.desc()).limit(1)
    ).one_or_none()
    return Stale(
        theirs={field: getattr(row, field) for field in yours}, yours=dict(yours),
        who=(last.name or "") if last else "", at=last.at if last else None, version=row.version,
    )


def key_of(row: Any) -> UUID:
    """What the audit trail calls a row: its id; the association itself has only its own."""
    key: UUID = row.association_id if isinstance(row, Association) else row.id
    return key


def plain(value: Any) -> Any:
    """A value as the audit trail keeps it."""
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)
