"""Whether two figures of the same people go together: Spearman's rank correlation, tried against shuffled pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

FEWEST: Final = 6
"""People below whom nothing is said."""
CLEAR: Final = 0.05
DRAWS: Final = 5_000


@dataclass(frozen=True)
class Link:
    """How two figures go together: ``rho`` from −1 to 1, and how often chance alone gives as much (two-sided)."""

    people: int
    rho: float
    p: float

    @property
    def clear(self) -> bool:
        """More than chance. It never says which of the two came first."""
        return self.p < CLEAR


def link(pairs: Sequence[tuple[float, float]]) -> Link | None:
    """None below FEWEST pairs, or where one of the two figures is the same for all."""
    from scipy.stats import permutation_test, rankdata  # heavy, and only this needs it

    if len(pairs) < FEWEST or any(len(set(column)) == 1 for column in zip(*pairs, strict=True)):
        return None
    across, up = (rankdata(column) for column in zip(*sorted(pairs), strict=True))  # what is drawn depends on the order
    tried = permutation_test(
        (across,), lambda shuffled: _rho(shuffled, up), permutation_type="pairings", n_resamples=DRAWS, rng=1, vectorized=False,
    )
    return Link(len(pairs), float(tried.statistic), float(tried.pvalue))


def _rho(first: Sequence[float], second: Sequence[float]) -> float:
    import numpy as np

    return float(np.corrcoef(first, second)[0, 1])
