"""States of meetings and of what was promised there, which may follow which, and how many promises were kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from cblp.forum.slides import OF_NEEDS, ORDER

MONTHLY, NEEDS = "monthly", "needs"
KINDS: Final = (MONTHLY, NEEDS)
"""The month's meeting, and one that maps what members need before technical guidance."""

PLANNED, HELD, FINAL, OFF = "planned", "held", "final", "off"
WRITABLE: Final = (PLANNED, HELD)
"""While a meeting is in one of these, it is written in; then nothing of it changes."""

MINUTES: Final = "minutes"
TYPED: Final = (*dict.fromkeys((*ORDER, *OF_NEEDS)), MINUTES)
"""Where words are typed during a meeting: a slide, or the minutes."""

OPEN, DOING, DONE, DROPPED = "open", "doing", "done", "dropped"
LIVE: Final = (OPEN, DOING)
"""What is not over: it comes back in the next meeting."""

STEPS: Final[Mapping[str, frozenset[str]]] = {
    OPEN: frozenset({DOING, DONE, DROPPED}),
    DOING: frozenset({OPEN, DONE, DROPPED}),
    DONE: frozenset({OPEN, DOING}),
    DROPPED: frozenset({OPEN, DOING}),
}
"""Which state of a promise may follow which: what was marked too early is taken up again."""

OWN_STEPS: Final[Mapping[str, frozenset[str]]] = {
    OPEN: frozenset({DOING, DONE}), DOING: frozenset({DONE}), DONE: frozenset({DOING}),
}
"""The steps that a member takes with what they promised; giving up is spoken about in the meeting."""


@dataclass(frozen=True)
class Kept:
    """What became of ``promised`` things: ``done`` (``late`` of them after their day), ``doing``, ``open``, ``dropped``."""

    promised: int
    done: int
    late: int
    doing: int
    open: int
    dropped: int


def kept(promises: Iterable[tuple[str, date, date | None]]) -> Kept:
    """Count (state, since when, due day) of each promise."""
    found = list(promises)
    states = [state for state, _, _ in found]
    late = sum(state == DONE and due is not None and since > due for state, since, due in found)
    return Kept(len(found), states.count(DONE), late, states.count(DOING), states.count(OPEN), states.count(DROPPED))
