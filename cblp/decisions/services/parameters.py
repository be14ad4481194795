"""The figures that the association set: since which day, and which decision did it. A new value is a new row."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

import cblp.decisions.scope  # noqa: F401  (who sees which row)
from cblp.db.actor import COORDINATOR, Actor
from cblp.db.ids import uuid7
from cblp.decisions import effects
from cblp.decisions.effects import Effect, How
from cblp.decisions.models import Decision, Parameter
from cblp.decisions.rules.parameters import KEYS
from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people.services import audit

EFFECT = "parameter"


class DecidedAlready(UserError):
    """A figure that a decision set changes by a decision only."""

    message = N_("The members decided this. Put a new proposal to the vote to change it.")


def start_with(session: Session, actor: Actor, *, key: str, value: Any, since: date, now: datetime) -> None:
    """Write down what held before the first vote about it (coordinator); ``since`` is a local day.

    Raises DecidedAlready once a decision set the figure, and what ``Key.checked`` raises.
    """
    actor.require(COORDINATOR)
    kept = KEYS[key].checked(value)
    decided = select(Parameter.id).where(
        Parameter.association_id == actor.association, Parameter.key == key, Parameter.decision_id.is_not(None)
    )
    if session.scalar(decided.limit(1)) is not None:
        raise DecidedAlready()
    _set(session, actor, key, kept, since, None, now)


def _set(session: Session, actor: Actor, key: str, value: Any, since: date, decision_id: UUID | None, now: datetime) -> None:
    later = session.scalars(
        select(Parameter).with_for_update().where(
            Parameter.association_id == actor.association, Parameter.key == key,
            or_(Parameter.valid_to.is_(None), Parameter.valid_to > since),
        )
    )
    for row in later:  # a row that would have begun later holds on no day, and stays as history
        row.valid_to = max(row.valid_from, since)
    session.add(Parameter(
        association_id=actor.association, id=uuid7(), key=key, value={"value": value}, valid_from=since, valid_to=None,
        decision_id=decision_id, set_at=now, set_by=actor.account,
    ))
    session.flush()
    audit.record(session, actor, now=now, action="changed", entity="parameter", subject=decision_id, changes={key: value})


def _apply(session: Session, actor: Actor, decision: Decision, effect: Effect, now: datetime) -> None:
    before = session.scalars(
        select(Decision).join(
            Parameter, (Parameter.association_id == Decision.association_id) & (Parameter.decision_id == Decision.id)
        ).where(
            Parameter.association_id == actor.association, Parameter.key == effect["key"], Parameter.valid_to.is_(None),
        )
    ).all()
    _set(session, actor, effect["key"], KEYS[effect["key"]].checked(effect["value"]), actor.day(now), decision.id, now)
    for one in before:
        if not _still_rules(session, actor, one):
            one.superseded_by_id = decision.id


def _still_rules(session: Session, actor: Actor, decision: Decision) -> bool:
    """Whether something that the decision wrote is still in force; what it did besides figures stays done."""
    own = select(Parameter.id).where(
        Parameter.association_id == actor.association, Parameter.decision_id == decision.id, Parameter.valid_to.is_(None)
    )
    return any(effect["kind"] != EFFECT for effect in decision.effects) or session.scalar(own.limit(1)) is not None


def _check(session: Session, actor: Actor, effect: Effect) -> None:
    KEYS[effect["key"]].checked(effect["value"])


effects.register(EFFECT, How(apply=_apply, check=_check))
