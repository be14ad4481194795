"""What goes out can be read back exactly, and no name in it becomes a formula."""

from __future__ import annotations

import csv
from datetime import date, datetime
from fractions import Fraction
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cblp import i18n
from cblp.documents import tables
from cblp.documents.tables import Column, Table
from cblp.sales.metrics import METRICS, Measures

ANY_TEXT = st.text(max_size=60)
STORABLE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=60)
AMOUNTS = st.integers(min_value=-10**14, max_value=10**14)
HOSTILE = ["=1+1", "\ufeff=1", "\u200b@x", "+62812", "-5", "@SUM(A1)", "\t=1", " =1", "＝1+1", "'=1", "|cmd", "\r\n=1", "=HYPERLINK(\"http://x\",\"y\")",
           "http://example.com", "{=A1}", "_x0041_"]
COLUMNS = [Column("Sales"), Column("Orders", "count"), Column("Income", "rupiah"), Column("Fees, out of sales", "share")]


def sheet_of(content: bytes, number: int = 0) -> Any:
    return openpyxl.load_workbook(BytesIO(content)).worksheets[number]


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


@given(ANY_TEXT | st.sampled_from(HOSTILE))
def test_a_quoted_text_is_never_run_and_comes_back_exactly(text: str) -> None:
    quoted = tables.quoted(text)
    assert tables.unquoted(quoted) == text
    assert quoted.lstrip(" \ufeff\u200b")[:1] not in set("=+-@＝＋－＠|")


@settings(max_examples=60)
@given(st.lists(STORABLE | st.sampled_from(HOSTILE), min_size=1, max_size=5))
def test_no_text_becomes_a_formula_or_a_link_in_a_workbook(texts: list[str]) -> None:
    sheet = sheet_of(tables.xlsx([Table("Nama", [Column("Sales")], [[text] for text in texts])]))
    for row, _text in enumerate(texts, start=tables.HEADER_ROW + 2):
        cell = sheet.cell(row, 1)
        assert cell.data_type in {"s", "inlineStr"}
        assert cell.hyperlink is None


@settings(max_examples=40)
@given(st.lists(st.tuples(
    st.text(st.characters(max_codepoint=0x2000, exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=30),
    AMOUNTS, st.none() | AMOUNTS,
), max_size=6))
def test_a_workbook_gives_back_texts_and_numbers(rows: list[tuple[str, int, int | None]]) -> None:
    sheet = sheet_of(tables.xlsx([Table("Uji", COLUMNS[:3], rows)]))
    found = list(sheet.iter_rows(min_row=tables.HEADER_ROW + 2, max_col=3, values_only=True))
    assert found == rows


@settings(max_examples=60)
@given(st.lists(
    st.tuples(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.integers(), st.none() | AMOUNTS), max_size=6
))
def test_csv_gives_back_texts_and_numbers(rows: list[tuple[str, int, int | None]]) -> None:
    header, *found = csv_rows(tables.csv(Table("Uji", COLUMNS[:3], rows)))
    assert header == ["Penjualan", "Pesanan", "Penghasilan"]
    back = [(tables.unquoted(text), int(count), int(amount) if amount else None) for text, count, amount in found]
    assert back == rows


def test_days_shares_and_the_unknown() -> None:
    table = Table(
        "Uji", [Column("Day", "day"), Column("Share", "share"), Column("Income", "rupiah")],
        [[date(2026, 11, 21), Fraction(1, 8), None], [date(2026, 11, 22), Fraction(1, 3), -5]],
    )
    assert csv_rows(tables.csv(table))[1:] == [["2026-11-21", "0.125", ""], ["2026-11-22", "0.333333", "-5"]]
    sheet = sheet_of(tables.xlsx([table]))
    row = tables.HEADER_ROW + 2
    assert sheet.cell(row, 1).value == datetime(2026, 11, 21)  # noqa: DTZ001  (a spreadsheet's day has no zone)
    assert (sheet.cell(row, 2).value, sheet.cell(row, 2).number_format, sheet.cell(row, 3).value) == (0.125, "0.0%", None)
    assert sheet.cell(row + 1, 3).number_format == '"Rp"#,##0'
    assert [tables.shown(cell, column.kind) for column, cell in zip(table.columns, table.rows[0], strict=True)] == [
        "21 Nov 2026", "12,5%", "–",
    ]


def test_a_sheet_for_each_table_with_translated_headers() -> None:
    titles = ["Penjualan: 1/2 [x]", "penjualan  1 2  x", "History", "'''", "x" * 40, "x" * 40]
    made = [Table(title, COLUMNS, [], "Oktober 2026") for title in titles]
    book = openpyxl.load_workbook(BytesIO(tables.xlsx(made)))
    assert len({name.casefold() for name in book.sheetnames}) == 6
    assert all(0 < len(name) <= 31 for name in book.sheetnames)
    sheet = book.worksheets[0]
    assert (sheet.cell(1, 1).value, sheet.cell(2, 1).value) == ("Penjualan: 1/2 [x]", "Oktober 2026")
    assert [sheet.cell(tables.HEADER_ROW + 1, x).value for x in (1, 2, 3)] == ["Penjualan", "Pesanan", "Penghasilan"]
    assert sheet.freeze_panes == f"A{tables.HEADER_ROW + 2}"
    i18n.use(lambda: "en")
    assert sheet_of(tables.xlsx(made)).cell(tables.HEADER_ROW + 1, 1).value == "Sales"


def test_too_long_and_broken_texts_are_kept_as_far_as_possible() -> None:
    sheet = sheet_of(tables.xlsx([Table("Uji", [Column("Sales")], [["x" * 40_000], ["a\ud800b"]])]))
    assert len(sheet.cell(tables.HEADER_ROW + 2, 1).value) == tables.LONGEST_CELL
    assert sheet.cell(tables.HEADER_ROW + 3, 1).value == "a?b"


def test_a_table_must_be_whole() -> None:
    with pytest.raises(ValueError, match="another number of cells"):
        Table("Uji", COLUMNS, [["only one"]])


def test_the_table_of_a_report() -> None:
    from cblp.sales.reports import Group

    groups = [Group("shopee", "Shopee", Measures(orders=2, gross=100)), Group(None, "", Measures(typed=50))]
    table = tables.of_groups(
        "Penjualan", Column("Marketplace"), groups, [METRICS["sales"], METRICS["orders"], METRICS["fees"]], blank="Belum dikenali"
    )
    assert table.rows == [["Shopee", 100, 2, None], ["Belum dikenali", 50, 0, 0]]
    assert [column.kind for column in table.columns] == ["text", "rupiah", "count", "rupiah"]


def test_documents_have_safe_names() -> None:
    table = Table("Uji", COLUMNS, [])
    assert tables.xlsx_document("Penjualan Oktober 2026 / Jambi", [table]).filename == "penjualan-oktober-2026-jambi.xlsx"
    document = tables.csv_document("../../etc", table)
    assert (document.filename, document.media_type) == ("etc.csv", "text/csv; charset=utf-8")
