"""How much a member was to save by now: principal once, mandatory savings for each month of the membership."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cblp.days import add_months

Valued = tuple[date, date | None, int]
"""From a day, until the day before another one (None: still), so many rupiah."""


def mandatory_due(values: Sequence[Valued], joined: date, until: date) -> int:
    """Mandatory savings that were due from the month of ``joined`` to the month of ``until``, each at what held on its first day.

    The month of joining counts with what held on the day of joining.
    """
    total, day = 0, joined
    while day <= until:
        total += next((value for since, end, value in values if since <= day and (end is None or day < end)), 0)
        day = add_months(day.replace(day=1), 1)
    return total


def principal_due(values: Sequence[Valued], joined: date, today: date) -> int:
    """Principal savings of a member: what held on the day of joining, or what was decided first after it."""
    held = [value for since, end, value in values if (end is None or joined < end) and since <= joined]
    later = [value for since, _end, value in sorted(values) if joined < since <= today]
    return held[0] if held else later[0] if later else 0
