"""Quarters of a year by their names: 2026-Q3 runs from 1 July to 30 September 2026."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from cblp.days import Span, add_months

_NAME: Final = re.compile(r"(\d{4})-Q([1-4])")


def span(period: str) -> Span:
    """The days of a quarter; raises ValueError for what is not the name of one."""
    found = _NAME.fullmatch(period)
    if found is None:
        raise ValueError(f"not a quarter: {period!r}")
    first = date(int(found[1]), int(found[2]) * 3 - 2, 1)
    return Span(first, add_months(first, 3) - timedelta(1))


def of(day: date) -> str:
    """The quarter that a day is in."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def before(period: str) -> str:
    """The quarter before."""
    return of(span(period).first - timedelta(1))


def after(period: str) -> str:
    """The quarter after."""
    return of(span(period).last + timedelta(1))


def closed(period: str, today: date) -> bool:
    """Whether its last day is over."""
    return span(period).last < today


def last_closed(today: date, number: int = 1) -> list[str]:
    """The names of the last ``number`` quarters that are over, the newest first."""
    found = [before(of(today))]
    while len(found) < number:
        found.append(before(found[-1]))
    return found
