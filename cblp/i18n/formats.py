"""How amounts, counts, days and phone numbers are written for people, and how a typed amount is read back.

Numbers and days follow Babel's ``id_ID`` and ``en_ID``, which share separators, so that money reads the same in both
languages. The words around them come from the catalogue. ``half_up`` is the one place that rounds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import get_decimal_symbol, get_group_symbol

from cblp.i18n import LOCALES, N_, _, language, ngettext

Number = int | Decimal | Fraction

UNKNOWN: Final = "–"
"""What stands in a table where a value is not known; never a zero."""

NBSP: Final = "\u00a0"
MINUS: Final = "\u2212"

SCALES: Final = ((12, N_("{number} trillion")), (9, N_("{number} billion")), (6, N_("{number} million")))
TIGHT_SCALES: Final = ((12, N_("{number} tn")), (9, N_("{number} bn")), (6, N_("{number} mn")), (3, N_("{number} k")))

ZONES: Final = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
"""The short names that Indonesians print after a time."""


def locale() -> str:
    """The Babel locale of the language in use."""
    return LOCALES[language()]


def half_up(value: Number, digits: int = 0) -> Decimal:
    """``value`` rounded to ``digits`` decimals, halves away from zero; exact also for fractions without a decimal form."""
    scaled = abs(Fraction(value)) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-digits)


# -- numbers ---------------------------------------------------------------------------------------------------------


def count(value: Number | None) -> str:
    """``1.234``."""
    return UNKNOWN if value is None else _signed(half_up(value))


def number(value: Number | None, digits: int = 1) -> str:
    """``1.234,5``: at most ``digits`` decimals, none that are zero."""
    return UNKNOWN if value is None else _signed(half_up(value, digits))


def decimals(value: Number | None, digits: int) -> str:
    """``4,90``: exactly ``digits`` decimals, for a column whose commas stand below each other."""
    if value is None:
        return UNKNOWN
    comma = get_decimal_symbol(locale())
    whole, _comma, rest = number(value, digits).partition(comma)
    return f"{whole}{comma}{rest:0<{digits}}"


def percent(ratio: Number | None, digits: int = 1) -> str:
    """A ratio as ``12%`` or ``12,5%``; 1 is 100%."""
    return UNKNOWN if ratio is None else number(Fraction(ratio) * 100, digits) + "%"


def of_hundred(ratio: Number | None) -> str:
    """A ratio as whole cases out of a hundred: ``6 dari 100``."""
    return UNKNOWN if ratio is None else _("{count} of 100", count=count(Fraction(ratio) * 100))


# -- money -----------------------------------------------------------------------------------------------------------


def money(amount: int | None) -> str:
    """Whole rupiah to the last one, as where money is paid: ``Rp1.250.000`` (below zero with a minus, for tables)."""
    if amount is None:
        return UNKNOWN
    return (MINUS if amount < 0 else "") + "Rp" + count(abs(amount))


def headline(amount: int | None) -> str:
    """Large money rounded for a sentence or a figure: ``Rp84,2 juta``. Below a million it is exact. Never where money is paid."""
    if amount is None:
        return UNKNOWN
    size = abs(amount)
    return (MINUS if amount < 0 else "") + "Rp" + (_scaled(size, SCALES) or count(size))


def tight(value: Number | None) -> str:
    """A number for a chart's axis or a mark inside it: ``84,2 jt``, ``12,5 rb``, ``950``."""
    if value is None:
        return UNKNOWN
    size = abs(Fraction(value))
    return (MINUS if value < 0 else "") + (_scaled(size, TIGHT_SCALES) or count(size)).replace(" ", NBSP)


# -- change ----------------------------------------------------------------------------------------------------------


def change(ratio: Number | None) -> str:
    """A relative change in words: ``naik 12%``, ``turun 3,5%``, ``tetap``. None (nothing to compare with) gives ``""``."""
    if ratio is None:
        return ""
    shown = half_up(Fraction(ratio) * 100, 0 if abs(Fraction(ratio)) >= Fraction(1, 10) else 1)
    return _moved(shown, _signed(abs(shown)) + "%")


def money_change(difference: int | None) -> str:
    """A change of money in words: ``turun Rp150.000``."""
    return "" if difference is None else _moved(difference, money(abs(difference)))


def count_change(difference: int | None) -> str:
    """A change of a count in words: ``naik 3``."""
    return "" if difference is None else _moved(difference, count(abs(difference)))


def points_change(before: Number | None, now: Number | None) -> str:
    """A change of a percentage in words: ``naik 3 poin, dari 9% ke 12%``."""
    if before is None or now is None:
        return ""
    points = half_up(Fraction(now) * 100, 1) - half_up(Fraction(before) * 100, 1)
    moved = _moved(points, _("{number} points", number=_signed(abs(points))))
    return moved if points == 0 else _("{moved}, from {before} to {now}", moved=moved, before=percent(before), now=percent(now))


