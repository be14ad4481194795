"""Bekal digital: who may see it, asking the members, an interview by presses, honest words on before and after."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from cblp.db.actor import LIAISON, MEMBER, MENTOR, TREASURER
from cblp.growth.reports import capital as reports
from cblp.growth.services import assessments
from cblp.ui import page, visitor
from cblp.ui.components import my_answers
from tests.conftest import NOW
from tests.growth.asking import QUESTIONS, TODAY, Asking
from tests.pages.conftest import Screen, press, texts


@pytest.fixture
def asking(screen: Screen) -> Asking:
    made = Asking(screen.app, screen.system)
    for number in range(7):
        made.business(f"Usaha *{number}*", owner=f"Ibu {number}")
    return made


def answered(asking: Asking, wave: UUID, people: int, digit: int) -> None:
    for number in range(people):
        asking.fill(wave, f"Usaha *{number}*", str(digit) * 4, str(digit) * 5, ai_feed=1 + number % 2)


# -- who may see it ----------------------------------------------------------------------------------------------------


def test_nobody_signed_in_sees_nothing(screen: Screen, asking: Asking) -> None:
    asking.wave()
    said = texts(screen.leave().open("digital_capital"))
    assert "Usaha" not in said
    assert "Waktu masuk habis" in said


@pytest.mark.parametrize("role", [TREASURER, MEMBER, MENTOR, LIAISON])
def test_other_roles_are_sent_back(screen: Screen, asking: Asking, role: str) -> None:
    asking.wave()
    said = texts(screen.sit(role).open("digital_capital"))
    assert "Usaha" not in said
    assert "Halaman ini untuk peran lain" in said


@pytest.mark.parametrize(("language", "expected"), [("id", "belum pernah ditanyakan"), ("en", "Nobody was asked")])
def test_an_empty_association_is_told_what_will_stand_here(screen: Screen, language: str, expected: str) -> None:
    assert expected in texts(screen.sit(language=language).open("digital_capital"))


# -- the coordinator ---------------------------------------------------------------------------------------------------


def test_asking_the_members_opens_a_wave(screen: Screen, asking: Asking) -> None:
    test = press(screen.open("digital_capital"), "Tanya anggota")
    test.radio[0].set_value("pre")
    test.text_input[0].set_value("Awal")
    said = texts(press(test, "Simpan"))
    (wave,) = asking.read(reports.waves, today=TODAY)
    assert (wave.name, wave.kind, wave.opens_on, wave.closes_on) == ("Awal", "pre", TODAY, date(2026, 12, 4))
    assert "7 anggota belum mengirim jawaban" in said
    assert "0 dari 7 anggota sudah menjawab" in said


def test_who_is_left_has_a_letter_that_fits_whatsapp(screen: Screen, asking: Asking) -> None:
    asking.wave()
    test = screen.open("digital_capital")
    letters = [str(area.value) for area in test.text_area]
    assert len(letters) == 7
    assert all("24 pertanyaan" in letter and "Wati" in letter and len(letter) <= 350 for letter in letters)


def test_an_interview_keeps_each_press(screen: Screen, asking: Asking) -> None:
    asking.wave()
    test = press(screen.open("digital_capital"), "Wawancara")
    first = QUESTIONS.items[0]
    assert first.text.id in texts(test)
    press(test, first.answers[4].id)
    press(test, "Tidak tahu")
    (sheet,) = [one for id_ in asking.ids.values() if (one := asking.read(reports.to_answer, business_id=id_, today=TODAY)) and one.answers]
    assert dict(sheet.answers) == {first.code: 4, QUESTIONS.items[1].code: None}
    assert QUESTIONS.items[2].text.id in texts(test)
    press(test, "Kembali")
    assert QUESTIONS.items[1].text.id in texts(test)


def test_four_members_have_no_average_and_five_do(screen: Screen, asking: Asking) -> None:
    wave = asking.wave()
    answered(asking, wave, 4, 3)
    assert "4 dari 7 anggota sudah menjawab. Rata-rata tampil mulai 5 anggota." in texts(screen.open("digital_capital"))
    asking.fill(wave, "Usaha *4*", "3333", "33313")
    said = texts(screen.open("digital_capital"))
    assert "Rata-rata bekal digital 49 dari 100. Paling perlu dibantu: menjaga keamanan." in said


@pytest.mark.parametrize(("people", "expected"), [
    (4, "Belum cukup data: 4 anggota menjawab dua kali"), (5, "Belum cukup data: perlu paling sedikit 6 anggota"),
    (6, "Ini lebih dari kebetulan"),
])
def test_before_and_after_in_honest_words(screen: Screen, asking: Asking, people: int, expected: str) -> None:
    before = asking.wave("pre", date(2026, 11, 1), TODAY)
    answered(asking, before, 7, 2)
    asking.act(assessments.move_wave, wave_id=before, version=1, closes_on=TODAY - timedelta(1))
    after = asking.wave("post", TODAY, date(2026, 11, 30), "Sesudah")
    for number in range(people):
        digits = f"{3 + number % 3}" * 4
        asking.fill(after, f"Usaha *{number}*", digits, f"{digits}{3 + number % 2}")
    said = texts(screen.open("digital_capital"))
    assert expected in said
    assert f"{7 - people} anggota menjawab hanya sekali" in said
    assert "signifikan" not in said


def test_one_member_leads_to_a_module_and_a_mentors_task(screen: Screen, asking: Asking) -> None:
    wave = asking.wave()
    asking.fill(wave, "Usaha *0*", "3333", "33133")
    test = screen.open("digital_capital")
    test.button_group[0].set_value("members").run()
    said = texts(test.selectbox[0].set_value(asking.ids["Usaha *0*"]).run())
    assert "Paling perlu dibantu: **Membuat konten**" in said
    assert "konten" in said.split("Belajar: ")[1].split("\n")[0]
    assert "Bersama pendamping: Foto 1 produk di dekat jendela." in said


# -- the member's phone --------------------------------------------------------------------------------------------------


@pytest.fixture
def phone(screen: Screen, asking: Asking, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The member's part alone, on a page of its own."""
    asking.wave()
    own = asking.ids["Usaha *0*"]
    screen.sit(MEMBER, businesses=[own])
    return AppTest.from_string(f"""
from uuid import UUID
from cblp import i18n
from cblp.ui import page, runtime, visitor
from cblp.ui.components import my_answers
i18n.use(lambda: "id")
visit = page.Visit(visitor.require(), runtime.app().clock())
page.edge(lambda: my_answers.show(visit, UUID("{own}")))
""", default_timeout=30).run()


def test_a_member_answers_one_question_a_screen_and_hands_in(phone: AppTest, asking: Asking, screen: Screen) -> None:
    own, member = asking.ids["Usaha *0*"], screen.actor
    press(phone, "Mulai")
    for item, after in zip(QUESTIONS.items, [*QUESTIONS.items[1:], None], strict=True):
        said = texts(phone)
        assert item.text.id in said and (after is None or after.text.id not in said), item.code
        press(phone, list(item.answers.values())[-1].id)
    press(phone, "Kirim jawaban")
    (found,) = asking.read(reports.mine, by=member, business_id=own)
    assert (found.index, found.used, found.unaware) == (100, 4, 0)
    assert "100 dari 100" in texts(phone)


def test_what_waits_stands_first_in_the_members_list(phone: AppTest, screen: Screen, asking: Asking) -> None:
    (todo,) = my_answers.tasks(page.Visit(visitor.require(), NOW), asking.ids["Usaha *0*"])
    assert "24 pertanyaan" in todo.sentence
