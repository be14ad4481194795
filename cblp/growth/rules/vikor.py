"""Which product to put forward: VIKOR over criteria that all mean "more is better", with the compromise that it allows.

Criteria after Umam et al. (2018); S is the weighted distance from the best, R the largest single loss, Q weighs the two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

SAME: Final = 1e-9
"""Closer than this is equal."""
CRITERIA: Final = ("turnover", "labour", "market", "materials", "technology", "character")
"""Monthly turnover, labour absorbed, target market, raw material, access to technology, local character."""
FURTHER: Final = (
    "originality", "uniqueness", "symbol", "contribution", "capital", "infrastructure", "partners", "competitiveness", "regulation",
    "institutions",
)
"""The optional set of Sandriana et al. (2015)."""
STEPS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Place:
    """An alternative in the ranking: ``terms`` are its weighted losses by criterion, of which S is the sum and R the largest."""

    name: str
    terms: Mapping[str, float]
    s: float
    r: float
    q: float

    @property
    def weakest(self) -> str:
        """The criterion on which it loses most; "" for one that is the best in everything."""
        loss = max(self.terms, key=lambda criterion: self.terms[criterion], default="")
        return loss if loss and self.terms[loss] > SAME else ""


@dataclass(frozen=True)
class Ranking:
    """Places by rising Q, and the set that is put forward.

    ``advantage`` is condition C1 (the first is clearly ahead), ``stable`` C2 (it is also first by S or R). ``flat`` criteria tell
    nobody apart; ``left_out`` names alternatives with a missing value. No ``places``: fewer than two were left.
    """

    places: tuple[Place, ...]
    compromise: tuple[str, ...]
    advantage: bool
    stable: bool
    flat: tuple[str, ...]
    left_out: tuple[str, ...]


def rank(values: Mapping[str, Mapping[str, float | None]], weights: Mapping[str, float], v: float = 0.5) -> Ranking:
    """Rank alternatives (values by name and criterion) under weights that add up to something above zero.

    ``v`` weighs the whole (1) against the largest single loss (0). Equal Q are ordered by S, R, then name.
    """
    whole = sum(weights.values())
    if whole <= 0 or min(weights.values()) < 0 or not 0 <= v <= 1:
        raise ValueError("weights must not be negative and must add up to more than zero; v lies between 0 and 1")
    left_out = tuple(sorted(name for name, row in values.items() if any(row.get(c) is None for c in weights)))
    kept = {name: {c: float(row[c] or 0) for c in weights} for name, row in values.items() if name not in left_out}
    best = {c: max((row[c] for row in kept.values()), default=0.0) for c in weights}
    worst = {c: min((row[c] for row in kept.values()), default=0.0) for c in weights}
    flat = tuple(c for c in weights if best[c] - worst[c] <= SAME)
    if len(kept) < 2:
        return Ranking((), (), False, False, flat, left_out)
    terms = {
        name: {c: 0.0 if c in flat else weights[c] / whole * (best[c] - row[c]) / (best[c] - worst[c]) for c in weights}
        for name, row in kept.items()
    }
    s, r = {name: sum(row.values()) for name, row in terms.items()}, {name: max(row.values()) for name, row in terms.items()}
    q = {name: v * _between(s[name], s) + (1 - v) * _between(r[name], r) for name in kept}
    order = sorted(kept, key=lambda name: (round(q[name] / SAME), round(s[name] / SAME), round(r[name] / SAME), name))
    places = tuple(Place(name, terms[name], s[name], r[name], q[name]) for name in order)
    return Ranking(places, *_compromise(places), flat, left_out)


def sensitivity(values: Mapping[str, Mapping[str, float | None]], weights: Mapping[str, float]) -> dict[float, Ranking]:
    """The ranking at each of STEPS of v."""
    return {v: rank(values, weights, v) for v in STEPS}


def leaning(
    values: Mapping[str, Mapping[str, float | None]], weights: Mapping[str, float], criterion: str, by: float, v: float = 0.5,
) -> Ranking:
    """The ranking with one criterion's weight taken times ``by`` and the others shrunk or grown to keep the sum."""
    whole = sum(weights.values())
    mine = min(weights[criterion] * by, whole)
    others = whole - weights[criterion]
    scale = (whole - mine) / others if others > SAME else 0.0
    return rank(values, {c: mine if c == criterion else w * scale for c, w in weights.items()}, v)


def _between(value: float, all_values: Mapping[str, float]) -> float:
    low, high = min(all_values.values()), max(all_values.values())
    return 0.0 if high - low <= SAME else (value - low) / (high - low)


def _compromise(places: Sequence[Place]) -> tuple[tuple[str, ...], bool, bool]:
    first, second = places[0], places[1]
    step = 1 / (len(places) - 1)
    advantage = second.q - first.q >= step - SAME
    stable = first.s <= min(p.s for p in places) + SAME or first.r <= min(p.r for p in places) + SAME
    if not advantage:
        return tuple(p.name for p in places if p.q - first.q < step - SAME), advantage, stable
    return ((first.name,) if stable else (first.name, second.name)), advantage, stable