def _moved(difference: Number, amount: str) -> str:
    if difference == 0:
        return _("unchanged")
    return _("up {amount}", amount=amount) if difference > 0 else _("down {amount}", amount=amount)


# -- days and times --------------------------------------------------------------------------------------------------


def day(value: date | None) -> str:
    """``21 Nov 2026``: lists and tables."""
    return UNKNOWN if value is None else format_date(value, "d MMM y", locale=locale())


def full_day(value: date) -> str:
    """``Sabtu, 21 November 2026``: wherever somebody must come or act."""
    return format_date(value, "EEEE, d MMMM y", locale=locale())


def short_day(value: date) -> str:
    """``21 Nov``: a day of an axis."""
    return format_date(value, "d MMM", locale=locale())


def month(value: date) -> str:
    """``November 2026``."""
    return format_date(value, "LLLL y", locale=locale())


def month_name(value: date) -> str:
    """``November``: in a sentence whose year is clear."""
    return format_date(value, "LLLL", locale=locale())


def short_month(value: date, year: bool = False) -> str:
    """``Nov`` or ``Nov 2026``: a month of an axis."""
    return format_date(value, "LLL y" if year else "LLL", locale=locale())


def weekday(value: int) -> str:
    """The name of a day of the week, 0 = Monday: ``Senin``."""
    return format_date(date(2024, 1, 1 + value), "EEEE", locale=locale())  # 1 January 2024 was a Monday


def day_range(first: date, last: date) -> str:
    """``1–30 November 2026``, with only as much of the first day as differs; a single day, a month, a year by their names."""
    if first == last:
        return format_date(first, "d MMMM y", locale=locale())
    start = "d MMMM y" if first.year != last.year else "d MMMM" if first.month != last.month else "d"
    dash = "–" if start == "d" else " – "
    return format_date(first, start, locale=locale()) + dash + format_date(last, "d MMMM y", locale=locale())


def said_range(first: date, last: date, year: bool = False) -> str:
    """A range inside a sentence: ``1 sampai 30 November``, with the year when asked for."""
    end = format_date(last, "d MMMM y" if year else "d MMMM", locale=locale())
    if first == last:
        return end
    start = "d" if (first.year, first.month) == (last.year, last.month) else "d MMMM" if first.year == last.year else "d MMMM y"
    return _("{first} to {last}", first=format_date(first, start, locale=locale()), last=end)


def clock(at: datetime, zone: str = "Asia/Jakarta") -> str:
    """An aware instant as people of that zone say it: ``pukul 14.30 WIB``."""
    local = at.astimezone(ZoneInfo(zone))
    return _("at {time} {zone}", time=f"{local:%H.%M}", zone=ZONES.get(zone) or local.tzname() or zone)


def moment(at: datetime, zone: str = "Asia/Jakarta") -> str:
    """Day and time of an instant for a list: ``21 Nov 2026 pukul 14.30 WIB``."""
    return f"{day(at.astimezone(ZoneInfo(zone)).date())} {clock(at, zone)}"


def ago(value: date, today: date) -> str:
    """A day seen from today: ``hari ini``, ``kemarin``, ``3 hari lalu``, ``besok``; further than a week away, the day itself."""
    distance = (today - value).days
    near = {0: N_("today"), 1: N_("yesterday"), -1: N_("tomorrow")}.get(distance)
    if near:
        return _(near)
    if abs(distance) > 7:
        return day(value)
    return _("{days} days ago", days=distance) if distance > 0 else _("in {days} days", days=-distance)


def duration(seconds: int | None) -> str:
    """A length of time to its largest unit, rounded: ``45 detik``, ``12 menit``, ``2 jam``, ``3 hari``."""
    if seconds is None:
        return UNKNOWN
    size = next((size for size in (86_400, 3_600, 60) if seconds >= size), 1)
    units = int(half_up(Fraction(seconds, size)))
    number = count(units)
    return {
        86_400: ngettext("{number} day", "{number} days", units, number=number),
        3_600: ngettext("{number} hour", "{number} hours", units, number=number),
        60: ngettext("{number} minute", "{number} minutes", units, number=number),
        1: ngettext("{number} second", "{number} seconds", units, number=number),
    }[size]


# -- phone numbers ---------------------------------------------------------------------------------------------------


def phone(number: str) -> str:
    """A number stored as ``+6281234567890`` as people here write it: ``0812-3456-7890``; a foreign one stays as it is."""
    if not number.startswith("+62"):
        return number
    digits = "0" + number[3:]
    return "-".join(part for part in (digits[:4], digits[4:8], digits[8:]) if part)


# -- amounts that people type ----------------------------------------------------------------------------------------

