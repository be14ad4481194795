"""Tables without Streamlit's English toolbars: texts shown as typed, numbers to the right, at most one page of rows."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from cblp.i18n import _, formats
from cblp.ui import state

SIZE: Final = 50
"""Rows on one page."""

_TABLE: Final = "width:100%;border-collapse:collapse;font-size:1rem"
_LEFT: Final = "padding:.5rem .75rem;border-bottom:1px solid #e3d9c8;text-align:left;vertical-align:top;"
_RIGHT: Final = _LEFT.replace("left", "right") + "white-space:nowrap;font-variant-numeric:tabular-nums;"
_HEAD: Final = "font-weight:600;background:#f4eee3;"


class Number(str):
    """The head of a column whose cells are numbers: they stand at the right."""


def show(columns: Sequence[str], rows: Sequence[Sequence[object]], *, key: str = "", size: int = SIZE) -> None:
    """A table of already formatted cells; give a ``key`` where there may be more than ``size`` rows, and it gets a pager."""
    if key:
        first = start(len(rows), key, size)
        draw(columns, rows[first : first + size])
        pager(len(rows), key, size)
    else:
        draw(columns, rows[:size])


def draw(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """The table alone, without a pager. Where it is wider than the screen it moves inside its own frame."""
    looks = [_RIGHT if isinstance(column, Number) else _LEFT for column in columns]
    head = _cells("th", columns, [look + _HEAD for look in looks])
    body = "".join(_cells("td", row, looks) for row in rows)
    st.html(f'<div style="overflow-x:auto"><table style="{_TABLE}"><thead>{head}</thead><tbody>{body}</tbody></table></div>')


def start(total: int, key: str, size: int = SIZE) -> int:
    """The first row (from 0) of the page that is open, for reads that fetch one page only."""
    page = min(_page(key).get(), max(0, (total - 1) // size))
    return page * size


def pager(total: int, key: str, size: int = SIZE) -> None:
    """Which rows are shown of how many, and the two buttons; nothing where everything fits on one page."""
    if total <= size:
        return
    first = start(total, key, size)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(horizontal=True, width="content", wrap=False):  # side by side on a phone too, whatever the words beside them
            back = st.button(_("Previous"), icon=":material/chevron_left:", key=f"{key}_previous", disabled=first == 0)
            on = st.button(_("Next"), icon=":material/chevron_right:", key=f"{key}_next", disabled=first + size >= total)
        st.write(_("{first}–{last} of {total}", first=formats.count(first + 1),
                   last=formats.count(min(first + size, total)), total=formats.count(total)))
    if back or on:
        _page(key).set(first // size + (1 if on else -1))
        st.rerun()


def _page(key: str) -> state.Key[int]:
    return state.Key(f"page_of_{key}", 0)


def _cells(tag: str, cells: Sequence[object], looks: Sequence[str]) -> str:
    inner = (f'<{tag} style="{look}">{escape(str(cell))}</{tag}>' for cell, look in zip(cells, looks, strict=True))
    return "<tr>" + "".join(inner) + "</tr>"
