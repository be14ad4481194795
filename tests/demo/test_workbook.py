"""The xlsx writer: what calamine reads is what was given, in all the malformed shapes."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from cblp.demo.files.workbook import Sheet, Text, column, workbook
from tests.demo.sheets import sheets

ROWS = [['Nama <&> "satu"', "RP 86.400\n", " spasi "], ["", 3, -8015.5], [None, "ya", None]]


@pytest.mark.parametrize("text", Text)
@pytest.mark.parametrize("row_per_cell", [False, True])
def test_cells_come_back_as_given(text: Text, row_per_cell: bool) -> None:
    content = workbook(Sheet("Lembar & satu", ROWS, text, row_per_cell=row_per_cell))
    first = [str(cell).strip() for cell in ROWS[0]] if text is Text.INLINE else ROWS[0]  # inline: no xml:space, as in real files
    assert sheets(content) == {"Lembar & satu": [first, ["", 3, -8015.5], ["", "ya", ""]]}


def test_quirks_are_in_the_xml() -> None:
    content = workbook(Sheet("a", [["x", "y"]], Text.FORMULA, row_per_cell=True, pad=4))
    xml = ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert '<dimension ref="A1">' in xml
    assert xml.count('<row r="1">') == 4
    assert '<c r="D1"/>' in xml


def test_equal_sheets_give_equal_bytes() -> None:
    assert workbook(Sheet("a", ROWS)) == workbook(Sheet("a", ROWS))


def test_column_letters() -> None:
    assert [column(index) for index in (0, 25, 26, 51, 52, 701, 702, 999)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "ALL"]
