"""A rule as a mix that is tried out: each part and base with its share of the whole, and one of them moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from cblp.decisions.rules.sharing import WHOLE, Component
from cblp.sales.rules import largest_remainder

STEP: Final = 500
"""Parts are moved by 5%: nobody in a meeting argues about less."""


@dataclass(frozen=True)
class Piece:
    """What one base of a component (or its fund) gets of the whole, in basis points."""

    component: str
    base: str
    fund: str
    points: int


def pieces(components: Sequence[Component]) -> list[Piece]:
    """The pieces of a rule, in its order; they add up to the whole."""
    named = [(one, base, share) for one in components for base, share in (one.bases if not one.fund else (("", WHOLE),))]
    exact = [Fraction(one.basis_points * share, WHOLE) for one, _base, share in named]
    points = largest_remainder(WHOLE, exact, range(len(exact)))
    return [Piece(one.code, base, one.fund, own) for (one, base, _share), own in zip(named, points, strict=True)]


def moved(now: Sequence[Piece], position: int, points: int) -> list[Piece]:
    """The pieces after one was moved to ``points`` basis points; the others give way in proportion."""
    after = rebalanced([piece.points for piece in now], position, points, STEP)
    return [replace(piece, points=own) for piece, own in zip(now, after, strict=True)]


def rule(components: Sequence[Component], now: Sequence[Piece]) -> tuple[Component, ...]:
    """The rule that pieces of ``components`` (which give names, limits and order) make; what has nothing is left out."""
    made = []
    for one in components:
        own = [(piece.base, piece.points) for piece in now if piece.component == one.code and piece.points]
        if own:
            inside = largest_remainder(WHOLE, [points for _base, points in own], range(len(own)))
            bases = one.bases if one.fund else tuple((base, share) for (base, _points), share in zip(own, inside, strict=True))
            made.append(replace(one, basis_points=sum(points for _base, points in own), bases=bases))
    return tuple(made)


def rebalanced(shares: Sequence[int], moved: int, value: int, step: int = 1) -> list[int]:
    """Basis points that add up to the whole again after one was moved to ``value``: the others keep their proportions.

    The others stay on multiples of ``step`` where the whole allows it; others that are all zero share what is left equally.
    """
    rest = [points for position, points in enumerate(shares) if position != moved]
    if not rest:
        return [WHOLE]
    left, weight = WHOLE - value, sum(rest)
    exact = [Fraction(left * points, weight) if weight else Fraction(left, len(rest)) for points in rest]
    parts = [int(share // step) * step for share in exact]
    order = sorted(range(len(rest)), key=lambda i: (parts[i] - exact[i], i))
    missing, turn = left - sum(parts), 0
    while missing > 0:
        give = min(step, missing)
        parts[order[turn % len(order)]] += give
        missing, turn = missing - give, turn + 1
    return [*parts[:moved], value, *parts[moved:]]
