"""The look of every chart: natural dyes on off-white, Indonesian separators, ticks that a person can read."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from cblp.i18n import formats
from cblp.settings import ROOT

if TYPE_CHECKING:
    import plotly.graph_objects as go

Unit = Literal["rupiah", "count", "share"]
Value = int | Fraction | None

INK, PAPER, SAND, RULE, QUIET = "#2A2622", "#FFFDF9", "#F4EEE3", "#E3D9C8", "#6B6257"
PALETTE: Final = ("#2F4B7C", "#B5651D", "#4F7942", "#C8553D", "#8E6C8A", "#D9A441")
"""Indigo, soga brown, leaf, terracotta, mangosteen, turmeric."""
FONT: Final = "Source Sans, Source Sans Pro, sans-serif"

CONFIG: Final[dict[str, Any]] = {"displayModeBar": False, "showTips": False, "scrollZoom": False, "doubleClick": False}
"""Pass it with every plotly chart: none of plotly's own buttons and tips, which speak English only."""


@cache
def _colours() -> dict[str, str]:
    with (ROOT / "data" / "marketplaces.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["colour"] for row in csv.DictReader(file)}


def colour(code: object, position: int = 0) -> str:
    """The colour of a marketplace, the same in every chart; for anything else the ``position``-th of the palette."""
    return _colours().get(str(code)) or PALETTE[position % len(PALETTE)]


def exact(value: Value, unit: Unit) -> str:
    """A value in full: in hover texts and texts for who cannot see the chart."""
    if unit == "share":
        return formats.percent(value)
    if unit == "rupiah":
        return formats.money(None if value is None else int(formats.half_up(value)))
    return formats.number(value)


def short(value: Value, unit: Unit) -> str:
    """A value where space is tight: on axes, at bars."""
    return formats.percent(value) if unit == "share" else formats.tight(value)


def ticks(values: Sequence[Value], unit: Unit) -> list[Fraction]:
    """Up to seven round numbers from zero (or below, if a value is) to at least the largest value; whole unless shares."""
    known = [0, *(value for value in values if value is not None)]
    top, bottom = Fraction(max(known)), Fraction(min(known))
    reach = top - bottom
    if reach == 0:
        return [Fraction(0), Fraction(1)]
    size = Fraction(10) ** (len(str(int(reach))) - 1) if reach >= 1 else Fraction(1, 10)
    while size > reach:
        size /= 10
    steps = [size * Fraction(multiple, 100) for multiple in (20, 25, 50, 100, 200, 250)]
    if unit != "share":
        steps = [step for step in steps if step.denominator == 1]
    step = next((step for step in steps if reach / step <= 5), Fraction(1))
    return [step * n for n in range(int(bottom // step), int(-(-top // step)) + 1)]


def empty(height: int, title: str) -> go.Figure:
    """A figure in the project's look, without data."""
    import plotly.graph_objects as go

    axis = {
        "fixedrange": True, "showgrid": False, "zeroline": False, "showline": False, "ticks": "", "tickfont": {"color": QUIET},
        "automargin": True, "ticklabelstandoff": 6,
    }
    return go.Figure(layout=go.Layout(
        height=height,
        template=None,
        colorway=list(PALETTE),
        font={"family": FONT, "size": 14, "color": INK},
        title={"text": title, "font": {"size": 16, "color": INK}, "x": 0, "xref": "paper", "xanchor": "left"} if title else None,
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        separators=",.",
        margin={"l": 8, "r": 8, "t": 48 if title else 24, "b": 8},
        showlegend=False,
        dragmode=False,
        hoverlabel={"bgcolor": "#FFFFFF", "bordercolor": RULE, "font": {"family": FONT, "color": INK}},
        xaxis=axis,
        yaxis={**axis, "showgrid": True, "gridcolor": RULE, "gridwidth": 1},
    ))
