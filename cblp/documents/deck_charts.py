"""A slide's chart as a native one of PowerPoint: its figures stand in a workbook behind it and can be edited there."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from typing import Any, Final, NamedTuple

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Pt

from cblp import i18n
from cblp.charts import slide_svg
from cblp.charts.theme import INK, QUIET, RULE, Unit, Value, ticks
from cblp.forum.slides import Chart
from cblp.i18n import formats

SHAPES: Final = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED, "columns": XL_CHART_TYPE.COLUMN_CLUSTERED, "line": XL_CHART_TYPE.LINE_MARKERS,
}


class Box(NamedTuple):
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float


def add(page: Any, chart: Chart, box: Box, tone: str) -> None:
    """Put the chart on a slide; ``tone`` is the colour of its first series. Nothing for a chart without categories."""
    if not chart.categories:
        return
    figures = _number_format(chart.unit, [value for series in chart.series for value in series.values])
    data: Any = _Data(chart, figures)
    data.categories = [clean(name) for name in chart.categories]
    for series in chart.series:
        data.add_series(clean(series.name or chart.label), [_plain(value) for value in series.values])
    frame = page.shapes.add_chart(SHAPES[chart.shape], *(Pt(part) for part in box), data)
    frame.name = clean(chart.label)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(chart.label))
    _dress(frame.chart, chart, slide_svg.colours(chart, tone), figures)


class _Data(CategoryChartData):
    """The figures of a chart. Their workbook is written here, where a name that begins like a formula stays a text."""

    def __init__(self, chart: Chart, figures: str) -> None:
        super().__init__(number_format=figures)  # type: ignore[no-untyped-call]
        self.chart = chart

    @property
    def xlsx_blob(self) -> bytes:
        return _workbook(self.chart)


def _dress(made: Any, chart: Chart, colours: Sequence[str], figures: str) -> None:
    """The look of the project on a native chart."""
    made.has_title, made.font.size, made.font.color.rgb = False, Pt(16), rgb(INK)
    made.has_legend = len(chart.series) > 1
    if made.has_legend:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        made.legend.font.size = Pt(16)
    category, value = made.category_axis, made.value_axis
    category.format.line.color.rgb = rgb(INK)
    category.major_tick_mark, category.has_major_gridlines = XL_TICK_MARK.NONE, False
    category.tick_label_position, category.tick_labels.font.size = XL_TICK_LABEL_POSITION.LOW, Pt(16)
    category._element.txPr.bodyPr.set("rot", "0")  # where names are many, some are left out: slanted ones are not read from afar
    category.reverse_order = chart.shape == "bars"  # PowerPoint counts from below
    steps = ticks([one for series in chart.series for one in series.values], chart.unit)
    value.minimum_scale, value.maximum_scale, value.major_unit = float(steps[0]), float(steps[-1]), float(steps[1] - steps[0])
    told = chart.shape == "bars" or (chart.shape == "columns" and len(chart.series) == 1 and len(chart.categories) <= 8)
    value.has_major_gridlines, value.visible = not told, not told
    if not told:
        value.major_gridlines.format.line.color.rgb = rgb(RULE)
        value.format.line.fill.background()
        value.major_tick_mark = XL_TICK_MARK.NONE
        value.tick_labels.number_format, value.tick_labels.number_format_is_linked = _number_format(chart.unit, steps), False
        value.tick_labels.font.size, value.tick_labels.font.color.rgb = Pt(14), rgb(QUIET)
    plot = made.plots[0]
    if chart.shape != "line":
        plot.gap_width, plot.overlap = 40, 0
    if told:
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.number_format, labels.number_format_is_linked = figures, False
        labels.position, labels.font.size, labels.font.bold = XL_LABEL_POSITION.OUTSIDE_END, Pt(16), True
    for series, colour in zip(plot.series, colours, strict=True):
        if chart.shape == "line":
            series.smooth = False
            series.format.line.color.rgb, series.format.line.width = rgb(colour), Pt(3)
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = rgb(colour)
            series.marker.format.line.color.rgb = rgb(colour)
        else:
            series.invert_if_negative = False
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = rgb(colour)


def _number_format(unit: Unit, values: Sequence[Value]) -> str:
    """These figures as an Indonesian reads them, also on a computer that was set up elsewhere: ``12,5 jt``, ``43%``.

    One scale for all of them, because they are compared.
    """
    known: list[int | Fraction] = [max(one, -one) for one in values if one is not None]
    if unit == "share":
        return "[$-421]0%" if all((one * 100).denominator == 1 for one in known) else "[$-421]0.0%"
    largest = max(known, default=0)
    power, text = next(((power, text) for power, text in formats.TIGHT_SCALES if largest >= 10**power), (0, ""))
    if not power:
        return "[$-421]#,##0"
    part = "" if all(one % 10**power == 0 for one in known) else ".0"
    return f'[$-421]#,##0{part}{"," * (power // 3)}"{formats.NBSP}{i18n.translate(text).format(number="").strip()}"'


def _plain(value: Value) -> int | float | None:
    return float(value) if isinstance(value, Fraction) else value


def _workbook(chart: Chart) -> bytes:
    """The figures behind a chart, where PowerPoint looks for them: names in column A, a series in each column beside."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.set_column(0, 0, 28)
        for row, name in enumerate(chart.categories, start=1):
            sheet.write_string(row, 0, clean(name))
        for column, series in enumerate(chart.series, start=1):
            sheet.write_string(0, column, clean(series.name or chart.label))
            for row, value in enumerate(series.values, start=1):
                if value is not None:
                    sheet.write_number(row, column, float(value))
    return made.getvalue()


def rgb(colour: str) -> Any:
    """``#rrggbb`` as python-pptx wants it."""
    return RGBColor.from_string(colour[1:])  # type: ignore[no-untyped-call]


def clean(text: str) -> str:
    """Text that fits into XML: what no keyboard makes is dropped."""
    kept = "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")
    return kept.encode("utf-8", "ignore").decode()
