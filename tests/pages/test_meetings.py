"""Temu bulanan: made by one click, led on the page from who is there to the end, then read only; what members see of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.decisions.reports import decisions
from cblp.forum.reports import actions as promises
from cblp.forum.reports import meetings as reports
from cblp.forum.reports.meetings import Detail
from cblp.forum.services import actions, meetings, talk
from tests.campaigns.making import Fair
from tests.conftest import NOW
from tests.pages.conftest import Screen, press, texts

TODAY = NOW.date()
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def fair(screen: Screen) -> Fair:
    return screen.begin(Fair, screen.app, screen.system, "sari", "rina")


def plan(fair: Fair, hours: int = -1, **given: Any) -> UUID:
    """A planned meeting that began an hour ago; its figures are not made."""
    made: UUID = fair.act(meetings.plan, now=NOW, **{
        "month": OCTOBER, "starts_at": NOW + timedelta(hours=hours), "place": "Balai *desa*", **given,
    })
    return made


def held(fair: Fair) -> UUID:
    meeting = plan(fair)
    fair.act(meetings.hold, meeting_id=meeting, now=NOW)
    return meeting


def one(screen: Screen, meeting: UUID | None = None) -> Detail:
    found = meeting or screen.ask(reports.series)[0].id
    detail: Detail = screen.ask(reports.one, meeting_id=found)
    return detail


def write(test: AppTest, **values: str) -> AppTest:
    """Fill in text fields by the end of their keys."""
    for name, value in values.items():
        next(field for field in [*test.text_input, *test.text_area] if str(field.key).endswith(f"_{name}")).set_value(value)
    return test


# -- who may see it ----------------------------------------------------------------------------------------------------


def test_it_is_a_page_of_the_office(screen: Screen, fair: Fair) -> None:
    plan(fair)
    for role in (MEMBER, MENTOR, LIAISON):
        said = texts(screen.sit(role).open("meetings", temu="1"))
        assert "Balai" not in said
        assert "Halaman ini untuk peran lain" in said
    assert "Balai" not in texts(screen.leave().open("meetings"))


@pytest.mark.parametrize(("language", "words"), [("id", "Belum ada temu bulanan."), ("en", "No meeting was made yet.")])
def test_an_association_without_meetings(screen: Screen, language: str, words: str) -> None:
    for role in (COORDINATOR, TREASURER):
        test = screen.sit(role, language=language).open("meetings")
        assert words in texts(test)
        assert {"Buat temu bulanan", "Make the meeting"} & {b.label for b in test.button} if role == COORDINATOR else not test.button


def test_a_treasurer_only_reads(screen: Screen, fair: Fair) -> None:
    held(fair)
    for part in ("bahan", "hadir", "tema", "keputusan", "catatan"):
        test = screen.sit(TREASURER).open("meetings", temu="1", bagian=part)
        assert "Temu bulanan Oktober 2026" in texts(test)
        assert not {"Simpan yang hadir", "Tambah tema", "Catat usulan", "Tulis catatan rapat", "Tutup temu bulanan", "Ubah"} & {
            button.label for button in test.button}


def test_a_number_that_no_meeting_has(screen: Screen, fair: Fair) -> None:
    assert "Temu bulanan no. 9 tidak ada." in texts(screen.open("meetings", temu="9"))


# -- before ------------------------------------------------------------------------------------------------------------


def test_one_click_makes_the_meeting_of_the_month(screen: Screen, fair: Fair) -> None:
    test = press(screen.open("meetings"), "Buat temu bulanan")
    found = one(screen)
    # Nine o'clock of today is over: a meeting that nobody can come to any more is not proposed.
    assert (found.month, screen.actor.day(found.starts_at), found.state) == (OCTOBER, TODAY + timedelta(1), "planned")
    assert found.starts_at > NOW
    assert found.frozen_at == NOW
    assert test.query_params["temu"] in ("1", ["1"])
    said = texts(test)
    for words in ("Bahan tayangnya siap", "Unduh PowerPoint"):
        assert words in said
    assert "Sari" not in said  # nobody's name stands on a slide


def test_another_day_and_kind_by_the_form(screen: Screen, fair: Fair) -> None:
    test = press(screen.open("meetings"), "Pilih hari dan tempat")
    next(field for field in test.radio if field.label == "Temu apa?").set_value("needs")
    test = press(write(test, day="5 Des 2026", place="Rumah Sari"), "Simpan")
    found = one(screen)
    assert (found.kind, screen.actor.day(found.starts_at), found.place) == ("needs", date(2026, 12, 5), "Rumah Sari")
    assert "Buat temu bulanan" in {button.label for button in screen.open("meetings").button}


def test_it_is_moved_and_called_off(screen: Screen, fair: Fair) -> None:
    meeting = plan(fair, hours=50)
    test = press(screen.open("meetings", temu="1"), "Ubah")
    press(write(test, day="1 Des 2026"), "Simpan")
    assert screen.actor.day(one(screen, meeting).starts_at) == date(2026, 12, 1)
    test = screen.open("meetings", temu="1")
    assert "Temu bulanan" in texts(test)
    press(write(test, **{str(meeting): "Banjir"}), "Batalkan temu bulanan")
    assert (one(screen, meeting).state, one(screen, meeting).called_off) == ("off", "Banjir")
    assert "Banjir" in texts(screen.open("meetings"))


def test_two_who_move_it_at_once_both_see_both_days(screen: Screen, fair: Fair) -> None:
    meeting = plan(fair, hours=50)
    test = press(screen.open("meetings", temu="1"), "Ubah")
    changes = {"starts_at": NOW + timedelta(10)}
    fair.act(meetings.edit, meeting_id=meeting, version=one(screen, meeting).version, changes=changes, now=NOW)
    test = press(write(test, day="5 Des 2026"), "Simpan")
    said = texts(test)
    for day in ("1 Des 2026", "5 Des 2026"):
        assert day in said
    next(button for button in test.button if button.key == f"use_meeting_{meeting}").click().run()
    found = one(screen, meeting)
    assert screen.actor.day(found.starts_at) == date(2026, 12, 5)
    assert found.starts_at.hour == NOW.hour  # the time was not typed: the other's holds


def test_who_comes_is_not_written_down_before_the_day(screen: Screen, fair: Fair) -> None:
    plan(fair, hours=50)
    test = screen.open("meetings", temu="1", bagian="hadir")
    assert "Siapa yang hadir dicatat pada hari temu bulanan." in texts(test)
    assert not test.pills


# -- on the day --------------------------------------------------------------------------------------------------------


def test_beginning_it_opens_who_is_there(screen: Screen, fair: Fair) -> None:
    meeting = plan(fair)
    test = press(screen.open("meetings", temu="1"), "Mulai temu bulanan")
    assert one(screen, meeting).state == "held"
    assert "Tekan nama yang hadir" in texts(test)


def test_who_is_there_by_taps(screen: Screen, fair: Fair) -> None:
    meeting = held(fair)
    test = screen.open("meetings", temu="1")
    test.pills[0].set_value([fair.ids["sari"]])
    test = press(test, "Simpan yang hadir")
    assert [guest.business for guest in one(screen, meeting).businesses] == ["Sari"]
    test = press(screen.open("meetings", temu="1"), "Semua hadir")
    assert len(one(screen, meeting).businesses) == 2
    test = screen.open("meetings", temu="1")
    test.pills[0].set_value([fair.ids["rina"]])
    press(test, "Simpan yang hadir")
    assert [guest.business for guest in one(screen, meeting).businesses] == ["Rina"]


def test_a_guest_comes_and_is_taken_out(screen: Screen, fair: Fair) -> None:
    meeting = held(fair)
    test = press(screen.open("meetings", temu="1"), "Tambah tamu")
    press(write(test, name="Ibu Yanti", institution="Dinas"), "Simpan")
    assert [(guest.name, guest.institution) for guest in one(screen, meeting).guests] == [("Ibu Yanti", "Dinas")]
    press(screen.open("meetings", temu="1"), "Lepas")
    assert one(screen, meeting).guests == ()


def test_themes_are_counted_and_quotes_have_no_names(screen: Screen, fair: Fair) -> None:
    meeting = held(fair)
    fair.act(talk.attend, meeting_id=meeting, business_ids=[fair.ids["sari"]], now=NOW)
    test = press(screen.open("meetings", temu="1", bagian="tema"), "Tambah tema")
    press(write(test, title="Ongkir", raised="6"), "Simpan")
    test = press(screen.open("meetings", temu="1", bagian="tema"), "1 orang lagi")
    assert [(theme.title, theme.raised) for theme in one(screen, meeting).themes] == [("Ongkir", 7)]
    assert "disebut 7 orang" in texts(test)
    test = press(test, "Tambah ucapan")
    test = press(write(test, text="Ibu Sari rugi."), "Simpan")
    assert one(screen, meeting).quotes == ()
    assert "ucapan disimpan tanpa nama" in "\n".join(error.value for error in test.error)
    press(write(test, text="Ongkir mahal."), "Simpan")
    assert [quote.text for quote in one(screen, meeting).quotes] == ["Ongkir mahal."]


def test_a_meeting_on_needs_asks_the_questions_of_the_template(screen: Screen, fair: Fair) -> None:
    meeting = plan(fair, kind="needs")
    fair.act(meetings.hold, meeting_id=meeting, now=NOW)
    test = screen.open("meetings", temu="1", bagian="tema")
    assert test.get("progress")[0].proto.text == "0 dari 12 pertanyaan sudah dijawab"
    test.pills(key="needs_pillar").set_value("association").run()
    next(b for b in test.button if b.key == f"open_theme_{meeting}_association_method").click().run()
    press(write(test, title="Latihan di rumah", raised="4"), "Simpan")
    assert [(theme.pillar, theme.aspect) for theme in one(screen, meeting).themes] == [("association", "method")]
    assert screen.open("meetings", temu="1", bagian="tema").get("progress")[0].proto.text.startswith("1 dari 12")


def test_a_proposal_becomes_a_draft_among_the_decisions(screen: Screen, fair: Fair) -> None:
    meeting = held(fair)
    test = press(screen.open("meetings", temu="1", bagian="keputusan"), "Catat usulan")
    test = press(write(test, title="Kemasan", proposal="Kemasan dibeli bersama."), "Simpan")
    (row,) = screen.ask(decisions.listing)
    assert (row.title, row.state) == ("Kemasan", "draft")
    assert "Draf" in texts(test)
    press(test, "Lepas")
    assert one(screen, meeting).decisions == ()
    test = screen.open("meetings", temu="1", bagian="keputusan")
    test.selectbox[0].set_value(row.id).run()
    press(test, "Tambah ke temu ini")
    assert [decided.id for decided in one(screen, meeting).decisions] == [row.id]


def test_promises_are_written_down_and_earlier_ones_moved(screen: Screen, fair: Fair) -> None:
    earlier = fair.act(actions.add, text="Foto ulang", business_id=fair.ids["sari"], now=NOW - timedelta(9))
    meeting = held(fair)
    test = press(screen.open("meetings", temu="1", bagian="tindak-lanjut"), "Tambah tindak lanjut")
    press(write(test, text="Cari kemasan", owner="Bendahara"), "Simpan")
    assert [(item.text, item.who) for item in one(screen, meeting).items] == [("Cari kemasan", "Bendahara")]
    test = screen.open("meetings", temu="1", bagian="tindak-lanjut")
    next(button for button in test.button if button.key == f"doing_{earlier}").click().run()
    assert [item.state for item in one(screen, meeting).promises] == ["doing"]


def test_words_are_typed_into_a_slide(screen: Screen, fair: Fair) -> None:
    meeting = held(fair)
    test = screen.open("meetings", temu="1", bagian="bahan")
    next(button for button in test.button if button.key == f"open_slide_decide_{meeting}").click().run()
    press(write(test, text="Beli kemasan bersama"), "Simpan")
    assert one(screen, meeting).typed["decide"].text == "Beli kemasan bersama"
    test = screen.open("meetings", temu="1", bagian="bahan")
    assert "Beli kemasan bersama" in texts(test)


# -- the end -----------------------------------------------------------------------------------------------------------


def test_it_is_closed_for_good_and_then_read_only(screen: Screen, fair: Fair) -> None:
    meeting = held(fair)
    fair.act(talk.attend, meeting_id=meeting, business_ids=[fair.ids["sari"]], now=NOW)
    test = press(screen.open("meetings", temu="1", bagian="catatan"), "Tulis catatan rapat")
    press(write(test, minutes="Dibuka pukul 9."), "Simpan")
    test = press(screen.open("meetings", temu="1", bagian="catatan"), "Tutup temu bulanan")
    assert "Setelah ditutup" in texts(test)
    assert one(screen, meeting).state == "held"
    press(test, "Tutup temu bulanan")
    found = one(screen, meeting)
    assert (found.state, found.minutes) == ("final", "Dibuka pukul 9.")
    for part in ("bahan", "hadir", "tema", "keputusan", "tindak-lanjut", "catatan"):
        test = screen.open("meetings", temu="1", bagian=part)
        assert "Isinya tidak berubah lagi" in texts(test)
        assert {button.label for button in test.button} <= {
            "Semua temu bulanan", "Unduh PowerPoint", "Cetak bahan tayang", "Rencanakan temu berikutnya"}, part


def test_the_summary_is_short_and_can_be_copied(screen: Screen, fair: Fair) -> None:
    held(fair)
    test = screen.open("meetings", temu="1", bagian="catatan")
    text = next(area.value for area in test.text_area if area.label == "Teks WA")
    assert "Asosiasi" in text
    assert len(text) < 1000
    assert "Salin teks" in "".join(html.proto.body for html in test.get("html"))


def test_the_next_one_is_planned_in_the_same_rhythm(screen: Screen, fair: Fair) -> None:
    meeting = held(fair)
    test = press(screen.open("meetings", temu="1", bagian="catatan"), "Rencanakan temu berikutnya")
    press(test, "Simpan")
    after = one(screen, meeting).after
    assert after and screen.actor.day(after.starts_at) == date(2026, 12, 19)  # the third Saturday again
    assert "19 Desember 2026" in texts(screen.open("meetings", temu="1", bagian="catatan"))


def test_english(screen: Screen, fair: Fair) -> None:
    held(fair)
    screen.sit(language="en")
    for part, words in (("bahan", "Type into this slide"), ("hadir", "Tap the name"), ("tema", "Add a theme"), ("keputusan", "proposal"),
                        ("tindak-lanjut", "Promised before"), ("catatan", "Summary for WA")):
        assert words in texts(screen.open("meetings", temu="1", bagian=part)), part


# -- members -----------------------------------------------------------------------------------------------------------


def test_a_member_reads_when_and_where_and_nothing_else(screen: Screen, fair: Fair) -> None:
    meeting = plan(fair, hours=50, title="Rahasia")
    fair.act(talk.theme, meeting_id=meeting, title="Ongkir", now=NOW)
    screen.sit(MEMBER, businesses=[fair.ids["sari"]])
    said = texts(screen.open("activities"))
    for words in ("Temu bulanan", "23 November 2026", "Balai \\*desa\\*"):
        assert words in said
    for hidden in ("Rahasia", "Ongkir"):
        assert hidden not in said
    fair.act(meetings.call_off, meeting_id=meeting, reason="Banjir", now=NOW)
    assert "Dibatalkan: Banjir" in texts(screen.open("activities"))


def test_a_member_says_how_far_the_own_promise_is(screen: Screen, fair: Fair) -> None:
    own = fair.act(actions.add, text="Foto ulang", business_id=fair.ids["sari"], due_on=TODAY + timedelta(3), now=NOW)
    fair.act(actions.add, text="Beli plastik", business_id=fair.ids["rina"], due_on=TODAY + timedelta(3), now=NOW)
    screen.sit(MEMBER, businesses=[fair.ids["sari"]])
    home = texts(screen.open("my_shop"))
    assert "Janji Anda: **Foto ulang**" in home
    assert "Beli plastik" not in home
    test = screen.open("activities")
    assert "Beli plastik" not in texts(test)
    test = press(test, "Sudah mulai")
    press(test, "Sudah selesai")
    assert {item.id: item.state for item in screen.ask(promises.listing)}[own] == "done"
    assert "Janji Anda" not in texts(screen.open("my_shop"))
    press(screen.open("activities"), "Ternyata belum")
    assert {item.id: item.state for item in screen.ask(promises.listing)}[own] == "doing"


def test_a_day_that_is_over_is_not_today(screen: Screen, fair: Fair) -> None:
    fair.act(actions.add, text="Foto ulang", business_id=fair.ids["sari"], due_on=TODAY - timedelta(3), now=NOW - timedelta(9))
    said = texts(screen.sit(MEMBER, businesses=[fair.ids["sari"]]).open("activities"))
    assert "Batasnya Rabu, 18 November 2026." in said
    assert "Terlambat" in said
