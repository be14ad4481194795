"""Choosing superior products: what may be scored, how further points share the weight, and what the next step of processing adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from cblp.growth.rules.vikor import CRITERIA, FURTHER

WHOLE: Final = 10_000
"""Basis points of the whole."""
TURNOVER, LABOUR = "turnover", "labour"
MEASURED: Final = (TURNOVER, LABOUR)
"""Filled from the data: rupiah in a month, people."""
SCORED: Final = tuple(one for one in (*CRITERIA, *FURTHER) if one not in MEASURED)
"""Scored together from LEAST to MOST."""
LEAST, MOST = 1, 5
LIMITS: Final = {TURNOVER: 10**12, LABOUR: 10_000}
STAGES: Final = ("raw", "semi_finished", "finished")
NEEDS: Final = ("research", "machines", "skill", "capital")
"""What a next step may need."""


def fits(criterion: str, value: int | None) -> bool:
    """Whether ``value`` may stand under a criterion; None (not known yet) always may."""
    if value is None:
        return criterion in (*CRITERIA, *FURTHER)
    if criterion in MEASURED:
        return 0 <= value <= LIMITS[criterion]
    return criterion in SCORED and LEAST <= value <= MOST


def with_further(weights: Mapping[str, int]) -> dict[str, int]:
    """Weights in basis points for both sets: each further point weighs as much as the six do on average, which keep their relation."""
    exact = Fraction(WHOLE, len(CRITERIA) + len(FURTHER))
    shares = {one: weights[one] * exact * len(CRITERIA) / sum(weights.values()) for one in CRITERIA} | dict.fromkeys(FURTHER, exact)
    rounded = {one: int(share) for one, share in shares.items()}
    rest = sorted(shares, key=lambda one: rounded[one] - shares[one])  # the largest remainder first; ties as they are listed
    for one in rest[: WHOLE - sum(rounded.values())]:
        rounded[one] += 1
    return rounded


def a_month(total: int, months: int) -> int:
    """The mean of a month in whole rupiah, half up."""
    return (2 * total + months) // (2 * months)


@dataclass(frozen=True)
class Step:
    """What one unit leaves now (price less cost), what it would leave one step of processing further, and the difference.

    In rupiah; None where the price or the cost is not known.
    """

    now: int | None
    then: int | None

    @property
    def adds(self) -> int | None:
        """What the next step would add to each unit; negative when it would cost more than it brings."""
        return None if self.now is None or self.then is None else self.then - self.now


def step(price: int | None, cost: int | None, next_price: int | None, next_cost: int | None) -> Step:
    """Compare a product with what would be made of it; all per the same unit."""
    now = None if price is None or cost is None else price - cost
    then = None if next_price is None or next_cost is None else next_price - next_cost
    return Step(now, then)


def following(stage: str) -> str:
    """The stage after this one; "" after the last."""
    return (*STAGES, "")[STAGES.index(stage) + 1]
