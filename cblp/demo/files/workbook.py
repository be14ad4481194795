"""Writes xlsx files the way the marketplaces' own servers do, oddities included, straight as XML.

A spreadsheet library would tidy away what makes these files hard to read, and would be ten times slower.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from io import BytesIO
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Cell: TypeAlias = str | int | float | None
Row: TypeAlias = Sequence[Cell]


class Text(Enum):
    """How a sheet stores its text: all three forms are met in the wild."""

    INLINE = '<c r="{0}" s="4" t="inlineStr"><is><t>{1}</t></is></c>'  # Shopee orders, Lazada
    FORMULA = '<c r="{0}" t="str"><v>{1}</v></c>'  # Shopee returns, TikTok
    SHARED = '<c r="{0}" t="s"><v>{1}</v></c>'  # everything that a person saved, Shopee's filtered orders


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of text (str), numbers (int, float) or nothing (None).

    ``first_dimension`` writes ``<dimension ref="A1">`` whatever the size; ``row_per_cell`` repeats the row element
    around each cell; ``pad`` appends empty cells up to that many columns.
    """

    name: str
    rows: Iterable[Row]
    text: Text = Text.SHARED
    first_dimension: bool = True
    row_per_cell: bool = False
    pad: int = 0


def workbook(*sheets: Sheet, application: str = "Go Excelize") -> bytes:
    """The xlsx file; the same sheets give the same bytes."""
    strings: dict[str, int] = {}
    members = {f"xl/worksheets/sheet{n}.xml": _sheet(sheet, strings) for n, sheet in enumerate(sheets, 1)}
    members |= {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml"), ("extended-properties", "docProps/app.xml")),
        "docProps/app.xml": f'{_XML}<Properties xmlns="{_OFFICE}/extended-properties"><TotalTime>0</TotalTime>'
        f"<Application>{application}</Application></Properties>",
        "xl/workbook.xml": _book([sheet.name for sheet in sheets]),
        "xl/_rels/workbook.xml.rels": _relations(
            *(("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)),
            ("styles", "styles.xml"),
            ("sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": _shared(strings),
    }
    return archive({name: text.encode() for name, text in members.items()})


def archive(members: dict[str, bytes]) -> bytes:
    """A zip file whose bytes depend on its members only, not on the hour."""
    out = BytesIO()
    with ZipFile(out, "w") as target:
        for name, content in members.items():
            target.writestr(ZipInfo(name), content, ZIP_DEFLATED, compresslevel=1)
    return out.getvalue()


@cache
def column(index: int) -> str:
    """Letters of a column counted from 0: A, B … Z, AA."""
    rest, letter = divmod(index, 26)
    return (column(rest - 1) if rest else "") + chr(65 + letter)


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">'
    + '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * 5
    + "</cellXfs></styleSheet>"
)


def _sheet(sheet: Sheet, strings: dict[str, int]) -> str:
    lines = []
    for number, row in enumerate(sheet.rows, 1):
        cells = _cells(number, row, sheet, strings)
        if sheet.row_per_cell:
            lines += [f'<row r="{number}">{cell}</row>' for cell in cells]
        else:
            lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    dimension = '<dimension ref="A1"></dimension>' if sheet.first_dimension else ""
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}">{dimension}'
        '<sheetViews><sheetView workbookViewId="0"></sheetView></sheetViews>'
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>"
    )


def _cells(number: int, row: Row, sheet: Sheet, strings: dict[str, int]) -> list[str]:
    form, shared = sheet.text.value.format, sheet.text is Text.SHARED
    cells = []
    for index, value in enumerate(row):
        ref = f"{column(index)}{number}"
        if type(value) is str:
            if shared:
                cells.append(form(ref, strings.setdefault(value, len(strings))))
            else:
                cells.append(form(ref, escape(value, {"\n": "&#xA;"})))
        elif value is not None:
            cells.append(f'<c r="{ref}"><v>{value}</v></c>')
    cells += [f'<c r="{column(index)}{number}"/>' for index in range(len(row), sheet.pad)]
    return cells


def _shared(strings: dict[str, int]) -> str:
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    return f'{_XML}<sst xmlns="{_MAIN}" count="{len(strings)}" uniqueCount="{len(strings)}">{items}</sst>'


def _book(names: list[str]) -> str:
    sheets = "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
    return f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships"><sheets>{sheets}</sheets></workbook>'


def _relations(*targets: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _content_types(sheets: int) -> str:
    parts = {f"/xl/worksheets/sheet{n}.xml": "worksheet" for n in range(1, sheets + 1)}
    parts |= {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles", "/xl/sharedStrings.xml": "sharedStrings"}
    overrides = "".join(f'<Override PartName="{name}" ContentType="{_SHEET_TYPE}.{kind}+xml"/>' for name, kind in parts.items())
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
