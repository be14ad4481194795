"""What a campaign brought: participants against everybody else, before against during, with an interval or an honest no.

Effect = (participants during ÷ base) ÷ (others during ÷ base) − 1 on sums of ``sales``; the interval resamples businesses.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final
from uuid import UUID

from cblp.days import Span

FEWEST: Final = 5
"""Businesses that each side needs."""
DRAWS: Final = 2_000
REDRAWN: Final = DRAWS // 20
"""More redrawn draws than this (5 %), and there is no number."""
LOOK_BACK: Final = 26
"""Weeks that a day of the base may lie before the campaign; further back is another season."""

FEW_PARTICIPANTS, FEW_OTHERS, NO_BASE, UNSTEADY = "few_participants", "few_others", "no_base", "unsteady"

Sums = Mapping[UUID, tuple[int, int]]
"""Sales in whole rupiah of each business, in its base days and during the campaign."""


@dataclass(frozen=True)
class Effect:
    """The effect as a ratio (0.28 = 28 % more) with the 5th and 95th percentile; or ``why`` there is none, as a code above."""

    participants: int
    others: int
    value: Fraction | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""


def effect(participants: Sums, others: Sums, seed: int) -> Effect:
    """The effect of a campaign; the same figures and seed give the same interval, whatever order they come in."""
    sides = (len(participants), len(others))
    if len(participants) < FEWEST:
        return Effect(*sides, why=FEW_PARTICIPANTS)
    if len(others) < FEWEST:
        return Effect(*sides, why=FEW_OTHERS)
    value = _ratio(*_total(participants), *_total(others))
    if value is None:
        return Effect(*sides, why=NO_BASE)
    interval = _interval(_rows(participants), _rows(others), seed)
    return Effect(*sides, value, *interval) if interval else Effect(*sides, why=UNSTEADY)


def seed_of(campaign: UUID) -> int:
    """The seed of a campaign's draws: the number that its id is."""
    return campaign.int


def base_days(during: Span, busy: Collection[Span] = ()) -> tuple[date, ...]:
    """The days that ``during`` is compared with: as many, the same weekdays, before it, none of them in a span of ``busy``.

    Each day goes back by whole weeks: first 7·⌈n/7⌉ days, then further while that day is in another campaign or taken.
    () where LOOK_BACK weeks hold no such day.
    """
    weeks = -(-during.days // 7)
    taken: set[date] = set()
    for step in range(during.days):
        day = during.first + timedelta(step)
        back = (day - timedelta(7 * week) for week in range(weeks, weeks + LOOK_BACK))
        free = next((d for d in back if d not in taken and not any(d in span for span in busy)), None)
        if free is None:
            return ()
        taken.add(free)
    return tuple(sorted(taken))


def _rows(sums: Sums) -> list[tuple[int, int]]:
    return [sums[business] for business in sorted(sums)]


def _total(sums: Sums) -> tuple[int, int]:
    return sum(base for base, _ in sums.values()), sum(during for _, during in sums.values())


def _ratio(base: int, during: int, others_base: int, others_during: int) -> Fraction | None:
    """The effect on four sums; None where one that is divided by is not above zero."""
    if min(base, others_base, others_during) <= 0:
        return None
    return Fraction(during * others_base, base * others_during) - 1


def _interval(participants: list[tuple[int, int]], others: list[tuple[int, int]], seed: int) -> tuple[float, float] | None:
    """Percentiles 5 and 95 of the effect over DRAWS samples of businesses with replacement, within each group."""
    import numpy as np  # heavy: only who asks for an effect pays for it

    draw = np.random.default_rng(seed)
    first, second = np.array(participants, dtype=np.int64), np.array(others, dtype=np.int64)
    found: list[float] = []
    redrawn = 0
    while len(found) < DRAWS:
        mine = first[draw.integers(0, len(first), len(first))].sum(axis=0)
        theirs = second[draw.integers(0, len(second), len(second))].sum(axis=0)
        value = _ratio(int(mine[0]), int(mine[1]), int(theirs[0]), int(theirs[1]))
        if value is not None:
            found.append(float(value))
        elif (redrawn := redrawn + 1) > REDRAWN:
            return None
    low, high = np.percentile(found, (5, 95))
    return float(low), float(high)
