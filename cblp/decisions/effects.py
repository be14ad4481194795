"""What a passed decision writes. Features above register how; a decision carries its effects as plain data.

An effect is ``{"kind": …, …}``, ids as text. Known here: ``parameter`` (key, value) and ``rule`` (version). Registered above:
``campaign`` (campaign), ``distribution`` (distribution), ``aid`` (request).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from cblp.db.actor import Actor
from cblp.decisions.models import Decision

Effect = Mapping[str, Any]


@dataclass(frozen=True)
class How:
    """How a kind of effect is carried out.

    ``apply(session, actor, decision, effect, now)`` runs in the transaction that closes a passed decision. ``check`` runs when
    the decision is opened and raises a UserError for what could not be carried out. ``otherwise`` runs when it was not passed.
    """

    apply: Callable[[Session, Actor, Decision, Effect, datetime], None]
    check: Callable[[Session, Actor, Effect], None] = lambda session, actor, effect: None
    otherwise: Callable[[Session, Actor, Decision, Effect, datetime], None] = lambda session, actor, decision, effect, now: None


_known: dict[str, How] = {}


def register(kind: str, how: How) -> None:
    """Declare how effects of ``kind`` are carried out; exactly one feature does."""
    if kind in _known:
        raise ValueError(f"{kind}: registered twice")
    _known[kind] = how


def check(session: Session, actor: Actor, effects: Sequence[Effect]) -> None:
    """Stop a decision that could not be carried out; raises what the feature raises."""
    for effect in effects:
        _known[effect["kind"]].check(session, actor, effect)


def carry_out(session: Session, actor: Actor, decision: Decision, effects: Sequence[Effect], *, passed: bool, now: datetime) -> None:
    """Write what a closed decision decided."""
    for effect in effects:
        how = _known[effect["kind"]]
        (how.apply if passed else how.otherwise)(session, actor, decision, effect, now)
