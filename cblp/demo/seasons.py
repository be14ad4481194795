"""How lively selling is on a day: weekdays, paydays, double dates, Ramadan and Lebaran."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from cblp.demo.recipe import Recipe

DAYS: Final = 730
"""How long the story is."""

_WEEKDAYS: Final = (0.95, 0.92, 0.95, 1.0, 1.05, 1.15, 1.08)
_EATEN: Final = frozenset({"food", "drink"})


def factor(recipe: Recipe, day: date, sector: str) -> float:
    """Expected orders of ``day`` against an ordinary one for a business of ``sector``."""
    lively = _WEEKDAYS[day.weekday()] * _calendar(recipe, day)
    if day.day >= 25 or day.day <= 3:
        lively *= 1.15
    if sector == "batik" and abs((day - date(day.year, 10, 2)).days) <= 4:  # Hari Batik
        lively *= 1.5
    for begins, feast in zip(recipe.ramadan, recipe.lebaran, strict=True):
        lively *= _ramadan(day, begins, feast, sector)
    return lively


def campaign(day: date) -> bool:
    """Whether the marketplaces hold a double-date sale on ``day``."""
    return day.day == day.month


def _calendar(recipe: Recipe, day: date) -> float:
    if campaign(day):
        return recipe.harbolnas.get(day.month, 1.35)
    eve = day + timedelta(days=1)
    return 0.8 if campaign(eve) and eve.month in recipe.harbolnas else 1.0  # buyers wait for it


def _ramadan(day: date, begins: date, feast: date, sector: str) -> float:
    if begins - timedelta(days=10) <= day < feast - timedelta(days=5):
        done = (day - begins).days / 30
        return 1.15 + 0.95 * max(done, 0) if sector in _EATEN else 1.0 + 0.75 * max(done, 0)
    if feast - timedelta(days=5) <= day <= feast + timedelta(days=5):
        return 0.35  # couriers rest, and so do the kitchens
    return 1.0
