"""Column descriptors: which headers a column may have in the source's files, and how one of its cells is read.

A column turns a cell into a value or raises ``Bad``. It never sees a row, so each distinct cell is read once per file
(``Memo``); that is what makes a row cheap.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, Final, NamedTuple

Cell = str | int | float | bool | date | datetime | time | timedelta
"""A cell as the reader of the file gives it; csv files have only texts."""

WIB: Final = 7
"""Hours ahead of UTC of the clock by which all marketplaces of Indonesia print their times."""

_BLANK: Final = frozenset({"", "-", "/", "–", "—"})
_REQUIRED: Final[Any] = object()


class Bad(Exception):
    """A cell or row that cannot be read; becomes a ``records.Problem``."""

    def __init__(self, code: str, field: str = "", value: str = "") -> None:
        self.code, self.field, self.value = code, field, value
        super().__init__(code)


def text(cell: Cell) -> str:
    """The cell as a person sees it: no ``.0`` on whole numbers, no TAB, ``="…"`` or leading apostrophe around a code."""
    if isinstance(cell, str):
        seen = cell.replace("\u00a0", " ").strip(" \t\r\n\v\f\ufeff\u200e")
        if seen[:2] == '="' and seen[-1] == '"' and len(seen) > 2:
            seen = seen[2:-1].strip()
        return seen[1:].lstrip() if seen[:1] == "'" else seen
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell)


def normalise(header: Cell) -> str:
    """A header for comparison: case and runs of spaces do not count."""
    return " ".join(text(header).split()).casefold()


def blank(cell: Cell) -> bool:
    """True for a cell that says nothing (sources print a dash or a slash for "has not happened")."""
    return (cell if isinstance(cell, str) and cell in _BLANK else text(cell)) in _BLANK


class Column:
    """A column of a format. ``field`` is the argument of the row function that gets its value.

    ``headers`` are all names the sources print, in any language and era; ``nth`` chooses among equal headers (0 = first).
    ``empty`` is the value of a blank cell and of an optional column that the file does not have; without it a blank cell
    is a problem. ``event`` marks instants at which something happened, from which a file's as-of is taken.
    """

    event = False

    def __init__(
        self, field: str, *headers: str, required: bool = True, empty: Any = _REQUIRED, nth: int = 0
    ) -> None:
        self.field, self.headers, self.required, self.nth = field, headers, required, nth
        self.empty = None if empty is _REQUIRED and not required else empty
        self.names: tuple[str, ...] = tuple(normalise(h) for h in headers)

    def parse(self, cell: Cell) -> Any:
        """The value of one cell; raises Bad."""
        seen = text(cell)
        if seen in _BLANK:
            if self.empty is _REQUIRED:
                raise Bad("blank")
            return self.empty
        return self.read(cell, seen)

    def read(self, cell: Cell, seen: str) -> Any:
        """The value of a cell that says something, ``seen`` as a text; raises Bad."""
        raise NotImplementedError


class Text(Column):
    """A text on one line, at most ``limit`` characters. Numbers of orders and products are texts too."""

    def __init__(self, field: str, *headers: str, limit: int = 300, **options: Any) -> None:
        super().__init__(field, *headers, **options)
        self.limit = limit

    def read(self, cell: Cell, seen: str) -> str:
        return " ".join(seen.split())[: self.limit]


_STYLES: Final = {
    # Indonesian: dots between thousands; a comma, or a dot before other than three digits, can only open decimals
    "dotted": re.compile(r"(\d{1,3}(?:\.\d{3})+(?!\.)|\d+)(?:,(\d{1,2})|\.(\d{1,2}))?"),
    "decimal": re.compile(r"(\d+)(?:\.(\d+))?()"),  # 158750.00
    "comma": re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?()"),  # 1,250.00
}
_MONEY_FRAME: Final = re.compile(r"(?:(?:rp|idr)\.?\s*)?([-−]?)\s*(?:(?:rp|idr)\.?\s*)?(.+)", re.IGNORECASE)


class Rupiah(Column):
    """Whole rupiah, in one of three ways of writing: ``dotted`` 1.343.500, ``decimal`` 158750.00, ``comma`` 1,250.00.

    A fraction of a rupiah is refused, unless ``rounded`` (half up, away from zero) because the source computes with them.
    A cell that is a number is taken as it is; whether numbers belong there is the format's question.
    """

    def __init__(
        self, field: str, *headers: str, style: str = "dotted", rounded: bool = False, **options: Any
    ) -> None:
        super().__init__(field, *headers, **options)
        self.pattern, self.rounded = _STYLES[style], rounded

    def read(self, cell: Cell, seen: str) -> int:
        if isinstance(cell, bool | date | time | timedelta):
            raise Bad("money")
        if isinstance(cell, int):
            return cell
        if isinstance(cell, float):
            return self._whole("-" if cell < 0 else "", *f"{abs(cell):.6f}".split("."))
        frame = _MONEY_FRAME.fullmatch(seen)
        number = self.pattern.fullmatch(frame[2]) if frame else None
        if frame is None or number is None:
            raise Bad("money")
        return self._whole(frame[1], number[1], number[2] or number[3] or "")

    def _whole(self, sign: str, whole: str, decimals: str) -> int:
        if len(whole) > 18:
            raise Bad("money")
        amount = int(whole.replace(".", "").replace(",", ""))
        if decimals.strip("0"):
            if not self.rounded:
                raise Bad("money")
            amount += decimals[0] >= "5"
        return -amount if sign else amount


_COUNT: Final = re.compile(r"(-?)(\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.0+)?")


class Count(Column):
    """A whole number, with or without separators between thousands (1.234, 1,234, 1234); never below zero unless ``signed``."""

    def __init__(self, field: str, *headers: str, signed: bool = False, **options: Any) -> None:
        super().__init__(field, *headers, **options)
        self.signed = signed

    def read(self, cell: Cell, seen: str) -> int:
        found = _COUNT.fullmatch(seen)
        if not found or isinstance(cell, bool):
            raise Bad("count")
        number = int(found[2].replace(".", "").replace(",", ""))
        if found[1] and number:
            if not self.signed:
                raise Bad("negative")
            return -number
        return number


_SPOKEN: Final = re.compile(
    r"(?:(?P<hour>\d+)\s*(?:h|hrs?|hours?|jam)\b\s*)?(?:(?P<minute>\d+)\s*(?:m|mins?|minutes?|menit|mnt)\b\s*)?"
    r"(?:(?P<second>\d+)\s*(?:s|secs?|seconds?|detik|dtk)\b)?",
    re.IGNORECASE,
)


class Duration(Column):
    """A length of time in whole seconds: 01:02:03, 04:19 (minutes and seconds), 1h 2m 3s, 2 menit, or a number of seconds."""

    def read(self, cell: Cell, seen: str) -> int:
        if isinstance(cell, timedelta):
            return int(cell.total_seconds())
        if isinstance(cell, time):
            return (cell.hour * 60 + cell.minute) * 60 + cell.second
        parts = seen.split(":")
        if len(parts) <= 3 and all(part.isdecimal() and len(part) < 8 for part in parts):
            seconds = 0
            for part in parts:
                seconds = seconds * 60 + int(part)
            return seconds
        found = _SPOKEN.fullmatch(seen)
        if not found:
            raise Bad("count")
        return (int(found["hour"] or 0) * 60 + int(found["minute"] or 0)) * 60 + int(found["second"] or 0)


_PERCENT: Final = re.compile(r"(\d{1,3})(?:[.,](\d+))?\s*(%?)")


class Percent(Column):
    """A share in basis points: 92,50% and 92.5 are 9250. A cell that the workbook holds as a number up to 1 is a fraction."""

    def read(self, cell: Cell, seen: str) -> int:
        if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell <= 1:
            return round(cell * 10_000)
        found = _PERCENT.fullmatch(seen)
        if not found:
            raise Bad("count")
        thousandths = int((found[2] or "").ljust(3, "0")[:3])
        return int(found[1]) * 100 + (thousandths + 5) // 10


class Choice(Column):
    """One of a closed list of words, compared without case; a key that ends in ``*`` matches what begins with it.

    An unknown word is a problem that shows the word: the list must be extended, and the word says nothing about a buyer.
    """

    def __init__(self, field: str, *headers: str, words: Mapping[str, Any], **options: Any) -> None:
        super().__init__(field, *headers, **options)
        self.words = {normalise(k): v for k, v in words.items() if not k.endswith("*")}
        self.starts = sorted(((normalise(k[:-1]), v) for k, v in words.items() if k.endswith("*")), key=lambda s: -len(s[0]))

    def read(self, cell: Cell, seen: str) -> Any:
        word = normalise(seen)
        if word in self.words:
            return self.words[word]
        for start, value in self.starts:
            if word.startswith(start):
                return value
        raise Bad("choice", value=seen[:40])


class Moment(NamedTuple):
    """A day as printed and the instant in UTC; ``at`` is None where the file prints no time of day."""

    day: str  # YYYY-MM-DD
    at: str | None  # YYYY-MM-DDTHH:MM:SSZ


_moment: Final = partial(tuple.__new__, Moment)
"""A Moment in half the time: a large file has half a million."""


_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari", "feb february februari", "mar march maret", "apr april", "may mei", "jun june juni",
            "jul july juli", "aug august agu agt agustus", "sep sept september", "oct october okt oktober",
            "nov november", "dec december des desember",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_PARTS: Final = {
    "%Y": r"(?P<year>\d{4})", "%y": r"(?P<short>\d{2})", "%m": r"(?P<month>\d{1,2})", "%d": r"(?P<day>\d{1,2})",
    "%b": r"(?P<name>[A-Za-z]{3,9})\.?", "%a": r"[A-Za-z]{3,9}", "%H": r"(?P<hour>\d{1,2})",
    "%M": r"(?P<minute>\d{2})", "%S": r"(?P<second>\d{2})(?:\.\d+)?", "%p": r"(?P<half>[AaPp]\.?[Mm]\.?)",
}  # fmt: skip


class When(Column):
    """A day, with or without a time, on the source's ``clock`` (hours ahead of UTC), written in one of ``patterns``.

    Patterns are those of strptime (%Y %y %m %d %b %a %H %M %S %p), the time last; %b and %a know English and Indonesian
    names, long or short, whatever the language of the machine. A pattern without %Y needs ``year``. Cells that the workbook
    itself holds as a date are taken as they are. The value is a ``Moment``.
    """

    def __init__(
        self, field: str, *headers: str, patterns: tuple[str, ...], clock: int = WIB, event: bool = True, year: int = 0,
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(field, *headers, **options)
        self.patterns, self.clock, self.event, self.year = patterns, clock, event, year
        self.readers = [_Pattern(pattern, clock, year) for pattern in patterns]

    def read(self, cell: Cell, seen: str) -> Moment:
        if isinstance(cell, datetime):
            return self._moment(cell.date(), (cell.hour * 60 + cell.minute) * 60 + cell.second)
        if isinstance(cell, date):
            return Moment(cell.isoformat(), None)
        for reader in self.readers:
            found = reader.read(seen)
            if found is not None:
                return found
        raise Bad("when")

    def _moment(self, day: date, seconds: int) -> Moment:
        shift, clock_text = _shifted(seconds, self.clock)
        return Moment(day.isoformat(), (day + timedelta(days=shift)).isoformat() + clock_text)


class _Pattern:
    """One way to write a day and a time. Most cells of a report are times, so each day and each time of day is read once."""

    def __init__(self, pattern: str, clock: int, year: int) -> None:
        self.day, self.gap, self.time = _split_pattern(pattern)
        self.clock, self.year = clock, year
        self.days: dict[str, tuple[str, str, str] | None] = {}  # the day as printed, the day after, the day before
        self.times: dict[str, tuple[int, str] | None] = {}  # days to shift, the rest of the instant

    def read(self, seen: str) -> Moment | None:
        """The value of a text, None if it is written in another way."""
        if self.gap:
            day_text, _, time_text = seen.partition(self.gap)
        elif self.time is None:
            day_text, time_text = seen, ""
        else:
            day_text, time_text = _cut(seen)
        try:
            days = self.days[day_text]
        except KeyError:
            days = self.days[day_text] = _neighbours(_day(self.day, day_text, self.year))
        if days is None:
            return None
        if self.time is None:
            return Moment(days[0], None)
        try:
            at = self.times[time_text]
        except KeyError:
            at = self.times[time_text] = _utc(self.time, time_text, self.clock)
        return _moment((days[0], days[at[0]] + at[1])) if at else None


def _neighbours(day: date | None) -> tuple[str, str, str] | None:
    """A day with those after and before it, so that a shift of 0, 1 or -1 days is an index."""
    if day is None or not date.min < day < date.max:
        return None
    one = timedelta(days=1)
    return day.isoformat(), (day + one).isoformat(), (day - one).isoformat()


def _cut(seen: str) -> tuple[str, str]:
    """Split before the time of day where the day itself is written with spaces."""
    found = re.search(r",?\s+(?=\d{1,2}[:.]\d{2}(?!\d))", seen)
    return (seen[: found.start()], seen[found.end() :]) if found else (seen, "")


def _split_pattern(pattern: str) -> tuple[re.Pattern[str], str, re.Pattern[str] | None]:
    """A day pattern, what always stands between ("" for spaces of which there are more), and a time pattern if any."""
    place = pattern.find("%H")
    if place < 0:
        return _compiled(pattern), "", None
    day = pattern[:place].rstrip("T ,")
    gap = pattern[len(day) : place]
    return _compiled(day), "" if " " in day else gap, _compiled(pattern[place:])


def _compiled(pattern: str) -> re.Pattern[str]:
    written = re.escape(pattern).replace(r"\ ", r"\s+")
    for part, expression in _PARTS.items():
        written = written.replace(re.escape(part), expression)
    return re.compile(written)


def _day(pattern: re.Pattern[str], written: str, year: int) -> date | None:
    found = pattern.fullmatch(written)
    if not found:
        return None
    parts = found.groupdict()
    month = int(parts["month"]) if parts.get("month") else _MONTHS.get((parts.get("name") or "").casefold(), 0)
    try:
        short = parts.get("short")
        return date(2000 + int(short) if short else int(parts.get("year") or year), month, int(parts["day"]))
    except ValueError:
        return None


def _utc(pattern: re.Pattern[str], written: str, clock: int) -> tuple[int, str] | None:
    """Days to shift (-1, 0 or 1) and the UTC time of day of a printed time, as it follows the day."""
    found = pattern.fullmatch(written)
    if not found:
        return None
    parts = found.groupdict()
    hour, minute, second = int(parts["hour"]), int(parts["minute"]), int(parts.get("second") or 0)
    if parts.get("half"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if parts["half"][0] in "Pp" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return _shifted((hour * 60 + minute) * 60 + second, clock)


def _shifted(seconds: int, clock: int) -> tuple[int, str]:
    shift, rest = divmod(seconds - clock * 3600, 86400)
    return shift, f"T{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}Z"


class Memo(dict[Cell, Any]):
    """The values of one column of one file: each distinct cell is parsed once."""

    def __init__(self, column: Column, header: str) -> None:
        self.column, self.header = column, header
        self.failed: set[Cell] = set()

    def __missing__(self, cell: Cell) -> Any:
        try:
            value = self.column.parse(cell)
        except Bad as bad:
            bad.field = self.column.field
            self.failed.add(cell)
            raise
        self[cell] = value
        return value


class Times(Memo):
    """The values of a column of times: nearly every cell is another and quickly read, so of instants only the latest is kept."""

    latest = ""

    def __init__(self, column: When, header: str) -> None:
        super().__init__(column, header)
        self.readers = [reader.read for reader in column.readers]

    def __missing__(self, cell: Cell) -> Any:
        value = None
        if isinstance(cell, str):
            for read in self.readers:  # a text that a pattern knows as it stands needs no tidying
                value = read(cell)
                if value is not None:
                    break
        if value is None:
            value = super().__missing__(cell)
            if not isinstance(value, Moment):
                return value
            del self[cell]
        if value.at is not None and value.at > self.latest:
            self.latest = value.at
        return value


class Absent(Memo):
    """Stands in for an optional column that the file does not have."""

    def __missing__(self, cell: Cell) -> Any:
        return self.column.empty