LARGEST: Final = 10**15
_UNITS: Final = {
    "rb": 10**3, "ribu": 10**3, "k": 10**3, "thousand": 10**3,
    "jt": 10**6, "juta": 10**6, "million": 10**6,
    "miliar": 10**9, "milyar": 10**9, "billion": 10**9,
}
_AMOUNT: Final = re.compile(r"(?:rp\.?|idr)?\s*(?P<digits>\d[\d., ]*?)\s*(?P<unit>[a-z]+)?", re.ASCII)
_CENTS: Final = re.compile(r"(,-|,00|\.-)$")
_GROUPED: Final = re.compile(r"\d{1,3}(?:(?:\.\d{3})+|(?:,\d{3}){2,}|(?: \d{3})+)")
_DECIMAL: Final = re.compile(r"(?P<whole>\d+)[.,](?P<part>\d{1,2}|\d{4,})")


def parse_rupiah(text: str) -> int | None:
    """A typed amount in whole rupiah: ``1.500.000``, ``1,5jt``, ``Rp 1500000``, ``25rb``.

    None when it isn't an amount of at least zero, isn't whole, or can be read in two ways: ``1.500jt``, ``25,000``,
    ``2M`` (miliar here, million there). Show ``in_words`` of the result, so that the person sees what was understood.
    """
    clean = re.sub(r"\s+", " ", text.replace(NBSP, " ")).strip().lower()
    match = _AMOUNT.fullmatch(_CENTS.sub("", clean))
    if not match:
        return None
    digits, unit = match["digits"].strip(), match["unit"]
    if unit is None:
        amount = int(digits) if digits.isdigit() else _grouped(digits)
    elif unit not in _UNITS:
        return None
    elif digits.isdigit():
        amount = int(digits) * _UNITS[unit]
    else:
        amount = _decimal(digits, _UNITS[unit])
    return amount if amount is not None and amount <= LARGEST else None


def in_words(amount: int) -> str:
    """An amount of at least zero in words: ``satu juta lima ratus ribu rupiah``."""
    return (_indonesian(amount) if language() == "id" else _english(amount)) + " rupiah"


def _grouped(digits: str) -> int | None:
    return int(re.sub(r"\D", "", digits)) if _GROUPED.fullmatch(digits) else None


def _decimal(digits: str, unit: int) -> int | None:
    match = _DECIMAL.fullmatch(digits)
    if not match:
        return None
    exact = Fraction(int(match["whole"] + match["part"]), 10 ** len(match["part"])) * unit
    return exact.numerator if exact.denominator == 1 else None


_ID_UNITS: Final = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_ID_SCALES: Final = (
    (10**15, "kuadriliun"), (10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"), (100, "ratus"),
)


def _indonesian(value: int) -> str:
    if value < 12:
        return _ID_UNITS[value]
    if value < 20:
        return _ID_UNITS[value - 10] + " belas"
    if value < 100:
        return _joined(_ID_UNITS[value // 10] + " puluh", value % 10, _indonesian)
    size, name = next(scale for scale in _ID_SCALES if value >= scale[0])
    many, rest = divmod(value, size)
    return _joined("se" + name if many == 1 and size <= 1000 else f"{_indonesian(many)} {name}", rest, _indonesian)


_EN_UNITS: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_EN_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_SCALES: Final = (
    (10**15, "quadrillion"), (10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"), (100, "hundred"),
)


def _english(value: int) -> str:
    if value < 20:
        return _EN_UNITS[value]
    if value < 100:
        tens, rest = divmod(value, 10)
        return _EN_TENS[tens - 2] + (f"-{_EN_UNITS[rest]}" if rest else "")
    size, name = next(scale for scale in _EN_SCALES if value >= scale[0])
    many, rest = divmod(value, size)
    return _joined(f"{_english(many)} {name}", rest, _english)


def _joined(start: str, rest: int, spell: Callable[[int], str]) -> str:
    return f"{start} {spell(rest)}" if rest else start


# -- shared ----------------------------------------------------------------------------------------------------------


def _signed(value: Decimal) -> str:
    # Babel's own way, which parses its pattern for every number, takes ten times as long.
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(_symbols(locale())).replace("-", MINUS)


@cache
def _symbols(name: str) -> dict[int, str]:
    """Babel's separators instead of Python's."""
    return str.maketrans({",": get_group_symbol(name), ".": get_decimal_symbol(name)})


def _scaled(size: Number, scales: tuple[tuple[int, str], ...]) -> str:
    for position, (power, text) in enumerate(scales):
        # 999,96 million is shown as 1 billion: what counts is the figure after rounding in the next smaller unit.
        below = scales[position + 1][0] if position + 1 < len(scales) else None
        reached = size >= 10**power if below is None else half_up(Fraction(size) / 10**below, 1) >= 10 ** (power - below)
        if reached:
            return _(text, number=_signed(half_up(Fraction(size) / 10**power, 1)))
    return ""
