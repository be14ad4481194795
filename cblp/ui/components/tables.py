"""Tables without Streamlit's English toolbars: texts shown as typed, numbers to the right, at most one page of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from cblp.i18n import _, formats
from cblp.ui import state
from cblp.ui.components.frame import esc

SIZE: Final = 50
"""Rows on one page."""


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
    """The table alone, without a pager."""
    lines = [
        _line(columns),
        _line(["---:" if isinstance(column, Number) else ":---" for column in columns], escape=False),
        *map(_line, rows),
    ]
    st.markdown("\n".join(lines), width="stretch")


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
        back = st.button(_("Previous"), icon=":material/chevron_left:", key=f"{key}_previous", disabled=first == 0)
        st.write(_("{first}–{last} of {total}", first=formats.count(first + 1),
                   last=formats.count(min(first + size, total)), total=formats.count(total)))
        on = st.button(_("Next"), icon=":material/chevron_right:", key=f"{key}_next", disabled=first + size >= total)
    if back or on:
        _page(key).set(first // size + (1 if on else -1))
        st.rerun()


def _page(key: str) -> state.Key[int]:
    return state.Key(f"page_of_{key}", 0)


def _line(cells: Sequence[object], *, escape: bool = True) -> str:
    texts = [" ".join(str(cell).split()) for cell in cells]
    return "| " + " | ".join(esc(text) if escape else text for text in texts) + " |"
