"""The rubric for what members make: four criteria from 1 to 4, two raters who don't see each other, and how far they agree.

Agreement is the share of equal points (and of points at most one apart) over all criteria of the pieces that both rated. It
is chosen over a weighted kappa because every member can recount it, and because kappa is undefined where both raters give
nearly everybody the same point, which is common in small groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

LOCAL, OWN, CLEAR, INVITES = "local", "own", "clear", "invites"
CRITERIA: Final = (LOCAL, OWN, CLEAR, INVITES)
"""Local story shown, something of one's own added, clear picture and text, tells the buyer what to do."""
LOW, HIGH = 1, 4
RATERS: Final = 2
FEWEST: Final = 5
"""Pieces rated by two below which no agreement is told."""

BEFORE, DURING, AFTER = "before", "during", "after"
WAVES: Final = (BEFORE, DURING, AFTER)
"""When in a round something was made."""

Points = Mapping[str, int]


@dataclass(frozen=True)
class Agreement:
    """How far two raters agree. ``equal`` and ``near`` are shares of ``compared`` points; None below FEWEST pieces."""

    pieces: int
    compared: int
    equal: Fraction | None
    near: Fraction | None


def wave_at(stage: str, first: date, made_on: date) -> str:
    """Which of WAVES a piece belongs to that is written down at a ``stage`` of a round that began on ``first``."""
    if stage == "needs" or made_on < first:
        return BEFORE
    return AFTER if stage == "evaluation" else DURING


def complete(points: Points) -> bool:
    """Every criterion has a whole number from LOW to HIGH, and nothing else is there."""
    return points.keys() == set(CRITERIA) and all(type(value) is int and LOW <= value <= HIGH for value in points.values())


def mark(rated: Sequence[Points]) -> Fraction | None:
    """What a piece got, from 1 to 4: the mean of its raters' points over the criteria; None while fewer than two rated it."""
    if len(rated) < RATERS:
        return None
    return Fraction(sum(points[name] for points in rated for name in CRITERIA), len(rated) * len(CRITERIA))


def by_criterion(rated: Sequence[Points]) -> dict[str, Fraction]:
    """The raters' mean for each of CRITERIA; nothing while fewer than two rated it."""
    if len(rated) < RATERS:
        return {}
    return {name: Fraction(sum(points[name] for points in rated), len(rated)) for name in CRITERIA}


def agreement(pieces: Sequence[Sequence[Points]]) -> Agreement:
    """Agreement over the pieces that two people rated; others are left out."""
    both = [rated[:RATERS] for rated in pieces if len(rated) >= RATERS]
    gaps = [abs(first[name] - second[name]) for first, second in both for name in CRITERIA]
    if len(both) < FEWEST:
        return Agreement(len(both), len(gaps), None, None)
    share = {most: Fraction(sum(gap <= most for gap in gaps), len(gaps)) for most in (0, 1)}
    return Agreement(len(both), len(gaps), share[0], share[1])
