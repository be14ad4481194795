"""The lowest price that loses nothing: what a sale costs its seller, and the price that still leaves more than zero.

Of a price the marketplace takes its fees, the campaign its voucher, and of the rest the association takes its contribution;
the cost price comes last. Shares are basis points (10 000 = the whole price), amounts whole rupiah.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import Final

WHOLE: Final = 10_000


def lowest(cost: int, fee_rate: int, voucher: int, contribution: int) -> int | None:
    """The smallest price in whole rupiah that leaves more than zero; None where the deductions eat up every price.

    ``fee_rate`` and ``voucher`` are taken of the price, ``contribution`` of what those two leave.
    """
    kept = _kept(fee_rate, voucher, contribution)
    return floor(cost / kept) + 1 if kept > 0 else None


def left(price: int, cost: int, fee_rate: int, voucher: int, contribution: int) -> int:
    """What one piece leaves its seller at ``price``, rounded down to a whole rupiah; below zero it loses."""
    return floor(price * _kept(fee_rate, voucher, contribution) - cost)


def suggested(usual: int | None, least: int | None, off: int = 1_000) -> int | None:
    """A campaign price to begin with: ``off`` below the usual price, never under the lowest, rounded as people say prices.

    None without a usual price. A lowest price above the usual one is returned as it is, because there is nothing to take off.
    """
    if usual is None:
        return None
    tempting = _said(Fraction(usual * (WHOLE - off), WHOLE))
    return tempting if least is None or tempting >= least else _said(Fraction(least))


def _kept(fee_rate: int, voucher: int, contribution: int) -> Fraction:
    """The part of the price that is left after everything but the cost."""
    return Fraction(max(0, WHOLE - fee_rate - voucher), WHOLE) * Fraction(WHOLE - contribution, WHOLE)


def _said(amount: Fraction) -> int:
    """Up to the next round price: 500 from ten thousand on, 100 below."""
    step = 500 if amount >= 10_000 else 100
    return ceil(amount / step) * step
