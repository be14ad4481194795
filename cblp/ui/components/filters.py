"""What is asked of a dashboard (days, marketplaces, members, how to look at it): in the address, and kept from page to page.

The address can be sent to somebody else; it holds days and codes only. What it says wins over what was chosen before in this
tab, and anything in it that means nothing here is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.days import Span, add_months, last_months, month
from cblp.i18n import _, formats
from cblp.people.reports import register
from cblp.sales import reports as sales
from cblp.sales.calendar import spoken_month
from cblp.ui import reads, state
from cblp.ui.page import Visit

FROM, UNTIL, PLACES, MEMBERS, BY = "dari", "sampai", "marketplace", "anggota", "menurut"
SHARED: Final = (FROM, UNTIL, MEMBERS)
"""What means the same on every dashboard; everything else is kept for each page apart."""
THIS, LAST, QUARTER, YEAR, TWO_YEARS, OTHER = "this", "last", "3", "12", "24", "other"


@dataclass(frozen=True)
class Asked:
    """What was chosen: days, and (where not empty) only these marketplaces and businesses; ``chosen`` are the names of those."""

    span: Span
    marketplaces: frozenset[str] = frozenset()
    businesses: frozenset[UUID] = frozenset()
    chosen: tuple[str, ...] = ()

    @property
    def days(self) -> str:
        """The days as they stand in a heading: ``1–22 November 2026``."""
        return formats.day_range(self.span.first, self.span.last)

    @property
    def note(self) -> str:
        """The days and everything else that was chosen, in one line."""
        return " · ".join((self.days, *self.chosen))


def choose(visit: Visit, page_id: str, places: Iterable[tuple[str, str]], everywhere: str) -> Asked:
    """The row of filters; ``places`` are (code, name) to choose from, ``everywhere`` says that none is chosen."""
    names = dict(places)
    members = {row.code: row for row in reads.ask(register.businesses, today=visit.today, limit=2000)}
    left, middle, right = st.columns([6, 3, 3], vertical_alignment="top")
    with left:
        span = _period(visit.today, page_id)
    with middle:
        chosen = _several(page_id, PLACES, _("Marketplace"), names, everywhere)
    with right:
        codes = _several(page_id, MEMBERS, _("Member"), {c: row.name for c, row in members.items()}, _("All members"))
    return Asked(
        span, frozenset(chosen), frozenset(members[code].id for code in codes),
        (*(names[code] for code in chosen), *(members[code].name for code in codes)),
    )


def one_of(page_id: str, name: str, label: str, options: Mapping[str, str], default: str = "") -> str:
    """A row of buttons of which one is chosen; ``options`` are words of the address with what the buttons say."""
    default = default or next(iter(options))
    at_first = _kept(page_id, name)
    chosen = st.segmented_control(
        label, list(options), default=at_first if at_first in options else default, format_func=options.__getitem__,
        required=True, key=f"{page_id}_{name}", label_visibility="collapsed",
    )
    # Where the options have changed below a kept widget, it answers nothing once.
    chosen = chosen if chosen in options else default
    _keep(page_id, name, chosen, default)
    return chosen


def step(page_id: str, span: Span) -> str:
    """By what a chart over time is drawn: day, week or month, as far as that gives neither one step nor hundreds."""
    names = {"hari": ("day", _("Day"), span.days <= 100), "minggu": ("week", _("Week"), 14 <= span.days <= 400),
             "bulan": ("month", _("Month"), span.days > 31)}
    fitting = {word: label for word, (_by, label, fits) in names.items() if fits}
    usual = "hari" if span.days <= 45 else "minggu" if span.days <= 200 else "bulan"
    return names[one_of(page_id, "per", _("Steps"), fitting, usual)][0]


# -- days ------------------------------------------------------------------------------------------------------------


def presets(today: date) -> dict[str, Span]:
    """The spans that have a button of their own."""
    return {
        THIS: Span(today.replace(day=1), today),
        LAST: month(add_months(today, -1)),
        QUARTER: last_months(today, 3),
        YEAR: last_months(today, 12),
        TWO_YEARS: last_months(today, 24),
    }


def _period(today: date, page_id: str) -> Span:
    known = presets(today)
    span = _span_kept(page_id, today)
    names = {
        THIS: _("This month"), LAST: _("Last month"), QUARTER: _("3 months"), YEAR: _("12 months"), TWO_YEARS: _("24 months"),
        OTHER: _("Other months"),
    }
    at_first = next((name for name, preset in known.items() if preset == span), OTHER)
    chosen = st.segmented_control(
        _("Period"), list(names), default=at_first, format_func=names.__getitem__, required=True, key=f"{page_id}_period",
        label_visibility="collapsed",
    )
    span = known[chosen] if chosen in known else _months(today, span, page_id)
    _keep(page_id, FROM, span.first.isoformat())
    _keep(page_id, UNTIL, span.last.isoformat())
    return span


def _months(today: date, span: Span, page_id: str) -> Span:
    """Two lists of months; a day of a sent address that begins or ends no month stands among them by itself."""
    since = (reads.ask(sales.first_day) or today).replace(day=1)
    firsts = [add_months(today.replace(day=1), -n) for n in range(_months_between(min(since, span.first), today) + 1)]
    starts = sorted({*firsts, span.first}, reverse=True)
    ends = sorted({*(min(today, month(first).last) for first in firsts), span.last}, reverse=True)
    one, other = st.columns(2)
    first = one.selectbox(
        _("From"), starts, index=starts.index(span.first), key=f"{page_id}_first", placeholder=_("Choose a month"),
        format_func=lambda day: formats.month(day) if day.day == 1 else formats.day(day),
    )
    last = other.selectbox(
        _("Until"), ends, index=ends.index(span.last), key=f"{page_id}_last", placeholder=_("Choose a month"),
        format_func=lambda day: formats.month(day) if day in (month(day).last, today) else formats.day(day),
    )
    if last < first:
        st.caption(_("The end lies before the beginning. The beginning counts."))
        last = min(today, month(first).last)
    return Span(first, last)


def _span_kept(page_id: str, today: date) -> Span:
    try:
        first, last = (date.fromisoformat(_kept(page_id, name)) for name in (FROM, UNTIL))
        return Span(first, min(last, today)) if first.year >= 2000 else spoken_month(today)
    except ValueError:
        return spoken_month(today)


def _months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


# -- what the address holds ------------------------------------------------------------------------------------------


def _several(page_id: str, name: str, label: str, names: Mapping[str, str], everything: str) -> list[str]:
    at_first = [code for code in _kept(page_id, name).split(",") if code in names]
    chosen = st.multiselect(
        label, list(names), default=at_first, format_func=names.__getitem__, placeholder=everything, select_all=False,
        key=f"{page_id}_{name}", label_visibility="collapsed",
    )
    _keep(page_id, name, ",".join(chosen))
    return chosen


def _kept(page_id: str, name: str) -> str:
    """What the address says, else what was chosen before; it is only asked for when a widget is drawn for the first time."""
    return st.query_params.get(name) or state.CHOICES.get().get(_place(page_id, name), "")


def _keep(page_id: str, name: str, value: str, default: str = "") -> None:
    state.CHOICES.set({**state.CHOICES.get(), _place(page_id, name): value})
    if value == default:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def _place(page_id: str, name: str) -> str:
    return name if name in SHARED else f"{page_id}.{name}"
