"""The plotly charts of the laptop pages: stacked columns, lines, horizontal bars, scatter, hours of the week.

Each function returns a ``Chart``: the figure and its text. Show it with ``theme=None`` and ``CONFIG``; ``keys`` come back as
``customdata`` when a bar is chosen. Texts are the caller's, in the language in use; values that are not known are None and
leave a gap. Plotly is imported when the first figure is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cblp.charts.marks import Mark, beside
from cblp.charts.theme import INK, PAPER, QUIET, RULE, SAND, Unit, Value, colour, empty, exact, short, ticks
from cblp.i18n import _, formats

if TYPE_CHECKING:
    import plotly.graph_objects as go

T = TypeVar("T")

LONGEST_LABEL = 38
YEAR: Final = re.compile(r" (\d{4})$")
NAMES: Final = 6
"""So many labels stand side by side below the narrow chart of a phone, upright if need be, without touching."""


@dataclass(frozen=True)
class Chart:
    """A figure, and what it shows in words for who cannot see it."""

    figure: go.Figure
    alt: str


@dataclass(frozen=True)
class Series:
    """One line, or one part of each column. ``key`` chooses a marketplace's colour; ``dashed`` is for what is compared with."""

    name: str
    values: Sequence[Value]
    key: object = None
    dashed: bool = False


@dataclass(frozen=True)
class Bar:
    """One horizontal bar."""

    label: str
    value: Value
    key: object = None
    note: str = ""


@dataclass(frozen=True)
class Dot:
    """One point of a scatter."""

    label: str
    x: Value
    y: Value
    key: object = None


def columns(
    labels: Sequence[str], series: Sequence[Series], *, unit: Unit, title: str = "", keys: Sequence[object] = (),
    marks: Sequence[Mark] = (), height: int = 340,
) -> Chart:
    """Columns over time, stacked by series, each series named at its side and each column's total above it."""
    import plotly.graph_objects as go

    figure = empty(height, title)
    totals = [total(series, place) for place in range(len(labels))]
    for position, part in enumerate(series):
        figure.add_trace(go.Bar(
            name=_safe(part.name), x=list(range(len(labels))), y=[_number(value) for value in part.values],
            marker={"color": colour(part.key, position), "line": {"color": PAPER, "width": 1}},
            customdata=_custom(keys, len(labels), part.key), hoverinfo="text",
            hovertext=[
                f"<b>{_safe(label)}</b><br>{_safe(part.name)}: {exact(value, unit)}" + (
                    f"<br>{_('Total')}: {exact(whole, unit)}" if len(series) > 1 else ""
                )
                for label, value, whole in zip(labels, part.values, totals, strict=True)
            ],
        ))
    _upright(figure, labels, ticks(stacked(series, len(labels)), unit), unit)
    figure.update_layout(barmode="relative", bargap=0.28)
    if 0 < len(labels) <= 14:
        _totals(figure, totals, unit)
    if len(series) > 1 and labels:
        middles = [(part, colour(part.key, n), middle(series, n)) for n, part in enumerate(series)]
        _names_beside(figure, middles, max(totals), height)
    _mark(figure, marks)
    return Chart(figure, over_time(title, labels, totals, unit, [part.name for part in series] if len(series) > 1 else []))


