"""The declared formats keep apart: one file, one format; what each never reads is listed, so that new columns show."""

from __future__ import annotations

from typing import Any

import pytest

from cblp.i18n import translate
from cblp.importers.columns import Text
from cblp.importers.format import Format, claim, extract
from cblp.importers.formats import FORMATS
from cblp.importers.options import Options
from cblp.importers.problems import TwoFormats
from cblp.importers.records import OrderLine
from cblp.importers.tables import Book, Sheet


def plain(reading: Any, order_no: str) -> OrderLine | None:
    return None


def declared(**changes: Any) -> Format:
    given: dict[str, Any] = {
        "id": "a.orders", "source": "a", "kind": "orders", "label": "a", "columns": (Text("order_no", "Nomor"),), "row": plain,
        "signature": ("order_no",), "since": (("1", ""),),
    }  # fmt: skip
    return Format(**{**given, **changes})


def test_ids_are_unique_and_labels_translated() -> None:
    assert len({form.id for form in FORMATS}) == len(FORMATS) > 5
    for form in FORMATS:
        assert translate(form.label, "id") != form.label, form.id


def test_no_column_is_both_read_and_ignored() -> None:
    for form in FORMATS:
        read = {name for column in form.columns for name in column.headers}
        assert read.isdisjoint(form.ignored), form.id


def test_a_format_with_arguments_in_another_order_is_refused_when_declared() -> None:
    with pytest.raises(TypeError, match=r"a\.orders"):
        declared(columns=(Text("order_no", "Nomor"), Text("sku", "SKU")))
    with pytest.raises(TypeError):
        declared(signature=("sku",))


def test_two_formats_for_one_file_are_an_error_that_names_both() -> None:
    book = Book("x.csv", "csv", [Sheet("", [["Nomor"], ["1"]])])
    with pytest.raises(TwoFormats) as caught:
        claim(book, (declared(), declared(id="b.orders", label="b")))
    assert {caught.value.values["first"], caught.value.values["second"]} == {"a", "b"}
    sibling = declared(id="b.orders", without=("Nomor",))
    assert claim(book, (declared(), sibling)).format.id == "a.orders"


def test_preferred_sheets_come_first_and_archives_are_read_whole() -> None:
    sheets = [Sheet(name, [["Nomor"], ["1"]]) for name in ("Lain", "Kedua", "Pertama")]
    found = claim(Book("x", "xlsx", sheets), (declared(sheets=("Pertama", "Kedua")),))
    assert [sheet.name for sheet, _ in found.sheets] == ["Pertama"]
    found = claim(Book("x", "zip", sheets), (declared(sheets=("Pertama",), every=True),))
    assert len(found.sheets) == 3


def test_of_two_equal_headers_the_position_decides() -> None:
    def pair(reading: Any, first: str, second: str) -> tuple[str, str]:
        return first, second

    columns = (Text("first", "Kode", nth=0), Text("second", "Kode", nth=1))
    form = declared(columns=columns, row=pair, signature=("first",), kind="goods")  # a kind without days: the record is a stub
    book = Book("x.csv", "csv", [Sheet("", [["Kode", "Lain", "Kode"], ["a", "b", "c"]])])
    assert extract(book, claim(book, (form,)), Options()).rows == [("a", "c")]
