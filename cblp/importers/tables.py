"""Bytes that passed the door → named sheets of rows; runs in the guarded child only."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from itertools import islice
from typing import Any, Final
from zipfile import ZipFile

from cblp.importers.columns import Cell, normalise
from cblp.importers.door import MAX_CSV_COLUMNS, MAX_LINE, is_report
from cblp.importers.problems import Damaged, TooLarge
from cblp.importers.records import Note

HEAD: Final = 25
"""How many rows may stand above and in the header (the longest banner seen has 17)."""

_DELIMITERS: Final = ",;\t|"
_SEP: Final = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n", re.IGNORECASE)


@dataclass
class Sheet:
    """A sheet of a workbook or a csv file. ``first`` is the number, as a person counts, of its first row."""

    name: str
    source: Iterable[list[Cell]]  # can be iterated again and again
    first: int = 1
    typed: bool = False  # cells carry the types that the workbook gives them
    head: list[list[Cell]] = field(default_factory=list)
    headers: list[list[str]] = field(default_factory=list)  # the head, normalised

    def __post_init__(self) -> None:
        self.head = list(islice(self.source, HEAD))
        self.headers = [[normalise(cell) for cell in row] for row in self.head]

    def rows(self, after: int) -> Iterator[list[Cell]]:
        """The rows below index ``after`` of the head."""
        return islice(self.source, after + 1, None)


@dataclass
class Book:
    """All sheets of one file, and what had to be guessed to read it."""

    name: str
    container: str  # xlsx, zip or csv
    sheets: list[Sheet]
    notes: list[Note] = field(default_factory=list)


def load(data: bytes, container: str, name: str) -> Book:
    """Open ``data`` as what the door said it is; raises FileRefused."""
    if container == "xlsx":
        return Book(name, container, list(_sheets(data, name)))
    notes: list[Note] = []
    if container == "csv":
        return Book(name, container, [_table("", data, name, notes)], notes)
    with ZipFile(BytesIO(data)) as archive:
        # two downloads packed together often hold the same csv twice
        members = {archive.read(member): member for member in sorted(filter(is_report, archive.namelist()), reverse=True)}
        sheets = [_table(member, content, name, notes) for content, member in reversed(members.items())]
        return Book(name, container, sheets, notes)


@dataclass
class _Worksheet:
    """calamine gives an iterator; this gives a new one each time."""

    sheet: Any

    def __iter__(self) -> Iterator[list[Cell]]:
        return iter(self.sheet.iter_rows())


def _sheets(data: bytes, name: str) -> Iterator[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, WorksheetNotFound

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        for meta in workbook.sheets_metadata:
            if meta.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            if sheet.start is not None:
                yield Sheet(meta.name, _Worksheet(sheet), typed=True)  # its rows begin with the empty ones at the top
    except (CalamineError, WorksheetNotFound, OSError, ValueError) as error:
        raise Damaged(name=name) from error


def _table(member: str, data: bytes, name: str, notes: list[Note]) -> Sheet:
    content, encoding = _decode(data, name)
    if encoding:
        notes.append(Note("encoding", (encoding,)))
    marked = _SEP.match(content)
    first = 1
    if marked:
        content, first, delimiter = content[marked.end() :], 2, marked[1]
    else:
        delimiter = _delimiter(content)
    csv.field_size_limit(MAX_LINE)
    try:
        rows: list[list[Cell]] = list(csv.reader(StringIO(content, newline=""), delimiter=delimiter))  # type: ignore[arg-type]
    except csv.Error as error:
        raise Damaged(name=name) from error
    if max(map(len, rows), default=0) > MAX_CSV_COLUMNS:
        raise TooLarge(name=name)
    return Sheet(member, rows, first=first)


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """The text, and the encoding where it is only a guess."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16"), ""
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError as error:
        raise Damaged(name=name) from error


def _delimiter(content: str) -> str:
    """The delimiter under which the first rows agree best on a large number of columns; a comma when none does."""
    lines = content[:100_000].splitlines(keepends=True)[:60]

    def agreement(delimiter: str) -> int:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            return 0
        return max((width * times for width, times in widths.items()), default=0)

    return max(_DELIMITERS, key=agreement)
