"""Rows in, a plotly figure, plain HTML or a small SVG out: one theme, no words of another language, and a text for who cannot see it."""

from cblp.charts.figures import Bar, Chart, Dot, Series, bars, columns, heat, lines, scatter
from cblp.charts.marks import Mark, occasion_marks
from cblp.charts.plain import plain_columns
from cblp.charts.small import small_bars, sparkline
from cblp.charts.spread import Panel, sorted_bars
from cblp.charts.steady import steady
from cblp.charts.theme import CONFIG, colour

__all__ = [
    "CONFIG", "Bar", "Chart", "Dot", "Mark", "Panel", "Series", "bars", "colour", "columns", "heat", "lines",
    "occasion_marks", "plain_columns", "scatter", "small_bars", "sorted_bars", "sparkline", "steady",
]
