"""Teks WA: every letter with its example in both languages, changed by the coordinator, and said so wherever it is written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from cblp.db.actor import LIAISON, MEMBER, MENTOR, TREASURER
from cblp.db.ids import uuid7
from cblp.forum.services import actions
from cblp.outreach import letters
from cblp.outreach.reports import letters as reports
from cblp.outreach.services import letters as services
from cblp.people.models import Account, BusinessAccess
from tests.campaigns.making import Fair
from tests.conftest import NOW
from tests.pages.conftest import Screen, press, texts

VOTE = letters.BY_CODE["decision_vote"]
KEY = "letter_decision_vote_id"
OWN = "{nama}, suara untuk {judul} ditunggu sampai {batas}. {link}"
STORED = "{who}, suara untuk {title} ditunggu sampai {until}. {link}"


def opened(screen: Screen) -> AppTest:
    """The letter about a vote."""
    test = screen.open("letters", bagian="kas")
    return test.radio(key="letter_kas").set_value(VOTE.code).run()


def change(test: AppTest, text: str) -> AppTest:
    """The text typed, not saved yet."""
    if not any(button.key == f"save_{KEY}" for button in test.button):
        test = test.button(key=f"open_{KEY}").click().run()
    return test.text_area(key=f"{KEY}_text").set_value(text).run()


def save(test: AppTest) -> AppTest:
    return test.button(key=f"save_{KEY}").click().run()


def keep(screen: Screen, text: str, version: int = 0, language: str = "id") -> int:
    kept: int = screen.act(services.set, code=VOTE.code, language=language, text=text, version=version)
    return kept


def stored(screen: Screen) -> list[tuple[str, str, str]]:
    return [(own.code, own.language, own.text) for own in screen.ask(reports.own)]


def test_it_is_a_page_of_the_coordinator(screen: Screen) -> None:
    for role in (TREASURER, MEMBER, MENTOR, LIAISON):
        said = texts(screen.sit(role).open("letters"))
        assert "Halaman ini untuk peran lain" in said
        assert "Batik tulis" not in said
    assert "Ibu Sari" not in texts(screen.leave().open("letters"))


@pytest.mark.parametrize(("language", "sentence", "first"), [
    ("id", f"{len(letters.ALL)} teks siap dipakai. Semuanya bisa diubah.", "Bahasa Indonesia"),
    ("en", f"All {len(letters.ALL)} texts are ready to use. Each of them can be changed.", "English"),
])
def test_before_anything_is_changed(screen: Screen, language: str, sentence: str, first: str) -> None:
    test = opened(screen.sit(language=language))
    said = texts(test)
    assert sentence in said
    assert next(head.value for head in test.subheader if head.value != sentence) == first
    for part in ("Ibu Sari", "Mrs Sari", "Selasa, 24 November 2026", "Tuesday, 24 November 2026", "koordinator", "coordinator"):
        assert part in said


@pytest.mark.parametrize("part", ["promo", "kas", "toko", "belajar", "pendampingan", "laporan"])
def test_every_letter_opens(screen: Screen, part: str) -> None:
    test = screen.open("letters", bagian=part)
    shown = test.radio(key=f"letter_{part}").options
    for at in range(len(shown)):
        test = test.radio(key=f"letter_{part}").set_value(_code(part, at)).run()
        assert "{" not in texts(test), shown[at]


def _code(part: str, at: int) -> str:
    group = dict(zip(("promo", "kas", "toko", "belajar", "pendampingan", "laporan"), letters.GROUPS, strict=True))[part]
    return [letter.code for letter in letters.ALL if letter.group == group][at]


def test_a_text_is_seen_filled_in_before_it_is_saved(screen: Screen) -> None:
    test = change(opened(screen), OWN)
    assert "Ibu Sari, suara untuk Iuran promo Desember ditunggu sampai Selasa, 24 November 2026" in texts(test)
    assert stored(screen) == []
    test = save(test)
    assert stored(screen) == [(VOTE.code, "id", STORED)]
    said = texts(test)
    assert "Teks sudah disimpan" in said
    assert f"1 dari {len(letters.ALL)} teks sudah pakai kata sendiri." in said
    assert "Kata sendiri, diubah oleh Wati hari ini." in said


def test_a_saved_text_keeps_its_name_in_the_choice(screen: Screen) -> None:
    """A browser forgets a choice whose words change, and then shows the first text of the group."""
    before = opened(screen).radio(key="letter_kas").options
    test = save(change(opened(screen), OWN))
    assert test.radio(key="letter_kas").options == before
    assert list(test.radio(key="letter_kas").proto.captions) == ["kata sendiri", *[""] * (len(before) - 1)]


def test_what_must_not_be_is_said_and_what_was_typed_stays(screen: Screen) -> None:
    test = save(change(opened(screen), OWN.replace("{link}", "{pin}")))
    assert "{pin} tidak dikenal" in "\n".join(error.value for error in test.error)
    assert test.text_area(key=f"{KEY}_text").value == OWN.replace("{link}", "{pin}")
    assert stored(screen) == []
    test = test.button(key=f"cancel_{KEY}").click().run()
    assert "Teks bawaan." in texts(test)


def test_the_first_text_comes_back_after_a_second_yes(screen: Screen) -> None:
    keep(screen, OWN)
    test = press(opened(screen), "Pakai teks bawaan")
    assert stored(screen)
    test = test.button(key=f"yes_reset_{KEY}").click().run()
    assert stored(screen) == []
    assert "Teks bawaan dipakai lagi." in texts(test)


def test_two_coordinators_choose_between_their_texts(screen: Screen) -> None:
    first = keep(screen, OWN)
    test = change(opened(screen), OWN + " Terima kasih.")
    keep(screen, OWN + " Salam.", first)
    test = save(test)
    assert "Salam" in texts(test)
    assert stored(screen)[0][2] == STORED + " Salam."
    test = test.button(key=f"use_{KEY}").click().run()
    assert stored(screen)[0][2] == STORED + " Terima kasih."


def test_hostile_words_are_shown_as_typed(screen: Screen) -> None:
    keep(screen, OWN + " <b>x</b> ![](http://jahat.example/a.png)")
    said = texts(opened(screen))
    assert "\\<b\\>x" in said and "\\!\\[\\]\\(http" in said


def test_own_words_are_written_wherever_the_letter_is(screen: Screen) -> None:
    fair = Fair(screen.app, screen.system, "sari")
    today = date(2026, 11, 21)
    fair.act(actions.add, now=NOW - timedelta(9), due_on=today + timedelta(5), text="Foto ulang", business_id=fair.ids["sari"])

    def written() -> str:
        return next(str(area.value) for area in screen.open("action_items").text_area if area.label in {"Teks WA", "WA text"})

    assert "ini tindak lanjut kita" in written()
    screen.act(services.set, code="action_items", language="id", text="{nama}, janji kita: {janji} Kabari di {link}", version=0)
    said = written()
    assert ", janji kita: “Foto ulang” paling lambat Kamis, 26 November 2026. Kabari di " in said
    assert said.endswith(" Terima kasih. Wati, koordinator")
    screen.sit(language="en")
    assert "we agreed" in written()


@pytest.mark.parametrize(("screens", "speaks", "said"), [
    ("id", "en", "our promise: “Foto ulang” until Thursday, 26 November 2026. Tell us at "),
    ("en", "id", ", janji kita: “Foto ulang” paling lambat Kamis, 26 November 2026. Kabari di "),
])
def test_a_letter_speaks_the_language_of_who_gets_it(screen: Screen, screens: str, speaks: str, said: str) -> None:
    fair = Fair(screen.app, screen.system, "sari")
    fair.act(actions.add, now=NOW - timedelta(9), due_on=date(2026, 11, 26), text="Foto ulang", business_id=fair.ids["sari"])
    own = {"id": "{nama}, janji kita: {janji} Kabari di {link}", "en": "{who}, our promise: {promised} Tell us at {link}"}
    for tongue, text in own.items():
        screen.act(services.set, code="action_items", language=tongue, text=text, version=0)
    with screen.app.globally(write=True) as session:
        session.add(Account(id=(who := uuid7()), name="Sari", language=speaks, created_at=NOW))
    with screen.app.database.writing(screen.system.association) as session:
        session.add(BusinessAccess(
            association_id=screen.system.association, id=uuid7(), business_id=fair.ids["sari"], account_id=who, valid_from=date(2026, 1, 1),
        ))
    test = screen.sit(language=screens).open("action_items")
    letter = next(str(area.value) for area in test.text_area if area.label in {"Teks WA", "WA text"})
    assert said in letter
    assert letter.endswith({"id": "Terima kasih. Wati, koordinator", "en": "Thank you. Wati, coordinator"}[speaks])


def test_a_change_is_told_in_the_history(screen: Screen) -> None:
    keep(screen, OWN)
    assert "Teks WA diubah" in texts(screen.open("changes")) and "Suara belum masuk" in texts(screen.open("changes"))
