"""The chart of a slide as SVG: type that can be read from the back of a hall, and every figure in the text read aloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from itertools import groupby
from math import ceil
from typing import Final

from cblp.charts.small import svg
from cblp.charts.theme import INK, PALETTE, QUIET, RULE, colour, exact, short, ticks
from cblp.forum.slides import Chart, Series
from cblp.i18n import formats

LETTER: Final = 0.56
"""The width of a letter or digit in parts of its height, on average, generously."""
BOLD: Final = 1.15
"""How much wider it is in bold."""


def draw(chart: Chart, *, tone: str = PALETTE[0], width: int = 1000, height: int = 440, letters: int = 30) -> str:
    """The picture in a box of ``width`` × ``height``, its type ``letters`` high; ``tone`` is the colour of the first series.

    What is not known leaves a gap in a line and a dash beside a bar. It stretches to the place where it is put.
    """
    shades = colours(chart, tone)
    named = [(series.name, shade) for series, shade in zip(chart.series, shades, strict=True)] if len(chart.series) > 1 else []
    legend, top = _legend(named, width, letters)
    box = _Box(0, top, width, height - top)
    if all(value is None for series in chart.series for value in series.values):
        drawn = _text(width / 2, height / 2, formats.UNKNOWN, letters, QUIET, "middle")
    elif chart.shape == "bars":
        drawn = _bars(chart, shades, box, letters)
    else:
        drawn = _upright(chart, shades, box, letters)
    return svg(width, height, spoken(chart), legend + drawn)


def spoken(chart: Chart) -> str:
    """What the chart shows, with every figure, for who cannot see it."""
    several = len(chart.series) > 1
    told = [
        f"{name}{f', {series.name}' if several else ''}: {exact(value, chart.unit)}"
        for series in chart.series for name, value in zip(chart.categories, series.values, strict=True)
    ]
    return f"{chart.label}: {'; '.join(told)}" if told else chart.label


def colours(chart: Chart, tone: str) -> list[str]:
    """A colour for each series: its own (a code of a marketplace or ``#rrggbb``), else ``tone`` first, then the palette."""
    spare = (shade for shade in (tone, *(one for one in PALETTE if one.casefold() != tone.casefold()), *PALETTE * 9))
    return [_own(series) or next(spare) for series in chart.series]


def _own(series: Series) -> str:
    return series.colour if series.colour.startswith("#") or not series.colour else colour(series.colour)


# -- bars ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Box:
    """A part of the picture."""

    left: float
    top: float
    width: float
    height: float


def _bars(chart: Chart, shades: Sequence[str], box: _Box, letters: int) -> str:
    """A row for each category: its name, then a bar for each series with its figure behind it."""
    rows = len(chart.categories)
    each = box.height / rows
    size = min(float(letters), each * 0.72)
    values = [value for series in chart.series for value in series.values]
    names = min(box.width * 0.44, max(_wide(name, size) for name in chart.categories) + size * 0.6)
    tall = each >= size * 2.2
    # A name that has one line to stand on is written smaller before it is cut.
    fits = (names - size * 0.6) / max(_wide(name, 1) * BOLD for name in chart.categories)
    small = size if tall else min(size, max(fits, size * 0.75))
    figures = max(_wide(short(value, chart.unit), size) for value in values) * BOLD + size * 0.5
    known = [Fraction(0), *(Fraction(value) for value in values if value is not None)]
    low, reach = min(known), (max(known) - min(known)) or Fraction(1)
    room = box.width - names - figures * (2 if low < 0 else 1)
    zero = names + (figures if low < 0 else 0) + float(-low / reach) * room
    thick = min(each * 0.8 / len(chart.series), size * 1.9)
    parts = []
    for place, name in enumerate(chart.categories):
        middle = box.top + each * (place + 0.5)
        said = _lines(name, names - size * 0.6, small, most=2 if tall else 1)
        for line, part in enumerate(said):
            parts.append(_text(names - size * 0.6, middle + small * (0.35 + line - (len(said) - 1) / 2), part, small, INK, "end"))
        for position, (series, shade) in enumerate(zip(chart.series, shades, strict=True)):
            y = middle + (position - len(chart.series) / 2) * thick
            value = series.values[place]
            far = float(Fraction(value or 0) / reach) * room
            if value is not None:
                parts.append(_rect(zero + min(far, 0), y + thick * 0.06, abs(far), thick * 0.88, shade))
            parts.append(_text(
                zero + far + (-size * 0.3 if far < 0 else size * 0.3), y + thick / 2 + size * 0.35, short(value, chart.unit), size,
                QUIET if value is None else INK, "end" if far < 0 else "start", bold=True,
            ))
    return "".join(parts)


# -- columns and lines -----------------------------------------------------------------------------------------------


def _upright(chart: Chart, shades: Sequence[str], box: _Box, letters: int) -> str:
    """Time from left to right; without an axis where every column can carry its own figure."""
    size = float(letters)
    values = [value for series in chart.series for value in series.values]
    told = chart.shape == "columns" and len(chart.series) == 1 and (
        max(_wide(short(value, chart.unit), size) for value in values) * BOLD <= box.width / len(chart.categories)
    )
    steps = ticks(values, chart.unit)
    left = 0.0 if told else max(_wide(short(step, chart.unit), size) for step in steps) + size * 0.4
    plot = _Box(left, box.top + size * (1.3 if told else 0.7), box.width - left, box.height - size * (2.9 if told else 2.3))
    reach = steps[-1] - steps[0]

    def level(value: Fraction | int) -> float:
        return plot.top + plot.height * float((steps[-1] - value) / reach)

    parts = [
        _line(plot.left, level(step), plot.left + plot.width, level(step), INK if step == 0 else RULE)
        for step in ([Fraction(0)] if told else steps)
    ]
    if not told:
        parts += [_text(left - size * 0.4, level(step) + size * 0.35, short(step, chart.unit), size, QUIET, "end") for step in steps]
    slot = plot.width / len(chart.categories)
    parts.append(_names_below(chart.categories, plot, slot, box.top + box.height - size * 0.35, size))
    for position, (series, shade) in enumerate(zip(chart.series, shades, strict=True)):
        middles = [plot.left + slot * (place + 0.5) for place in range(len(series.values))]
        if chart.shape == "line":
            heights = [None if value is None else level(value) for value in series.values]
            parts.append(_curve(zip(middles, heights, strict=True), shade, size))
            continue
        thick = min(slot * 0.76 / len(chart.series), plot.width * 0.16)
        for x, value in zip(middles, series.values, strict=True):
            start = x + (position - len(chart.series) / 2) * thick
            y = level(value or 0)
            if value is not None:
                parts.append(_rect(start, min(y, level(0)), thick * 0.94, abs(level(0) - y), shade))
            if told:
                below = value is not None and value < 0
                parts.append(_text(
                    x, y + (size if below else -size * 0.3), short(value, chart.unit), size, QUIET if value is None else INK, "middle",
                    bold=True,
                ))
    return "".join(parts)


def _curve(points: Iterable[tuple[float, float | None]], shade: str, size: float) -> str:
    """A line through what is known, broken where nothing is, with a dot for each figure."""
    parts = []
    for known, run in groupby(points, key=lambda point: point[1] is not None):
        if known:
            through = [(x, y) for x, y in run if y is not None]
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in through)
            parts.append(
                f'<polyline points="{path}" fill="none" stroke="{shade}" stroke-width="{size / 6:.1f}" stroke-linejoin="round"/>'
            )
            parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size / 4:.1f}" fill="{shade}"/>' for x, y in through]
    return "".join(parts)


