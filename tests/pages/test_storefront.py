"""Etalase bersama on the coordinator's page: opened, filled, taken out again, counted, and put on packages."""

from __future__ import annotations

import pytest

from cblp.db.actor import LIAISON, MEMBER, MENTOR, TREASURER
from cblp.outreach.reports import publishing as reports
from cblp.outreach.reports import storefront
from cblp.outreach.services import counts, publishing
from cblp.people.services import consent
from cblp.ui import page
from cblp.ui.components import storefront_codes
from tests.outreach.front import TODAY, Front, front
from tests.pages import market
from tests.pages.conftest import NOW, Screen, press, texts


@pytest.fixture
def made(screen: Screen) -> Front:
    return screen.begin(front, screen.app, screen.system)


def test_it_is_the_coordinators_page(screen: Screen, made: Front) -> None:
    for role in (TREASURER, MEMBER, MENTOR, LIAISON):
        said = texts(screen.sit(role).open("storefront"))
        assert "Kain" not in said and "Halaman ini untuk peran lain" in said
    assert "Waktu masuk habis" in texts(screen.leave().open("storefront"))


@pytest.mark.parametrize(("language", "word"), [("id", "Belum ada yang bisa ditampilkan."), ("en", "There is nothing to show yet.")])
def test_an_association_without_products_is_told_what_will_stand_here(screen: Screen, language: str, word: str) -> None:
    assert screen.sit(language=language).open("storefront").subheader[0].value == word


@pytest.mark.parametrize(("language", "word"), [
    ("id", "Pembeli bisa melihat 2 produk dari 2 anggota."), ("en", "Buyers see 2 products from 2 members."),
])
def test_the_sentence_says_what_buyers_see(screen: Screen, made: Front, language: str, word: str) -> None:
    assert screen.sit(language=language).open("storefront").subheader[0].value == word


def test_a_storefront_without_products_says_so_instead_of_counting_to_zero(screen: Screen, made: Front) -> None:
    made.act(publishing.withdraw, product_ids=[made.ids["kain"], made.ids["keripik"]])
    test = screen.open("storefront")
    assert test.subheader[0].value == "Etalase sudah dibuka, tetapi belum ada produk di dalamnya."
    made.act(publishing.open_storefront, on=False)
    said = texts(screen.open("storefront"))
    assert "Belum ada produk yang dipilih." in said and "0 produk" not in said


def test_it_is_opened_and_closed_by_one_switch(screen: Screen, made: Front) -> None:
    test = press(screen.open("storefront"), "Tutup etalase")
    assert "Tutup etalase untuk semua pembeli?" in texts(test)
    assert made.ask(storefront.house) is not None
    test = next(button for button in test.button if button.key == "yes_storefront_close").click().run()
    assert "Etalase belum dibuka" in texts(test)
    assert made.ask(storefront.house) is None
    press(test, "Buka etalase")
    assert made.ask(storefront.house) is not None


def test_products_are_taken_out_and_shown_again_with_their_pictures(screen: Screen, made: Front) -> None:
    test = screen.open("storefront")
    next(button for button in test.button if button.key == f"withdraw_{made.ids['kain']}").click().run()
    assert made.shown() == {"Keripik"}
    made.photo("kain", "#004488")
    test = screen.open("storefront", bagian="siap")
    assert "2 foto. Bisa dibeli lewat Shopee, Tokopedia, WA." in texts(test)
    test = press(test, "Tampilkan")
    assert "1 produk sekarang ada di etalase." in texts(test)
    assert len(made.ask(storefront.product, slug="kain", today=TODAY).photos) == 2


def test_the_coordinator_reads_what_buyers_find(screen: Screen, made: Front) -> None:
    assert "Belum ada tombol beli. Perlu link produk di toko yang masih ada stoknya. Pemilik belum mengizinkan pesan lewat WA." in texts(
        screen.open("storefront"))
    made.product("habis", "sari", stock=0)
    made.publish("habis")
    assert "Stok habis, jadi tombol beli tidak tampil." in texts(screen.open("storefront"))


