"""An association's colour as text that can be read on paper (contrast as WCAG 2 defines it)."""

from __future__ import annotations

import re
from typing import Final

from cblp.charts.theme import INK, PALETTE, PAPER

READABLE: Final = 4.5
"""The contrast that WCAG 2 asks of text at level AA; 1 is none, 21 black on white."""
_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")


def tone(colour: str) -> str:
    """``colour`` if it is one like ``#2F4B7C``, else the project's first."""
    return colour if _HEX.fullmatch(colour) else PALETTE[0]


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def as_text(colour: str, paper: str = PAPER) -> str:
    """``colour``, darkened only as far as it takes to be read on ``paper``."""
    parts = _parts(colour)
    for step in range(20, -1, -1):
        darker = "#" + "".join(f"{part * step // 20:02X}" for part in parts)
        if contrast(darker, paper) >= READABLE:
            return darker
    return INK


def _parts(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _luminance(colour: str) -> float:
    shares = [part / 255 for part in _parts(colour)]
    red, green, blue = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
