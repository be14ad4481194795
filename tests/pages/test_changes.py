"""Riwayat perubahan: in words, newest first, narrowed by kind and time."""

from __future__ import annotations

import re
from datetime import date

import pytest

from cblp import i18n
from cblp.catalogue.services import products
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.people.reports import seals
from cblp.people.services import register
from cblp.people.services import seals as services
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
    assert re.sub("<[^>]*>", "|", first).startswith("||21\u00a0Nov\u00a02026 pukul 10.00 WIB||Wati||Produk ")
    assert "Kain Batik" in first
    assert "Harga" in first
    test.button_group(key="changes_kind").set_value("access").run()
    assert "Kain Batik" not in texts(test)


@pytest.mark.parametrize(
    ("language", "said"), [("id", ": Keluar sejak 21 Nov 2026"), ("en", ": Left the association, since ")],
)
def test_a_membership_says_what_it_became(screen: Screen, language: str, said: str) -> None:
    business = screen.act(register.add_business, name="Batik Ayu", since=date(2026, 1, 5))
    screen.act(register.change_membership, business_id=business, status="left", since=date(2026, 11, 21))
    assert said in texts(screen.sit(language=language).open("changes"))


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


@pytest.mark.parametrize("role", [COORDINATOR, TREASURER])
def test_the_last_seal_stands_below_and_everything_is_checked_on_demand(screen: Screen, role: str) -> None:
    stall(screen)
    test = screen.sit(role).open("changes")
    assert "Riwayat belum disegel" in texts(test)
    test.button(key="check_seals").click().run()
    head = screen.app.read(screen.actor, seals.last)
    assert head
    assert f"Segel terakhir: no. 1, {head.code}, 21 Nov 2026 pukul 10.00 WIB: utuh" in texts(test)
    assert "Semua masih seperti saat ditulis. 1 segel dan" in texts(test)


def test_what_somebody_edited_in_the_database_is_named(screen: Screen) -> None:
    made = stall(screen)
    screen.act(products.edit_product, product_id=made.product, version=1, changes={"price": 47_000})
    head = screen.app.jot(screen.actor, services.seal)
    with screen.app.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_entry_no_update")
        connection.exec_driver_sql("UPDATE audit_entry SET at = '2026-11-01T00:00:00Z' WHERE entity = 'product' AND action = 'changed'")
    test = screen.open("changes")
    assert "tidak utuh" in texts(test)
    (error,) = [one.value.replace("\\", "") for one in test.error]
    assert "- 1 Nov 2026 pukul 07.00 WIB, Produk diubah: catatan ini diubah sesudah ditulis" in error
    assert head
    for typed, said in (
        (head.code.lower(), "tetapi sebelumnya ada yang diubah"), ("0000 0000 0000", "Segel ini tidak ada dalam riwayat"),
        ("K7QM", "12 huruf dan angka"),
    ):
        test.text_input(key="typed_seal").set_value(typed)
        next(one for one in test.button if one.label == "Cocokkan").click().run()
        assert said in texts(test)