def lines(
    labels: Sequence[str], series: Sequence[Series], *, unit: Unit, title: str = "", keys: Sequence[object] = (),
    marks: Sequence[Mark] = (), height: int = 320,
) -> Chart:
    """Lines over time, each named at its end; a dashed one is what the others are compared with."""
    import plotly.graph_objects as go

    figure = empty(height, title)
    ends = []
    for position, part in enumerate(series):
        shade = QUIET if part.dashed else colour(part.key, position)
        figure.add_trace(go.Scatter(
            name=_safe(part.name), x=list(range(len(part.values))), y=[_number(value) for value in part.values],
            mode="lines+markers", line={"color": shade, "width": 2, "dash": "dot" if part.dashed else "solid"}, connectgaps=False,
            marker={"size": 4 if part.dashed else 6}, customdata=_custom(keys, len(part.values), part.key), hoverinfo="text",
            hovertext=[f"<b>{_safe(label)}</b><br>{_safe(part.name)}: {exact(value, unit)}"
                       for label, value in zip(labels, part.values, strict=False)],
        ))
        known = [Fraction(value) for value in part.values if value is not None]
        if known:
            ends.append((part, shade, known[-1]))
    values = [value for part in series for value in part.values]
    steps = ticks(values, unit)
    _upright(figure, labels, steps, unit)
    _names_beside(figure, ends, steps[-1] - steps[0], height)
    _mark(figure, marks)
    first = series[0].values if series else []
    return Chart(figure, over_time(title, labels, first, unit, [part.name for part in series] if len(series) > 1 else []))


def bars(rows: Sequence[Bar], *, unit: Unit, title: str = "", tone: str = "") -> Chart:
    """Horizontal bars in the given order from the top, each with its label and value."""
    import plotly.graph_objects as go

    figure = empty(max(120, 40 * len(rows) + (60 if title else 24)), title)
    figure.add_trace(go.Bar(
        orientation="h", y=list(range(len(rows))), x=[_number(row.value) or 0 for row in rows],
        marker={"color": [tone or colour(row.key) for row in rows]}, customdata=[[_key(row.key)] for row in rows],
        text=[short(row.value, unit) for row in rows], textposition="outside", cliponaxis=False, hoverinfo="text",
        hovertext=[f"<b>{_safe(row.label)}</b><br>{exact(row.value, unit)}" + (f"<br>{_safe(row.note)}" if row.note else "")
                   for row in rows],
    ))
    steps = ticks([row.value for row in rows], unit)
    figure.update_layout(bargap=0.35, margin={"r": 56})  # the value of the longest bar stands outside it
    figure.update_xaxes(visible=False, range=[float(steps[0]), float(steps[-1]) * 1.12])
    figure.update_yaxes(
        autorange="reversed", showgrid=False, tickvals=list(range(len(rows))), ticktext=[_safe(cut(row.label)) for row in rows],
        tickfont={"color": INK},
    )
    told = "; ".join(f"{row.label}: {exact(row.value, unit)}" for row in rows[:5])
    return Chart(figure, " ".join(part for part in (_ended(title), _ended(told)) if part))


def scatter(
    dots: Sequence[Dot], *, x_title: str, y_title: str, x_unit: Unit, y_unit: Unit, title: str = "", height: int = 340,
) -> Chart:
    """One point for each week or member; points without both values are left out."""
    import plotly.graph_objects as go

    known = [dot for dot in dots if dot.x is not None and dot.y is not None]
    figure = empty(height, title)
    figure.add_trace(go.Scatter(
        x=[_number(dot.x) for dot in known], y=[_number(dot.y) for dot in known], mode="markers", hoverinfo="text",
        marker={"size": 10, "color": colour(""), "opacity": 0.75, "line": {"color": PAPER, "width": 1}},
        customdata=[[_key(dot.key)] for dot in known],
        hovertext=[
            f"<b>{_safe(dot.label)}</b><br>{_safe(x_title)}: {exact(dot.x, x_unit)}<br>{_safe(y_title)}: {exact(dot.y, y_unit)}"
            for dot in known
        ],
    ))
    across, up = ticks([dot.x for dot in known], x_unit), ticks([dot.y for dot in known], y_unit)
    _axis(figure.layout.yaxis, up, y_unit)
    _axis(figure.layout.xaxis, across, x_unit)
    figure.update_xaxes(title={"text": _safe(x_title), "font": {"color": QUIET}})
    figure.update_yaxes(title={"text": _safe(y_title), "font": {"color": QUIET}})
    told = _("{count} points: {x} across, {y} upwards.", count=formats.count(len(known)), x=x_title, y=y_title)
    return Chart(figure, " ".join(part for part in (_ended(title), told) if part))


