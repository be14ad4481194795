"""Lists that people keep themselves (the register of an association): the columns asked for, as texts, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from cblp.importers.columns import Cell, normalise, text
from cblp.importers.problems import NotRecognised
from cblp.importers.tables import Book, Sheet

ENOUGH: Final = 2
"""Fewer known headers in a row do not make it a header row."""


class Picked(NamedTuple):
    """A row with something in it; ``line`` is its number as a person counts, ``cells`` the fields that its sheet has."""

    line: int
    cells: dict[str, str]


def pick(book: Book, columns: Mapping[str, Sequence[str]]) -> list[Picked]:
    """The rows of the sheet that has most of ``columns`` (field → headers it may stand under); raises NotRecognised."""
    wanted = {normalise(header): field for field, headers in columns.items() for header in headers}
    best: tuple[int, Sheet, int, dict[int, str]] | None = None
    for sheet in book.sheets:
        for place, row in enumerate(sheet.headers):
            found: dict[int, str] = {}
            for index, header in enumerate(row):
                field = wanted.get(header.rstrip(" :*"))
                if field and field not in found.values():
                    found[index] = field
            if len(found) >= ENOUGH and (best is None or len(found) > best[0]):
                best = (len(found), sheet, place, found)
    if best is None:
        raise NotRecognised(name=book.name)
    _, sheet, place, found = best
    rows = []
    for line, cells_of_row in enumerate(sheet.rows(place), sheet.first + place + 1):
        cells = {field: _said(cells_of_row[index]) if index < len(cells_of_row) else "" for index, field in found.items()}
        if any(cells.values()):
            rows.append(Picked(line, cells))
    return rows


def _said(cell: Cell) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return text(cell)
