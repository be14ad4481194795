"""A slide's chart stays inside its box, shows true lengths in large type, and tells every figure to who cannot see it."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp.charts import colour, slide_svg
from cblp.charts.tone import READABLE, as_text, contrast, tone
from cblp.forum.slides import Chart, Series
from tests.documents.decks import PLACES, REACH, READY, SALES

SVG = "{http://www.w3.org/2000/svg}"


def tree(chart: Chart, **given: Any) -> ElementTree.Element:
    return ElementTree.fromstring(slide_svg.draw(chart, **given))


def texts(drawn: ElementTree.Element) -> list[str]:
    return [(one.text or "").replace("\u00a0", " ") for one in drawn.iter(f"{SVG}text")]


def sizes(drawn: ElementTree.Element, name: str, fill: str) -> list[float]:
    return [float(one.attrib[name]) for one in drawn.iter(f"{SVG}rect") if one.attrib["fill"] == fill]


def test_columns_are_as_high_as_their_figures_and_carry_them() -> None:
    drawn = tree(SALES, tone="#123456")
    heights = sizes(drawn, "height", "#123456")
    assert len(heights) == 5, "an unknown month has no column"
    assert heights[-1] / heights[0] == pytest.approx(84_200_000 / 61_500_000, rel=0.01)
    assert {"Mei", "Okt", "84,2 jt", "61,5 jt", "–"} <= set(texts(drawn))


def test_bars_are_as_long_as_their_figures() -> None:
    drawn = tree(READY, tone="#123456")
    widths = sizes(drawn, "width", "#123456")
    assert widths[0] / widths[2] == pytest.approx(0.9 / 0.5, rel=0.01)
    assert {"90%", "75%", "50%", "–"} <= set(texts(drawn))


def test_a_line_breaks_where_nothing_is_known() -> None:
    drawn = tree(REACH)
    runs = [len(one.attrib["points"].split()) for one in drawn.iter(f"{SVG}polyline")]
    assert runs == [2, 3, 2, 3]
    assert len(list(drawn.iter(f"{SVG}circle"))) == 10
    assert {"Tayangan", "Balasan"} <= set(texts(drawn))


def test_series_have_their_own_colours_and_the_first_without_one_the_tone() -> None:
    assert slide_svg.colours(PLACES, "#2F4B7C") == [colour("shopee"), colour("tiktok_shop"), "#2F4B7C"]
    plain = Chart("columns", ("a",), (Series("x", (1,)), Series("y", (2,)), Series("z", (3,), "#abcdef")), "count", "")
    assert slide_svg.colours(plain, "#2f4b7c")[0] == "#2f4b7c"
    assert len(set(slide_svg.colours(plain, "#2f4b7c"))) == 3


def test_every_figure_is_read_aloud() -> None:
    said = slide_svg.spoken(PLACES)
    assert said.startswith("Pesanan di tiap tempat jualan: ")
    assert "Okt, Shopee: 44" in said
    assert "Jul, TikTok Shop: –" in said
    assert tree(SALES).attrib["aria-label"] == slide_svg.spoken(SALES)


def test_names_are_text_and_never_markup() -> None:
    chart = Chart("bars", ("<b>&\"'",), (Series("<i>", (1,)), Series("x", (2,))), "count", "<script>")
    assert "<b>&\"'" in texts(tree(chart))


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    unit = draw(st.sampled_from(["rupiah", "count", "share"]))
    value = st.fractions(0, 1) if unit == "share" else st.integers(-10**6, 10**13)
    names = draw(st.lists(WORDS, min_size=1, max_size=12))
    series = draw(st.lists(st.builds(
        Series, WORDS, st.lists(st.none() | value, min_size=len(names), max_size=len(names)).map(tuple),
    ), min_size=1, max_size=3))
    return Chart(draw(st.sampled_from(["bars", "columns", "line"])), tuple(names), tuple(series), unit, draw(WORDS))


@given(charts(), st.sampled_from([(1040, 430, 34), (358, 300, 16)]))
def test_nothing_leaves_its_box(chart: Chart, box: tuple[int, int, int]) -> None:
    width, height, letters = box
    drawn = tree(chart, width=width, height=height, letters=letters)
    for one in drawn.iter(f"{SVG}rect"):
        left, top, wide, high = (float(one.attrib[name]) for name in ("x", "y", "width", "height"))
        assert left >= -1 and left + wide <= width + 1
        assert high >= 0 and top + high <= height + 1
    for one in drawn.iter(f"{SVG}text"):
        assert -1 <= float(one.attrib["x"]) <= width + 1
        assert float(one.attrib["y"]) <= height + 1


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_an_associations_colour_can_always_be_read(shade: str) -> None:
    assert contrast(as_text(shade), "#FFFDF9") >= READABLE


def test_a_colour_that_is_none_gives_way() -> None:
    assert tone("red; }") == "#2F4B7C"
    assert tone("#a1B2c3") == "#a1B2c3"
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert as_text("#2F4B7C") == "#2F4B7C"


def test_a_name_on_one_line_is_written_smaller_before_it_is_cut() -> None:
    names = ("Orang yang membantu", *(f"Bidang {number}" for number in range(8)))
    areas = Chart("bars", names, (Series("Rata-rata", tuple(range(40, 49))),), "count", "Bekal digital")
    narrow = tree(areas, width=358, height=300, letters=16)
    assert "Orang yang membantu" in texts(narrow)
    beside = {float(one.attrib["font-size"]) for one in narrow.iter(f"{SVG}text") if one.attrib["text-anchor"] == "end"}
    assert len(beside) == 1 and 12 <= beside.pop() < 16