def test_what_keeps_a_product_out_is_said(screen: Screen, made: Front) -> None:
    made.act(consent.withdraw, person_id=made.ids["sari.person"], purpose="storefront_products")
    said = texts(screen.open("storefront", bagian="belum"))
    assert "**Sari** · Kain" in said and "Pemilik belum mengizinkan." in said


def test_who_did_not_answer_is_asked_and_who_refused_is_not(screen: Screen, made: Front) -> None:
    for name in ("dewi", "eka"):
        made.maker(name)
        made.product(f"tas {name}", name)
    made.act(consent.answer, person_id=made.ids["eka.person"], purpose="storefront_products", given=False)
    test = screen.open("storefront", bagian="belum")
    (letter,) = (area.value for area in test.text_area)
    assert letter.startswith("Bapak/Ibu Ibu dewi, produk anggota kita tampil di Etalase bersama")
    assert letter.endswith("Terima kasih. Wati, koordinator")
    assert "Pemilik menjawab tidak." in texts(test)


def test_the_address_is_shared_in_the_language_of_buyers(screen: Screen, made: Front) -> None:
    test = screen.sit(language="en").open("storefront")
    (link,) = (one.proto.url for one in test.get("link_button") if "Share" in one.proto.label)
    assert link.startswith("https://wa.me/?text=Lihat%20produk%20Asosiasi%20Contoh%20di%20sini%3A%20")


def test_visits_stand_there_as_soon_as_they_are_counted(screen: Screen, made: Front) -> None:
    assert [card.value for card in screen.open("storefront").metric] == ["0"] * 4
    with made.app.database.writing(made.system.association) as session:
        for what in (counts.PAGE, counts.PRODUCT, counts.BUY, counts.ORDER):
            counts.count(session, made.system.association, what=what, subject=made.ids["kain"], day=TODAY)
    assert [card.value for card in screen.open("storefront").metric] == ["2", "1", "1", "0"]


def test_a_sheet_of_codes_is_made(screen: Screen, made: Front) -> None:
    test = press(screen.open("storefront"), "Buat lembar kode")
    assert "kode-qr.html" in texts(test)


def test_codes_lead_to_products_or_members_and_say_that_they_were_scanned(
    screen: Screen, made: Front, monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = screen.ask(reports.rows, today=TODAY)
    visitor = screen.current()
    assert visitor
    monkeypatch.setattr(storefront_codes.storefront, "place", lambda: reports.Place("jambi", True))
    monkeypatch.setattr(storefront_codes.storefront, "address", lambda *parts: "https://app.example.org/etalase/" + "/".join(parts))
    seen: list[str] = []
    monkeypatch.setattr(storefront_codes.codes, "drawing", lambda address: seen.append(address) or "<svg></svg>")
    for of in (storefront_codes.PRODUCTS, storefront_codes.MEMBERS):
        storefront_codes.sheet(page.Visit(visitor, NOW), rows, of)
    assert seen == [f"https://app.example.org/etalase/jambi/{part}?dari=qr" for part in ("p/kain", "p/keripik", "u/sari", "u/budi")]


@pytest.mark.parametrize(("language", "said"), [
    ("id", "1 halaman etalase dibuka. 1 klik ke marketplace, 0 klik ke WA."),
    ("en", "Pages of the storefront opened: 1. Clicks to marketplaces: 1, to WhatsApp: 0."),
])
def test_jangkauan_tells_the_visits_of_the_chosen_days(screen: Screen, made: Front, language: str, said: str) -> None:
    market.build(screen, market.market, market.social)
    asked = {"dari": "2026-11-01", "sampai": "2026-11-21", "rinci": "etalase"}
    assert "etalase dibuka" not in texts(screen.open("reach", **asked))
    with made.app.database.writing(made.system.association) as session:
        for what in (counts.PRODUCT, counts.BUY):
            counts.count(session, made.system.association, what=what, subject=made.ids["kain"], day=TODAY)
    page = texts(screen.sit(language=language).open("reach", **asked))
    assert said in page
    assert "Kain" in page and "Sari" in page
