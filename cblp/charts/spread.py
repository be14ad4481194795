"""How money is spread over everybody, without a name: bars from the smallest to the largest, readable from the back of a hall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from cblp.charts.small import svg
from cblp.charts.theme import INK, PALETTE, QUIET, RULE, Unit, Value, exact, short
from cblp.i18n import _

WIDTH: Final = 1600
_GAP, _FOOT = 70, 116
_TITLE, _LINE = 56, 42
_SMALLEST, _LETTER = 26, 0.51
"""The smallest letters of a line, and how wide a letter is beside its height, about."""


@dataclass(frozen=True)
class Panel:
    """One way of sharing: its name, everybody's amount in any order, and short lines under the name.

    ``mine`` is the amount of who looks, whose bar is marked; ``middle`` is the median.
    """

    name: str
    values: Sequence[int]
    middle: Value
    notes: Sequence[str] = ()
    mine: int | None = None


def sorted_bars(panels: Sequence[Panel], *, unit: Unit, label: str, width: int = WIDTH, height: int = 720) -> str:
    """The panels side by side on one scale, so that they can be compared; ``label`` is read aloud before the figures."""
    top = max((value for panel in panels for value in panel.values), default=0) or 1
    head = (_TITLE if any(panel.name for panel in panels) else 0) + _LINE * max((len(panel.notes) for panel in panels), default=0) + 24
    each = (width - _GAP * (len(panels) - 1)) / max(len(panels), 1)
    drawn = []
    for position, panel in enumerate(panels):
        inside = _panel(panel, each, (head, height - _FOOT), top, PALETTE[position % 3], unit)
        drawn.append(f'<g transform="translate({position * (each + _GAP):.1f} 0)">{inside}</g>')
    told = "; ".join(
        _("{name}: smallest {least}, middle {middle}, largest {most}", name=panel.name, least=exact(min(panel.values), unit),
          middle=exact(panel.middle, unit), most=exact(max(panel.values), unit))
        for panel in panels if panel.values
    )
    return svg(width, height, f"{label}: {told}" if told else label, "".join(drawn))


def _panel(panel: Panel, width: float, between: tuple[int, int], top: int, tone: str, unit: Unit) -> str:
    ceiling, floor = between
    reach = floor - ceiling
    step = width / max(len(panel.values), 1)
    bar = max(step * 0.78, 1.0)
    parts = [
        _line(panel.name, 42, width, 40, f'font-weight="700" fill="{INK}"'),
        *(_line(note, _TITLE + _LINE * (place + 1) - 14, width, 30, f'fill="{QUIET}"') for place, note in enumerate(panel.notes)),
    ]
    marked = panel.mine
    for position, value in enumerate(sorted(panel.values)):
        tall = max(0, value) / top * reach
        own, marked = value == marked, None if value == marked else marked
        parts.append(
            f'<rect x="{position * step + (step - bar) / 2:.1f}" y="{floor - tall:.1f}" width="{bar:.1f}" height="{tall:.1f}" rx="3"'
            f' fill="{PALETTE[3] if own else tone}"/>'
        )
    parts.append(f'<rect x="0" y="{floor}" width="{width:.1f}" height="2" fill="{RULE}"/>')
    if panel.values and panel.middle is not None:
        line = floor - max(0.0, float(panel.middle)) / top * reach
        parts.append(
            f'<line x1="0" x2="{width:.1f}" y1="{line:.1f}" y2="{line:.1f}" stroke="{INK}" stroke-width="2" stroke-dasharray="4 8"/>'
        )
        parts.append(_foot(_("smallest"), min(panel.values), 0, "start", floor, unit))
        parts.append(_foot(_("middle"), panel.middle, width / 2, "middle", floor, unit))
        parts.append(_foot(_("largest"), max(panel.values), width, "end", floor, unit))
    return "".join(parts)


def _foot(word: str, value: Value, x: float, anchor: str, floor: int, unit: Unit) -> str:
    return (
        f'<text x="{x:.1f}" y="{floor + 40}" font-size="28" fill="{QUIET}" text-anchor="{anchor}">{escape(word)}</text>'
        f'<text x="{x:.1f}" y="{floor + 86}" font-size="38" font-weight="700" fill="{INK}" text-anchor="{anchor}">'
        f"{escape(short(value, unit))}</text>"
    )


def _line(text: str, y: int, width: float, size: int, look: str) -> str:
    """A line of text that is made smaller, down to what can be read in a hall, and then cut, to fit the panel."""
    fits = max(_SMALLEST, min(size, int(width / (_LETTER * max(len(text), 1)))))
    most = max(4, int(width / (fits * _LETTER)))
    shown = text if len(text) <= most else text[:most - 1].rstrip() + "…"
    return f'<text x="0" y="{y}" font-size="{fits}" {look}>{escape(shown)}</text>'
