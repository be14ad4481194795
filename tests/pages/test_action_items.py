"""Tindak lanjut: the office's list with its steps, what is late and kept, and letters to remind with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.forum.reports import actions as reports
from cblp.forum.services import actions, meetings, talk
from tests.campaigns.making import Fair
from tests.conftest import NOW
from tests.pages.conftest import Screen, press, texts
from tests.pages.test_meetings import TODAY, held, write


@pytest.fixture
def fair(screen: Screen) -> Fair:
    return screen.begin(Fair, screen.app, screen.system, "sari", "rina")


def promise(fair: Fair, days: int | None = None, **given: Any) -> UUID:
    """A promise of Sari, given nine days ago and due so many days from now."""
    due = TODAY + timedelta(days) if days is not None else None
    made: UUID = fair.act(actions.add, now=NOW - timedelta(9), due_on=due, **{
        "text": "Foto *ulang*", **({} if "owner" in given else {"business_id": fair.ids["sari"]}), **given,
    })
    return made


def item(screen: Screen, wanted: UUID) -> reports.Item:
    return next(one for one in screen.ask(reports.listing) if one.id == wanted)


def test_it_is_a_page_of_the_office(screen: Screen, fair: Fair) -> None:
    promise(fair)
    for role in (MEMBER, MENTOR, LIAISON):
        said = texts(screen.sit(role).open("action_items"))
        assert "Foto" not in said
        assert "Halaman ini untuk peran lain" in said
    assert "Foto" not in texts(screen.leave().open("action_items"))


@pytest.mark.parametrize(("language", "words"), [("id", "Belum ada tindak lanjut."), ("en", "Nothing was promised yet.")])
def test_without_promises(screen: Screen, language: str, words: str) -> None:
    for role in (COORDINATOR, TREASURER):
        assert words in texts(screen.sit(role, language=language).open("action_items"))


def test_what_is_late_and_what_is_due(screen: Screen, fair: Fair) -> None:
    promise(fair, -2)
    promise(fair, 5)
    promise(fair, text="Beli kemasan", owner="Bendahara")
    test = screen.open("action_items")
    assert "3 tindak lanjut belum selesai. 1 di antaranya terlambat." in texts(test)
    assert [(metric.label, metric.value) for metric in test.metric] == [
        ("Terlambat", "1 hal"), ("Batasnya 7 hari ke depan", "1 hal"), ("Selesai dari yang batasnya November 2026", "0 dari 2")]
    late = texts(screen.open("action_items", tampil="lewat"))
    assert "Foto \\*ulang\\*" in late
    assert "Beli kemasan" not in late
    assert "3 action items are not finished. 1 of them is late." in texts(screen.sit(language="en").open("action_items"))


def test_a_promise_is_added_outside_a_meeting(screen: Screen, fair: Fair) -> None:
    test = press(screen.sit(TREASURER).open("action_items"), "Tambah tindak lanjut")
    test = press(write(test, text="Kirim surat"), "Simpan")
    assert "Pilih siapa" in "\n".join(error.value for error in test.error)
    test.radio[0].set_value(fair.ids["rina"])
    press(write(test, due_on="1 Des 2026"), "Simpan")
    (found,) = screen.ask(reports.listing)
    assert (found.text, found.business, str(found.due_on)) == ("Kirim surat", "Rina", "2026-12-01")


def test_done_with_a_result_and_dropped_with_a_reason(screen: Screen, fair: Fair) -> None:
    first, second = promise(fair, 1), promise(fair, 2)
    test = screen.open("action_items")
    write(test, **{f"{first}": "Sudah 5 foto"})
    next(button for button in test.button if button.key == f"done_now_{first}").click().run()
    assert (item(screen, first).state, item(screen, first).result) == ("done", "Sudah 5 foto")
    test = screen.open("action_items")
    test = next(button for button in test.button if button.key == f"drop_now_{second}").click().run()
    assert item(screen, second).state == "open"
    assert test.error
    next(field for field in test.text_input if field.key == f"why_{second}").set_value("Tidak perlu")
    next(button for button in test.button if button.key == f"drop_now_{second}").click().run()
    assert (item(screen, second).state, item(screen, second).reason) == ("dropped", "Tidak perlu")
    test = screen.open("action_items", tampil="selesai")
    assert "Hasilnya: Sudah 5 foto" in texts(test)
    press(test, "Buka lagi")
    assert {item(screen, one).state for one in (first, second)} & {"open"}


def test_of_a_closed_meeting_only_the_day_is_put_off(screen: Screen, fair: Fair) -> None:
    meeting = held(fair)
    fair.act(talk.attend, meeting_id=meeting, business_ids=[fair.ids["sari"]], now=NOW)
    given = fair.act(actions.add, text="Foto", business_id=fair.ids["sari"], meeting_id=meeting, due_on=TODAY, now=NOW)
    fair.act(meetings.finalise, meeting_id=meeting, now=NOW)
    test = press(screen.open("action_items"), "Ubah")
    assert not [field for field in test.text_area if str(field.key).endswith("_text") and str(given) in str(field.key)]
    press(write(test, due_on="5 Des 2026"), "Simpan")
    assert str(item(screen, given).due_on) == "2026-12-05"


def test_a_letter_reminds_and_a_treasurer_writes_none(screen: Screen, fair: Fair) -> None:
    promise(fair, 3)
    promise(fair, 30, text="Nanti saja")
    test = screen.open("action_items")
    (text,) = [area.value for area in test.text_area if area.label == "Teks WA"]
    assert "“Foto *ulang*” paling lambat Selasa, 24 November 2026." in text
    assert "Nanti saja" not in text
    assert text.endswith("Terima kasih. Wati, koordinator")
    assert len(text) <= 350
    assert "Pengingat untuk dikirim" not in texts(screen.sit(TREASURER).open("action_items"))


def test_the_home_page_says_what_is_late_and_which_meeting_waits(screen: Screen, fair: Fair) -> None:
    assert "Buka temu bulanan" not in texts(screen.open("home"))
    promise(fair, -2)
    held(fair)
    said = texts(screen.open("home"))
    for words in ("1 tindak lanjut terlambat.", "Temu bulanan hari ini, pukul 09.00 WIB."):
        assert words in said
