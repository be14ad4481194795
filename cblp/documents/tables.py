"""Tables that go out: a report as XLSX for a spreadsheet, as CSV for another program; safe against formulas in names.

In XLSX a text is always written as a text. In CSV, which knows no types, a text that a spreadsheet would run as a formula
gets an apostrophe in front (so does one that begins with an apostrophe, so that ``unquoted`` gives back every text exactly).
"""

from __future__ import annotations

import csv as plain_csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, StringIO
from typing import Any, Final, Literal

from cblp.i18n import _, formats
from cblp.metric import Metric
from cblp.people.services.tickets import Document

Kind = Literal["text", "rupiah", "count", "number", "stars", "share", "day", "month"]
Cell = str | int | Fraction | Decimal | date | None

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
LONGEST_CELL: Final = 32_767
"""Characters that fit into a cell of a spreadsheet; a longer text is cut."""
LIVE: Final = re.compile(r"[\s\ufeff\u200b-\u200f\u2060]*[=+\-@\t\r\n|'＝＋－＠｜]")
"""What makes a spreadsheet read a text as more than a text, also after blanks and characters without width."""


@dataclass(frozen=True)
class Column:
    """A column: its header as a msgid, and what stands in it. Shares are ratios (1 is 100%), rupiah whole."""

    header: str
    kind: Kind = "text"
    width: int = 0  # in characters; 0 fits the kind


