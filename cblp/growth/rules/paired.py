"""The same people before and after: how much they gained, and whether that is more than chance.

Exact two-sided signed-rank test; with ties or zeros every sign pattern is tried (or many drawn) instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final, TypeVar

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
    """The change of those who are in both, the same in whatever order they are given."""
    both = [person for person in before if person in after]
    gains = sorted(after[person] - before[person] for person in both)  # sums and drawn patterns depend on the order
    dropped = len(before.keys() | after.keys()) - len(both)
    if not gains:
        return Change(0, dropped, None, None, None, None)
    mean = sum(gains) / len(gains)
    spread = sqrt(sum((gain - mean) ** 2 for gain in gains) / (len(gains) - 1)) if len(gains) > 1 else None
    size = mean / spread if spread else None
    return Change(len(gains), dropped, mean, spread, size, _p(gains) if len(gains) >= FEWEST else None)


def _p(gains: Sequence[float]) -> float:
    import numpy as np  # heavy, and only this needs them
    from scipy.stats import permutation_test, rankdata, wilcoxon

    sizes = np.round(np.abs(gains), 9)
    if sizes.all() and len(np.unique(sizes)) == len(sizes):
        return float(wilcoxon(gains, method="exact").pvalue)
    if not sizes.any():
        return 1.0
    # Other signs never change the sizes, so they are ranked once. Equal sizes share their rank, a zero counts nothing.
    ranks = np.zeros(len(sizes))
    ranks[sizes > 0] = rankdata(sizes[sizes > 0])

    def statistic(signed: Any, axis: int) -> Any:
        return (np.sign(signed) * ranks).sum(axis=axis)

    how = {"n_resamples": 2 ** len(gains)} if len(gains) <= ALL_PATTERNS else {"n_resamples": DRAWS, "rng": 1}
    tried = permutation_test((list(gains),), statistic, permutation_type="samples", vectorized=True, **how)
    return float(tried.pvalue)
