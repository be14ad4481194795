"""Dice: everything that is left to chance in the story goes through these, with a generator that was seeded by name."""

from __future__ import annotations

from bisect import bisect_left
from math import exp
from random import Random
from typing import Final

MANY: Final = (1, 1, 1, 1, 1, 2, 2, 2, 3, 4)
"""How many different products a buyer takes, each as likely as it stands here."""


def pick(rng: Random, cumulated: list[int] | list[float]) -> int:
    """An index, as likely as its weight; takes cumulated weights."""
    return bisect_left(cumulated, rng.random() * cumulated[-1])


def poisson(rng: Random, expected: float) -> int:
    """How many of rare events happen (Knuth)."""
    limit, product, count = exp(-expected), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count
