"""What the association set, on any day, and which decision did it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

import cblp.decisions.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.db.dated import on
from cblp.db.scope import seen
from cblp.decisions.models import Decision, Parameter
from cblp.decisions.rules.parameters import KEYS


@dataclass(frozen=True)
class Setting:
    """A figure as it stands: ``value`` in the key's unit. ``since`` is None for the default; ``number`` is the decision's."""

    key: str
    value: Any
    since: date | None = None
    until: date | None = None
    decision_id: UUID | None = None
    number: int | None = None


def setting(session: Session, actor: Actor, *, key: str, day: date) -> Setting:
    """What ``key`` (of rules.KEYS) is on a local day: what was set, else the default."""
    actor.require(COORDINATOR, TREASURER, MEMBER)
    row = session.execute(_rows(actor, key).where(on(Parameter, day))).first()
    return _setting(*row) if row else Setting(key, KEYS[key].default)


def history(session: Session, actor: Actor, *, key: str) -> list[Setting]:
    """All values of ``key`` that ever held, the newest first."""
    actor.require(COORDINATOR, TREASURER, MEMBER)
    return [_setting(*row) for row in session.execute(_rows(actor, key))]


def _rows(actor: Actor, key: str) -> Select[Parameter, int | None]:
    return (
        select(Parameter, Decision.number)
        .outerjoin(Decision, (Decision.association_id == Parameter.association_id) & (Decision.id == Parameter.decision_id))
        .where(seen(actor, Parameter), Parameter.key == key)
        .where(Parameter.valid_to.is_(None) | (Parameter.valid_to > Parameter.valid_from))
        .order_by(Parameter.valid_from.desc(), Parameter.id.desc())
    )


def _setting(row: Parameter, number: int | None) -> Setting:
    return Setting(row.key, row.value["value"], row.valid_from, row.valid_to, row.decision_id, number)
