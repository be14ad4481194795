"""Reach over time, one figure at a time, by channel; followers as lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from cblp import charts
from cblp.charts import Series
from cblp.documents.tables import Column, Table
from cblp.i18n import N_, _
from cblp.reach import reports as reach
from cblp.reach.metrics import METRICS, figure
from cblp.sales import calendar
from cblp.ui import page, reads
from cblp.ui.components import charts as blocks
from cblp.ui.components import filters
from cblp.ui.components.reach_lead import Basis

SHOWN = 5
MEASURES = {"jangkauan": "reach", "tayangan": "views", "interaksi": "interactions", "postingan": "posts"}
FOLLOWERS = "pengikut"


@page.fragment
def show(base: Basis) -> None:
    """Choose the figure and the steps of time."""
    with st.container(border=True):
        left, right = st.columns([4, 1.6], vertical_alignment="center")
        with left:
            names = {"jangkauan": _("Reach"), "tayangan": _("Views"), "interaksi": _("Interactions"), "postingan": _("Posts"),
                     FOLLOWERS: _("Followers")}
            what = filters.one_of("reach", "angka", _("Figure"), names)
        with right:
            by = filters.step("reach", base.asked.span)
        keys = reach.periods(base.selection.span, by)
        cells = _followers(base, by) if what == FOLLOWERS else _measure(base, by, MEASURES[what])
        title = _title(names[what], by, base)
        draw = charts.lines if what == FOLLOWERS else charts.columns
        marks = charts.occasion_marks(keys, by, calendar.occasions(base.selection.span))
        series = _series(cells, keys, together=what != FOLLOWERS)
        chart = draw(blocks.labels(keys, by), series, unit="count", marks=marks)
        blocks.draw(chart, f"reach_time_{what}_{by}", title)
        columns = [blocks.time_column(by), Column(N_("Channel")), Column(_MSGIDS[what], "count")]
        blocks.offer(lambda: Table(title, columns, [[key, label, value] for key, _code, label, value in cells], base.note),
                     key="reach_time", name=f"jangkauan-{what}")


Cell = tuple[date, Any, str, int | None]


def _measure(base: Basis, by: str, name: str) -> list[Cell]:
    groups = reads.ask(reach.grouped, by=by, selection=base.selection, split="marketplace")
    return [(g.key, g.split, g.split_label, figure(name, g.measures)) for g in groups]  # type: ignore[misc]


def _followers(base: Basis, by: str) -> list[Cell]:
    return [(level.key, level.split, level.split_label, level.followers)
            for level in reads.ask(reach.followers, selection=base.selection, by=by)]


def _series(cells: Sequence[Cell], keys: Sequence[date], *, together: bool) -> list[Series]:
    """Channels, the largest first; beyond SHOWN they are one part (where their figures may be added)."""
    values = {(code, key): value for key, code, _label, value in cells}
    names = {code: label for _key, code, label, _value in cells}
    sums = {code: sum(values.get((code, key)) or 0 for key in keys) for code in names}
    order = [code for code in sorted(sums, key=lambda code: (-sums[code], names[code])) if sums[code]]
    own, rest = (order, []) if len(order) <= SHOWN + 1 or not together else (order[:SHOWN], order[SHOWN:])
    made = [Series(names[code], [values.get((code, key)) for key in keys], key=code) for code in own]
    if rest:
        made.append(Series(_("Others"), [sum(values.get((code, key)) or 0 for code in rest) for key in keys], key="others"))
    return made


def _title(name: str, by: str, base: Basis) -> str:
    per = {"day": _("per day"), "week": _("per week"), "month": _("per month")}[by]
    return f"{name} {per}, {base.asked.days}"


_MSGIDS = {**{word: METRICS[name].label for word, name in MEASURES.items()}, FOLLOWERS: N_("Followers")}
