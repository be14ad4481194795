"""Kemajuan: who may see it, what is told of a quarter, publishing and targets by presses, several associations side by side."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER, Actor
from cblp.people.passwords import Sealed
from cblp.people.reports.access import Place
from cblp.people.services import accounts, register, roles
from cblp.programmes.reports import progress as reports
from cblp.programmes.services import publishing, targets
from cblp.ui import menu
from tests.conftest import new_association
from tests.pages.conftest import Screen, press, texts
from tests.programmes.counting import MAY, Q2, Q3, SINCE, Town, town


@pytest.fixture
def jambi(screen: Screen) -> Town:
    """21 members in three regencies, the third quarter published."""
    return screen.begin(published, screen.app, screen.system)


def published(app: App, system: Actor) -> Town:
    made = town(app, system)
    made.publish()
    return made


def tables(test: AppTest) -> str:
    """What stands in the tables of a page, cell after cell."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", " ".join(element.proto.body for element in test.get("html"))))


# -- who may see it ------------------------------------------------------------------------------------------------------


def test_nobody_signed_in_sees_nothing(screen: Screen, jambi: Town) -> None:
    said = texts(screen.leave().open("progress"))
    assert "anggota aktif" not in said and "Waktu masuk habis" in said


@pytest.mark.parametrize("role", [MEMBER, MENTOR])
def test_other_roles_are_sent_back(screen: Screen, jambi: Town, role: str) -> None:
    said = texts(screen.sit(role).open("progress"))
    assert "anggota aktif" not in said and "Halaman ini untuk peran lain" in said


def test_a_liaison_begins_here_and_has_three_pages() -> None:
    mine = menu.of_role(LIAISON)
    assert mine[0].id == "progress"
    assert {entry.id for entry in mine if entry.group} == {"progress", "programmes", "period_reports"}
    assert [entry.id for entry in menu.of_role(COORDINATOR)] == [entry.id for entry in menu.ENTRIES if COORDINATOR in entry.roles]


@pytest.mark.parametrize(("language", "expected"), [("id", "Belum ada triwulan yang diterbitkan"), ("en", "No quarter is published")])
@pytest.mark.parametrize("role", [COORDINATOR, TREASURER, LIAISON])
def test_before_anything_is_published(screen: Screen, role: str, language: str, expected: str) -> None:
    said = texts(screen.sit(role, language=language).open("progress"))
    assert expected in said
    assert ("Terbitkan Triwulan III 2026" in said or "Publish Quarter III 2026" in said) == (role == COORDINATOR)


# -- what is told --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "expected"), [
    ("id", "Triwulan III 2026: 21 anggota aktif."), ("en", "Quarter III 2026: 21 active members."),
])
@pytest.mark.parametrize("part", ["indikator", "tempat", "bps"])
def test_each_part_in_both_languages(screen: Screen, jambi: Town, part: str, language: str, expected: str) -> None:
    test = screen.sit(LIAISON, language=language).open("progress", lihat=part)
    assert expected in texts(test)
    assert "Usaha 1 " not in texts(test) + tables(test), "no member by name"


def test_every_indicator_stands_in_the_table_with_its_target(screen: Screen, jambi: Town) -> None:
    jambi.app.act(jambi.wati, targets.set_target, period=Q3, indicator="active_members", least=2000, good=2500, excellent=3000)
    said = tables(screen.sit(LIAISON).open("progress"))
    assert re.search(r"Anggota aktif 21 .*20 · 25 · 30 Batas terendah tercapai", said.replace("\xa0", " "))
    assert "target berikutnya 25" in texts(screen.sit(LIAISON).open("progress")), "the card says what comes next"
    assert "Perubahan penjualan Tidak ditampilkan" in said, "nobody sold: too few to be told"


def test_an_area_is_looked_at_alone(screen: Screen, jambi: Town) -> None:
    test = screen.sit(LIAISON).open("progress")
    box = next(box for box in test.selectbox if box.label == "Tempat")
    assert not any("Kota Jambi" in option for option in box.options), "a hidden area is not offered"
    assert "Triwulan III 2026: 10 anggota aktif" in texts(box.select("15.02").run())


def test_members_beside_official_figures(screen: Screen, jambi: Town) -> None:
    test = screen.sit(LIAISON).open("progress", lihat="bps")
    share = jambi.figure("internet_use").indicator.said(jambi.figure("internet_use").shown)
    assert f"Anggota kita {share}, lebih rendah dari 58,96% menurut BPS" in texts(test)
    assert "kurang dari 10%" in tables(test)


def test_a_trend_starts_with_the_first_published_quarter(screen: Screen, jambi: Town) -> None:
    jambi.sell(jambi.businesses[0], MAY, 10_000)
    jambi.publish(Q2)
    said = tables(screen.sit(LIAISON).open("progress", lihat="tempat"))
    assert re.search(r"Triwulan III 2026 21 Triwulan II 2026 21", said)


# -- the office ----------------------------------------------------------------------------------------------------------


def test_publishing_a_quarter_by_presses(screen: Screen, jambi: Town) -> None:
    test = screen.sit().open("progress", lihat="terbit")
    test = press(press(test, "Terbitkan Triwulan II 2026"), "Terbitkan Triwulan II 2026")
    assert "Triwulan II 2026 sudah diterbitkan." in texts(test)
    assert [one.period for one in screen.ask(reports.periods)] == [Q3, Q2]


