"""Each cell means one thing or is refused: amounts, numbers, days and words as the sources write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp.importers.columns import Bad, Choice, Column, Count, Memo, Moment, Rupiah, Text, When, normalise, text


def reason(column: Column, cell: Any) -> str:
    with pytest.raises(Bad) as caught:
        column.parse(cell)
    return caught.value.code


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1.343.500", 1_343_500), ("0", 0), ("500", 500), ("39200", 39_200), ("RP 86.400\n", 86_400), ("RP -10.000\n", -10_000),
        ("Rp 1.234", 1_234), ("Rp1.234", 1_234), ("IDR 1.234.000", 1_234_000), ("-8015", -8_015), ("-Rp 5.000", -5_000),
        ("12.000,00", 12_000), ("50000.0", 50_000), ("50000.00", 50_000), (89_000.0, 89_000), (-111_000.0, -111_000), (7, 7),
        ("\t120.000\t", 120_000), ('="15.000"', 15_000), ("'15.000", 15_000),
    ],
)  # fmt: skip
def test_rupiah_with_dots(cell: Any, amount: int) -> None:
    assert Rupiah("x", "X").parse(cell) == amount


@pytest.mark.parametrize(
    "cell", ["1,343,500", "1.34", "12.3456", "1.000.00", "1 000", "dua ribu", "1e5", "12,345", 93.06, True, "--5"]
)
def test_rupiah_refuses_what_is_ambiguous(cell: Any) -> None:
    assert reason(Rupiah("x", "X"), cell) == "money"


@given(st.integers(-(10**12), 10**12), st.sampled_from(["", "Rp ", "RP", "IDR "]))
def test_rupiah_written_the_indonesian_way_comes_back(amount: int, sign: str) -> None:
    written = f"{'-' if amount < 0 else ''}{sign}{abs(amount):,}".replace(",", ".")
    assert Rupiah("x", "X").parse(written) == amount


@given(st.integers(-(10**12), 10**12))
def test_rupiah_with_decimals_and_commas_comes_back(amount: int) -> None:
    assert Rupiah("x", "X", style="decimal").parse(f"{amount}.00") == amount
    assert Rupiah("x", "X", style="comma").parse(f"{amount:,}.00") == amount


def test_fractions_of_a_rupiah_are_refused_unless_rounded() -> None:
    assert reason(Rupiah("x", "X", style="decimal"), "1333.33") == "money"
    rounded = Rupiah("x", "X", style="decimal", rounded=True)
    assert [rounded.parse(cell) for cell in ("1333.33", "1333.5", "-1333.5", 2.25)] == [1333, 1334, -1334, 2]


def test_a_blank_is_not_zero() -> None:
    assert reason(Rupiah("x", "X"), "-") == "blank"
    assert Rupiah("x", "X", empty=None).parse("") is None
    assert Rupiah("x", "X", empty=0).parse("/") == 0


def test_counts() -> None:
    count = Count("x", "X")
    assert [count.parse(c) for c in ("12,400", "12.400", "12400", 3.0, "3.0", "0")] == [12_400, 12_400, 12_400, 3, 3, 0]
    assert reason(count, "1.5") == "count"
    assert reason(count, "12,40") == "count"
    assert reason(count, "-2") == "negative"
    assert Count("x", "X", signed=True).parse("-2") == -2


def test_texts_lose_what_only_a_spreadsheet_needs() -> None:
    assert text("582200000000000001\t") == "582200000000000001"
    assert text('="12345"') == text("'12345") == text(12345.0) == text("\u00a012345") == "12345"
    assert Text("x", "X").parse("Kain \n batik") == "Kain batik"
    assert normalise("  Status Pembatalan/  Pengembalian ") == "status pembatalan/ pengembalian"


DAYS = [
    ("%Y-%m-%d %H:%M", "2026-08-01 05:11", Moment("2026-08-01", "2026-07-31T22:11:00Z")),
    ("%d/%m/%Y %H:%M:%S", "22/01/2026 15:03:10\t", Moment("2026-01-22", "2026-01-22T08:03:10Z")),
    ("%d %b %Y %H:%M", "25 Mar 2026 06:28", Moment("2026-03-25", "2026-03-24T23:28:00Z")),
    ("%d %b %Y %H:%M", "5 Agu 2026, 06:28", Moment("2026-08-05", "2026-08-04T23:28:00Z")),
    ("%d-%m-%Y", "31-12-2026", Moment("2026-12-31", None)),
    ("%b %d, %Y", "Feb 19, 2023", Moment("2023-02-19", None)),
    ("%a, %b %d, %Y", "Tue, Jul 14, 2026", Moment("2026-07-14", None)),
    ("%Y-%m-%dT%H:%M:%S", "2026-06-13T00:00:00", Moment("2026-06-13", "2026-06-12T17:00:00Z")),
    ("%m/%d/%Y %H:%M", "07/31/2026 23:30", Moment("2026-07-31", "2026-07-31T16:30:00Z")),
    ("%d %b %Y %H:%M %p", "1 Jan 2026 12:05 AM", Moment("2026-01-01", "2025-12-31T17:05:00Z")),
]


@pytest.mark.parametrize(("pattern", "cell", "moment"), DAYS)
def test_days_and_times_of_the_sources_own_clock(pattern: str, cell: str, moment: Moment) -> None:
    assert When("x", "X", patterns=(pattern,)).parse(cell) == moment


@pytest.mark.parametrize(
    "cell", ["2026-02-30 10:00", "2026-13-01 10:00", "2026-01-01 25:00", "2026-01-01", "kemarin", "01/02/2026 10:00"]
)
def test_days_that_do_not_exist_are_problems(cell: str) -> None:
    assert reason(When("x", "X", patterns=("%Y-%m-%d %H:%M",)), cell) == "when"


@given(st.datetimes(*map(datetime.fromisoformat, ("2015-01-01", "2035-01-01"))), st.integers(-12, 14))
def test_instants_are_the_printed_time_moved_by_the_clock(moment: datetime, clock: int) -> None:
    parsed = When("x", "X", patterns=("%Y-%m-%d %H:%M:%S",), clock=clock).parse(f"{moment:%Y-%m-%d %H:%M:%S}")
    assert parsed.day == f"{moment:%Y-%m-%d}"
    assert parsed.at == f"{moment - timedelta(hours=clock):%Y-%m-%dT%H:%M:%SZ}"


def test_cells_that_the_workbook_holds_as_dates() -> None:
    when = When("x", "X", patterns=("%Y-%m-%d",))
    assert when.parse(date(2026, 8, 1)) == Moment("2026-08-01", None)
    assert when.parse(datetime.fromisoformat("2026-08-01 06:30:00")) == Moment("2026-08-01", "2026-07-31T23:30:00Z")


def test_choices_match_words_or_beginnings_and_name_what_is_new() -> None:
    choice = Choice("x", "X", words={"Selesai": 3, "Batal": 5, "Pesanan diterima*": 2, "Pesanan diterima lengkap*": 9})
    assert [choice.parse(c) for c in ("selesai", " BATAL ", "Pesanan diterima, namun …")] == [3, 5, 2]
    assert choice.parse("Pesanan diterima lengkap hari ini") == 9
    with pytest.raises(Bad) as caught:
        choice.parse("Selesaikan" + "!" * 60)
    assert (caught.value.code, len(caught.value.value)) == ("choice", 40)


def test_each_distinct_cell_is_read_once() -> None:
    class Once(Text):
        def read(self, cell: Any, seen: str) -> str:
            asked.append(seen)
            return seen

    asked: list[str] = []
    memo = Memo(Once("x", "X"), "X")
    assert [memo[c] for c in ("a", "b", "a", "a")] == ["a", "b", "a", "a"]
    assert asked == ["a", "b"]
