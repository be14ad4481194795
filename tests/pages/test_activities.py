"""Kegiatan: one list by date; what waits for an answer first, what is past below."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.proto.RootContainer_pb2 import RootContainer
from streamlit.testing.v1 import AppTest

from cblp import i18n
from cblp.campaigns.reports import campaigns
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR
from cblp.settings import ROOT
from cblp.ui.components.activities import Activity, sort, when
from tests.filled import TODAY
from tests.pages.conftest import Busy, Screen, press, texts
from tests.pages.stall import stall


def activity(title: str, days: int | None, *, past: bool = False, urgent: bool = False) -> Activity:
    """An item so many days from today."""
    day = None if days is None else TODAY + timedelta(days)
    return Activity(day, past, ":material/event:", title, "", lambda: None, urgent)


def titles(found: list[Activity]) -> list[str]:
    return [one.title for one in found]


def test_what_waits_comes_first_then_by_day_and_the_newest_of_what_is_past() -> None:
    coming, past = sort([
        activity("next week", 7), activity("no day", None), activity("long ago", -90, past=True), activity("vote", 9, urgent=True),
        activity("tomorrow", 1), activity("yesterday", -1, past=True), activity("answer", 2, urgent=True),
    ])
    assert titles(coming) == ["answer", "vote", "tomorrow", "next week", "no day"]
    assert titles(past) == ["yesterday", "long ago"]


@pytest.mark.parametrize(("days", "past", "said"), [
    (0, False, "Sampai Sabtu, 21 November 2026, hari ini."),
    (1, False, "Sampai Minggu, 22 November 2026, besok."),
    (12, False, "Sampai Kamis, 3 Desember 2026, 12 hari lagi."),
    (-12, True, "Senin, 9 November 2026"),
    (None, False, "Tanggalnya belum ada."),
])
def test_a_day_is_said_in_full_and_how_near_it_is(days: int | None, past: bool, said: str) -> None:
    i18n.use(lambda: "id")
    assert when(activity("it", days, past=past), date(2026, 11, 21)) == said


def heads(test: AppTest) -> list[str]:
    return [str(head.value) for head in test.subheader]


def test_it_is_the_members_page_only(screen: Screen) -> None:
    for role in (COORDINATOR, MENTOR, LIAISON):
        assert "Halaman ini untuk peran lain" in texts(screen.sit(role).open("activities"))
    assert "Waktu masuk habis" in texts(screen.leave().open("activities"))


@pytest.mark.parametrize(("language", "nobody", "empty"), [
    ("id", "belum dihubungkan ke usaha", "Belum ada kegiatan."), ("en", "not joined to a business", "There are no activities yet."),
])
def test_without_a_business_or_anything_going_on_it_says_so(screen: Screen, language: str, nobody: str, empty: str) -> None:
    assert nobody in texts(screen.sit("member", language=language).open("activities"))
    made = stall(screen, "Kain Batik")
    assert empty in texts(screen.sit("member", language=language, businesses=[made.business]).open("activities"))


def test_votes_and_campaigns_stand_in_one_list_what_waits_first(busy: Busy) -> None:
    test = busy.open("activities")
    said = texts(test)
    assert heads(test) == ["Menunggu jawaban Anda", "Sekarang dan nanti", "Sudah lewat"]
    waits, later, past = (said.index(head) for head in heads(test))
    assert waits < said.index("Disetujui Qubaru") < later, "an invitation waits for an answer"
    assert later < said.index("**Iuran Qubaru**") < past, "a vote that was given no longer waits"
    assert past < said.index("**Hal Qubaru**")
    assert "Zubela" not in said
    assert "Usulan Qubaru" not in said, "a draft is nobody's activity"


def test_what_is_past_is_shown_in_pieces(busy: Busy) -> None:
    test = busy.open("activities")
    shown = texts(test).split("Sudah lewat")[1]
    assert re.search(r"1–5 dari \d+", shown)
    test.button(key="past_activities_next").click().run()
    assert re.search(r"6–\d+ dari \d+", texts(test))


def test_an_answer_given_here_is_kept(busy: Busy) -> None:
    business = busy.house.owners[0].ids["business_id"]
    press(busy.open("activities"), "Tidak ikut")
    found = {one.row.name: one.state for one in busy.ask(campaigns.invitations, business_id=business)}
    assert found["Disetujui Qubaru"] == "declined"
    waits, later = texts(busy.open("activities")).split("Sekarang dan nanti")
    assert "Disetujui Qubaru" not in waits
    assert "Disetujui Qubaru" in later


def test_the_same_in_english(busy: Busy) -> None:
    busy.seat(MEMBER, language="en")
    assert heads(busy.open("activities")) == ["Waits for your answer", "Now and next", "Past"]


def test_the_members_menu_is_at_the_bottom_of_every_page_and_nobody_elses(busy: Busy) -> None:
    shell = str(ROOT / "cblp" / "ui" / "shell.py")
    menu = AppTest.from_file(shell, default_timeout=60).run()
    assert [link.label.split("\n")[-1] for link in links(menu)] == ["Toko saya", "Kegiatan", "Uang saya", "Belajar"]
    busy.sit(COORDINATOR)
    assert links(AppTest.from_file(shell, default_timeout=60).run()) == []


def links(test: AppTest) -> list[Any]:
    """The links at the bottom of the screen."""
    bottom = test._tree.children.get(RootContainer.BOTTOM)
    return [element.proto for element in bottom if element.type == "page_link"] if bottom else []
