"""A chart or table on a dashboard, each with its rows to take along as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import streamlit as st

from cblp.charts import CONFIG, Chart
from cblp.documents import tables as documents
from cblp.documents.tables import Column, Table
from cblp.i18n import N_, _, formats
from cblp.ui import state
from cblp.ui.components import downloads, tables
from cblp.ui.components.frame import esc

AMOUNTS: Final = ("rupiah", "count", "number", "share")


def draw(chart: Chart, key: str, title: str) -> None:
    """A chart to look at, below its title (which wraps, as a title inside the picture would not)."""
    st.markdown(f"**{esc(title)}**")
    st.plotly_chart(chart.figure, theme=None, config=CONFIG, alt=f"{title}. {chart.alt}", width="stretch", key=key)


def pick(chart: Chart, key: str, title: str) -> str:
    """The same for a chart whose bars can be chosen; the key of the one chosen last, "" for none."""
    st.markdown(f"**{esc(title)}**")
    event = st.plotly_chart(
        chart.figure, theme=None, config=CONFIG, alt=f"{title}. {chart.alt}", width="stretch", key=key, on_select="rerun",
        selection_mode="points",
    )
    points = event.selection.points
    return str(points[0]["customdata"][0]) if points and points[0].get("customdata") else ""


def choose(label: str, options: dict[str, str], clicked: str, key: str) -> str:
    """A list to choose a group from; a click into its chart moves it. "" for none."""
    last, box = state.Key(f"{key}_clicked", ""), state.Key[str | None](f"{key}_box", None)
    if clicked != last.get():
        last.set(clicked)
        box.set(clicked if clicked in options else None)
    elif box.get() not in options:
        box.set(None)
    chosen = st.selectbox(
        label, list(options), index=None, format_func=options.__getitem__, key=box.name,
        placeholder=_("Choose from the list, or click in the chart"),
    )
    return chosen or ""


def table(rows: Table, *, key: str, size: int = 12) -> None:
    """The table on the screen, page by page."""
    tables.show(_heads(rows), _cells(rows), key=key, size=size)


def one_page(rows: Table, total: int, *, key: str, size: int) -> None:
    """A table of which only the rows of this page were read."""
    tables.draw(_heads(rows), _cells(rows))
    tables.pager(total, key, size)


def offer(make: Callable[[], Table], *, key: str, name: str) -> None:
    """The rows as a file, for a spreadsheet or for another program; made when asked for."""
    with st.popover(_("Download"), icon=":material/download:", key=f"{key}_offer"):
        downloads.download(_("For Excel (XLSX)"), lambda: documents.xlsx_document(name, [make()]), key=f"{key}_xlsx")
        downloads.download(_("Plain table (CSV)"), lambda: documents.csv_document(name, make()), key=f"{key}_csv")


def _heads(rows: Table) -> list[str]:
    return [tables.Number(_(column.header)) if column.kind in AMOUNTS else _(column.header) for column in rows.columns]


def _cells(rows: Table) -> list[list[str]]:
    kinds = [column.kind for column in rows.columns]
    return [[_whole(documents.shown(cell, kind), kind) for cell, kind in zip(row, kinds, strict=True)] for row in rows.rows]


def _whole(text: str, kind: str) -> str:
    return text.replace(" ", formats.NBSP) if kind in {"day", "month"} else text


# -- time ------------------------------------------------------------------------------------------------------------


def time_column(by: str) -> Column:
    """The first column of a table over time."""
    return {"day": Column(N_("Day"), "day"), "week": Column(N_("Week"), "day"), "month": Column(N_("Month"), "month")}[by]


def labels(keys: Sequence[date], by: str) -> list[str]:
    """The words under a time axis; the year stands where it begins."""
    if by != "month":
        return [formats.short_day(key) for key in keys]
    return [formats.short_month(key, year=key.month == 1 or position == 0) for position, key in enumerate(keys)]
