"""Uang saya: the own share with its explanation, the own savings, help; and nothing of anybody else's."""

from __future__ import annotations

from datetime import date

import pytest

from cblp.db.actor import COORDINATOR, LIAISON, MENTOR, TREASURER
from cblp.programmes.reports import financing as reports
from cblp.programmes.services import financing
from tests.conftest import NOW
from tests.pages.conftest import Busy, Screen, press, texts
from tests.pages.stall import stall


def test_it_is_the_members_page_only(screen: Screen) -> None:
    for role in (COORDINATOR, TREASURER, MENTOR, LIAISON):
        assert "Halaman ini untuk peran lain" in texts(screen.sit(role).open("my_money"))
    assert "Waktu masuk habis" in texts(screen.leave().open("my_money"))


@pytest.mark.parametrize(("language", "nobody", "empty"), [
    ("id", "belum dihubungkan ke usaha", "Belum ada simpanan."), ("en", "not joined to a business", "No savings yet."),
])
def test_without_a_business_or_money_it_says_so(screen: Screen, language: str, nobody: str, empty: str) -> None:
    assert nobody in texts(screen.sit("member", language=language).open("my_money"))
    made = stall(screen, "Kain Batik")
    assert empty in texts(screen.sit("member", language=language, businesses=[made.business]).open("my_money"))


def test_share_savings_and_help_stand_in_this_order_and_are_the_own_ones(busy: Busy) -> None:
    test = busy.open("my_money")
    said = texts(test)
    assert [str(head.value) for head in test.subheader][:3] == ["Bagian saya", "Simpanan saya", "Dana sosial"]
    assert "Uang yang dibagi" in said, "the share is explained"
    assert "Rp123.400" in said
    assert "Zubela" not in said


def test_while_somebody_asks_for_help_nothing_else_is_on_the_screen(screen: Screen) -> None:
    made = stall(screen, "Kain Batik")
    screen.sit("member", businesses=[made.business])
    test = press(screen.open("my_money"), "Minta bantuan")
    assert [str(head.value) for head in test.subheader] == ["Minta bantuan"]
    assert "Simpanan saya" not in texts(test)


@pytest.mark.parametrize(("language", "head", "where"), [
    ("id", "Pinjaman dan hibah", "Diajukan 1 Nov 2026, 20 hari belum dijawab."),
    ("en", "Loans and grants", "Asked on 1 Nov 2026, 20 days without an answer."),
])
def test_money_from_outside_stands_last_and_only_the_own(screen: Screen, language: str, head: str, where: str) -> None:
    own, other = stall(screen, "Kain Batik"), stall(screen, "Kerupuk Mercusuar")
    screen.sit("member", language=language, businesses=[own.business])
    assert head not in texts(screen.open("my_money")), "most members never ask for any"
    for made, kind, amount in ((own, "kur", 20_000_000), (own, "loan", 3_000_000), (other, "kur", 9_876_543)):
        screen.act(
            financing.ask, business_id=made.business, kind=kind, institution="BRI *Telanaipura*", amount=amount, purpose="Oven",
            asked_on=date(2026, 11, 1) if kind == "kur" else date(2026, 1, 5), now=NOW,
        )
    lent = next(row for row in screen.ask(reports.listing) if row.kind == "loan")
    screen.act(financing.move, financing_id=lent.id, state="given", on=date(2026, 1, 9), until=date(2026, 11, 20), now=NOW)
    test = screen.open("my_money")
    said = texts(test)
    assert str(test.subheader[-1].value) == head
    assert r"KUR · BRI \*Telanaipura\*" in said and "**Rp20.000.000**, Oven" in said and where in said
    assert said.index("Rp20.000.000") < said.index("Rp3.000.000"), "what waits for an answer comes first"
    assert "20 Nov 2026. :orange-badge[" in said, "the last day is over"
    assert "9.876.543" not in said
    if language == "id":  # AppTest looks for the words of a choice in the language of its own thread
        assert head not in texts(press(test, "Minta bantuan")), "a question is alone on the screen"
