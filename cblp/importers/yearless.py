"""Days that are printed without their year, in the language of somebody's app: April 12, 12 April, 8 de marzo."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Final, NamedTuple

from cblp.importers.columns import Bad, Cell, Column
from cblp.importers.format import Reading
from cblp.importers.problems import YearNeeded

_LANGUAGES: Final = ("en", "id", "ms", "fil", "es", "pt", "fr", "de", "it", "nl", "tr", "pl", "ro", "sv")
_YEAR: Final = 366
_JOINING: Final = frozenset({"de", "del", "of", "the", "den"})
_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"\d+")
_ISO: Final = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T].*)?")
_EAST: Final = re.compile(r"(?:(\d{4})[年년]\s*)?(\d{1,2})[月월]\s*(\d{1,2})[日일]")


class Printed(NamedTuple):
    """A day as printed; ``year`` is 0 when it is not."""

    year: int
    month: int
    day: int


class YearlessDay(Column):
    """A day with or without its year, in any of the languages that platforms speak; the value is ``Printed``."""

    def read(self, cell: Cell, seen: str) -> Printed:
        if isinstance(cell, date | datetime):
            return Printed(cell.year, cell.month, cell.day)
        if found := _ISO.fullmatch(seen) or _EAST.fullmatch(seen):
            return _checked(int(found[1] or 0), int(found[2]), int(found[3]))
        words = [word for word in _WORD.findall(seen.casefold()) if word not in _JOINING]
        numbers = [int(number) for number in _NUMBER.findall(seen)]
        if len(words) != 1 or words[0] not in _months():
            raise Bad("when")
        years = [number for number in numbers if number > 31]
        days = [number for number in numbers if number <= 31]
        if len(days) != 1 or len(years) > 1:
            raise Bad("when")
        return _checked(years[0] if years else 0, _months()[words[0]], days[0])


def _checked(year: int, month: int, day: int) -> Printed:
    try:
        date(year or 2024, month, day)  # a leap year: 29 February must pass
    except ValueError:
        raise Bad("when") from None
    return Printed(year, month, day)


@cache
def _months() -> dict[str, int]:
    """Names of months, long and short, in all languages at once: no two of them mean different months by one word."""
    from babel.dates import get_month_names

    found: dict[str, int] = {}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    found.setdefault(name.casefold().rstrip("."), number)
    return found | {"agt": 8, "agu": 8, "sept": 9, "okt": 10, "des": 12}


def dated(reading: Reading, days: Sequence[Printed]) -> list[str]:
    """The days as YYYY-MM-DD, given the year of the last one in the options; raises YearNeeded without it.

    Files run in one direction, so a month that falls back tells of a New Year in between. In a file that was sorted by something
    else the widest gap of the calendar is taken for the time outside its period. No file covers more than a year.
    """
    if all(day.year for day in days):
        return [date(*day).isoformat() for day in days]
    back = _years_back([(day.month, day.day) for day in days])
    last = max((day.month, day.day) for day, years in zip(days, back, strict=True) if not years)
    leap = next((years for day, years in zip(days, back, strict=True) if (day.month, day.day) == (2, 29)), None)
    year = reading.options.year
    try:
        if year:
            return [
                date(day.year or year - years, day.month, day.day).isoformat() for day, years in zip(days, back, strict=True)
            ]
    except ValueError:
        pass  # that year has no 29 February
    raise YearNeeded(name=reading.book.name, last=f"{last[0]:02}-{last[1]:02}", leap=leap, day=f"{last[1]}/{last[0]}")


def _years_back(days: Sequence[tuple[int, int]]) -> list[int]:
    """For each day how many New Years lie between it and the last one: the shortest period that fits the order of the file."""
    fits = [back for back in (_walk(days[::-1])[::-1], _walk(days)) if _length(days, back) <= _YEAR]
    if fits:
        return min(fits, key=lambda back: _length(days, back))
    known = sorted(set(days))
    numbers = [_number(day) for day in known]
    gaps = [following - number for number, following in zip(numbers, [*numbers[1:], numbers[0] + _YEAR], strict=True)]
    last = known[gaps.index(max(gaps))]
    return [int(day > last) for day in days]


def _number(day: tuple[int, int]) -> int:
    return date(2024, *day).toordinal()


def _length(days: Sequence[tuple[int, int]], back: Sequence[int]) -> int:
    """Days from the first to the last of a period."""
    numbers = [_number(day) - years * _YEAR for day, years in zip(days, back, strict=True)]
    return max(numbers) - min(numbers)


def _walk(newest_first: Sequence[tuple[int, int]]) -> list[int]:
    years, back = 0, []
    for place, day in enumerate(newest_first):
        years += place > 0 and day > newest_first[place - 1]
        back.append(years)
    return back
