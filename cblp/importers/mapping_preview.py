"""What the mapping page may see of an unknown file: its headers, and the shapes of a few rows instead of their values."""

from __future__ import annotations

import re
from typing import Final

from cblp.importers.columns import Cell, text
from cblp.importers.records import SheetPreview
from cblp.importers.tables import Book, Sheet

ROWS: Final = 5
_LETTER: Final = re.compile(r"[^\W\d_]")
_DIGIT: Final = re.compile(r"\d")


def preview(book: Book) -> list[SheetPreview]:
    """Each sheet that has something like a header row, with five rows of shapes."""
    return [found for sheet in book.sheets if (found := _sheet(sheet))]


def _sheet(sheet: Sheet) -> SheetPreview | None:
    rows = [[text(cell) for cell in row] for row in sheet.head]
    place = max(range(len(rows)), key=lambda i: (_names(rows[i]), -i), default=-1)
    if place < 0 or _names(rows[place]) < 2:
        return None
    headers = tuple(name[:60] for name in rows[place])
    below = [row for row in sheet.head[place + 1 :] if any(row)][:ROWS]
    return SheetPreview(sheet.name, sheet.first + place, headers, tuple(tuple(map(shape, row)) for row in below))


def _names(row: list[str]) -> int:
    """How many cells of a row read like the name of a column: short, with letters, hardly a digit."""
    return sum(1 for cell in row if 0 < len(cell) <= 60 and _LETTER.search(cell) and len(_DIGIT.findall(cell)) <= 2)


def shape(cell: Cell) -> str:
    """The form of a cell without its content: "Jl. Sipin 12" → "xx. xxxxx 99", at most 24 characters."""
    return _DIGIT.sub("9", _LETTER.sub("x", text(cell)[:24]))
