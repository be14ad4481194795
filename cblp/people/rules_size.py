"""Size classes of a business by its yearly sales, as PP 7/2021 article 35 draws them."""

from __future__ import annotations

from typing import Final

MICRO, SMALL, MEDIUM, LARGE = "micro", "small", "medium", "large"

LIMITS: Final = ((2_000_000_000, MICRO), (15_000_000_000, SMALL), (50_000_000_000, MEDIUM))
"""Yearly sales in whole rupiah up to and including which a business belongs to the class."""


def size_class(yearly_sales: int) -> str:
    """micro (≤ Rp2 bn), small (≤ 15 bn), medium (≤ 50 bn), else large; ``yearly_sales`` in whole rupiah."""
    return next((name for limit, name in LIMITS if yearly_sales <= limit), LARGE)
