"""How even a result is: the least, the middle, the most, and the Gini coefficient."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Spread:
    """Of ``count`` shares in whole rupiah; ``median`` of an even number is the mean of the middle two, half rupiah up.

    ``ratio`` is largest ÷ smallest, None where the smallest is 0; ``gini`` is None where nothing is shared.
    """

    count: int
    smallest: int
    median: int
    largest: int
    ratio: Fraction | None
    gini: Fraction | None


def spread(amounts: Collection[int]) -> Spread | None:
    """The spread of amounts, none of which is negative; None of none."""
    if not amounts:
        return None
    ordered = sorted(amounts)
    smallest, largest = ordered[0], ordered[-1]
    middle = ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]
    return Spread(
        count=len(ordered), smallest=smallest, median=(middle + 1) // 2, largest=largest,
        ratio=Fraction(largest, smallest) if smallest > 0 else None, gini=gini(ordered),
    )


def gini(amounts: Collection[int]) -> Fraction | None:
    """Σ (2i − n − 1)·x(i) ÷ (n·Σx) with amounts ascending: 0 where all are equal, towards 1 where one has all; None of nothing."""
    total = sum(amounts)
    if total <= 0:
        return None
    size = len(amounts)
    return Fraction(sum((2 * place - size - 1) * amount for place, amount in enumerate(sorted(amounts), start=1)), size * total)
