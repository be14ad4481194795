"""Reads generated files back, independently of the importers."""

from __future__ import annotations

from io import BytesIO

from python_calamine import CalamineWorkbook

Rows = list[list[object]]


def sheets(content: bytes) -> dict[str, Rows]:
    """Every sheet of an xlsx file as rows of cells, empty ones as ''."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def records(rows: Rows, header: int = 0) -> list[dict[str, object]]:
    """The rows under the header row as mappings (of columns with the same name the last)."""
    names = [str(name) for name in rows[header]]
    return [dict(zip(names, row, strict=True)) for row in rows[header + 1 :]]


def rupiah(text: object) -> int:
    """1.343.500 or 1343500.0 as a number."""
    return int(text) if isinstance(text, int | float) else int(str(text).replace(".", ""))
