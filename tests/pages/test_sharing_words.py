"""A share is told in at most six sentences whose numbers can be recomputed; percentages are read and written exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp import i18n
from cblp.decisions.presets import PRESETS
from cblp.decisions.rules.sharing import BASES, CAPITAL, EDUCATION, EQUAL, HOURS, RESERVE, ROLE, SALES, SOLIDARITY, WHOLE
from cblp.ui.components import sharing_words as words
from cblp.ui.components.sharing_words import Part, Share


def part(base: str, points: int, mine: int, total: int, amount: int, figure: int | None = None) -> Part:
    return Part(base, Fraction(points), Fraction(mine if figure is None else figure), Fraction(mine), Fraction(total), amount)


HYBRID = Share(326_000, 1_000_000, [part(EQUAL, 4_000, 1, 5, 80_000), part(SALES, 6_000, 12_300_000, 30_000_000, 246_000)])


def test_the_share_of_the_words_file() -> None:
    assert " ".join(words.explain(HYBRID)) == (
        "Bagian saya Rp326.000. Uang yang dibagi Rp1.000.000. 40% dibagi rata ke 5 anggota: Rp80.000. "
        "60% menurut penjualan: Rp12,3 juta dari Rp30 juta, jadi Rp246.000."
    )


def test_the_same_in_english() -> None:
    i18n.use(lambda: "en")
    assert words.explain(HYBRID)[2:] == [
        "40% in equal parts among 5 members: Rp80.000.", "60% by sales: Rp12,3 million of Rp30 million, so Rp246.000.",
    ]


def test_funds_and_what_gave_nothing_are_told() -> None:
    share = Share(
        2_067_215, 12_345_678, [
            part(CAPITAL, 2_000, 600_000, 2_700_000, 548_697),
            part(SALES, 3_000, 12_300_000, 30_000_000, 1_518_518), part(ROLE, 1_000, 0, 5, 0),
        ], {RESERVE: 3_086_419, EDUCATION: 1_234_568, SOLIDARITY: 617_284},
    )
    assert words.explain(share) == [
        "Bagian saya Rp2.067.215.", "Uang yang dibagi Rp12.345.678.",
        "30% menurut penjualan: Rp12,3 juta dari Rp30 juta, jadi Rp1.518.518.",
        "20% menurut simpanan: rata-rata Rp600.000 dari Rp2,7 juta, jadi Rp548.697.",
        "10% menurut tugas: belum ada, jadi Rp0.",
        "40% masuk dana cadangan, dana pendidikan dan dana sosial: Rp4.938.271.",
    ]


def test_sales_below_zero_count_nothing_and_are_said() -> None:
    share = Share(0, 1_000_000, [part(SALES, WHOLE, 0, 30_000_000, 0, figure=-50_000)])
    assert words.explain(share)[2] == "100% menurut penjualan: kurang Rp50.000, jadi Rp0."


def test_hours_are_hours_and_a_limit_is_said() -> None:
    share = Share(9, 100, [part(HOURS, 1_000, 1_200, 2_730, 4, figure=5_400)])
    assert words.explain(share)[2] == "10% menurut jam kerja, paling banyak 20 jam: 20 jam dari 45 jam 30 menit, jadi Rp4."
    assert words.hours(45) == "45 menit"
    assert words.hours(0) == "0 menit"


def test_a_rupiah_that_rounding_took_is_not_called_nothing() -> None:
    assert words.explain(Share(0, 10, [part(SALES, WHOLE, 3_100, 100_000, 0)]))[2] == (
        "100% menurut penjualan: Rp3.100 dari Rp100.000, jadi Rp0."
    )


@given(st.lists(
    st.tuples(st.sampled_from(BASES), st.integers(1, 5_000), st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 10**9)),
    max_size=14,
), st.booleans())
def test_never_more_than_six_short_sentences_and_no_rupiah_lost(parts: list[tuple[str, int, int, int, int]], fund: bool) -> None:
    made = [part(base, points, mine, mine + more, amount if mine else 0) for base, points, mine, more, amount in parts]
    told = words.explain(Share(sum(one.amount for one in made), 10**12, made, {RESERVE: 5} if fund else {}))
    assert len(told) <= words.MOST_SENTENCES
    assert all(len(sentence.split()) <= 18 for sentence in told)
    said = [int(sentence.rsplit("Rp", 1)[1].rstrip(".").replace(".", "")) for sentence in told[2:] if "masuk" not in sentence]
    assert sum(said) == sum(one.amount for one in made)


@pytest.mark.parametrize(("text", "points"), [
    ("40", 4_000), ("12,5%", 1_250), (" 33.33 % ", 3_333), ("0", 0), ("100", WHOLE), ("100,01", None), ("12,345", None), ("", None),
    ("-5", None), ("lima", None), ("٤٠", None),
])
def test_typed_percentages(text: str, points: int | None) -> None:
    assert words.read_percent(text) == points


@given(st.integers(0, WHOLE))
def test_a_percentage_is_read_as_it_is_written(points: int) -> None:
    assert words.read_percent(words.percent(points)) == points


def test_parts_that_are_no_whole_say_by_how_much() -> None:
    assert words.off(WHOLE) == ""
    assert "95%" in words.off(9_500)
    assert "5%" in words.off(9_500)
    assert "102,5%" in words.off(10_250)
    assert "2,5%" in words.off(10_250)


def test_rules_in_words() -> None:
    assert words.rule(PRESETS["hybrid"].components) == "40% dibagi rata · 60% menurut penjualan"
    assert words.rule(PRESETS["cooperative"].components).startswith("25% ke dana cadangan · 30% menurut penjualan · 20% menurut simpanan")


def test_evenness_is_said_out_of_a_hundred() -> None:
    assert words.evenness(Fraction(2_963, 10_000)) == "70 dari 100"
    assert words.evenness(Fraction(0)) == "100 dari 100"
    assert words.evenness(None) == "–"