def heat(cells: Mapping[tuple[int, int], Value], *, unit: Unit, title: str = "", height: int = 300) -> Chart:
    """Hours of the week: (weekday from 0 = Monday, hour) → value; the darker, the more."""
    import plotly.graph_objects as go

    figure = empty(height, title)
    days, hours = range(7), range(24)
    figure.add_trace(go.Heatmap(
        x=list(hours), y=list(days), z=[[float(cells.get((day, hour)) or 0) for hour in hours] for day in days], showscale=False,
        colorscale=[[0, SAND], [1, colour("")]], xgap=2, ygap=2, hoverinfo="text",
        hovertext=[
            [f"<b>{formats.weekday(day)}, {_hour(hour)}</b><br>{exact(cells.get((day, hour)) or 0, unit)}" for hour in hours]
            for day in days
        ],
    ))
    figure.update_xaxes(tickvals=list(range(0, 24, 3)), ticktext=[_hour(hour) for hour in range(0, 24, 3)])
    names = [formats.weekday(day) for day in days]
    figure.update_yaxes(autorange="reversed", showgrid=False, tickvals=list(days), ticktext=names)
    told = ""
    if any(cells.values()):
        day, hour = max(cells, key=lambda cell: (Fraction(cells[cell] or 0), -cell[0], -cell[1]))
        told = _("Most on {day} at {time}: {value}.", day=names[day], time=_hour(hour), value=exact(cells[day, hour], unit))
    return Chart(figure, " ".join(part for part in (_ended(title), told) if part))


# -- shared ----------------------------------------------------------------------------------------------------------


def _upright(figure: go.Figure, labels: Sequence[str], steps: Sequence[Fraction], unit: Unit) -> None:
    """The two axes of a chart over time: labels below (thinned out when many), round values at the side."""
    shown = named(labels)
    figure.update_xaxes(
        tickvals=list(shown), ticktext=[_safe(labels[place]) for place in shown], range=[-0.6, max(len(labels), 1) - 0.4],
        autotickangles=[0, 90],  # how much room there is, only the screen knows
    )
    _axis(figure.layout.yaxis, steps, unit)


