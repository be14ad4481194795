"""Whether a choice holds when what it depends on is moved: a row for each that may be chosen, a dot for each try."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import wrap
from typing import Final

from cblp.charts.small import svg
from cblp.charts.theme import INK, PALETTE, QUIET, RULE
from cblp.i18n import _

_NAME, _COLUMN, _ROW, _LINE = 240, 104, 38, 18
_LONGEST: Final = 28
"""Letters of a name that fit beside the dots; a longer one takes a second line."""


def steady(
    columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Sequence[bool]]]], *, label: str, tries: Sequence[str] = (),
) -> str:
    """A grid with a filled dot where a row is chosen and an empty one where it is not; a cell holds one dot for each of its tries.

    ``rows`` are (name, cells), a cell for each of ``columns``; ``tries`` names the dots of a cell in two letters or so, above
    them; ``label`` is read aloud before the rows.
    """
    heads = [wrap(head, 13) for head in columns]
    deep = _LINE * max((len(lines) for lines in heads), default=0)
    top = deep + (_LINE if tries else 0) + 12
    width = _NAME + _COLUMN * len(columns)
    parts = [
        f'<text x="{_dot(position, at, len(tries)):.0f}" y="{deep + _LINE}" font-size="14" fill="{INK}" text-anchor="middle">'
        f"{escape(text)}</text>"
        for position in range(len(columns)) for at, text in enumerate(tries)
    ]
    parts += [
        f'<text x="{_centre(position):.0f}" y="{_LINE * (line + 1)}" font-size="14" fill="{QUIET}" text-anchor="middle">'
        f"{escape(text)}</text>"
        for position, lines in enumerate(heads) for line, text in enumerate(lines)
    ]
    names = [wrap(name, _LONGEST, max_lines=2, placeholder="…") or [""] for name, _cells in rows]
    tall = _ROW + (12 if any(len(lines) == 2 for lines in names) else 0)
    for place, (lines, (_name, cells)) in enumerate(zip(names, rows, strict=True)):
        y = top + tall * place
        parts.append(f'<rect x="0" y="{y}" width="{width}" height="1" fill="{RULE}"/>')
        first = y + tall / 2 + 6 - _LINE / 2 * (len(lines) - 1)
        parts += [
            f'<text x="0" y="{first + _LINE * line:.0f}" font-size="16" fill="{INK}">{escape(text)}</text>'
            for line, text in enumerate(lines)
        ]
        parts += [_dots(position, y + tall / 2 + 1, cell) for position, cell in enumerate(cells)]
    told = "; ".join(
        _("{name}: {held} of {tries}", name=name, held=sum(map(sum, cells)), tries=sum(map(len, cells))) for name, cells in rows
    )
    return svg(width, top + tall * len(rows), f"{label}: {told}" if told else label, "".join(parts))


def _centre(position: int) -> float:
    return _NAME + _COLUMN * (position + 0.5)


def _dot(position: int, at: int, dots: int) -> float:
    return _centre(position) + 28 * (at - (dots - 1) / 2)


def _dots(position: int, y: float, cell: Sequence[bool]) -> str:
    return "".join(
        f'<circle cx="{_dot(position, at, len(cell)):.0f}" cy="{y:.0f}" r="9" fill="{PALETTE[2] if chosen else "none"}"'
        f' stroke="{PALETTE[2] if chosen else RULE}" stroke-width="2"/>'
        for at, chosen in enumerate(cell)
    )
