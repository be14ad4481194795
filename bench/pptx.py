"""B13: a presentation with eight charts, native and editable, beside eight pictures of them from a browser that is kept open."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from bench.harness import NotHere, Row, Rows, Way, timed
from cblp import charts
from cblp.documents import deck_pptx
from cblp.forum.slides import Chart, Deck, Series, Slide

CHROMIUM: Final = "/usr/bin/chromium"
CHARTS, CATEGORIES, SERIES = 8, 24, 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=5)


def run(given: argparse.Namespace) -> Rows:
    """Both make a whole file; the browser was started and warmed up before."""
    chart = Chart(
        "columns", tuple(f"{number}" for number in range(CATEGORIES)),
        tuple(Series(f"{name}", tuple((name + 1) * (place + 3) * 1_000 for place in range(CATEGORIES))) for name in range(SERIES)),
        "rupiah", "Bench",
    )
    deck = Deck("Bench", "Bench", "1", "#2F4B7C", [Slide("sales", "x", f"{number}", chart=chart) for number in range(CHARTS)], "id")
    with _browser() as kaleido:
        ways = {
            "pictures": Way(lambda _none: _pictures(kaleido, chart), answer=lambda _none, made: _drawn(made)),
            "native": Way(lambda _none: deck_pptx.document(deck).content, answer=lambda _none, made: _drawn(made)),
        }
        timed(ways, 1)
        took = timed(ways, given.rounds)
    what = f"a presentation with {CHARTS} native charts, {CATEGORIES} × {SERIES} figures each"
    yield Row("B13", what, "pictures by kaleido, browser kept", took["pictures"], took["native"], 1 / 50)


@contextmanager
def _browser() -> Iterator[Any]:
    try:
        import kaleido
    except ImportError:
        raise NotHere("kaleido is not installed: pip install kaleido==1.5.0") from None
    import plotly

    if not Path(CHROMIUM).exists():
        raise NotHere(f"{CHROMIUM} is not there")
    os.environ["BROWSER_PATH"] = CHROMIUM
    # Its own copy of plotly, so that nothing is fetched.
    kaleido.start_sync_server(n=1, plotlyjs=Path(plotly.__file__).parent / "package_data" / "plotly.min.js", mathjax=False)
    try:
        yield kaleido
    finally:
        kaleido.stop_sync_server()


def _pictures(kaleido: Any, chart: Chart) -> bytes:
    import pptx

    book = pptx.Presentation()
    for _ in range(CHARTS):
        figure = charts.columns(
            chart.categories, [charts.Series(series.name, series.values) for series in chart.series], unit=chart.unit,
        ).figure
        picture = kaleido.calc_fig_sync(figure, opts={"format": "png", "width": 1200, "height": 500})
        book.slides.add_slide(book.slide_layouts[5]).shapes.add_picture(BytesIO(picture), 0, 0)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _drawn(content: bytes) -> int:
    """Slides that show a chart, in whichever way."""
    import pptx

    return sum(
        any(shape.has_chart or shape.shape_type == 13 for shape in slide.shapes) for slide in pptx.Presentation(BytesIO(content)).slides
    )
