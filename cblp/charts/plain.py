"""Columns over time as plain HTML, for the first page that everybody in the office opens: plotly would be half of what it loads.

It stands in the page's own type, stretches with it, and tells the figures of a column under the pointer (show it with st.html).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from html import escape
from typing import Final

from cblp.charts.figures import YEAR, Series, apart, cut, middle, named, over_time, stacked, total
from cblp.charts.marks import Mark, beside
from cblp.charts.theme import INK, PAPER, QUIET, RULE, SAND, Unit, colour, exact, short, ticks
from cblp.i18n import _

_HEAD, _FOOT, _LINE = 44, 44, 18
"""Pixels above the columns for the names of marks, below them for a month and its year, and of a line."""
_BELOW: Final = r"<br>\1"
_ACROSS: Final = "position:absolute;left:0;right:0;"


def plain_columns(
    labels: Sequence[str], series: Sequence[Series], *, unit: Unit, label: str, marks: Sequence[Mark] = (), height: int = 360,
) -> str:
    """Columns stacked by series, each series named at its side; ``label`` is read aloud before what they show."""
    totals = [total(series, place) for place in range(len(labels))]
    steps = ticks(stacked(series, len(labels)), unit)
    low, reach, tall = steps[0], steps[-1] - steps[0], height - _HEAD - _FOOT

    def percent(value: Fraction | int) -> str:
        return f"{float((value - low) / reach):.2%}"

    rules = "".join(f'<div style="{_ACROSS}bottom:{percent(step)};border-top:1px solid {RULE}"></div>' for step in steps)
    drawn = "".join(
        f'<div title="{escape(_told(name, series, place, unit))}" style="flex:1;position:relative">'
        f"{_parts(series, place, reach, percent)}</div>"
        for place, name in enumerate(labels)
    )
    side = "".join(f'<div style="line-height:0">{escape(short(step, unit))}</div>' for step in reversed(steps))
    alt = over_time(label, labels, totals, unit, [part.name for part in series])
    return (
        f'<div role="img" aria-label="{escape(alt)}" style="display:flex;height:{tall}px;margin:{_HEAD}px 0 {_FOOT}px;'
        f'font-size:13px;line-height:{_LINE}px;color:{QUIET};white-space:nowrap">'
        f'<div style="display:flex;flex-direction:column;justify-content:space-between;text-align:right">{side}</div>'
        f'<div style="flex:1;position:relative;margin:0 8px">{_marked(marks, len(labels))}{rules}'
        f'<div style="{_ACROSS}top:0;bottom:0;display:flex">{drawn}</div>{_below(labels)}</div>'
        f"{_beside(series, low, reach, tall)}</div>"
    )


def _parts(series: Sequence[Series], place: int, reach: Fraction, percent: Callable[[Fraction | int], str]) -> str:
    """One column: what is above zero grows upwards from it, what is below downwards."""
    made, above, below = [], Fraction(0), Fraction(0)
    for position, part in enumerate(series):
        value = Fraction(part.values[place] or 0)
        if not value:
            continue
        foot = above if value > 0 else below + value
        above, below = (above + value, below) if value > 0 else (above, below + value)
        made.append(
            f'<div style="position:absolute;left:14%;right:14%;bottom:{percent(foot)};height:{float(abs(value) / reach):.2%};'
            f'background:{colour(part.key, position)};border-top:1px solid {PAPER};box-sizing:border-box"></div>'
        )
    return "".join(made)


def _told(name: str, series: Sequence[Series], place: int, unit: Unit) -> str:
    """The figures of a column, the highest part first, as it stands."""
    lines = [f"{part.name}: {exact(part.values[place], unit)}" for part in reversed(series)]
    whole = [f"{_('Total')}: {exact(total(series, place), unit)}"] if len(series) > 1 else []
    return "\n".join([name, *lines, *whole])


def _marked(marks: Sequence[Mark], places: int) -> str:
    """A shade behind the columns of each mark, its name above them; one that stands close to the one before, a line lower."""
    made = []
    for mark, close in beside(marks):
        left, width = mark.first / places, (mark.last + 1 - mark.first) / places
        made.append(
            f'<div style="position:absolute;top:0;bottom:0;left:{left:.2%};width:{width:.2%};background:{SAND};'
            f'border:dotted {RULE};border-width:0 1px;box-sizing:border-box"></div>'
            f'<div style="position:absolute;left:{left + width / 2:.2%};top:-{_LINE if close else 2 * _LINE}px;'
            f'transform:translateX(-50%)">{escape(mark.label)}</div>'
        )
    return "".join(made)


def _below(labels: Sequence[str]) -> str:
    """The labels that fit on a phone, a year below its month."""
    return "".join(
        f'<div style="position:absolute;left:{(place + 0.5) / len(labels):.2%};top:calc(100% + 6px);transform:translateX(-50%);'
        f'text-align:center">{YEAR.sub(_BELOW, escape(labels[place]))}</div>'
        for place in named(labels)
    )


def _beside(series: Sequence[Series], low: Fraction, reach: Fraction, tall: int) -> str:
    """The names at the height of the last column's parts, moved apart where they would lie on each other."""
    if len(series) < 2 or not series[0].values:
        return ""
    ends = [((cut(part.name, 20), colour(part.key, place)), middle(series, place)) for place, part in enumerate(series)]
    lines = "".join(
        f'<div style="position:absolute;left:0;bottom:{float((at - low) / reach) * tall - _LINE / 2:.0f}px;display:flex;'
        f'align-items:center;gap:5px;color:{INK}"><div style="width:9px;height:9px;border-radius:2px;background:{shade}"></div>'
        f"{escape(name)}</div>"
        for (name, shade), at in apart(ends, reach * _LINE / tall)
    )
    longest = max(len(name) for (name, _shade), _at in ends)
    return f'<div style="position:relative;width:calc({longest * 0.92:.1f}ch + 14px)">{lines}</div>'
