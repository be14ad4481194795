"""Rules of bringing files in that need no database: sources shared by two marketplaces, and how long a check is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

KEPT_CHECKED: Final = timedelta(hours=24)
"""How long the rows of a checked file wait for the person's yes."""

FAMILIES: Final = (("tokopedia", "tiktok_shop"),)
"""Marketplaces behind one seller centre: they share files and number their orders together."""


def family(marketplace: str) -> tuple[str, ...]:
    """The marketplaces whose orders one settlement file may speak of, this one among them."""
    return next((group for group in FAMILIES if marketplace in group), (marketplace,))
