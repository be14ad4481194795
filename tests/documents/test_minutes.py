"""The minutes on paper: what was decided and how, in both languages, with every text escaped and no vote of anybody."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from cblp import i18n
from cblp.decisions.reports.decisions import Choice, Detail, Wrote
from cblp.documents.minutes import minutes

AT = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
OPEN = Detail(
    id=UUID(int=1), version=1, number=7, title="Iuran <b>promo</b>", proposal="Iuran promo 2,5%.", consequence="Dipotong dari bagian.",
    kind="yes_no", state="open", outcome="", reason="", by_consensus=False, asks_reasons=False, quorum=5_000, threshold=5_000,
    effects=({"kind": "parameter", "key": "contribution", "value": 250},), parameter="", opened_at=AT, closes_at=AT, closed_at=None,
    review_on=None, minutes="", options=(), winner="", counted=None, undone=False, voters=24, needed=12,
    turnout={"app": 5}, reasons=("Terlalu mahal",),
)
CLOSED = replace(
    OPEN, state="closed", outcome="passed", closed_at=AT, minutes="Dibahas.\n\nSetuju semua.",
    counted={"tallies": {"yes": 14, "no": 3, "abstain": 1}, "cast": 18, "voters": 24},
    wrote=(Wrote("contribution", 250, date(2026, 11, 20)),),
)


def read(decision: Detail) -> str:
    content = minutes(decision, association="Asosiasi Contoh", timezone="Asia/Jakarta").content.decode()
    assert "<b>" not in content
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content.split("</style>")[1]))


def test_the_paper_says_what_was_decided_and_how() -> None:
    said = read(CLOSED)
    assert "Notulen keputusan no. 7: Iuran &lt;b&gt;promo&lt;/b&gt;" in said
    assert "Asosiasi Contoh · diputuskan 20 Nov 2026 pukul 20.00 WIB" in said
    assert "Diterima. 14 setuju, 3 tidak setuju, 1 abstain. 18 dari 24 usaha memberi suara." in said
    assert "Setuju 14 suara" in said
    assert "Iuran promo bersama, dari penghasilan: 2,5%, sejak 20 Nov 2026" in said
    assert "Dibahas." in said
    assert said.count("Saksi") == 2


@pytest.mark.parametrize("decision", [OPEN, replace(OPEN, state="draft", closes_at=None)])
def test_before_the_end_it_holds_no_count_and_no_reason(decision: Detail) -> None:
    said = read(decision)
    assert "Syarat sah: paling sedikit 12 suara" in said
    for hidden in ("Hasil", "5", "Terlalu mahal"):
        assert hidden not in said.replace("2,5%", "").replace("50%", "")


def test_mufakat_names_who_was_there_and_options_who_won() -> None:
    options = (Choice("a", "", "Sabtu", "", ()), Choice("b", "", "Minggu", "", ()))
    agreed = replace(
        CLOSED, kind="choose_one", options=options, winner="Minggu", by_consensus=True, present=("Batik Ayu", "Kopi Cik"),
        counted={"tallies": {}, "cast": 2, "voters": 3}, wrote=(),
    )
    said = read(agreed)
    assert "Diterima: Minggu. Mufakat, dengan 2 dari 3 usaha hadir." in said
    assert "Yang hadir Batik Ayu Kopi Cik" in said


def test_the_paper_speaks_english_too() -> None:
    i18n.use(lambda: "en")
    said = read(CLOSED)
    assert "Minutes of decision no. 7" in said
    assert "Passed. 14 in favour, 3 against, 1 abstained. 18 of 24 businesses voted." in said
