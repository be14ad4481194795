"""Figures on the scale that they were asked on: a bar from its least to its most, so that half looks like half; fits a phone."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape

import streamlit as st

from cblp.charts.theme import INK, PALETTE, QUIET, SAND
from cblp.i18n import formats


def show(
    rows: Sequence[tuple[str, Fraction | int | None]], *, least: int = 0, most: int = 100, digits: int = 0, tone: str = PALETTE[0],
) -> None:
    """Rows of (name, figure) on one scale from ``least`` to ``most``, half up with up to ``digits`` decimals."""
    st.html(drawn(rows, least=least, most=most, digits=digits, tone=tone))


def drawn(rows: Sequence[tuple[str, Fraction | int | None]], *, least: int, most: int, digits: int, tone: str) -> str:
    """The same as HTML: the words are words, so that they are read aloud; an unknown figure has no bar and a dash."""
    parts = []
    for name, value in rows:
        part = 0.0 if value is None else 100 * float(value - least) / (most - least)
        parts.append(
            f'<div style="display:flex;justify-content:space-between;gap:1rem;margin:.55rem 0 .2rem;color:{INK}">'
            f'<span>{escape(name)}</span><b style="color:{QUIET if value is None else INK}">{formats.number(value, digits)}</b></div>'
            f'<div style="height:.6rem;border-radius:.3rem;background:{SAND}">'
            f'<div style="height:100%;border-radius:.3rem;background:{tone};width:{part:.1f}%"></div></div>'
        )
    return "".join(parts)
