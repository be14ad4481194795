"""Etalase bersama in Toko saya: a member puts products in and takes them out, is asked first, and reads only the own visits."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cblp.outreach.reports import storefront
from cblp.outreach.services import counts, publishing
from cblp.people.reports import register
from cblp.people.services import consent
from tests.outreach.front import TODAY, Front, front
from tests.pages.conftest import Screen, press, texts

SHOWN, HIDDEN = "Etalase bersama: produk ini tampil.", "Etalase bersama: produk ini belum tampil."


@pytest.fixture
def made(screen: Screen) -> Front:
    return screen.begin(front, screen.app, screen.system)


def shop(screen: Screen, made: Front, who: str = "sari", language: str = "id") -> AppTest:
    return screen.sit("member", language=language, businesses=[made.ids[who]]).open("my_shop")


def click(test: AppTest, key: str) -> AppTest:
    return test.button(key=key).click().run()


def answers(made: Front, who: str) -> dict[str, bool]:
    card: Any = made.app.read(made.system, register.person, person_id=made.ids[f"{who}.person"])
    return {row.purpose: row.holds for row in card.consents}


def visit(made: Front, what: str, subject: str) -> None:
    with made.app.database.writing(made.system.association) as session:
        counts.count(session, made.system.association, what=what, subject=made.ids[subject], day=TODAY)


def test_a_product_is_taken_out_and_shown_again_by_one_press(screen: Screen, made: Front) -> None:
    test = shop(screen, made)
    assert SHOWN in texts(test) and "1 dari 1 produk Anda tampil untuk pembeli." in texts(test)
    test = click(test, f"withdraw_{made.ids['kain']}")
    assert made.shown() == {"Keripik"}
    assert HIDDEN in texts(test) and "Kain sudah tidak tampil di etalase." in texts(test)
    test = click(test, f"publish_{made.ids['kain']}")
    assert made.shown() == {"Kain", "Keripik"}
    assert "Boleh produk Anda" not in texts(test), "the yes stands: nothing is asked again"


def test_without_a_yes_the_press_asks_one_purpose_after_the_other(screen: Screen, made: Front) -> None:
    made.maker("dewi")
    made.product("tas", "dewi")
    made.photo("tas")
    test = shop(screen, made, "dewi")
    assert "Etalase bersama sudah dibuka. Boleh produk Anda tampil di sana?" in texts(test)
    test = click(test, f"publish_{made.ids['tas']}")
    assert "Boleh produk Anda tampil di Etalase bersama?" in texts(test) and "nomor WA" not in texts(test)
    assert "Tas" not in made.shown()
    test = press(test, "Ya, saya izinkan")
    assert len(made.ask(storefront.product, slug="tas", today=TODAY).photos) == 1
    assert answers(made, "dewi") == {"storefront_products": True}
    assert "Boleh nomor WA Anda tampil" in texts(test) and "0812-3456-7890" in texts(test)
    test = press(test, "Tidak")
    assert answers(made, "dewi") == {"storefront_products": True, "storefront_phone": False}
    assert SHOWN in texts(test) and "Izinkan pesan lewat WA" not in texts(test), "a no is not asked again"


def test_a_no_costs_nothing_and_is_not_asked_again(screen: Screen, made: Front) -> None:
    made.maker("dewi")
    made.product("tas", "dewi")
    test = shop(screen, made, "dewi").toggle(key="my_shop_all_tasks").set_value(True).run()
    test = press(press(test, "Baca dan jawab"), "Tidak")
    assert answers(made, "dewi") == {"storefront_products": False}
    assert "Tas" not in made.shown()
    assert "Boleh produk Anda tampil di sana?" not in texts(test.toggle(key="my_shop_all_tasks").set_value(True).run())
    assert HIDDEN in texts(test), "and the way there stays open"


def test_all_products_are_shown_at_once(screen: Screen, made: Front) -> None:
    made.product("selendang", "sari")
    made.product("sarung", "sari")
    press(shop(screen, made), "Tampilkan 2 produk")
    assert made.shown() == {"Kain", "Keripik", "Selendang", "Sarung"}


def test_orders_by_whatsapp_are_allowed_later(screen: Screen, made: Front) -> None:
    test = press(shop(screen, made, "budi"), "Izinkan pesan lewat WA")
    press(test, "Ya, saya izinkan")
    assert made.ask(storefront.product, slug="keripik", today=TODAY).card.ways.by_chat


@pytest.mark.parametrize(("language", "said"), [
    ("id", "November: dibuka 2 kali, 1 klik ke marketplace, 0 klik ke WA."),
    ("en", "November. Opened: 2. Clicks to marketplaces: 1, to WA: 0."),
])
def test_only_the_own_visits_are_told(screen: Screen, made: Front, language: str, said: str) -> None:
    for what, subject in ((counts.PRODUCT, "kain"), (counts.PAGE, "sari"), (counts.BUY, "kain"), (counts.PRODUCT, "keripik"),
                          (counts.PAGE, "budi"), (counts.ORDER, "keripik")):
        visit(made, what, subject)
    assert said in texts(shop(screen, made, language=language))


def test_a_closed_storefront_with_nothing_in_it_is_no_matter_of_the_member(screen: Screen, made: Front) -> None:
    made.act(publishing.open_storefront, on=False)
    assert "Etalase sedang ditutup" in texts(shop(screen, made)) and HIDDEN in texts(shop(screen, made))
    made.act(publishing.withdraw, product_ids=[made.ids["kain"]])
    assert "etalase" not in texts(shop(screen, made)).lower()


def test_a_yes_that_was_taken_back_is_asked_for_again(screen: Screen, made: Front) -> None:
    made.act(consent.withdraw, person_id=made.ids["sari.person"], purpose="storefront_products")
    test = shop(screen, made)
    assert HIDDEN in texts(test)
    test = press(click(test, f"publish_{made.ids['kain']}"), "Ya, saya izinkan")
    assert made.shown() == {"Kain", "Keripik"} and SHOWN in texts(test)


def test_what_another_member_named_is_shown_as_typed(screen: Screen, made: Front) -> None:
    made.product("![](http://jahat.example/a.png)", "sari")
    test = shop(screen, made)
    assert "![](http" not in "\n".join(element.value for element in test.markdown)
