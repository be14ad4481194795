"""When the next meeting is, and which month it looks at. Months are named by their first day."""

from __future__ import annotations

from datetime import date, timedelta

from cblp.days import add_months


def next_day(day: date) -> date:
    """The same weekday in the same week of the next month: after the second Saturday the second Saturday; a fifth becomes the last."""
    first = month_after(day)
    same = first + timedelta((day.weekday() - first.weekday()) % 7 + 7 * ((day.day - 1) // 7))
    return same if same.month == first.month else same - timedelta(7)


def month_of(day: date) -> date:
    """The month that a meeting on ``day`` looks at: the last one that is over."""
    return add_months(day.replace(day=1), -1)


def month_after(day: date) -> date:
    """The month after that of ``day``."""
    return add_months(day.replace(day=1), 1)
