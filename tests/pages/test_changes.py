"""Riwayat perubahan: in words, newest first, narrowed by kind and time."""

from __future__ import annotations

import re

import pytest

from cblp import i18n
from cblp.catalogue.services import products
from cblp.db.actor import LIAISON, MEMBER, MENTOR, TREASURER
from tests.pages.conftest import Screen, texts
from tests.pages.stall import stall


def test_it_is_for_coordinator_and_treasurer(screen: Screen) -> None:
    for role in (MEMBER, MENTOR, LIAISON):
        assert "Halaman ini untuk peran lain" in texts(screen.sit(role).open("changes"))
    assert "Kapan" in texts(screen.sit(TREASURER).open("changes"))
    assert "Waktu masuk habis" in texts(screen.leave().open("changes"))


@pytest.mark.parametrize(
    ("language", "said"), [("id", "Belum ada perubahan untuk pilihan ini."), ("en", "No change fits this choice.")],
)
def test_nothing_to_show_says_so(screen: Screen, language: str, said: str) -> None:
    test = screen.sit(language=language).open("changes")
    i18n.use(lambda: language)  # the test names the option as the page does
    test.button_group(key="changes_kind").set_value("products").run()
    assert said in texts(test)


def test_a_change_stands_there_in_words_with_its_doer(screen: Screen) -> None:
    made = stall(screen)
    screen.app.act(screen.actor, products.edit_product, product_id=made.product, version=1, changes={"price": 47_000})
    test = screen.open("changes")
    first = texts(test).split("<tbody>")[1].split("</tr>")[0]
    assert re.sub("<[^>]*>", "|", first).startswith("||21 Nov 2026 pukul 10.00 WIB||Wati||Produk ")
    assert "Kain Batik" in first
    assert "Harga" in first
    test.button_group(key="changes_kind").set_value("access").run()
    assert "Kain Batik" not in texts(test)


def test_the_history_has_pages(screen: Screen) -> None:
    made = stall(screen)
    for price in range(40_000, 40_030):
        row_version = price - 40_000 + 1
        screen.act(products.edit_product, product_id=made.product, version=row_version, changes={"price": price})
    test = screen.open("changes")
    assert "1–25 dari" in texts(test)
    test.button(key="changes_next").click().run()
    assert "26–" in texts(test)
    assert "Harga" in texts(test)
