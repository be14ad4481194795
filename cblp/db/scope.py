"""Which rows somebody may see, in one place: every read of a tenant table starts from ``visible``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, false, select

from cblp.db.actor import Actor
from cblp.db.base import Tenant

Row = TypeVar("Row", bound=Tenant)
Rule = Callable[[Actor], ColumnElement[bool]]

_rules: dict[type[Any], Rule] = {}


def rule(entity: type[Any]) -> Callable[[Rule], Rule]:
    """Declare which rows of ``entity`` are seen by an actor who does not see all (a member's own, a mentor's mentees')."""

    def keep(condition: Rule) -> Rule:
        _rules[entity] = condition
        return condition

    return keep


def visible(actor: Actor, entity: type[Row]) -> Select[Row]:
    """The rows of ``entity`` that ``actor`` may read: their association's, cut down to what their role reaches."""
    return select(entity).where(seen(actor, entity))


def seen(actor: Actor, entity: type[Any]) -> ColumnElement[bool]:
    """The condition behind ``visible``, for statements that select sums instead of rows. Nothing declared: nothing seen."""
    own: ColumnElement[bool] = entity.association_id == actor.association
    if actor.sees_all:
        return own
    condition = _rules.get(entity)
    return own & (condition(actor) if condition else false())
