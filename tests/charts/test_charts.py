"""Charts speak the language of the page, show true values, and can be read without seeing them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp import charts, i18n
from cblp.charts import Bar, Chart, Dot, Mark, Series
from cblp.charts.plain import plain_columns
from cblp.charts.theme import Unit, ticks
from cblp.days import Span, periods
from cblp.i18n import formats
from cblp.sales.calendar import occasions

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = ["Agu", "Sep", "Okt"]
VALUES = st.lists(st.none() | st.integers(min_value=-10**6, max_value=10**13), min_size=1, max_size=12)


def texts(chart: Chart) -> str:
    """Everything written in a figure."""
    return json.dumps(json.loads(chart.figure.to_json()), ensure_ascii=False)


def sales() -> list[Series]:
    return [Series("Shopee", [10_000_000, 20_000_000, None], "shopee"), Series("WhatsApp", [1_500_000, 0, 2_250_000], "whatsapp")]


@given(VALUES, st.sampled_from(["rupiah", "count"]))
def test_ticks_are_few_round_and_cover_the_values(values: list[int | None], unit: Unit) -> None:
    steps = ticks(values, unit)
    known = [0, *(value for value in values if value is not None)]
    assert steps[0] <= min(known)
    assert steps[-1] >= max(known)
    assert 2 <= len(steps) <= 8
    assert all(step.denominator == 1 for step in steps)
    assert len({after - before for before, after in pairwise(steps)}) == 1


@given(st.lists(st.fractions(min_value=0, max_value=1), min_size=1, max_size=5))
def test_ticks_of_shares_may_be_parts(values: list[Fraction]) -> None:
    steps = ticks(values, "share")
    assert steps[-1] >= max(values)
    assert len(steps) <= 8


def test_columns_stack_with_constant_colours_totals_and_keys() -> None:
    chart = charts.columns(MONTHS, sales(), unit="rupiah", title="Penjualan", keys=[date(2026, m, 1) for m in (8, 9, 10)])
    shopee, whatsapp, above = chart.figure.data
    assert (shopee.marker.color, whatsapp.marker.color) == (charts.colour("shopee"), charts.colour("whatsapp"))
    assert list(shopee.y) == [10_000_000, 20_000_000, None]
    assert shopee.customdata[1] == ["2026-09-01", "shopee"]
    assert "Rp20.000.000" in shopee.hovertext[1]
    named = {a.text for a in chart.figure.layout.annotations}
    assert named == {"Shopee", "WhatsApp"}
    assert list(above.text) == ["11,5\u00a0jt", "20\u00a0jt", "2,3\u00a0jt"]
    assert list(above.base) == [11_500_000, 20_000_000, 2_250_000] and not any(above.y)
    assert chart.alt == (
        "Penjualan. Dari Agu sampai Okt. Paling banyak Sep: Rp20.000.000. Paling sedikit Okt: Rp2.250.000. "
        "Yang tampil: Shopee, WhatsApp."
    )


def test_a_line_beside_what_it_is_compared_with() -> None:
    chart = charts.lines(
        MONTHS, [Series("2026", [1, 2, 3]), Series("2025", [3, None, 1], dashed=True)], unit="count", title="Pesanan",
        marks=[Mark("Ramadan", 0, 1), Mark("Lebaran", 1, 1)],
    )
    now, before = chart.figure.data
    assert (now.line.dash, before.line.dash, before.connectgaps) == ("solid", "dot", False)
    assert {shape.x1 - shape.x0 for shape in chart.figure.layout.shapes} == {2, 1}
    assert {"Ramadan", "Lebaran", "2026", "2025"} <= {a.text for a in chart.figure.layout.annotations}


@pytest.mark.parametrize(("months", "named"), [
    (3, ["Des 2025", "Jan 2026", "Feb"]),
    (12, ["Jan 2026", "Mar", "Mei", "Jul", "Sep", "Nov"]),
    (14, ["Jan 2026", "Apr", "Jul", "Okt", "Jan 2027"]),
])
def test_names_of_months_never_crowd_a_phone_and_say_where_the_year_begins(months: int, named: list[str]) -> None:
    days = [date(2025 + (11 + n) // 12, (11 + n) % 12 + 1, 1) for n in range(months)]
    labels = [formats.short_month(day, year=day.month == 1 or day == days[0]) for day in days]
    axis = charts.columns(labels, [Series("a", [1] * months)], unit="count").figure.layout.xaxis
    assert list(axis.ticktext) == named
    assert axis.tickangle is None and list(axis.autotickangles) == [0, 90]  # upright where they do not fit side by side
    plain = plain_columns(labels, [Series("a", [1] * months)], unit="count", label="a")
    assert re.findall(r"text-align:center[^>]*>([^<]+(?:<br>\d{4})?)<", plain) == [re.sub(r" (\d{4})$", r"<br>\1", name) for name in named]


def test_names_at_the_side_do_not_lie_on_each_other() -> None:
    chart = charts.lines(MONTHS, [Series(name, [100, 100, 100]) for name in "abcd"], unit="count", height=320)
    heights = sorted(a.y for a in chart.figure.layout.annotations)
    gaps = [after - before for before, after in pairwise(heights)]
    assert min(gaps) > 0


def test_bars_keep_their_order_and_show_a_name_as_text() -> None:
    chart = charts.bars([Bar("Batik <b>tulis</b>", 18_400_000, "p1"), Bar("Kopi", None)], unit="rupiah", title="Paling laku")
    [trace] = chart.figure.data
    assert list(trace.text) == ["18,4\u00a0jt", "–"]
    assert chart.figure.layout.yaxis.ticktext[0] == "Batik &lt;b&gt;tulis&lt;/b&gt;"
    assert "&lt;b&gt;" in trace.hovertext[0]
    assert chart.alt == "Paling laku. Batik <b>tulis</b>: Rp18.400.000; Kopi: –."


def test_scatter_leaves_out_what_is_not_known() -> None:
    dots = [Dot("M1", 10, 5_000), Dot("M2", None, 7_000)]
    chart = charts.scatter(dots, x_title="Interaksi", y_title="Penjualan", x_unit="count", y_unit="rupiah")
    assert list(chart.figure.data[0].x) == [10]
    assert "1 titik" in chart.alt


def test_hours_of_the_week_name_the_busiest() -> None:
    chart = charts.heat({(0, 9): 3, (6, 20): 7}, unit="count", title="Kapan orang memesan")
    assert chart.alt == "Kapan orang memesan. Paling banyak Minggu pukul 20.00: 7."
    assert chart.figure.data[0].z[6][20] == 7


def every_chart() -> list[Chart]:
    return [
        charts.columns(MONTHS, sales(), unit="rupiah", title="Penjualan"),
        charts.lines(MONTHS, sales(), unit="rupiah", title="Penjualan"),
        charts.bars([Bar("Kopi", 5)], unit="count", title="Paling laku"),
        charts.scatter([Dot("M", 1, 2)], x_title="Interaksi", y_title="Penjualan", x_unit="count", y_unit="rupiah"),
        charts.heat({(0, 9): 3}, unit="count", title="Jam"),
    ]


@pytest.mark.parametrize("position", range(5))
def test_no_english_and_no_plotly_number_formats(position: int) -> None:
    chart = every_chart()[position]
    shown = texts(chart)
    assert not re.search(r"\b(Total|Monday|Sunday|Aug|Oct|Sales|points|Most|Least|Shown)\b", shown + chart.alt)
    assert chart.figure.layout.separators == ",."
    for axis in (chart.figure.layout.xaxis, chart.figure.layout.yaxis):
        assert axis.visible is False or axis.ticktext is not None, "plotly would write its own numbers"
    for trace in chart.figure.data:
        assert trace.hoverinfo in {"text", "skip"}


def test_the_same_chart_in_english() -> None:
    i18n.use(lambda: "en")
    assert "Most in Sep: Rp20.000.000" in charts.columns(MONTHS, sales(), unit="rupiah").alt


@pytest.mark.parametrize("chart", [
    lambda: charts.columns([], [], unit="rupiah"), lambda: charts.lines([], [], unit="count"),
    lambda: charts.bars([], unit="share"),
    lambda: charts.scatter([], x_title="x", y_title="y", x_unit="count", y_unit="count"), lambda: charts.heat({}, unit="count"),
    lambda: charts.columns(["Jan"], [Series("a", [None])], unit="rupiah"),
    lambda: charts.lines(["Jan"], [Series("a", [-5])], unit="count"),
])
def test_nothing_to_show_is_no_error(chart: Any) -> None:
    assert chart().figure.to_json()


def test_plotly_shows_none_of_its_own_buttons_and_tips() -> None:
    assert charts.CONFIG["displayModeBar"] is False
    assert charts.CONFIG["showTips"] is False


def test_plotly_is_not_loaded_before_the_first_figure() -> None:
    code = "import sys, cblp.charts as c; c.sparkline([1], label='x'); sys.exit(bool({'plotly', 'pandas'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_marks_of_feasts_and_sale_days() -> None:
    span = Span(date(2026, 1, 1), date(2026, 12, 31))
    months = periods(span, "month")
    assert charts.occasion_marks(months, "month", occasions(span)) == [Mark("Ramadan", 1, 2), Mark("Lebaran", 2, 2)]
    autumn = Span(date(2026, 9, 1), date(2026, 9, 30))
    days = periods(autumn, "day")
    assert charts.occasion_marks(days, "day", occasions(autumn)) == [Mark("9.9", 8, 8)]


@given(st.lists(st.none() | st.integers(min_value=-10**9, max_value=10**12), max_size=20), st.text(max_size=20))
def test_small_pictures_are_well_formed_whatever_they_show(values: list[int | None], label: str) -> None:
    label = "".join(c for c in label if c.isprintable())
    picture = ElementTree.fromstring(charts.sparkline(values, label=label))
    assert picture.get("aria-label") == label
    rows = [(label + str(position), value) for position, value in enumerate(values)]
    ElementTree.fromstring(charts.small_bars(rows, unit="rupiah", label=label))
    for element in picture.iter("{http://www.w3.org/2000/svg}polyline"):
        for point in (element.get("points") or "").split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= 160
            assert 0 <= y <= 40


def test_small_bars_say_their_values() -> None:
    picture = charts.small_bars([("Shopee & co", 18_400_000), ("WhatsApp", None)], unit="rupiah", label="Penjualan")
    assert "18,4\u00a0jt" in picture
    assert 'aria-label="Penjualan: Shopee &amp; co: Rp18.400.000; WhatsApp: –"' in picture


AMOUNTS = st.lists(st.integers(min_value=0, max_value=10**12), max_size=40)


@given(st.lists(st.tuples(st.text(max_size=80), AMOUNTS), max_size=3))
def test_sorted_bars_rise_and_stay_inside_the_picture(panels: list[tuple[str, list[int]]]) -> None:
    made = [
        charts.Panel("".join(c for c in name if c.isprintable()), values, sorted(values)[len(values) // 2] if values else None, ("100%",))
        for name, values in panels
    ]
    picture = ElementTree.fromstring(charts.sorted_bars(made, unit="rupiah", label="Bagian"))
    for group, panel in zip(picture.iter(SVG + "g"), made, strict=True):
        bars = [float(bar.get("height") or 0) for bar in group.iter(SVG + "rect")][:-1]  # the last one is the floor
        assert bars == sorted(bars)
        assert len(bars) == len(panel.values)
        assert all(float(bar.get("y") or 0) >= 0 for bar in group.iter(SVG + "rect"))


def test_sorted_bars_share_one_scale_and_name_nobody() -> None:
    picture = charts.sorted_bars(
        [charts.Panel("A · Rata", [200_000, 200_000], 200_000), charts.Panel("B · Jualan", [300_000, 100_000], 200_000, ("x",), 300_000)],
        unit="rupiah", label="Bagian",
    )
    drawn = ElementTree.fromstring(picture)
    equal, mixed = ([float(bar.get("height") or 0) for bar in group.iter(SVG + "rect")][:-1] for group in drawn.iter(SVG + "g"))
    assert equal[0] == equal[1] == pytest.approx(sum(mixed) / 2, abs=0.1)
    mine = [bar.get("fill") for bar in drawn.iter(SVG + "rect")]
    assert mine.count("#C8553D") == 1
    assert drawn.get("aria-label") == (
        "Bagian: A · Rata: paling kecil Rp200.000, tengah Rp200.000, paling besar Rp200.000; "
        "B · Jualan: paling kecil Rp100.000, tengah Rp200.000, paling besar Rp300.000"
    )


class Parts(HTMLParser):
    """The elements of a chart in plain HTML: what each says, and where it stands."""

    def __init__(self, picture: str) -> None:
        super().__init__()
        self.told: list[str] = []
        self.columns: list[str] = []
        self.heights: list[list[float]] = []
        self.alt = ""
        self.open = 0
        self.feed(picture)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.open += tag == "div"
        self.alt = given.get("aria-label") or self.alt
        if title := given.get("title"):
            self.columns.append(title)
            self.heights.append([])
        elif found := re.search(r"bottom:(-?[\d.]+)%;height:([\d.]+)%", given.get("style") or ""):
            self.heights[-1].append(float(found[2]))

    def handle_endtag(self, tag: str) -> None:
        self.open -= tag == "div"

    def handle_data(self, data: str) -> None:
        self.told.append(data)


def test_columns_in_plain_html_tell_what_the_figure_tells() -> None:
    marks = [Mark("Ramadan", 0, 1), Mark("Lebaran", 1, 1)]
    made = Parts(charts.plain_columns(MONTHS, sales(), unit="rupiah", label="Penjualan", marks=marks))
    assert made.alt == charts.columns(MONTHS, sales(), unit="rupiah", title="Penjualan").alt
    assert made.columns[0] == "Agu\nWhatsApp: Rp1.500.000\nShopee: Rp10.000.000\nJumlah: Rp11.500.000"
    assert made.heights == [[50.0, 7.5], [100.0], [11.25]]
    assert set(made.told) >= {"Ramadan", "Lebaran", *MONTHS, "Shopee", "WhatsApp", "20\u00a0jt", "0"}


@given(
    st.lists(st.lists(st.none() | st.integers(min_value=-10**9, max_value=10**12), min_size=3, max_size=3), max_size=7),
    st.text(max_size=30),
)
def test_columns_in_plain_html_stay_whole_whatever_they_show(rows: list[list[int | None]], name: str) -> None:
    parts = [Series(name, row) for row in rows]
    made = Parts(charts.plain_columns(MONTHS, parts, unit="count", label=name))
    assert made.open == 0
    assert len(made.columns) == 3
    assert all(sum(column) <= 100.1 for column in made.heights)


def test_the_months_named_below_are_few_and_begin_the_years() -> None:
    names = [f"{number} {2025 + number // 12}" if number % 12 == 1 else f"M{number}" for number in range(24)]
    picture = charts.plain_columns(names, [Series("a", [1] * 24)], unit="count", label="x")
    assert [name for name in names if f">{name}<" in picture or f">{name.replace(' ', '<br>')}<" in picture] == names[1::4]
    assert charts.plain_columns([], [], unit="count", label="x")
