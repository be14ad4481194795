"""The presentation: native charts with a workbook behind them that can be edited, and nothing that a name could break."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pptx
import pytest
from PIL import Image
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from cblp.documents import deck_pptx
from cblp.forum.slides import Chart, Deck, Line, Series, Slide
from tests.documents.decks import PLACES, REACH, READY, SALES, SLIDES, deck
from tests.forum.sample import sample


def opened(made: Deck) -> Any:
    return pptx.Presentation(BytesIO(deck_pptx.document(made).content))


def charts(book: Any) -> list[Any]:
    return [shape.chart for slide in book.slides for shape in slide.shapes if shape.has_chart]


def behind(chart: Any) -> list[list[Any]]:
    """The cells of the workbook that PowerPoint opens at "Edit data"."""
    book = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    return [[cell.value for cell in row] for row in book["Sheet1"].iter_rows()]


def texts(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def one(*slides: Slide) -> Deck:
    return deck(slides=slides)


@pytest.mark.parametrize(("chart", "kind"), [
    (SALES, XL_CHART_TYPE.COLUMN_CLUSTERED), (PLACES, XL_CHART_TYPE.COLUMN_CLUSTERED), (READY, XL_CHART_TYPE.BAR_CLUSTERED),
    (REACH, XL_CHART_TYPE.LINE_MARKERS),
])
def test_charts_are_native_and_their_data_can_be_edited(chart: Chart, kind: XL_CHART_TYPE) -> None:
    made = charts(opened(one(Slide("sales", "x", "x", chart=chart))))[0]
    assert made.chart_type == kind
    wanted = [None if value is None else pytest.approx(float(value)) for value in chart.series[0].values]
    assert list(made.plots[0].categories) == list(chart.categories)
    assert list(made.plots[0].series[0].values) == wanted
    head, *rows = behind(made)
    assert head[1:] == [series.name for series in chart.series]
    assert [row[0] for row in rows] == list(chart.categories)
    assert [row[1] for row in rows] == wanted
    # Where the picture says its figures stand is where they do stand in the workbook.
    places = re.findall(r"<c:f>([^<]+)</c:f>", made.part.blob.decode())
    assert set(places[:3]) == {"Sheet1!$B$1", f"Sheet1!$A$2:$A${len(rows) + 1}", f"Sheet1!$B$2:$B${len(rows) + 1}"}


def test_a_chart_with_other_figures_is_another_chart() -> None:
    changed = replace(SALES, series=(Series("Penjualan", (1, 2, 3, 4, 5, 6)),))
    book = opened(one(Slide("sales", "x", "x", chart=SALES)))
    chart = charts(book)[0]
    data = pptx.chart.data.CategoryChartData()
    data.categories = changed.categories
    data.add_series("Penjualan", changed.series[0].values)
    chart.replace_data(data)
    again = BytesIO()
    book.save(again)
    assert list(charts(pptx.Presentation(again))[0].plots[0].series[0].values) == [1, 2, 3, 4, 5, 6]


def test_no_picture_stands_for_a_chart() -> None:
    content = deck_pptx.document(deck()).content
    names = ZipFile(BytesIO(content)).namelist()
    assert not [name for name in names if "/media/" in name or "thumbnail" in name or "printer" in name]
    assert len([name for name in names if re.fullmatch(r"ppt/charts/chart\d+\.xml", name)]) == 4
    assert len([name for name in names if name.endswith(".xlsx")]) == 4


def test_figures_are_written_the_indonesian_way_on_any_computer() -> None:
    sales, ready = charts(opened(one(Slide("sales", "x", "x", chart=SALES), Slide("listings", "x", "x", chart=READY))))
    assert sales.plots[0].data_labels.number_format == '[$-421]#,##0.0,,"\u00a0jt"'
    assert ready.plots[0].data_labels.number_format == "[$-421]0%"


@pytest.mark.parametrize("name", ["=1+1", "+1", "@SUM(A1)", "http://evil.example", "{=A1}", "a\x00\x1bb\ud800", "<b>&"])
def test_a_name_is_a_text_wherever_it_stands(name: str) -> None:
    chart = Chart("bars", (name,), (Series(name, (1,)), Series("x", (2,))), "count", name)
    slide = Slide("sales", name, name, chart=chart, lines=(Line(name, "open", name),), small=name, notes=name, typed=name)
    book = opened(deck(slides=(slide,), association=name, title=name, day=name))
    cells = openpyxl.load_workbook(BytesIO(charts(book)[0].part.chart_workbook.xlsx_part.blob))["Sheet1"]
    assert {cells["A2"].data_type, cells["B1"].data_type} == {"s"}
    assert cells["A2"].hyperlink is None
    plain = "ab" if name.startswith("a") else name
    assert cells["A2"].value == plain
    assert book.slides[0].notes_slide.notes_text_frame.text == plain


def test_slides_are_wide_titled_noted_and_in_the_associations_colour() -> None:
    book = opened(deck())
    assert (book.slide_width, book.slide_height) == (Pt(960), Pt(540))
    assert len(book.slides) == len(SLIDES)
    for slide, given in zip(book.slides, SLIDES, strict=True):
        assert slide.shapes.title.text_frame.text == (given.sentence or given.title)
        assert (slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "") == given.notes
    content = ZipFile(BytesIO(deck_pptx.document(deck()).content))
    assert 'accent1><a:srgbClr val="2F6B5C"' in content.read("ppt/theme/theme1.xml").decode()
    series = charts(book)[0].plots[0].series[0]
    assert str(series.format.fill.fore_color.rgb) == "2F6B5C"
    assert (book.core_properties.title, book.core_properties.author) == ("Temu bulanan Oktober 2026", "Asosiasi Contoh & Kawan")


def test_everything_of_a_slide_is_on_it() -> None:
    made = opened(deck())
    first, decide = texts(made.slides[0]), texts(made.slides[10])
    for words in ("Selesai  Foto ulang 12 produk batik  Batik Ayu", "Sedang  Urus NIB", "Belum  Samakan", "Tidak jadi  Sewa stan"):
        assert words in first
    assert "Rp84,2 juta" in texts(made.slides[1])
    assert "Dicatat di temu bulanan\nBanyak yang bertanya soal ongkir.\nMinta pelatihan <live>." in texts(made.slides[9])
    assert "Dicatat" not in decide
    assert "1–31 Oktober 2026." in texts(made.slides[1])
    assert "Completed  Foto ulang" in texts(opened(deck("en")).slides[0])


def test_words_stay_inside_the_slide() -> None:
    long = "kata " * 60
    for slide in opened(deck(slides=(replace(SLIDES[2], sentence=long, lines=SLIDES[0].lines, small=long),))).slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= Pt(960) + 1
            assert shape.top + shape.height <= Pt(540) + 1


def test_the_smallest_type_of_a_list_can_be_read_in_a_hall() -> None:
    slide = opened(deck(slides=(replace(SLIDES[0], lines=SLIDES[0].lines * 4),))).slides[0]
    list_ = next(shape for shape in slide.shapes if shape.has_text_frame and "Foto ulang" in shape.text_frame.text)
    assert min(run.font.size for row in list_.text_frame.paragraphs for run in row.runs) >= Pt(14)


def test_the_logo_is_carried_as_a_picture_that_powerpoint_knows() -> None:
    made = BytesIO()
    Image.new("RGB", (300, 200), "#B5651D").save(made, "WEBP")
    book = opened(deck(logo=made.getvalue()))
    pictures = [shape for shape in book.slides[0].shapes if shape.shape_type == 13]
    assert pictures[0].image.content_type == "image/png"
    assert pictures[0].width / pictures[0].height == pytest.approx(1.5, rel=0.01)


def test_the_file_is_named_after_the_meeting() -> None:
    document = deck_pptx.document(deck(title="Témù /bulanan: Oktober 2026"))
    assert document.filename == "temu-bulanan-oktober-2026.pptx"
    assert document.media_type.endswith("presentationml.presentation")


def test_the_deck_of_a_real_snapshot_is_drawn() -> None:
    made = opened(sample())
    assert 4 <= len(made.slides) <= 12
    assert len(charts(made)) >= 3
