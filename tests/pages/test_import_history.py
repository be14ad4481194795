"""File history: what came in stands in a list; one file shows its receipt and can be taken out by the coordinator."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from cblp.db.actor import LIAISON, MEMBER, MENTOR, TREASURER
from cblp.importers.records import Note, Problem
from cblp.intake import reports
from tests.intake.making import bring_in, extract, order, shop
from tests.pages.conftest import Screen, press, texts


def bring(screen: Screen, place: UUID, number: int = 1, **more: object) -> UUID:
    made = extract("orders", [order(f"A{number}")], name=f"file {number}.xlsx", **more)
    return bring_in(screen.app, screen.actor, made, {"shopee": place}).batch_id


def test_who_may_not_come_in(screen: Screen) -> None:
    for role in (MEMBER, MENTOR, LIAISON):
        assert "peran lain" in texts(screen.sit(role).open("import_history"))
    assert not screen.leave().open("import_history").selectbox


@pytest.mark.parametrize(("language", "said"), [("id", "Belum ada file yang masuk."), ("en", "No file has come in yet.")])
def test_an_empty_history_says_what_will_stand_here(screen: Screen, language: str, said: str) -> None:
    assert said in texts(screen.sit(language=language).open("import_history"))


def test_only_who_may_bring_files_in_is_sent_there(screen: Screen) -> None:
    def ways() -> list[str]:
        return [link.proto.label for link in screen.open("import_history").get("page_link")]

    assert "Masukkan file" in ways()
    assert "Masukkan file" not in (screen.sit(TREASURER) and ways())


def test_the_list_says_who_when_into_which_shop_and_how_much(screen: Screen) -> None:
    bring(screen, shop(screen.app, screen.system, handle="batikkito"), problems=[Problem(7, "Jumlah", "count")])
    said = texts(screen.sit(TREASURER).open("import_history"))
    assert '"batikkito"' in said
    assert "2 baris: 1 baru, 0 berubah, 0 sudah ada, 1 perlu dicek." in said
    assert r"file 1\.xlsx · Wati, 21 Nov 2026 pukul 10.00 WIB" in said


def test_the_list_is_paged_and_chosen_by_shop(screen: Screen) -> None:
    first, second = (shop(screen.app, screen.system, handle=handle) for handle in ("satu", "dua"))
    for number in range(1, 23):
        bring(screen, first, number)
    bring(screen, second, 99)
    test = screen.open("import_history")
    assert "23 file" in texts(test)
    assert "1–20 dari 23" in texts(test)
    assert texts(press(test, "Berikutnya")).count("Wati, ") == 3
    test.selectbox[0].select(second).run()
    assert "1 file" in texts(test)
    assert r"file 99\.xlsx" in texts(test)


def test_a_file_shows_its_rows_to_check_and_its_notes(screen: Screen) -> None:
    problems = [Problem(7, "Jumlah", "count"), Problem(9, "Status", "choice", "Melayang")]
    batch = bring(screen, shop(screen.app, screen.system), problems=problems, notes=[Note("unknown_column", ("Ekstra",))])
    test = screen.open("import_history", file=str(batch))
    assert "Ekstra" in texts(test)
    table = next(html.proto.body for html in test.get("html") if "<table" in html.proto.body)
    assert ">9</td>" in table
    assert "Melayang" in table
    test = press(test, "Semua file")
    assert "1 file, yang terbaru di atas." in texts(test)
    assert test.query_params == {}


def test_only_the_coordinator_takes_a_file_out(screen: Screen) -> None:
    batch = bring(screen, shop(screen.app, screen.system))
    assert "Batalkan file ini" not in [b.label for b in screen.sit(TREASURER).open("import_history", file=str(batch)).button]
    test = press(screen.sit().open("import_history", file=str(batch)), "Batalkan file ini")
    test = press(test, "Belum")
    assert screen.ask(reports.one, batch_id=batch).filed.status == "posted"
    test = press(test, "Batalkan file ini")
    test.text_input[0].input("dobel")
    test = test.button(key=f"undo_yes_{batch}").click().run()
    said = texts(test)
    assert "sudah dibatalkan dan tidak dihitung lagi" in said
    assert "Alasan: dobel" in said
    assert "Batalkan file ini" not in [b.label for b in test.button]


def test_a_file_that_is_not_there_says_so(screen: Screen) -> None:
    for address in (str(uuid4()), "bukan-nomor"):
        test = screen.open("import_history", file=address)
        assert not test.exception
    assert "Belum ada file yang masuk." in texts(test)
