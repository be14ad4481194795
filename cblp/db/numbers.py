"""Numbers that people say aloud (decision 7, transfer 312): per association, without gaps, one writer at a time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cblp.db.actor import Actor
from cblp.db.base import Base


def following(session: Session, actor: Actor, column: Any) -> int:
    """The number after the greatest in ``column``; the association's row is locked until the transaction ends."""
    alone(session, actor)
    highest = session.scalar(select(func.max(column)).where(column.class_.association_id == actor.association))
    return int(highest or 0) + 1


def code(session: Session, actor: Actor, entity: Any, prefix: str) -> str:
    """The code of the next row of ``entity``, of which none is ever deleted: ``PL04`` after three; locked as in ``following``."""
    alone(session, actor)
    there = session.scalar(select(func.count()).select_from(entity).where(entity.association_id == actor.association)) or 0
    return f"{prefix}{there + 1:02}"


def alone(session: Session, actor: Actor) -> None:
    """Wait until no other transaction numbers or books in this association, and keep others waiting until this one ends."""
    association = Base.metadata.tables["association"]
    session.execute(select(association.c.association_id).where(association.c.association_id == actor.association).with_for_update())
