"""One indicator of Kemajuan: how it went from quarter to quarter, and how it is in each part of the area."""

from __future__ import annotations

from fractions import Fraction

import streamlit as st

from cblp import charts
from cblp.charts import Bar, Series
from cblp.charts.theme import Unit
from cblp.documents.tables import Column, Table
from cblp.i18n import N_, _
from cblp.programmes import indicators
from cblp.programmes import progress_words as words
from cblp.programmes.indicators import Indicator
from cblp.programmes.reports import progress as reports
from cblp.programmes.reports.progress import Figure, Place, Point, Published
from cblp.ui import reads
from cblp.ui.components import charts as blocks
from cblp.ui.components import frame, tables
from cblp.ui.components.frame import esc


def show(chosen: Published, place: Place) -> None:
    """The indicator that is chosen, over time and by area."""
    declared = indicators.load()
    picked = st.selectbox(_("Indicator"), list(declared), format_func=lambda code: str(declared[code].name), key="progress_indicator",
                          placeholder=_("Choose an indicator"))
    one = declared.get(picked) or next(iter(declared.values()))
    st.caption(esc(str(one.definition)))
    left, right = st.columns(2, gap="large")
    with left:
        _over_time(one, chosen, place)
    with right:
        _by_area(one, chosen, place)


def _over_time(one: Indicator, chosen: Published, place: Place) -> None:
    points: list[Point] = reads.ask(reports.trend, indicator=one.id, period=chosen.period, area=place.code)
    title = _("{indicator} by quarter", indicator=one.name)
    if sum(point.shown is not None for point in points) > 1:
        labels = [words.tight(point.period) for point in points]
        series = [Series(str(one.name), [_value(one, point.shown) for point in points])]
        blocks.draw(charts.lines(labels, series, unit=_unit(one)), f"progress_trend_{one.id}", title)
    else:
        st.markdown(f"**{esc(title)}**")
    tables.show([_("Quarter"), tables.Number(_("Achievement"))], [
        (words.quarter(point.period), _("Not shown") if point.hidden else one.said(point.shown)) for point in reversed(points)
    ])


def _by_area(one: Indicator, chosen: Published, place: Place) -> None:
    found: list[tuple[Place, Figure]] = reads.ask(reports.parts, period=chosen.period, indicator=one.id, area=place.code)
    title = _("{indicator} by area", indicator=one.name)
    if not found:
        st.markdown(f"**{esc(title)}**")
        frame.empty(_("Nothing is told below this area. It needs at least 5 businesses in each part."))
        return
    told = [(part, figure) for part, figure in found if figure.shown is not None]
    if len(told) > 1:
        rows = [Bar(words.place(part), _value(one, figure.shown)) for part, figure in told]
        blocks.draw(charts.bars(rows, unit=_unit(one)), f"progress_parts_{one.id}", title)
    else:
        st.markdown(f"**{esc(title)}**")
    tables.show([_("Area"), tables.Number(_("Achievement")), _("Counted of")], [
        (words.place(part), words.value(figure), words.of_whom(figure)) for part, figure in found
    ])
    if any(figure.hidden for _part, figure in found):
        st.caption(words.hidden())
    blocks.offer(lambda: _table(title, found), key=f"progress_parts_{one.id}", name=f"{one.id}-{chosen.period}")


def _table(title: str, found: list[tuple[Place, Figure]]) -> Table:
    columns = [Column(N_("Area code")), Column(N_("Area")), Column(N_("Achievement"), "number"), Column(N_("Businesses"), "count")]
    rows = [
        [part.code, words.place(part), None if figure.shown is None else Fraction(figure.shown, 100), figure.n]
        for part, figure in found
    ]
    return Table(title, columns, rows, words.hidden())


def _unit(one: Indicator) -> Unit:
    return "share" if one.unit == "percent" else "count"


def _value(one: Indicator, hundredths: int | None) -> Fraction | None:
    """A figure as a chart takes it: shares are ratios."""
    return None if hundredths is None else Fraction(hundredths, 10_000 if one.unit == "percent" else 100)
