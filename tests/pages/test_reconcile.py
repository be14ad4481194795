"""Match income: one sentence says whether a shop's files agree, and what doesn't is named with both numbers."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook

from cblp.catalogue import reports as catalogue
from cblp.db.actor import LIAISON, MEMBER, MENTOR, TREASURER
from cblp.sales.reconcile import reconcile
from cblp.ui.components import intake_matching
from tests.conftest import NOW
from tests.intake.making import bring_in, extract, income, order, shop
from tests.pages.conftest import Screen, texts


def fill(screen: Screen, place: UUID) -> None:
    """Three orders in both files, one of them with another price; one order without income, one income without order."""
    orders = [order(number) for number in ("A1", "A2", "A3", "A4")]
    paid = [income("A1"), income("A2"), income("A3", product=80_000), income("A9")]
    bring_in(screen.app, screen.actor, extract("orders", orders), {"shopee": place})
    bring_in(screen.app, screen.actor, extract("settlement", paid), {"shopee": place})


def test_who_may_not_come_in(screen: Screen) -> None:
    for role in (MEMBER, MENTOR, LIAISON):
        assert "peran lain" in texts(screen.sit(role).open("reconcile"))
    assert not screen.leave().open("reconcile").selectbox


@pytest.mark.parametrize(("language", "said"), [
    ("id", "Belum ada toko di marketplace."), ("en", "There is no shop on a marketplace yet."),
])
def test_without_a_shop_it_says_what_will_stand_here(screen: Screen, language: str, said: str) -> None:
    assert said in texts(screen.sit(language=language).open("reconcile"))


def test_a_shop_without_income_says_so(screen: Screen) -> None:
    shop(screen.app, screen.system)
    assert "Belum ada file penghasilannya." in texts(screen.open("reconcile"))


@pytest.mark.parametrize(("language", "said"), [
    ("id", "3 pesanan ada di dua file; 2 cocok, 1 beda."), ("en", "3 orders stand in both files; 2 match, 1 differ."),
])
def test_the_sentence_and_what_differs(screen: Screen, language: str, said: str) -> None:
    place = shop(screen.app, screen.system)
    fill(screen, place)
    test = screen.sit(TREASURER, language=language).open("reconcile")
    assert said in texts(test)
    tables = [html.proto.body for html in test.get("html") if "<table" in html.proto.body]
    assert "A3" in tables[0]
    assert "Rp90.000" in tables[0]
    assert "Rp80.000" in tables[0]
    assert any(">A4<" in table for table in tables)
    assert any(">A9<" in table for table in tables)


def test_a_shop_with_income_comes_first_and_another_can_be_chosen(screen: Screen) -> None:
    other = shop(screen.app, screen.system, handle="a-tanpa-uang")
    fill(screen, shop(screen.app, screen.system, handle="z-lengkap"))
    test = screen.open("reconcile")
    assert "3 pesanan ada di dua file" in texts(test)
    assert "Belum ada file penghasilannya." in texts(test.selectbox[0].select(other).run())


def test_the_list_can_be_taken_along(screen: Screen) -> None:
    place = shop(screen.app, screen.system)
    fill(screen, place)
    row = screen.ask(catalogue.shops, today=NOW.date())[0]
    made = intake_matching.document(row, screen.ask(reconcile, shop_id=place))
    assert made.filename == "cocokkan-penghasilan-shopee-batik.xlsx"
    book = CalamineWorkbook.from_filelike(BytesIO(made.content))
    sheet = book.get_sheet_by_name("Yang beda").to_python()
    assert [sheet[4][0], *sheet[4][2:4]] == ["A3", 90_000.0, 80_000.0]
    assert book.get_sheet_by_name("Penghasilan tanpa pesanan").to_python()[4] == ["A9"]