def test_publishing_again_says_why(screen: Screen, jambi: Town) -> None:
    jambi.join(6, "15.02")
    test = press(screen.sit().open("progress", lihat="terbit"), "Terbitkan lagi")
    test = press(test, "Simpan")
    assert [one.edition for one in screen.ask(reports.periods)] == [1]
    test.text_input(key="publish_again_reason").input("6 anggota terlambat dicatat")
    test = press(test, "Simpan")
    [published] = screen.ask(reports.periods)
    assert (published.edition, published.reason) == (2, "6 anggota terlambat dicatat")
    assert "6 anggota terlambat dicatat" in tables(test)


def test_a_treasurer_reads_and_does_not_publish(screen: Screen, jambi: Town) -> None:
    test = screen.sit(TREASURER).open("progress", lihat="terbit")
    assert "21 anggota aktif" in texts(test)
    assert not [button for button in test.button if "erbitkan" in button.label]


@pytest.mark.parametrize(("indicator", "typed", "kept"), [
    ("active_members", ("20", "25", "30"), (2000, 2500, 3000)), ("internet_use", ("50", "58,96", ""), (5000, 5896, None)),
])
def test_targets_are_typed_as_they_are_read(
    screen: Screen, jambi: Town, indicator: str, typed: tuple[str, ...], kept: tuple[int | None, ...],
) -> None:
    test = screen.sit().open("progress", lihat="target")
    test.radio(key="targets_quarter").set_value(Q3)
    test.selectbox(key="targets_indicator").select(indicator)
    test = press(test.run(), "Atur target")
    for mark, text in zip(("least", "good", "excellent"), typed, strict=True):
        test.text_input(key=f"target_{Q3}_{indicator}_{mark}").input(text)
    press(test, "Simpan")
    found = screen.ask(reports.marks, period=Q3)[indicator]
    assert (found.least, found.good, found.excellent) == kept


def test_targets_in_the_wrong_order_are_refused(screen: Screen, jambi: Town) -> None:
    test = screen.sit().open("progress", lihat="target")
    test.selectbox(key="targets_indicator").select("jobs")
    test = press(test.run(), "Atur target")
    period = test.radio(key="targets_quarter").value
    for mark, text in (("least", "30"), ("good", "20")):
        test.text_input(key=f"target_{period}_jobs_{mark}").input(text)
    assert "Setiap target harus lebih baik" in texts(press(test, "Simpan"))
    assert screen.ask(reports.marks, period=period) == {}


# -- several associations ------------------------------------------------------------------------------------------------


@pytest.fixture
def berau(screen: Screen, jambi: Town) -> Callable[[bool], Actor]:
    """A second association of 9 members; ``berau(granted)`` lets the liaison look into it or not, though the menu names both."""
    system = new_association(screen.app, "berau", "Bukit Makmur")
    for number in range(9):
        screen.app.act(system, register.add_business, name=f"Usaha B{number}", since=SINCE, details={"area_code": "64.03"})
    screen.app.act(system, publishing.publish, period=Q3)
    account: UUID = screen.act(accounts.create, name="Yusnita", username="yusnita", sealed=Sealed("pin", "nobody signs in here"))
    names = {screen.system.association: "Asosiasi Contoh", system.association: "Bukit Makmur"}

    def grant(granted: bool) -> Actor:
        for actor in (screen.system, system) if granted else (screen.system,):
            screen.app.act(actor, roles.grant, account=account, role=LIAISON, since=date(2026, 1, 1))
        screen.account = account
        screen.places = tuple(Place(association, name, "", LIAISON) for association, name in names.items())
        return system

    return grant


def test_associations_side_by_side(screen: Screen, berau: Callable[[bool], Actor]) -> None:
    berau(True)
    test = screen.sit(LIAISON).open("progress", lihat="asosiasi")
    assert "2 dari 2 asosiasi sudah menerbitkan triwulan ini." in texts(test)
    assert "Indikator Asosiasi Contoh Bukit Makmur Anggota aktif 21 9 " in tables(test)


def test_one_that_has_not_published_says_so(screen: Screen, jambi: Town, berau: Callable[[bool], Actor]) -> None:
    berau(True)
    jambi.publish(Q2)
    test = screen.sit(LIAISON).open("progress", lihat="asosiasi")
    said = tables(test.radio(key="progress_quarter").set_value(Q2).run())
    assert "Anggota aktif 21 Belum diterbitkan" in said


def test_a_grant_that_is_gone_shows_nothing(screen: Screen, berau: Callable[[bool], Actor]) -> None:
    berau(False)
    test = screen.sit(LIAISON).open("progress", lihat="asosiasi")
    assert "1 dari 1 asosiasi sudah menerbitkan triwulan ini." in texts(test)
    assert "Indikator Asosiasi Contoh Anggota aktif 21 Dipimpin" in tables(test), "the menu names it, the table does not"


def test_the_office_never_sees_other_associations(screen: Screen, berau: Callable[[bool], Actor]) -> None:
    berau(True)
    test = screen.sit().open("progress", lihat="asosiasi")
    assert "beberapa asosiasi" not in texts(test) and "Anggota aktif 21 9" not in tables(test)
