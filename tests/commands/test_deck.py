"""``python -m cblp deck``: the slides of a month as a file, in the kind that its name asks for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pptx
import pytest

from cblp.bootstrap import build
from cblp.commands import Desk
from cblp.forum.services import meetings
from cblp.settings import load
from tests.commands.conftest import Terminal

MADE = datetime(2026, 11, 5, 3, tzinfo=UTC)


@pytest.fixture
def met(empty: Terminal) -> Terminal:
    """A terminal before an association that meets about October."""
    assert empty("association", "new", "--name", "Batik Jambi", "--slug", "jambi").code == 0
    app = build(load())
    app.act(Desk(app).actor("jambi"), meetings.make, month=date(2026, 10, 1), starts_at=MADE, now=MADE)
    app.database.dispose()
    return empty


def test_a_presentation_a_page_to_show_and_one_to_print(met: Terminal) -> None:
    for name in ("okt.pptx", "okt.html", "okt.print.html"):
        answer = met("deck", "--association", "jambi", "--month", "2026-10", "--out", met.folder / name)
        assert answer.code == 0, answer.err
        assert "halaman" in answer.out
    slides = pptx.Presentation(BytesIO((met.folder / "okt.pptx").read_bytes())).slides
    shown, printed = ((met.folder / name).read_text(encoding="utf-8") for name in ("okt.html", "okt.print.html"))
    assert len(slides) == shown.count("<section") == printed.count("<section") >= 4
    assert "<script>" in shown
    assert "<script" not in printed


def test_in_english_too(met: Terminal) -> None:
    assert met("--lang", "en", "deck", "--association", "jambi", "--month", "2026-10", "--out", met.folder / "x.html").code == 0
    assert "October 2026" in (met.folder / "x.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("month", "name", "said"), [
    ("2026-13", "x.pptx", "Tulis bulan seperti 2026-10."), ("Oktober", "x.pptx", "Tulis bulan seperti 2026-10."),
    ("2026-10", "x.pdf", "Akhiri nama file dengan .pptx"), ("2026-09", "x.pptx", "Belum ada temu bulanan tentang September 2026."),
    ("2026-10", "none/x.pptx", "tidak bisa ditulis"),
])
def test_what_cannot_be_made_is_one_line(met: Terminal, month: str, name: str, said: str) -> None:
    answer = met("deck", "--association", "jambi", "--month", month, "--out", met.folder / name)
    assert answer.code == 1
    assert said in answer.err
    assert len(answer.err.splitlines()) == 1
    assert not (met.folder / name).exists()
