"""What progress and its reports are called, in the language in use: quarters, areas, verdicts, states, figures that are hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from cblp.i18n import N_, _, formats, ngettext
from cblp.programmes import indicators
from cblp.programmes.indicators import Indicator, Reference
from cblp.programmes.reports.progress import BELOW, EXCELLENT, GOOD, LEAST, Figure, Place
from cblp.programmes.rules.suppression import MEMBERS

ROMAN: Final = {"1": "I", "2": "II", "3": "III", "4": "IV"}
"""Quarters as the forms of the offices number them."""
REACHED: Final[Mapping[str, str]] = {
    BELOW: N_("Below the target"), LEAST: N_("Least reached"), GOOD: N_("Good"), EXCELLENT: N_("Very good"), "": "",
}
UNITS: Final[Mapping[str, str]] = {"count": "", "percent": "%", "points": N_("points")}
STATES: Final[Mapping[str, str]] = {
    "draft": N_("Draft"), "submitted": N_("Sent"), "returned": N_("Returned"), "approved": N_("Approved"),
}
SECTIONS: Final[Mapping[str, str]] = {
    "summary": N_("Summary"), "done": N_("What was achieved"), "obstacles": N_("What stands in the way"),
    "plan": N_("Plan for the next quarter"),
}
"""What the coordinator writes into a report, in its order."""
ACTIVITIES: Final[Mapping[str, str]] = {
    "meetings": N_("Monthly meetings held"), "trainings": N_("Trainings held"), "campaigns": N_("Joint promotions"),
}
LEVELS: Final = (N_("Association"), N_("Province"), N_("Regency or city"), N_("District"), N_("Village"))


def quarter(period: str) -> str:
    """``Triwulan III 2026``."""
    year, number = period.split("-Q")
    return _("Quarter {number} {year}", number=ROMAN[number], year=year)


def tight(period: str) -> str:
    """``III 2026``: below a chart, at the head of a column."""
    year, number = period.split("-Q")
    return f"{ROMAN[number]} {year}"


def place(one: Place) -> str:
    """An area by its name; one whose name is not known by its code, after the name of what it lies in."""
    if one.name != one.code:
        return one.name
    return _("{area}, code {code}", area=one.within, code=one.code) if one.within else _("Code {code}", code=one.code)


def value(figure: Figure) -> str:
    """A figure as people read it; of one that may not be told, that it is so; ``–`` where nothing was counted."""
    return _("Not shown") if figure.hidden else figure.indicator.said(figure.shown)


def of_whom(figure: Figure) -> str:
    """Of how many businesses a figure is; "" where that may not be told, or says nothing more than the figure itself."""
    if figure.n is None or figure.indicator.id == MEMBERS:
        return ""
    number = formats.count(figure.n)
    if figure.indicator.rate:
        return ngettext("at least {count} business", "at least {count} businesses", figure.n, count=number)
    return ngettext("{count} business", "{count} businesses", figure.n, count=number)


def change(figure: Figure) -> str:
    """How a figure moved since the quarter before; "" where one of the two is not told.

    A change of percent or points is one already: it has the earlier one beside it instead.
    """
    if figure.shown is None or figure.before is None:
        return ""
    if figure.indicator.shape == indicators.COUNT:
        return formats.count_change((figure.shown - figure.before) // 100)
    if figure.indicator.shape == indicators.SHARE:
        points = Fraction(figure.shown - figure.before, 100)
        if not points:
            return _("unchanged")
        amount = _("{number} points", number=formats.number(abs(points)))
        return _("up {amount}", amount=amount) if points > 0 else _("down {amount}", amount=amount)
    return _("before: {figure}", figure=figure.indicator.said(figure.before))


def since(figure: Figure) -> str:
    """The same with what it is compared with: ``naik 3 dari triwulan sebelumnya``."""
    moved = change(figure)
    if not moved or figure.indicator.shape in {indicators.CHANGE, indicators.MEAN}:
        return moved
    return _("{change} from the quarter before", change=moved)


def targets(figure: Figure) -> str:
    """The targets of a figure from the least to the best: ``20 · 30 · 40``; "" without any."""
    marks = (figure.marks.least, figure.marks.good, figure.marks.excellent)
    return " · ".join(figure.indicator.said(mark) if mark is not None else formats.UNKNOWN for mark in marks) if any(
        mark is not None for mark in marks
    ) else ""


def ahead(figure: Figure) -> str:
    """The lowest target that a figure does not reach yet: ``target berikutnya 30``; "" without any."""
    for mark in (figure.marks.least, figure.marks.good, figure.marks.excellent):
        if figure.indicator.reached(figure.shown, mark) is False:
            return _("next target {figure}", figure=figure.indicator.said(mark))
    return ""


def unit(one: Indicator) -> str:
    """The unit of an indicator in a table: of a count what is counted."""
    return _(UNITS[one.unit]) if UNITS[one.unit] else str(one.numerator)


def reference(one: Reference) -> str:
    """An official figure: ``58,96%``, ``kurang dari 10%``."""
    share = formats.percent(Fraction(one.value, 10_000), 2)
    return _("less than {share}", share=share) if one.below else share


def sentence(period: str, figures: Sequence[Figure]) -> str:
    """What a quarter comes to: how many members, and how many of them use the internet, as far as that may be told."""
    by = {figure.indicator.id: figure for figure in figures}
    members, online = by.get(MEMBERS), by.get("internet_use")
    told = quarter(period)
    if members is None or members.shown is None:
        return _("{quarter}: too few businesses to show a figure here.", quarter=told)
    moved = change(members) if members.shown != members.before else ""
    said = ngettext("{quarter}: {count} active member", "{quarter}: {count} active members", members.shown // 100,
                    quarter=told, count=members.indicator.said(members.shown))
    said += f", {moved}." if moved else "."
    if online is not None and online.shown is not None:
        said += " " + _("{share} use the internet for their business.", share=online.indicator.said(online.shown))
    return said


def edition(number: int, published_at: datetime, timezone: str) -> str:
    """When the figures were published, and whether it was the first time."""
    day = formats.day(published_at.astimezone(ZoneInfo(timezone)).date())
    return _("Published {day}.", day=day) if number == 1 else _("Published {day}, version {number}.", day=day, number=number)


def hidden() -> str:
    """Why some figures are not shown."""
    return _("“Not shown”: too few businesses, fewer than 5, or another figure would tell of them. This keeps members' secrets.")
