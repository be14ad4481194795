"""The slides of a meeting: in their order, in both languages, each figure with what it is; nothing of one member, nothing empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cblp import i18n
from cblp.forum import deck, needs
from cblp.forum.rules import states
from cblp.forum.slides import OF_NEEDS, ORDER, Deck, Slide
from tests.forum.sample import ASKED, CRISPS, FAIR, ITEMS, MATERIAL, NAMES, PROMISES, SHIRT, SNAPSHOT, item, sample

NOTHING: dict[str, Any] = {
    "made_on": "2026-11-05", "period": SNAPSHOT["period"],
    "members": {"active": 3, "sellers": None, "help": {"any": 0, "no_file": 0, "dead": 0, "out": 0}},
    **dict.fromkeys(("sales", "reach", "campaigns", "listings", "mentoring", "capital", "money", "clinic")),
}


def words(made: Deck) -> Iterator[str]:
    """Everything that can be read in a deck, its notes too."""
    yield from (made.association, made.title, made.day)
    for slide in made.slides:
        yield from (slide.title, slide.sentence, slide.small, slide.notes, slide.typed)
        for figure in slide.figures:
            yield from (figure.label, figure.value, figure.under)
        for line in slide.lines:
            yield from (line.text, line.under)
        if slide.chart:
            yield from (*slide.chart.categories, slide.chart.label, *(row.name for row in slide.chart.series))


def slide(made: Deck, kind: str) -> Slide:
    return next(one for one in made.slides if one.kind == kind)


def without(part: str, **changed: Any) -> dict[str, Any]:
    return {**SNAPSHOT, part: {**SNAPSHOT[part], **changed}}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_full_month_is_twelve_slides_in_order(language: str) -> None:
    i18n.use(lambda: language)
    made = sample()
    assert tuple(one.kind for one in made.slides) == ORDER
    assert made.language == language
    for one in made.slides:
        assert one.title and one.notes and len(one.lines) <= deck.MOST and len(one.figures) <= 4
        assert one.chart is None or all(len(row.values) == len(one.chart.categories) for row in one.chart.series)
    assert not any("{" in text for text in words(made))


def test_the_two_languages_share_no_sentence() -> None:
    indonesian = {one.kind: one.sentence for one in sample().slides}
    i18n.use(lambda: "en")
    english = {one.kind: one.sentence for one in sample().slides}
    assert all(indonesian[kind] != english[kind] for kind in ORDER if kind != "decide")


def test_the_month_is_one_sentence_with_its_trust() -> None:
    month = slide(sample(), "month")
    assert month.sentence == "Penjualan Oktober 2026 Rp84,2 juta, naik 12% dari September."
    assert "21 dari 24 toko" in month.small and "3 Nov 2026" in month.small and "Belum dipotong biaya." in month.small
    assert [(one.value, one.under) for one in month.figures][3] == ("7", "3 belum ada file, 2 link tidak bisa dibuka, 4 stok habis")


def test_a_month_that_runs_names_its_days() -> None:
    period = {"now": ["2026-11-01", "2026-11-21"], "before": ["2026-10-01", "2026-10-21"], "closed": False, "unfair": []}
    made = sample(snapshot={**SNAPSHOT, "period": period})
    assert slide(made, "month").sentence == "Penjualan 1 sampai 21 November 2026 Rp84,2 juta, naik 12% dari 1 sampai 21 Oktober."


def test_a_feast_in_one_of_the_months_is_said() -> None:
    period = {**SNAPSHOT["period"], "unfair": [["ramadan", False]]}
    assert "Ramadan hanya ada di 1 sampai 30 September 2026" in slide(sample(snapshot={**SNAPSHOT, "period": period}), "month").small


def test_who_promised_what_is_not_told() -> None:
    told = " ".join(words(sample()))
    for promise in (*PROMISES, *ITEMS):
        assert promise.text in told and promise.who not in told


def test_what_is_still_open_comes_first_and_the_rest_is_counted() -> None:
    many = tuple(item(number, f"Hal {number}", "done" if number < 4 else "open") for number in range(1, 10))
    promises = slide(sample(promises=many), "promises")
    assert promises.sentence == "3 dari 9 sudah selesai."
    assert [line.state for line in promises.lines] == ["open"] * 6
    assert promises.small == "3 lagi ada di halaman Tindak lanjut."
    long = slide(sample(items=(item(1, "foto " * 60, "open", None),)), "actions").lines[0]
    assert len(long.text) <= 90 and long.text.endswith("…") and long.under == ""


def test_only_what_has_a_name_today_is_named() -> None:
    names = {key: name for key, name in NAMES.items() if key not in {SHIRT, ASKED, FAIR, "shopee"}}
    told = " ".join(words(deck.slides(MATERIAL, names)))
    assert NAMES[CRISPS] in told
    assert not [key for key in (SHIRT, ASKED, FAIR) if key in told or NAMES[key] in told]
    assert not slide(deck.slides(MATERIAL, {}), "sales").lines


def test_a_month_in_which_nobody_asked_is_said_in_words() -> None:
    quiet = slide(sample(snapshot=without("clinic", asked=0, answered=0, topics=[], published=[])), "clinic")
    assert quiet.sentence == "Belum ada pertanyaan Oktober."
    assert [(one.label, one.value) for one in quiet.figures] == [("Menunggu jawaban", "3")]


def test_an_association_without_figures_still_meets() -> None:
    made = sample(snapshot=NOTHING, typed={}, promises=(), items=())
    assert [one.kind for one in made.slides] == ["promises", "month", "sales", "decide", "actions"]
    assert slide(made, "sales").sentence == "Belum ada penjualan Oktober. Penjualan tampil setelah file toko masuk."
    assert slide(made, "promises").sentence == "Belum ada tindak lanjut dari temu sebelumnya."
    assert "kurang dari 5" in [one.value for one in slide(made, "month").figures]


def test_a_slide_that_something_was_typed_into_stays() -> None:
    made = sample(snapshot=NOTHING, typed={"money": "Buku kas dibuka minggu depan."})
    assert (slide(made, "money").typed, slide(made, "money").sentence) == (
        "Buku kas dibuka minggu depan.", "Belum ada catatan di buku kas.",
    )


def test_what_is_hidden_says_why() -> None:
    hidden = {"now": None, "nothing": False, "coverage": SNAPSHOT["sales"]["coverage"], "orders": None}
    sales = slide(sample(snapshot={**SNAPSHOT, "sales": hidden}), "sales")
    assert "kurang dari 6 usaha" in sales.sentence and not sales.figures and not sales.chart
    assert "Pesanan" not in [one.label for one in slide(sample(snapshot={**SNAPSHOT, "sales": hidden}), "month").figures]
    typed = {"listings": "x", "money": "x", "reach": "x"}
    few = {**without("money", at_hand=None, savings=None, why="few"), "listings": {"why": "few"}}
    made = sample(snapshot=few, typed=typed)
    for kind in ("listings", "money"):
        assert "kurang dari 5 usaha" in slide(made, kind).sentence and not slide(made, kind).figures
    chart = slide(made, "money").chart
    assert chart and "Simpanan" not in chart.categories


def test_chance_is_not_called_an_effect() -> None:
    ran = [{**SNAPSHOT["campaigns"]["ran"][0], "effect": None, "sales": None}]
    made = slide(sample(snapshot={**SNAPSHOT, "campaigns": {"ran": ran, "next": []}}), "campaigns")
    assert made.sentence == "Ada 1 promo bersama Oktober." and not made.small
    assert "Rp" not in made.lines[0].under
    fell = [{**SNAPSHOT["campaigns"]["ran"][0], "effect": -1_100}]
    said = slide(sample(snapshot={**SNAPSHOT, "campaigns": {"ran": fell, "next": []}}), "campaigns").sentence
    assert said == "Pekan 10.10: penjualan yang ikut turun 11% dibanding yang tidak ikut."


@pytest.mark.parametrize(("proven", "said"), [(True, ""), (False, "Belum terbukti"), (None, "Belum cukup data")])
def test_a_gain_says_whether_it_is_more_than_chance(proven: bool | None, said: str) -> None:
    changed = {**SNAPSHOT["capital"]["change"], "proven": proven}
    figure = slide(sample(snapshot=without("capital", change=changed)), "capital").figures[2]
    assert (figure.value, figure.under) == ("44,8 → 52,3", said)


def test_a_mapping_of_needs_asks_instead_of_telling_sales() -> None:
    made = sample(kind=states.NEEDS, typed={"service": "Ibu-ibu yang baru mulai."})
    assert tuple(one.kind for one in made.slides) == OF_NEEDS
    assert made.title == "Kebutuhan kita"
    pillars = {one.kind: one for one in made.slides if one.kind in needs.PILLARS}
    assert [one.title for one in pillars.values()] == ["Membangun kemampuan bersama", "Langkah asosiasi", "Membantu yang perlu"]
    assert all(one.sentence.endswith("?") and one.notes for one in pillars.values())
    assert [line.under for line in pillars["service"].lines] == ["Siapa yang ikut", "Caranya", "Peran pendamping"]
    assert pillars["service"].typed == "Ibu-ibu yang baru mulai."
    assert set(OF_NEEDS) <= set(states.TYPED)


def test_the_deck_says_whose_and_when_it_is() -> None:
    made = deck.slides(replace(MATERIAL, title="Temu akhir tahun", day=date(2026, 12, 12)), NAMES)
    assert (made.association, made.title, made.day, made.colour) == (
        "Asosiasi Batik Contoh", "Temu akhir tahun", "Sabtu, 12 Desember 2026", "#7a3b1d",
    )
