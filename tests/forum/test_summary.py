"""The letter about a meeting: a person's, short enough for a phone however much was said, and without anybody's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp import i18n
from cblp.forum import summary
from tests.forum.sample import ITEMS, MATERIAL, NAMES, item

NEXT = date(2026, 12, 5)


def letter(**given: Any) -> str:
    changed = {key: given.pop(key) for key in ("promises", "items", "typed", "association", "snapshot") if key in given}
    return summary.text(replace(MATERIAL, **changed), NAMES, **{"following": NEXT, "sender": "Wati", **given})


def test_it_says_the_month_what_was_decided_who_is_asked_and_when_we_meet_again() -> None:
    assert letter(decisions=["Iuran promo 11.11"]) == """\
Bapak/Ibu anggota Asosiasi Batik Contoh, ini hasil temu bulanan kita Sabtu, 7 November 2026.

Penjualan Oktober 2026 Rp84,2 juta, naik 12% dari September. \
Baru 21 dari 24 toko ada filenya. Data terakhir: 3 Nov 2026. Belum dipotong biaya.

Tindak lanjut temu lalu: 1 dari 4 sudah selesai.

Yang kita putuskan:
- Iuran promo 11.11

Tindak lanjut kita:
- Siapkan stok untuk Harbolnas 11.11 (paling lambat 9 Nov 2026)
- Latihan membalas chat bersama pendamping (paling lambat 21 Nov 2026)

Temu berikutnya: Sabtu, 5 Desember 2026.

Terima kasih. Wati, koordinator"""


def test_what_was_typed_stands_in_for_decisions_and_what_is_missing_is_left_out() -> None:
    assert "Yang kita putuskan:\n- Iuran promo 11.11: Rp25.000 per usaha." in letter()
    bare = letter(items=(), promises=(), typed={}, following=None, role="treasurer")
    assert "putuskan" not in bare and "Tindak lanjut" not in bare and "berikutnya" not in bare
    assert bare.endswith("Terima kasih. Wati, bendahara")


def test_nobody_is_named() -> None:
    assert not [one.who for one in ITEMS if one.who in letter()]


def test_a_promise_that_is_over_is_not_asked_for_again() -> None:
    assert "Tindak lanjut kita" not in letter(items=(item(1, "Foto", "done"), item(2, "Tenda", "dropped")))


def test_an_association_says_it_in_its_own_words_and_still_signs() -> None:
    said = letter(words="Salam dari {association}.\n\n{next}\n\n{promised}", items=())
    assert said == "Salam dari Asosiasi Batik Contoh.\n\nTemu berikutnya: Sabtu, 5 Desember 2026.\n\nTerima kasih. Wati, koordinator"
    long = letter(words="kata " * 300 + "{next}")
    assert len(long) < summary.LONGEST and long.endswith("…\n\nTerima kasih. Wati, koordinator")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@given(
    texts=st.lists(st.text("abcdefg hij", min_size=1, max_size=300), max_size=30), association=st.text(min_size=1, max_size=200),
    sender=st.text("abc", max_size=200),
)
def test_it_is_short_whatever_was_said(language: str, texts: list[str], association: str, sender: str) -> None:
    i18n.use(lambda: language)
    items = tuple(item(number, text, "open") for number, text in enumerate(texts, 1))
    said = letter(items=items, decisions=texts, association=association, sender=sender)
    assert len(said) < summary.LONGEST
    assert sender[:20].strip() in said  # whoever writes still signs
