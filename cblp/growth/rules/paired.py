"""The same people before and after: how much they gained, and whether that is more than chance.

Exact two-sided signed-rank test; with ties or zeros every sign pattern is tried (or many drawn) instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final, TypeVar

Person = TypeVar("Person")

FEWEST: Final = 6
"""Pairs below which no test is made."""
PROVEN: Final = 0.05
ALL_PATTERNS: Final = 16
"""Up to so many differences all sign patterns are tried."""
DRAWS: Final = 20_000


@dataclass(frozen=True)
class Change:
    """What changed. ``gain``, ``spread`` (sd) and ``size`` (d_z) are None without pairs (spread, size: below two, or none).

    ``p`` is None below FEWEST pairs ("belum cukup data"); ``dropped`` people have only one of the two.
    """

    pairs: int
    dropped: int
    gain: float | None
    spread: float | None
    size: float | None
    p: float | None

    @property
    def proven(self) -> bool | None:
        """Whether it is more than chance; None where nothing can be said."""
        return None if self.p is None else self.p < PROVEN


def compare(before: Mapping[Person, float], after: Mapping[Person, float]) -> Change:
    """The change of those who are in both."""
    both = [person for person in before if person in after]
    gains = [after[person] - before[person] for person in both]
    dropped = len(before.keys() | after.keys()) - len(both)
    if not gains:
        return Change(0, dropped, None, None, None, None)
    mean = sum(gains) / len(gains)
    spread = sqrt(sum((gain - mean) ** 2 for gain in gains) / (len(gains) - 1)) if len(gains) > 1 else None
    size = mean / spread if spread else None
    return Change(len(gains), dropped, mean, spread, size, _p(gains) if len(gains) >= FEWEST else None)


def _p(gains: Sequence[float]) -> float:
    from scipy.stats import permutation_test, wilcoxon  # heavy, and only this needs it

    sizes = [round(abs(gain), 9) for gain in gains]
    if 0 not in sizes and len(set(sizes)) == len(sizes):
        return float(wilcoxon(gains, method="exact").pvalue)
    if not any(sizes):
        return 1.0
    how = {"n_resamples": 2 ** len(gains)} if len(gains) <= ALL_PATTERNS else {"n_resamples": DRAWS, "rng": 1}
    tried = permutation_test((list(gains),), _sum_of_signed_ranks, permutation_type="samples", **how)
    return float(tried.pvalue)


def _sum_of_signed_ranks(gains: Sequence[float]) -> float:
    """Ranks of the sizes with their signs; equal sizes share their rank, a zero counts nothing."""
    import numpy as np
    from scipy.stats import rankdata

    kept = np.asarray([gain for gain in gains if gain])
    return float((np.sign(kept) * rankdata(np.round(np.abs(kept), 9))).sum())
