"""Uang saya: the own share with its explanation, the own savings, help; and nothing of anybody else's."""

from __future__ import annotations

import pytest

from cblp.db.actor import COORDINATOR, LIAISON, MENTOR, TREASURER
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
