"""Pictures of the Panduan, drawn in code so that they speak the reader's language: a phone with what is pressed on it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Final

from cblp.charts.theme import INK, PALETTE, PAPER, QUIET, RULE, SAND

WIDTH: Final = 320
LETTERS: Final = 30
"""What fits into a line of the picture."""
HEAD, TEXT, BUTTON, PRESSED, FIELD, BOX = "head", "text", "button", "pressed", "field", "box"


@dataclass(frozen=True)
class Part:
    """A line of the screen; ``kind`` is head, text, button, pressed (the button of this step), field or box (a message)."""

    kind: str
    words: str


def screen(*parts: Part) -> str:
    """The screen of a phone with these parts, one below the other, as SVG."""
    drawn, y = [], 28
    for part in parts:
        lines = wrap(part.words, LETTERS) or [""]
        drawn.append(_part(part.kind, lines, y))
        y += _height(part.kind, lines) + 12
    height = y + 12
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="sans-serif" font-size="16"><rect x="1" y="1" width="{WIDTH - 2}" height="{height - 2}" rx="22" '
        f'fill="{PAPER}" stroke="{RULE}" stroke-width="2"/>{"".join(drawn)}</svg>'
    )


def told(*parts: Part) -> str:
    """The same for who cannot see the picture."""
    return ". ".join(part.words for part in parts)


def _height(kind: str, lines: list[str]) -> int:
    return {TEXT: 22, HEAD: 26}.get(kind, 22) * len(lines) + (0 if kind in {TEXT, HEAD} else 22)


def _part(kind: str, lines: list[str], y: int) -> str:
    height = _height(kind, lines)
    if kind in {TEXT, HEAD}:
        size, weight = (20, 700) if kind == HEAD else (16, 400)
        return "".join(
            f'<text x="22" y="{y + 18 + 22 * n}" fill="{INK}" font-size="{size}" font-weight="{weight}">{escape(line)}</text>'
            for n, line in enumerate(lines)
        )
    fill, ink, stroke = {
        BUTTON: (PAPER, INK, RULE), PRESSED: (PALETTE[0], PAPER, PALETTE[0]), FIELD: (SAND, QUIET, RULE),
        BOX: (SAND, INK, PALETTE[1]),
    }[kind]
    anchor, x = ("middle", WIDTH // 2) if kind in {BUTTON, PRESSED} else ("start", 36)
    radius = height // 2 if kind in {BUTTON, PRESSED} else 10
    text = "".join(
        f'<text x="{x}" y="{y + 27 + 22 * n}" fill="{ink}" text-anchor="{anchor}">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    finger = f'<circle cx="{WIDTH - 44}" cy="{y + height - 4}" r="13" fill="{PALETTE[1]}" fill-opacity="0.85"/>'
    return (
        f'<rect x="20" y="{y}" width="{WIDTH - 40}" height="{height}" rx="{radius}" fill="{fill}" stroke="{stroke}"'
        f' stroke-width="2"/>{text}{finger if kind == PRESSED else ""}'
    )