@dataclass(frozen=True)
class Table:
    """A report's table: a title in the language in use, columns, and rows of as many cells; None is not known."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""  # one line under the title: period, what is chosen, how complete

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.title}: a row has another number of cells than there are columns")


_KINDS: Final[dict[str, Kind]] = {
    "rupiah": "rupiah", "count": "count", "share": "share", "of_hundred": "share", "number": "number", "seconds": "number",
}


def column(metric: Metric) -> Column:
    """The column of a declared figure."""
    return Column(metric.label, _KINDS[metric.unit])


def shown(cell: Cell, kind: Kind) -> str:
    """A cell as people read it: on screen and on paper."""
    if cell is None:
        return formats.UNKNOWN
    return _SHOWN[kind](cell) if kind in _SHOWN else str(cell)


_SHOWN: Final[dict[Kind, Callable[[Any], str]]] = {
    "rupiah": formats.money, "count": formats.count, "number": formats.number, "share": formats.percent, "day": formats.day,
    "month": formats.month, "stars": lambda cell: formats.decimals(cell, 2),
}


# -- xlsx ------------------------------------------------------------------------------------------------------------

_FORMATS: Final[dict[Kind, str]] = {
    "text": "@", "rupiah": '"Rp"#,##0', "count": "#,##0", "number": "#,##0.##", "share": "0.0%", "day": "d mmm yyyy",
    "month": "mmm yyyy", "stars": "0.00",
}
_WIDTHS: Final[dict[Kind, int]] = {"text": 28, "rupiah": 16, "count": 11, "number": 11, "stars": 11, "share": 11, "day": 13, "month": 11}


def xlsx(tables: Sequence[Table]) -> bytes:
    """A workbook with a sheet for each table: header row frozen and filtered, numbers as numbers, texts as texts."""
    import xlsxwriter

    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#F4EEE3", "bottom": 1, "text_wrap": True, "valign": "top"})
        title, quiet = book.add_format({"bold": True, "font_size": 14}), book.add_format({"font_color": "#6B6257"})
        styles = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        for table, name in zip(tables, _sheet_names(tables), strict=True):
            sheet = book.add_worksheet(name)
            sheet.write_string(0, 0, _fitting(table.title), title)
            sheet.write_string(1, 0, _fitting(table.note), quiet)
            for x, col in enumerate(table.columns):
                sheet.set_column(x, x, col.width or _WIDTHS[col.kind])
                sheet.write_string(HEADER_ROW, x, _fitting(_(col.header)), head)
            for y, row in enumerate(table.rows, start=HEADER_ROW + 1):
                for x, (col, cell) in enumerate(zip(table.columns, row, strict=True)):
                    _write(sheet, y, x, cell, styles[col.kind], col.kind)
            sheet.freeze_panes(HEADER_ROW + 1, 0)
            if table.columns and table.rows:
                sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + len(table.rows), len(table.columns) - 1)
    return made.getvalue()


HEADER_ROW: Final = 3
"""Where the headers stand in a sheet, counted from 0: title, note and an empty row are above."""


def _write(sheet: Any, y: int, x: int, cell: Cell, style: Any, kind: Kind) -> None:
    if cell is None:
        return
    if isinstance(cell, date) and kind in {"day", "month"}:
        sheet.write_datetime(y, x, cell, style)
    elif isinstance(cell, int | Fraction | Decimal) and kind != "text":
        sheet.write_number(y, x, cell if isinstance(cell, int) else float(cell), style)
    else:
        sheet.write_string(y, x, _fitting(str(cell)), style)


def _fitting(text: str) -> str:
    # A lone surrogate cannot be stored at all; it comes from a broken file, never from a keyboard.
    return text.encode("utf-8", "replace").decode()[:LONGEST_CELL]


def _sheet_names(tables: Sequence[Table]) -> list[str]:
    names: list[str] = []
    taken: set[str] = set()
    for number, table in enumerate(tables, start=1):
        name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", _fitting(table.title)).strip().strip("'").strip()[:31].strip() or str(number)
        if name.casefold() in taken or name.casefold() == "history":
            name = f"{name[:26]} ({number})"
        taken.add(name.casefold())
        names.append(name)
    return names


# -- csv -------------------------------------------------------------------------------------------------------------


def csv(table: Table) -> bytes:
    """The table alone as CSV for another program: UTF-8 with a mark, commas, ISO days, plain numbers, nothing for not known."""
    made = StringIO()
    writer = plain_csv.writer(made, lineterminator="\r\n")
    writer.writerow([quoted(_(col.header)) for col in table.columns])
    for row in table.rows:
        writer.writerow([_bare(cell) for cell in row])
    return made.getvalue().encode("utf-8-sig", "replace")


def quoted(text: str) -> str:
    """A text that no spreadsheet runs."""
    return "'" + text if LIVE.match(text) else text


def unquoted(text: str) -> str:
    """The text that ``quoted`` was given."""
    return text.removeprefix("'")


def _bare(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Fraction):
        return f"{formats.half_up(cell, 6).normalize():f}"
    return quoted(cell) if isinstance(cell, str) else str(cell)


# -- as documents ----------------------------------------------------------------------------------------------------


def xlsx_document(name: str, tables: Sequence[Table]) -> Document:
    """A workbook to be downloaded as ``<name>.xlsx``."""
    return Document(f"{file_name(name)}.xlsx", XLSX, xlsx(tables))


def csv_document(name: str, table: Table) -> Document:
    """A table to be downloaded as ``<name>.csv``."""
    return Document(f"{file_name(name)}.csv", CSV, csv(table))


def file_name(*parts: str) -> str:
    """A file name that every system keeps: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", "-".join(parts).casefold()).strip("-")[:80] or "tabel"


def of_groups(
    title: str, first: Column, groups: Iterable[Any], metrics: Sequence[Metric], *, note: str = "", blank: str = "",
) -> Table:
    """The table of a report's groups: the key's name in the ``first`` column, then one column for each metric.

    ``groups`` are those of the sales or reach reports; ``blank`` stands for the group without a key ("not matched yet").
    """
    rows = []
    for group in groups:
        name: Cell = group.key if isinstance(group.key, date) else (group.label or blank)
        rows.append([name, *(metric.of(group.measures.as_dict()) for metric in metrics)])
    return Table(title, [first, *(column(metric) for metric in metrics)], rows, note)
