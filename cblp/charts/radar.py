"""A radar as a small SVG: how strong somebody is in each of several areas, and before; readable on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import cos, pi, sin
from typing import Final

from cblp.charts.small import svg
from cblp.charts.theme import INK, PALETTE, QUIET, RULE
from cblp.charts.theme import Value as Figure
from cblp.i18n import formats

TOP: Final = 100
WIDTH: Final = 380
_CENTRE, _REACH, _LETTERS = WIDTH / 2, 94.0, 14
_MIDDLE: Final = 160.0


def radar(rows: Sequence[tuple[str, Figure]], *, label: str, before: Sequence[Figure] = ()) -> str:
    """Areas with figures from 0 to 100, the first at the top and on clockwise; an unknown one leaves a gap in the shape.

    ``before`` draws the same areas as they were, dashed. ``label`` is read aloud, with every figure.
    """
    places = len(rows)
    rings = "".join(
        f'<polygon points="{_shape([part] * places)}" fill="none" stroke="{RULE}" stroke-width="1"/>' for part in (25, 50, 75, 100)
    )
    spokes = "".join(
        f'<line x1="{_CENTRE}" y1="{_MIDDLE}" x2="{x:.1f}" y2="{y:.1f}" stroke="{RULE}"/>'
        for x, y in (_point(place, places, TOP) for place in range(places))
    )
    was = f'<polygon points="{_shape(before)}" fill="none" stroke="{QUIET}" stroke-width="2" stroke-dasharray="5 4"/>' if before else ""
    values = [value for _, value in rows]
    now = f'<polygon points="{_shape(values)}" fill="{PALETTE[0]}" fill-opacity="0.2" stroke="{PALETTE[0]}" stroke-width="2.5"/>'
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{PALETTE[0]}"/>'
        for place, value in enumerate(values) if value is not None for x, y in [_point(place, places, float(value))]
    )
    names = "".join(_name(name, value, place, places) for place, (name, value) in enumerate(rows))
    told = "; ".join(f"{name}: {_said(value)}" for name, value in rows)
    return svg(WIDTH, 330, f"{label}: {told}", rings + spokes + was + now + dots + names)


def _point(place: int, places: int, value: float) -> tuple[float, float]:
    angle = 2 * pi * place / places - pi / 2
    far = _REACH * value / TOP
    return _CENTRE + far * cos(angle), _MIDDLE + far * sin(angle)


def _shape(values: Sequence[Figure]) -> str:
    return " ".join(
        f"{x:.1f},{y:.1f}" for place, value in enumerate(values) if value is not None
        for x, y in [_point(place, len(values), float(value))]
    )


def _name(name: str, value: Figure, place: int, places: int) -> str:
    """The area's name on up to three short lines with its figure below, turned away from the shape."""
    x, y = _point(place, places, TOP * 1.12)
    anchor = "middle" if abs(x - _CENTRE) < 12 else "start" if x > _CENTRE else "end"
    lines = [*_lines(name), _said(value)]
    lift = -(len(lines) - 1) * _LETTERS if y < _MIDDLE - _REACH else -_LETTERS * (len(lines) / 2 - 0.8)
    looks = [f'fill="{QUIET}"'] * (len(lines) - 1) + [f'fill="{INK}" font-weight="700"']
    return "".join(
        f'<text x="{x:.1f}" y="{y + lift + line * (_LETTERS + 1):.1f}" font-size="{_LETTERS}" text-anchor="{anchor}" {look}>'
        f"{escape(text)}</text>"
        for line, (text, look) in enumerate(zip(lines, looks, strict=True))
    )


def _lines(name: str, longest: int = 11) -> list[str]:
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + len(word) < longest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _said(value: Figure) -> str:
    return formats.UNKNOWN if value is None else formats.count(int(formats.half_up(value)))
