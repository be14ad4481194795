"""The slides on paper: all of them, with their pictures and lists, as text that cannot become markup."""

from __future__ import annotations

import re

from cblp.documents import deck_print
from tests.documents.decks import SLIDES, deck


def content(language: str = "id") -> str:
    return deck_print.document(deck(language)).content.decode()


def test_every_slide_is_there_with_what_is_on_it() -> None:
    page = content()
    assert page.count("<section") == len(SLIDES)
    assert page.count("<svg") == 4
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("</style>")[1]))
    for words in (
        "Temu bulanan Oktober 2026 Asosiasi Contoh &amp; Kawan · Sabtu, 21 November 2026", "5 dari 8 tindak lanjut sudah selesai.",
        "Selesai Foto ulang 12 produk batik Batik Ayu · paling lambat 10 Nov 2026", "Pesanan 412 naik 38",
        "Dicatat di temu bulanan Banyak yang bertanya soal ongkir. Minta pelatihan &lt;live&gt;.", "Yang kita putuskan hari ini",
    ):
        assert words in said


def test_the_speakers_notes_are_the_speakers() -> None:
    assert "Bacakan satu per satu" not in content()


def test_it_needs_nothing_from_outside_and_runs_nothing() -> None:
    page = content()
    assert not re.search(r"<(script|link|iframe|form)|\ssrc=|url\(", page)
    assert 'lang="id"' in page
    assert "Completed" in content("en")
