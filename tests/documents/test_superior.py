"""The minutes of a kept ranking on paper: everything it follows from, what would change it, in both languages, escaped."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from cblp import i18n
from cblp.documents.superior import minutes
from cblp.growth.reports.superior import Kept, Run, calculated
from cblp.growth.rules.vikor import CRITERIA
from tests.growth.test_superior import VECTOR, WEIGHTS

NAMES = {name: name for name in VECTOR}
MATRIX = {name: dict(zip(CRITERIA, values, strict=True)) for name, values in VECTOR.items()}
KEPT = Kept(
    Run(UUID(int=1), 3, datetime(2026, 11, 20, 13, 0, tzinfo=UTC), "Wati <b>", ("Batik tulis",)), "Hadir 12 orang.\n\nSemua setuju.", 7,
    calculated(WEIGHTS, MATRIX, NAMES, 0.5),
)


def read(kept: Kept) -> str:
    content = minutes(kept, association="Asosiasi Contoh", timezone="Asia/Jakarta").content.decode()
    assert "<b>" not in content
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content.split("</style>")[1]))


def test_the_paper_says_what_is_put_forward_and_from_what() -> None:
    said = read(KEPT)
    assert "Notulen peringkat no. 3: produk unggulan" in said
    assert "Asosiasi Contoh · disimpan 20 Nov 2026 pukul 20.00 WIB · Wati &lt;b&gt;" in said
    assert "Produk unggulan kita: Batik tulis." in said
    assert re.search(r"2 Kopi bubuk [^\d]*0,4053 0,17 0,2913", said)
    assert "keputusan no. 7" in said
    assert re.search(r"Batik tulis Penjualan sebulan 35% Rp60", said)
    assert "Hadir 12 orang." in said and said.count("Saksi") == 2


def test_what_would_change_the_choice_is_named() -> None:
    assert "Kelemahan saja: Batik tulis, Keripik singkong, Kopi bubuk" in read(KEPT)
    same = calculated(WEIGHTS, {name: dict.fromkeys(CRITERIA, at) for at, name in enumerate(VECTOR, 1)}, NAMES, 0.5)
    assert "Dengan cara apa pun, pilihannya tetap sama." in read(replace(KEPT, comparison=same))


def test_what_was_left_out_and_unweighed_is_said() -> None:
    lacking = calculated(WEIGHTS, MATRIX | {"Kopi bubuk": dict.fromkeys(CRITERIA)}, NAMES, 0.5)
    said = read(replace(KEPT, comparison=lacking, decision=None, minutes=""))
    assert "nilainya belum lengkap: Kopi bubuk." in said
    assert "Bobotnya tidak dari musyawarah." in said
    assert "Yang dibicarakan" not in said


def test_the_paper_speaks_english_too() -> None:
    i18n.use(lambda: "en")
    said = read(KEPT)
    assert "Minutes of ranking no. 3" in said
    assert "Our superior product: Batik tulis." in said