def _names_below(names: Sequence[str], plot: _Box, slot: float, y: float, size: float) -> str:
    """As many names as fit without touching, the last one always."""
    widest = max(_wide(name, size) for name in names) + size * 0.4
    step = max(1, ceil(widest / slot))
    last = len(names) - 1
    parts = []
    for place in range(last % step, last + 1, step):
        x = plot.left + slot * (place + 0.5)
        half = _wide(names[place], size) / 2
        x = min(max(x, half), plot.left + plot.width - half)
        parts.append(_text(x, y, names[place], size, INK, "middle"))
    return "".join(parts)


# -- parts -----------------------------------------------------------------------------------------------------------


def _legend(named: Sequence[tuple[str, str]], width: int, letters: int) -> tuple[str, float]:
    """Names beside squares of their colour, in as many rows as they need; and where the picture below may begin."""
    parts, x, y = [], 0.0, letters * 1.0
    for name, shade in named:
        long = letters * 1.2 + _wide(name, letters)
        if x and x + long > width:
            x, y = 0.0, y + letters * 1.35
        parts.append(_rect(x, y - letters * 0.75, letters * 0.8, letters * 0.8, shade))
        parts.append(_text(x + letters * 1.1, y, name, letters, INK, "start"))
        x += long + letters
    return "".join(parts), y + letters * 0.6 if named else 0.0


def _text(x: float, y: float, text: str, size: float, shade: str, anchor: str, *, bold: bool = False) -> str:
    heavy = ' font-weight="700"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" fill="{shade}" text-anchor="{anchor}"{heavy}>{escape(text)}</text>'


def _rect(x: float, y: float, width: float, height: float, shade: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{escape(shade)}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, shade: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{shade}" stroke-width="2"/>'


def _wide(text: str, size: float) -> float:
    return len(text) * size * LETTER


def _lines(text: str, room: float, size: float, *, most: int) -> list[str]:
    """The words on at most so many lines; what does not fit ends in dots."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        line = words.pop(0)
        while words and _wide(f"{line} {words[0]}", size) <= room:
            line += f" {words.pop(0)}"
        lines.append(_cut(line, room, size))
    return [*lines, _cut(" ".join(words), room, size)] if words else lines


def _cut(text: str, room: float, size: float) -> str:
    most = max(4, round(room / (size * LETTER)))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
