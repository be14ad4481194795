"""What reports of a shop's own statistics share: days among sums of whole periods, and one record per day."""

from __future__ import annotations

import re
from typing import Any, Final

from cblp.importers.columns import Cell, Moment, When, text
from cblp.importers.format import Reading, Record
from cblp.importers.problems import PeriodOnly
from cblp.importers.records import ShopDay

_DATE: Final = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/]\d{1,2}[-/]\d{4}")
_DAY: Final = ShopDay._fields.index("day")
DAYS: Final = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%Y/%m/%d")


class Day(When):
    """A day, or the period that a sum is about (``01-07-2026-31-07-2026``), which gives None unless it is a single day."""

    def __init__(self, field: str, *headers: str, **options: Any) -> None:
        super().__init__(field, *headers, patterns=(*DAYS, *(f"{day} %H:%M" for day in DAYS)), event=False, **options)

    def parse(self, cell: Cell) -> Moment | None:
        dates = _DATE.findall(text(cell))
        if len(dates) == 2 and dates[0] != dates[1]:
            return None
        moment: Moment = super().parse(dates[0] if len(dates) == 2 else cell)
        return moment


def single_day(moment: Moment | None) -> str:
    """The day of a row, "" for the sum of a period and for a single hour (of which a day's report has 24)."""
    return "" if moment is None or moment.at else moment.day


def days_in(written: str) -> list[str]:
    """All dates of a text as YYYY-MM-DD; a day comes before its month."""
    found = (re.split("[-/]", date) for date in _DATE.findall(written))
    parts = (date if len(date[0]) == 4 else date[::-1] for date in found)
    return [f"{year}-{month:0>2}-{day:0>2}" for year, month, day in parts]


def by_day(reading: Reading, rows: list[Record]) -> list[Record]:
    """One record per day: a period of one day is printed as its sum and again as its day. Raises PeriodOnly without any."""
    if not rows and reading.state.get("periods"):
        raise PeriodOnly(name=reading.book.name)
    return list({row[_DAY]: row for row in rows}.values())


def put_off(reading: Reading) -> None:
    """Remember that there is a row about a whole period."""
    reading.state["periods"] = True
