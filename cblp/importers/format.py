"""A declared file format, which of them claims a file, and the one loop that turns its rows into records.

A new layout is a ``Format``: the columns it has, the function that makes a record of one row, and the headers by which it
is told from all others. Everything here runs in the guarded child.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import getitem, itemgetter
from typing import Any, Final

from cblp.importers.columns import Absent, Bad, Cell, Column, Memo, Times, When, blank, normalise, text
from cblp.importers.options import Options
from cblp.importers.problems import NearlyRecognised, NotRecognised, TooManyBadRows, TwoFormats
from cblp.importers.records import RECORDS, Extract, Note, Problem
from cblp.importers.tables import Book, Sheet

MAX_BAD: Final = 0.2
"""Above this share of unreadable rows the layout has changed, and a part of the truth would mislead."""

Record = tuple[Any, ...]
_DAY_FIELDS: Final = ("sales_day", "released_on", "requested_on", "published_on", "day")


@dataclass(frozen=True)
class Format:
    """One layout of one source.

    ``row(reading, *values)`` gets the values of ``columns`` under their field names (checked when the format is declared) and
    returns a record of ``RECORDS[kind]``, None for a row that is no data, or raises Bad. ``check`` runs after the last row and
    may refuse the file; ``finish`` then sees all records at once and returns those to hand over.
    """

    id: str
    source: str
    kind: str
    label: str  # msgid of what the file is called, in the middle of a sentence: "a Shopee order file"
    columns: tuple[Column, ...]
    row: Callable[..., Record | None]
    signature: tuple[str, ...]  # fields whose columns tell this format from every other
    since: tuple[tuple[str, str], ...]  # (layout, header that proves it), newest first; "" proves the oldest
    without: tuple[str, ...] = ()  # headers of a sibling format: a file that has one is not this one
    sheets: tuple[str, ...] = ()  # names of the sheet, preferred first; () for any
    every: bool = False  # read all sheets that match (archives of one csv per day), not the first
    drops: tuple[tuple[str, str], ...] = ()  # (field, beginning of its text) of rows that are totals or explanations
    fill: tuple[str, ...] = ()  # fields that follow-up rows leave blank; the first decides what is a follow-up row
    ignored: tuple[str, ...] = ()  # further headers of this layout, never read (most of them because they are a buyer's)
    prepare: Callable[[Reading], None] | None = None  # before the first row: banner, groups of columns
    check: Callable[[Reading], None] | None = None
    finish: Callable[[Reading, list[Record]], list[Record]] | None = None
    version: int = 1  # parser version: higher wins over what the same file said before

    def __post_init__(self) -> None:
        wanted = list(inspect.signature(self.row).parameters)[1:]
        given = [column.field for column in self.columns]
        if wanted != given:
            raise TypeError(f"{self.id}: row takes {wanted}, columns give {given}")
        if self.kind not in RECORDS or not set(self.signature) <= set(given):
            raise TypeError(f"{self.id}: unknown kind or signature")

    def column(self, name: str) -> Column:
        """The column of a field."""
        return next(column for column in self.columns if column.field == name)

    def missing(self, headers: Sequence[str], *, signature: bool) -> list[Column]:
        """Columns that a normalised header row lacks: those of the signature, or all required ones."""
        names = set(headers)
        wanted = (c for c in self.columns if (c.field in self.signature if signature else c.required))
        return [column for column in wanted if names.isdisjoint(column.names)]


class Reading:
    """What row functions may know about the file around their row, and where they leave what is not a row."""

    def __init__(self, form: Format, book: Book, options: Options) -> None:
        self.format, self.book, self.options = form, book, options
        self.notes: list[Note] = list(book.notes)
        self.problems: list[Problem] = []
        self.controls: dict[str, int] = {}
        self.shop_hint = ""
        self.marketplaces: set[str] = set()  # of which the rows may be, set where the rows cannot tell
        self.as_of: str | None = None  # set it where the file prints its export time
        self.period: tuple[str, str] | None = None  # set it where the file prints its period
        self.state: dict[str, Any] = {}  # a format's own notebook
        self.latest = ""
        # of the sheet being read:
        self.sheet: Sheet
        self.header: list[str] = []  # as printed
        self.names: list[str] = []  # normalised
        self.banner: list[list[str]] = []  # the rows above the header, as texts
        self.memos: dict[str, Memo] = {}  # by field: every distinct cell seen and its value
        self.line = 0  # of the row being read, as a person counts
        self.cells: Sequence[Cell] = ()  # the whole row being read
        self.used: set[int] = set()  # positions of further columns that the format finds by itself (see ``prepare``)

    def open(self, sheet: Sheet, header_row: int) -> None:
        """Begin a sheet."""
        self.sheet = sheet
        self.header = [text(cell) for cell in sheet.head[header_row]]
        self.names = sheet.headers[header_row]
        self.banner = [[text(cell) for cell in row] for row in sheet.head[:header_row]]
        self.memos, self.used = {}, set()
        for column in self.format.columns:
            place = self.place(column)
            name = self.header[place] if place >= 0 else column.headers[0]
            if place < 0:
                self.memos[column.field] = Absent(column, name)
            else:
                self.memos[column.field] = Times(column, name) if isinstance(column, When) else Memo(column, name)

    def place(self, column: Column) -> int:
        """Position of a column in the header, -1 when the file does not have it."""
        for name in column.names:
            places = [i for i, header in enumerate(self.names) if header == name]
            if len(places) > column.nth:
                return places[column.nth]
        return -1

    def has(self, name: str) -> bool:
        """True when the file has the column of that field."""
        return not isinstance(self.memos[name], Absent)


@dataclass(frozen=True)
class Claim:
    """A format that recognises a file, with the sheets it would read and the index of their header rows."""

    format: Format
    sheets: list[tuple[Sheet, int]] = field(default_factory=list)


def claim(book: Book, formats: Iterable[Format]) -> Claim:
    """The one format that knows this file; raises NotRecognised (with the nearest) or TwoFormats."""
    formats = tuple(formats)
    claims = [found for form in formats if (found := _claims(form, book))]
    if len(claims) > 1:
        first, second = claims[0].format, claims[1].format
        raise TwoFormats(name=book.name, first=first.label, second=second.label)
    if not claims:
        raise _nearest(book, formats)
    found = claims[0]
    for sheet, header_row in found.sheets:
        missing = found.format.missing(sheet.headers[header_row], signature=False)
        if missing:
            raise _nearly(book, found.format, sheet, header_row, missing)
    return found


def _claims(form: Format, book: Book) -> Claim | None:
    wanted = [normalise(name) for name in form.sheets]
    candidates = [s for s in book.sheets if not wanted or book.container != "xlsx" or normalise(s.name) in wanted]
    if wanted and book.container == "xlsx":
        candidates.sort(key=lambda s: wanted.index(normalise(s.name)))
    siblings = {normalise(header) for header in form.without}
    found = []
    for sheet in candidates:
        for number, headers in enumerate(sheet.headers):
            if len(headers) >= len(form.signature) and not form.missing(headers, signature=True):
                if siblings.isdisjoint(headers):
                    found.append((sheet, number))
                break
        if found and not form.every:
            break
    return Claim(form, found) if found else None


def _nearest(book: Book, formats: Iterable[Format]) -> NotRecognised:
    """A refusal that names the format of which most required columns are there (at least half of them, and two)."""
    best: tuple[float, Format, Sheet, int] | None = None
    for form in formats:
        wanted = sum(column.required for column in form.columns)
        for sheet in book.sheets:
            for number, headers in enumerate(sheet.headers):
                present = wanted - len(form.missing(headers, signature=False))
                if present >= max(2, wanted / 2) and (best is None or present / wanted > best[0]):
                    best = (present / wanted, form, sheet, number)
    if best is None:
        return NotRecognised(name=book.name)
    _, form, sheet, number = best
    missing = form.missing(sheet.headers[number], signature=False) or form.missing(sheet.headers[number], signature=True)
    return _nearly(book, form, sheet, number, missing or list(form.columns))


def _nearly(book: Book, form: Format, sheet: Sheet, number: int, missing: Sequence[Column]) -> NearlyRecognised:
    # only headers that the format knows are repeated: in a file without a header row the others could be a buyer's
    known = {name for column in form.columns for name in column.names}
    found = [text(cell) for cell in sheet.head[number] if normalise(cell) in known]
    return NearlyRecognised(
        name=book.name,
        nearest=form.label,
        missing='", "'.join(column.headers[0] for column in missing[:3]),
        found=", ".join(found[:6]),
    )


def extract(book: Book, found: Claim, options: Options) -> Extract:
    """Read the claimed sheets; raises FileRefused. Everything or nothing, but bad rows are values."""
    form = found.format
    reading = Reading(form, book, options)
    records: list[Record] = []
    for sheet, header_row in found.sheets:
        reading.open(sheet, header_row)
        if form.prepare:
            form.prepare(reading)
        _note_unknown(reading)
        records += _rows(reading, header_row)
        if form.check:
            form.check(reading)
    rejected = len({problem.line for problem in reading.problems})
    rows_read = len(records) + rejected
    if rejected > MAX_BAD * rows_read:
        worst = reading.problems[0]
        raise TooManyBadRows(name=book.name, bad=rejected, rows=rows_read, line=worst.line, column=worst.column)
    if form.finish:
        records = form.finish(reading, records)
        rows_read = len(records) + rejected  # a row may hold several figures, or only correct another row
    if not rows_read:
        reading.notes.append(Note("no_rows"))
    headers = reading.names
    period = reading.period or _period(form.kind, records)
    return Extract(
        name=book.name,
        source=form.source,
        kind=form.kind,
        format=form.id,
        since=next((layout for layout, proof in form.since if not proof or normalise(proof) in headers), ""),
        parser_version=form.version,
        rows=records,
        rows_read=rows_read,
        problems=reading.problems,
        notes=reading.notes,
        period=period,
        # a file that prints days only knows about its last day: a later report of the same days knows more
        as_of=reading.as_of or reading.latest or (f"{period[1]}T00:00:00Z" if period else None),
        shop_hint=reading.shop_hint,
        marketplaces=tuple(sorted({record[0] for record in records if record[0]} or reading.marketplaces)),
        controls=reading.controls,
    )


def _rows(reading: Reading, header_row: int) -> list[Record]:
    """The records of one sheet. This loop decides the speed of every import: one pick, one memo per column, one call."""
    form = reading.format
    memos = [reading.memos[column.field] for column in form.columns]
    places = [max(reading.place(column), 0) for column in form.columns]
    # a column twice: itemgetter gives a tuple only for two positions or more
    pick: Callable[[Sequence[Cell]], tuple[Cell, ...]] = itemgetter(*places, places[0])
    width = max(places) + 1
    drops = [(_field_index(form, name), _Dropped(normalise(start))) for name, start in form.drops]
    fill = [_field_index(form, name) for name in form.fill]
    make, records, line = form.row, [], reading.sheet.first + header_row
    previous: list[Cell] = []
    for row in reading.sheet.rows(header_row):
        line += 1
        if len(row) < width:
            row = [*row, *[""] * (width - len(row))]
        cells: Sequence[Cell] = pick(row)
        if not any(cells):
            continue
        if drops and any(dropped[cells[i]] for i, dropped in drops):
            continue
        if fill:
            cells = previous = _filled(cells, previous, fill)
        reading.line, reading.cells = line, row
        try:
            record = make(reading, *map(getitem, memos, cells))
        except Bad as bad:
            if not all(map(blank, row)):
                reading.problems += _problems(reading, bad, memos, cells)
            continue
        if record is not None:
            records.append(record)
    for memo in memos:
        if isinstance(memo, Times) and memo.column.event:
            reading.latest = max(reading.latest, memo.latest)
    return records


class _Dropped(dict[Cell, bool]):
    """Whether a cell begins a row that is to be dropped."""

    def __init__(self, start: str) -> None:
        self.start = start

    def __missing__(self, cell: Cell) -> bool:
        self[cell] = found = normalise(cell).startswith(self.start)
        return found


def _field_index(form: Format, name: str) -> int:
    return next(i for i, column in enumerate(form.columns) if column.field == name)


def _filled(cells: Sequence[Cell], previous: list[Cell], fill: list[int]) -> list[Cell]:
    """The cells, with what a follow-up row leaves out taken from the row before it."""
    filled = list(cells)
    if previous and blank(cells[fill[0]]):
        for i in fill:
            if blank(filled[i]):
                filled[i] = previous[i]
    return filled


def _problems(reading: Reading, bad: Bad, memos: list[Memo], cells: Sequence[Cell]) -> list[Problem]:
    """Every unreadable cell of the row; where all can be read, the row function's own objection."""
    found = []
    for memo, cell in zip(memos, cells, strict=False):
        try:
            memo[cell]
        except Bad as cause:
            found.append(Problem(reading.line, memo.header, cause.code, cause.value))
    if found:
        return found
    header = reading.memos[bad.field].header if bad.field in reading.memos else bad.field
    return [Problem(reading.line, header, bad.code, bad.value)]


def _note_unknown(reading: Reading) -> None:
    form = reading.format
    known = {name for column in form.columns for name in column.names} | {normalise(name) for name in form.ignored}
    noted = {note.values for note in reading.notes if note.code == "unknown_column"}
    for place, (name, printed) in enumerate(zip(reading.names, reading.header, strict=True)):
        if name and name not in known and place not in reading.used and (printed[:60],) not in noted:
            noted.add((printed[:60],))
            reading.notes.append(Note("unknown_column", (printed[:60],)))


def _period(kind: str, records: list[Record]) -> tuple[str, str] | None:
    fields: tuple[str, ...] = RECORDS[kind]._fields
    place = next((fields.index(name) for name in _DAY_FIELDS if name in fields), None)
    days = [record[place] for record in records if record[place]] if place is not None else []
    return (min(days), max(days)) if days else None
