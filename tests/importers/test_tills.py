"""Tills: receipts and items of Moka with what came back, and the list of goods of Kasir Pintar."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cblp.demo.files import tills
from cblp.importers import Extract, Reader
from cblp.importers.formats.moka import item_count
from cblp.importers.problems import NoDates
from cblp.importers.records import CANCELLED, COMPLETED, RETURNED, Goods, OrderLine
from tests.importers.files import sheet, table, zipped

SAMPLES = Path(__file__).parent / "samples"

ITEM = {
    "Outlet": "Showroom", "Receipt Number": "A1", "Date": "01-07-2026", "Time": "09:12:44", "Items": "Kopi Liberika",
    "Variant": "250 g", "SKU": "KOP-01", "Quantity": "3", "Gross Sales": "129000.0", "Discounts": "-9000.0", "Refunds": "0.0",
    "Net Sales": "120000.0", "Customer": "Kanari", "Event Type": "Payment",
}  # fmt: skip
BACK = {
    "Quantity": "-1", "Gross Sales": "0.0", "Discounts": "0.0", "Refunds": "40000.0", "Event Type": "Refund",
    "Date": "02-07-2026",
}  # fmt: skip
RECEIPT = {
    "Outlet": "Showroom", "Date": "01-07-2026", "Time": "09:12:44", "Gross Sales": "251000.0", "Discounts": "-6000.0",
    "Refunds": "0.0", "Net Sales": "245000.0", "Receipt Number": "A1", "Customer": "Kanari", "Items": "Kain Batik, Kopi x 2",
    "Event Type": "Payment",
}  # fmt: skip


def lines(extract: Extract) -> list[OrderLine]:
    return [OrderLine(*row) for row in extract.rows]


def sales(line: OrderLine) -> int:
    """What a line brings in before any settlement (domain rules: measures)."""
    return line.gross - line.discount - line.returned_quantity * line.unit_price


def items(reader: Reader, *changes: dict[str, Any]) -> Extract:
    return reader.read(table([{**ITEM, **change} for change in changes]), "item_details.csv")


def receipts(reader: Reader, *changes: dict[str, Any]) -> Extract:
    return reader.read(zipped({"a.csv": table([{**RECEIPT, **change} for change in changes])}), "transactions.zip")


def test_an_item_of_a_receipt(reader: Reader) -> None:
    extract = items(reader, {})
    assert extract.rows == [OrderLine(
        "moka", "A1", "kop-01|250 g", "Payment", COMPLETED, "Kopi Liberika", "250 g", "KOP-01", "", 3, 0, 43_000, 40_000, 129_000,
        9_000, 0, 0, "2026-07-01", *["2026-07-01T02:12:44Z"] * 3, "",
    )]  # fmt: skip
    assert (extract.shop_hint, extract.notes) == ("Showroom", [])


def test_units_that_come_back_lower_their_sale(reader: Reader) -> None:
    extract = items(reader, {}, BACK)
    (line,) = lines(extract)
    assert (line.quantity, line.returned_quantity, line.status, sales(line)) == (3, 1, COMPLETED, 80_000)
    (line,) = lines(items(reader, BACK, {}, BACK, BACK))
    assert (line.returned_quantity, line.status, sales(line)) == (3, RETURNED, 0)
    assert (extract.rows_read, extract.rejected) == (1, 0)


def test_a_refund_never_stands_for_itself(reader: Reader) -> None:
    alone = items(reader, {**BACK, "Receipt Number": "OLD"}, {})
    assert [line.order_no for line in lines(alone)] == ["A1"]
    assert [(note.code, note.values) for note in alone.notes] == [("lone_refunds", ("1", "Rp40.000"))]
    one = {"Quantity": "1", "Gross Sales": "40000.0", "Discounts": ""}
    too_many = items(reader, one, {**BACK, "Quantity": "-2", "Refunds": "80000"})
    assert sales(lines(too_many)[0]) == 0
    assert [note.values for note in too_many.notes] == [("1", "Rp40.000")]


def test_the_same_sale_reads_alike_whatever_else_is_in_the_file(reader: Reader) -> None:
    (alone,) = lines(items(reader, {}))
    (with_refund,) = lines(items(reader, {}, BACK))
    assert with_refund._replace(returned_quantity=0) == alone


def test_voided_sales_are_cancelled_and_totals_dropped(reader: Reader) -> None:
    total = dict.fromkeys(ITEM, "") | {"Outlet": "Grand Total"}
    extract = items(reader, {}, {"Receipt Number": "A2", "Event Type": "Void"}, total)
    assert [line.status for line in lines(extract)] == [COMPLETED, CANCELLED]


sold = st.lists(
    st.tuples(
        st.sampled_from("ABC"), st.sampled_from(["Kopi", "Kain"]), st.integers(1, 5), st.integers(1, 99_999), st.integers(0, 99)
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sold, st.data())
def test_sales_are_what_the_till_has(reader: Reader, rows: list[tuple[str, str, int, int, int]], data: st.DataObject) -> None:
    """Whole lines that come back leave nothing; every other line keeps its net, to the rupiah."""
    made, kept = [], 0
    for receipt_no, name, quantity, gross, percent in rows:
        discount = gross * percent // 100
        row = {"Receipt Number": receipt_no, "Items": name, "SKU": f"{name}-{len(made)}", "Quantity": str(quantity)}
        made.append({**row, "Gross Sales": f"{gross}.0", "Discounts": f"-{discount}.0"})
        if data.draw(st.booleans()):
            made.append({**row, **BACK, "Quantity": str(-quantity), "Refunds": f"{gross - discount}.0"})
        else:
            kept += gross - discount
    extract = items(reader, *made)
    assert sum(map(sales, lines(extract))) == kept
    assert extract.notes == []


def test_a_receipt_is_one_line(reader: Reader) -> None:
    extract = receipts(reader, {}, dict.fromkeys(RECEIPT, "") | {"Outlet": "Grand Total", "Gross Sales": "251000.0"})
    (line,) = lines(extract)
    assert (line.line_key, line.quantity, line.gross, line.discount) == ("*", 3, 251_000, 6_000)
    assert line.product_name == "Kain Batik, Kopi x 2"
    assert (extract.rows_read, extract.problems) == (1, [])


def test_a_receipt_is_given_back_whole_or_in_part(reader: Reader) -> None:
    refund = {"Gross Sales": "0.0", "Discounts": "0.0", "Event Type": "Refund", "Date": "03-07-2026"}
    (part,) = lines(receipts(reader, {}, {**refund, "Refunds": "80000.0"}))
    assert (part.status, part.returned_quantity, sales(part)) == (COMPLETED, 0, 165_000)
    (whole,) = lines(receipts(reader, {}, {**refund, "Refunds": "245000.0"}))
    assert (whole.status, whole.returned_quantity, sales(whole)) == (RETURNED, 3, 0)


def test_the_same_receipts_in_two_files_of_one_archive(reader: Reader) -> None:
    once = receipts(reader, {}, {"Receipt Number": "A2"})
    day = table([RECEIPT, {**RECEIPT, "Receipt Number": "A2"}])
    longer = table([RECEIPT, {**RECEIPT, "Receipt Number": "A2"}, {**RECEIPT, "Receipt Number": "A3"}])
    assert reader.read(zipped({"a.csv": day, "a (1).csv": day}), "t.zip").rows == once.rows
    both = reader.read(zipped({"a.csv": b"\xef\xbb\xbf" + day.replace(b"\n", b"\r\n"), "b.csv": longer}), "t.zip")
    assert [line.order_no for line in lines(both)] == ["A1", "A2", "A3"]
    assert (both.rows_read, both.rejected) == (3, 0)


def test_a_receipt_that_changes_is_a_problem(reader: Reader) -> None:
    others = [{"Receipt Number": f"B{n}"} for n in range(8)]
    extract = receipts(reader, {}, {"Gross Sales": "251001.0"}, *others)
    assert [(problem.line, problem.code) for problem in extract.problems] == [(3, "twice")]


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("Kopi", 1), ("Kopi, Roti", 2), ("Kopi,Roti", 2), ("Dodol Kentang, isi 20", 1), ("Sirup, 500 ml, Kopi x 2", 3),
        ("2x Kopi, Roti", 3), ("Kopi (3)", 3), ("kopi, teh", 2), ("", 1), ("Teh 2 in 1", 1),
    ],
)  # fmt: skip
def test_items_named_on_a_receipt(said: str, count: int) -> None:
    assert item_count(said) == count


def test_both_reports_of_a_day_agree(reader: Reader) -> None:
    by_item = lines(reader.read(SAMPLES / "moka/item_details_202607.csv", "i.csv"))
    by_receipt = lines(reader.read(SAMPLES / "moka/transactions_202607.zip", "t.zip"))
    totals: dict[str, int] = {}
    for line in by_item:
        totals[line.order_no] = totals.get(line.order_no, 0) + sales(line)
    assert totals == {line.order_no: sales(line) for line in by_receipt}


def test_goods_without_explanations_and_examples(reader: Reader) -> None:
    extract = reader.read(SAMPLES / "kasir_pintar/barang.xlsx", "barang.xlsx")
    assert [Goods(*row).sku for row in extract.rows] == ["BTK-01", "KOP-01", "SRP-01"]
    assert extract.rows[1] == ("kasir_pintar", "KOP-01", "Kopi Liberika Tungkal Bubuk 250 g", "", "Minuman", 43_000, 27_500, 0)
    assert (extract.kind, extract.problems) == ("goods", [])


def test_goods_whose_explanations_were_deleted(reader: Reader) -> None:
    header = tills.KASIR_PINTAR
    rows = [dict.fromkeys(header, "") | {
        "data_kode_barang": f"K{n}", "data_nama_barang": "Gula", "data_harga_jual": "1500.50", "data_stok": "-2.5"
    } for n in range(6)]  # fmt: skip
    rows[3]["data_harga_jual"] = "seribu"
    extract = reader.read(sheet(rows, "barang"), "barang.xlsx")
    assert [(good.sku, good.price, good.cost, good.stock) for good in map(Goods._make, extract.rows)] == [
        (f"K{n}", 1501, None, -3) for n in (0, 1, 2, 4, 5)
    ]
    assert [(problem.line, problem.code, problem.column) for problem in extract.problems] == [(5, "money", "data_harga_jual")]


def test_a_report_without_days_is_refused_in_plain_words(reader: Reader) -> None:
    row = {"Nama": "Kopi", "Jumlah Barang": "3", "Total Penjualan": "129.000"}
    with pytest.raises(NoDates) as caught:
        reader.read(table([row, {**row, "Nama": "Total Semua"}]), "laporan.csv")
    assert caught.value.text("id") == "File laporan.csv tidak menyebut tanggal penjualan. Ambil laporan per transaksi."


def test_the_same_report_with_days(reader: Reader) -> None:
    row = {"Tanggal": "01-07-2026", "Nama": "Kopi", "Jumlah Barang": "3", "Total Penjualan": "129.000"}
    extract = reader.read(table([row, {**row, "Tanggal": "", "Nama": "Total Semua"}]), "laporan.csv")
    (line,) = lines(extract)
    assert (line.marketplace, line.quantity, line.gross, line.sales_day) == ("kasir_pintar", 3, 129_000, "2026-07-01")
    later = lines(reader.read(table([{**row, "Jumlah Barang": "5", "Total Penjualan": "215.000"}]), "laporan.csv"))[0]
    assert (later.order_no, later.line_key) == (line.order_no, line.line_key)  # the same day, told again in the evening
