"""What a member owes to a pool: a voted part of their net sales, to the rupiah."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WHOLE: Final = 10_000
"""Basis points of the whole."""


@dataclass(frozen=True)
class Base:
    """Net sales of one member: ``settled`` when every order's money was released, else the fees are the usual part of sales."""

    amount: int
    settled: bool


def base(sales: int, net: int | None, fee_rate: int) -> Base:
    """The base of a contribution: net sales where they are known, else sales less ``fee_rate`` basis points, rounded half up."""
    return Base(sales - part(sales, fee_rate), False) if net is None else Base(net, True)


def part(amount: int, rate: int) -> int:
    """``rate`` basis points of ``amount``, rounded half up to whole rupiah; nothing of a negative amount."""
    return (max(0, amount) * rate * 2 + WHOLE) // (2 * WHOLE)