def named(labels: Sequence[str]) -> range:
    """The places that get their label below them: as many as fit on a phone, among them the one that begins the last year."""
    every = -(-len(labels) // NAMES) or 1
    begins = next((place for place, name in reversed(list(enumerate(labels))) if YEAR.search(name)), 0)
    return range(begins % every, len(labels), every)


def _totals(figure: go.Figure, totals: Sequence[Fraction], unit: Unit) -> None:
    """What a column comes to, above it. As the text of an empty bar: the screen leaves out all of them where they would touch."""
    import plotly.graph_objects as go

    figure.add_trace(go.Bar(
        x=list(range(len(totals))), y=[0] * len(totals), base=[float(whole) for whole in totals], width=1, hoverinfo="skip",
        text=[short(whole, unit) if whole > 0 else "" for whole in totals], textposition="outside", textangle=0,
        constraintext="outside", cliponaxis=False, textfont={"size": 12, "color": QUIET},
    ))
    figure.update_layout(uniformtext={"mode": "hide", "minsize": 11})


def _axis(axis: Any, steps: Sequence[Fraction], unit: Unit) -> None:
    axis.update(
        tickvals=[float(step) for step in steps], ticktext=[short(step, unit) for step in steps],
        range=[float(steps[0]), float(steps[-1] + (steps[-1] - steps[0]) / 10)],  # room for what is written above the highest
    )


def _names_beside(figure: go.Figure, ends: Sequence[tuple[Series, str, Fraction]], reach: Fraction, height: int) -> None:
    """The names of series at the right, moved apart where they would lie on each other."""
    for (part, shade), at in apart([((part, shade), at) for part, shade, at in ends], reach * 18 / max(height - 90, 1)):
        figure.add_annotation(
            x=1.0, xref="paper", y=float(at), text=_safe(cut(part.name, 20)), showarrow=False, xanchor="left", xshift=6,
            font={"size": 13, "color": shade if shade != QUIET else QUIET},
        )
    if ends:
        figure.update_layout(margin={"r": 16 + 7 * max(len(cut(part.name, 20)) for part, _shade, _at in ends)})


def apart(ends: Sequence[tuple[T, Fraction]], gap: Fraction) -> Iterator[tuple[T, Fraction]]:
    """The ends from the lowest on, each moved up to at least ``gap`` above the one before."""
    lowest: Fraction | None = None
    for what, at in sorted(ends, key=lambda end: end[1]):
        lowest = at if lowest is None else max(at, lowest + gap)
        yield what, lowest


def total(series: Sequence[Series], place: int) -> Fraction:
    """The parts of a column together; what is not known counts nothing."""
    return sum((Fraction(part.values[place] or 0) for part in series), Fraction(0))


def stacked(series: Sequence[Series], places: int) -> list[Fraction]:
    """How far each column reaches above zero and below it."""
    parts = [[Fraction(part.values[place] or 0) for part in series] for place in range(places)]
    return [sum((one for one in column if (one > 0) is up), Fraction(0)) for column in parts for up in (True, False)]


def middle(series: Sequence[Series], position: int) -> Fraction:
    """The middle of a part in the last column."""
    below = total(series[:position], -1)
    return below + Fraction(series[position].values[-1] or 0) / 2


def _mark(figure: go.Figure, marks: Sequence[Mark]) -> None:
    for mark, close in beside(marks):
        figure.add_shape(
            type="rect", xref="x", yref="paper", x0=mark.first - 0.5, x1=mark.last + 0.5, y0=0, y1=1, layer="below",
            fillcolor=SAND, line={"color": RULE, "width": 1, "dash": "dot"},
        )
        figure.add_annotation(
            x=(mark.first + mark.last) / 2, y=1, yref="paper", text=_safe(mark.label), showarrow=False,
            yanchor="top" if close else "bottom", font={"size": 12, "color": QUIET},
        )


def over_time(title: str, labels: Sequence[str], values: Sequence[Value], unit: Unit, names: Sequence[str]) -> str:
    """What a chart over time shows, in words for who cannot see it."""
    known = [(Fraction(value), label) for value, label in zip(values, labels, strict=False) if value is not None]
    parts = [_ended(title)]
    if known:
        most, least = max(known, key=lambda pair: pair[0]), min(known, key=lambda pair: pair[0])
        parts.append(_(
            "From {first} to {last}. Most in {most_label}: {most}. Least in {least_label}: {least}.",
            first=labels[0], last=labels[-1], most_label=most[1], most=exact(most[0], unit), least_label=least[1],
            least=exact(least[0], unit),
        ))
    if names:
        parts.append(_("Shown: {names}.", names=", ".join(names)))
    return " ".join(part for part in parts if part)


def _custom(keys: Sequence[object], length: int, part: object) -> list[list[str]]:
    return [[_key(keys[i]) if i < len(keys) else "", _key(part)] for i in range(length)]


def _key(key: object) -> str:
    return "" if key is None else str(key)


def _hour(hour: int) -> str:
    return f"{hour:02}.00"


def _number(value: Value) -> float | None:
    return None if value is None else float(value)


def _safe(text: str) -> str:
    # Plotly reads a little HTML in every text; names of products and members are only text.
    return escape(text, quote=False)


def cut(text: str, longest: int = LONGEST_LABEL) -> str:
    """A name that is not longer than its place."""
    return text if len(text) <= longest else text[:longest - 1].rstrip() + "…"


def _ended(text: str) -> str:
    return text if not text or text[-1] in ".?:;" else text + "."
