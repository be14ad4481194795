"""Catat pendampingan: a session in a few presses, kept at each, written down once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from cblp.db.actor import COORDINATOR, LIAISON, MEMBER
from cblp.growth.services import sessions
from tests.pages.accompanied import TODAY, accompanied
from tests.pages.conftest import Screen, press, texts


def tap(test: AppTest, field: str, value: object) -> AppTest:
    """Press a pill of the form."""
    (group,) = [group for group in test.button_group if str(group.key).endswith(f"/{field}")]
    group.set_value(value)
    return test.run()


def test_it_is_the_mentors_page_only(screen: Screen) -> None:
    for role in (COORDINATOR, MEMBER, LIAISON):
        assert "Halaman ini untuk peran lain" in texts(screen.sit(role).open("log_session"))
    assert "Waktu masuk habis" in texts(screen.leave().open("log_session"))


@pytest.mark.parametrize(("language", "said"), [("id", "Belum ada yang didampingi."), ("en", "nobody to accompany yet")])
def test_without_mentees_it_says_so(screen: Screen, language: str, said: str) -> None:
    assert said in texts(screen.sit("mentor", language=language).open("log_session"))


def test_a_session_is_written_down_by_presses(screen: Screen) -> None:
    it = accompanied(screen, days=3)
    test = it.mentor().open("log_session")
    assert "Batik Ayu" in texts(test), "the only mentee needs no press"
    for field, value in {"mode": "visit", "minutes": "45", "topics": ["content"]}.items():
        tap(test, field, value)
    tap(test, f"offered/{it.shop.hex}", "Kirim foto: Kain Batik")
    tap(test, "due", "7")
    press(test, "Simpan")
    assert "Catatan dengan **Batik Ayu** tersimpan." in texts(test)
    (row,) = it.logged()
    assert (row.day, row.minutes, row.mode, row.topics) == (TODAY, 45, "visit", ("content",))
    assert (row.next_step, row.due_on) == ("Kirim foto: Kain Batik", TODAY + timedelta(7))
    assert it.state() == "active"
    assert "menunggu anggota" in texts(test)
    assert not [group for group in test.button_group if str(group.key).endswith("/mode") and group.value], "the next one begins empty"


def test_what_is_missing_is_said_and_nothing_is_lost_when_the_tab_closes(screen: Screen) -> None:
    it = accompanied(screen, days=3)
    test = it.mentor().open("log_session")
    tap(test, "mode", "online")
    press(test, "Simpan")
    assert "Pilih berapa lama." in texts(test)
    assert it.logged() == []
    again = it.mentor().open("log_session")
    tap(again, "minutes", "30")
    tap(again, "topics", ["ai"])
    press(again, "Simpan")
    (row,) = it.logged()
    assert (row.mode, row.minutes) == ("online", 30)


def test_a_session_that_the_member_doubts_is_put_right(screen: Screen) -> None:
    it = accompanied(screen, days=3)
    made = it.log()
    screen.app.act(it.member().actor, sessions.doubt, session_id=made, why="Hanya 15 menit")
    test = it.mentor().open("log_session")
    assert "Hanya 15 menit" in texts(test)
    press(test, "Ubah")
    test.text_input(key=f"session_{made.hex}_minutes").set_value("15")
    test.button(key=f"save_session_{made.hex}").click().run()
    (row,) = it.logged()
    assert (row.minutes, row.doubted) == (15, "")


def test_a_step_is_ticked_off(screen: Screen) -> None:
    it = accompanied(screen, days=3)
    it.log()
    press(it.mentor().open("log_session"), "Langkah selesai")
    assert it.logged()[0].step_done_on == TODAY


def test_the_same_in_english(screen: Screen) -> None:
    it = accompanied(screen)
    said = texts(it.mentor("en").open("log_session"))
    assert "How long?" in said and "What you press is kept at once" in said


def test_only_the_step_that_is_to_be_done_next_can_be_ticked_off(screen: Screen) -> None:
    it = accompanied(screen, days=9)
    it.log(day=TODAY - timedelta(5), next_step="Cari kotak foto")
    it.log()
    test = it.mentor().open("log_session")
    said = texts(test)
    assert "**Kirim 3 foto baru**" in said and "Cari kotak foto" not in said
    press(test, "Langkah selesai")
    assert {row.next_step: bool(row.step_done_on) for row in it.logged()} == {"Kirim 3 foto baru": True, "Cari kotak foto": False}


def test_a_mentor_asks_the_coordinator_for_help(screen: Screen) -> None:
    it = accompanied(screen)
    linked = [link.proto.label for link in it.mentor().open("log_session").get("link_button")]
    assert "Kirim ke koordinator" in linked and "Kirim ke pendamping" not in linked
    assert "Kirim ke pendamping" in [link.proto.label for link in it.member().open("learning").get("link_button")]
