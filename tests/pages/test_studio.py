"""Buat konten on the phone: nothing can be copied before the own sentence and photo, whoever is there and whatever they press."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from cblp.catalogue import reports as catalogue
from cblp.catalogue import thumbnails
from cblp.catalogue.services import products
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.growth.reports import pieces
from cblp.growth.services.pieces import keep_photo
from cblp.i18n import speaking
from cblp.outreach.reports import studio
from cblp.outreach.services import drafts
from cblp.ui import runtime
from tests.conftest import NOW
from tests.filled_together import picture
from tests.outreach.test_assistant import GOOD, Chat, server  # noqa: F401  (the server that speaks the protocol)
from tests.pages.accompanied import Mentored, accompanied
from tests.pages.conftest import Screen, press, texts

OWN = "Motif ini saya pelajari dari nenek di kampung."


@pytest.fixture
def it(screen: Screen) -> Mentored:
    return accompanied(screen)


def opened(it: Mentored, language: str = "id") -> AppTest:
    it.member(language)
    return it.screen.open("studio")


def all_of(it: Mentored) -> list[studio.Drafted]:
    found: list[studio.Drafted] = it.screen.ask(studio.drafts)
    return found


def copies(test: AppTest) -> list[str]:
    """Every copy button and every link into WhatsApp that carries a text."""
    shown = [str(getattr(one, "body", "") or getattr(one, "value", "")) for one in test.main]
    links = [one.proto.url for one in test.get("link_button")]
    return [one for one in shown if "data-copies" in one] + [one for one in links if "wa.me/?text=Status" in one]


def to_the_own_sentence(test: AppTest) -> AppTest:
    press(test, "Mulai")
    press(test, "Lanjut")
    press(test, "Lanjut")
    return test


def choose_photo(test: AppTest, answer: str = "phone") -> AppTest:
    return next(one for one in test.radio if one.label == "Fotonya yang mana?").set_value(answer).run()


def write(test: AppTest, text: str, photo: str = "phone") -> AppTest:
    next(one for one in test.text_area if one.label == "Kalimat saya sendiri").set_value(text)
    return press(choose_photo(test, photo) if photo else test.run(), "Tambahkan ke teks")


def test_from_the_product_to_the_post(it: Mentored) -> None:
    test = opened(it)
    assert "Lihat contoh yang bagus, tiru, lalu tambahi sendiri." in texts(test)
    press(test, "Mulai")
    assert "1 · Lihat contoh" in texts(test) and "Belum ada contoh." in texts(test)
    press(test, "Lanjut")
    [draft] = all_of(it)
    assert draft.drafted and "user-select:none" in texts(test) and not copies(test)
    press(test, "Ganti kalimat")
    assert all_of(it)[0].drafted != draft.drafted
    press(test, "Lanjut")
    assert "Siapa yang mengajari Anda membuatnya?" in texts(test) and not copies(test)
    write(test, "Bagus sekali")
    assert "Tulis paling sedikit 4 kata" in test.error[0].value and not all_of(it)[0].ready
    write(test, OWN)
    assert OWN in texts(test) and "Tidak ada yang perlu diubah." in texts(test) and not copies(test)
    press(test, "Sudah pas, lanjut")
    assert len(copies(test)) == 1 and OWN in copies(test)[0]
    press(test, "Sudah saya posting")
    assert "Sudah diposting." in test.success[0].value and all_of(it)[0].posted_at
    [piece] = it.screen.ask(pieces.of_business, business_id=it.shop)
    followed = " ".join(all_of(it)[0].drafted.split())
    assert (piece.added, piece.followed, piece.id) == (OWN, followed, draft.id), "what was posted was learned, too"


def test_a_claim_holds_the_text_back_until_it_is_taken_out(it: Mentored) -> None:
    test = to_the_own_sentence(opened(it))
    write(test, "Kain halal ini saya buat sendiri tiap pagi.")
    assert "sertifikat halal belum dicatat" in texts(test) and "Teks bisa disalin setelah ini diperbaiki." in texts(test)
    assert "Sudah pas, lanjut" not in [one.label for one in test.button] and not copies(test)
    way = next(one for one in test.button if one.label == "Catat izin usaha")
    way.click().run()
    assert test.session_state["editing"].endswith("/halal"), "the form begins with the licence that lacks"
    test = to_the_own_sentence(opened(it))
    write(test, "Kain ini menyembuhkan siapa saja yang memakainya.")
    assert not copies(test) and "Catat izin usaha" not in [one.label for one in test.button], "no licence allows that"
    press(test, "Kembali")
    write(test, OWN)
    assert "Sudah pas, lanjut" in [one.label for one in test.button]


def test_the_photo_must_be_chosen_and_the_products_own_is_offered_where_there_is_one(it: Mentored) -> None:
    test = to_the_own_sentence(opened(it))
    write(test, OWN, photo="")
    assert "Pilih dulu fotonya." in test.error[0].value and not all_of(it)[0].ready
    write(test, OWN, photo="sent")
    assert "Pilih dulu fotonya." in test.error[0].value, "sending is chosen, and nothing was sent"
    assert "product" not in next(one for one in test.radio if one.label == "Fotonya yang mana?").options
    it.screen.act(products.add_photo, product_id=all_of(it)[0].product_id, picture=picture("tas"))
    test = to_the_own_sentence(opened(it))
    write(test, OWN, photo="product")
    assert all_of(it)[0].photo == "product" and "pasang foto ini" in texts(test)
    press(test, "Simpan foto di HP")
    assert ".jpg" in texts(test), "a link to the photo as every app takes it"
    card = it.screen.ask(catalogue.product, product_id=all_of(it)[0].product_id, today=NOW.date())
    assert it.screen.ask(thumbnails.jpeg, photo_id=card.photos[0]).startswith(b"\xff\xd8\xff")


def test_a_photo_that_was_sent_can_be_taken_away_again(it: Mentored) -> None:
    test = to_the_own_sentence(opened(it))
    write(test, OWN)
    draft = all_of(it)[0]
    sent = it.screen.act(keep_photo, business_id=it.shop, picture=picture("foto"))
    it.screen.act(drafts.illustrate, draft_id=draft.id, evidence_id=sent)
    test = opened(it)
    press(test, "Lanjut")
    assert "pasang foto ini" in texts(test) and "Sudah pas, lanjut" in [one.label for one in test.button]
    press(test, "Kembali")
    press(test, "Hapus foto")
    assert all_of(it)[0].photo == "" and "foto belum dipilih" in texts(opened(it))


def test_a_text_leaves_the_list_on_the_second_yes(it: Mentored) -> None:
    write(to_the_own_sentence(opened(it)), OWN)
    test = press(opened(it), "Hapus dari daftar")
    assert "Kalimat Anda sendiri di dalamnya ikut hilang." in texts(test) and len(all_of(it)) == 1
    press(test, "Belum")
    assert len(all_of(it)) == 1
    press(press(test, "Hapus dari daftar"), "Hapus dari daftar")
    assert all_of(it) == [] and "Teks sudah dihapus dari daftar." in test.success[0].value


def test_what_was_typed_survives_a_lost_screen(it: Mentored) -> None:
    test = to_the_own_sentence(opened(it))
    next(one for one in test.text_area if one.label == "Kalimat saya sendiri").set_value(OWN)
    test.run()
    again = opened(it)
    assert "kalimat sendiri belum ada" in texts(again)
    press(again, "Lanjut")
    press(again, "Lanjut")
    press(again, "Lanjut")
    assert next(one for one in again.text_area if one.label == "Kalimat saya sendiri").value == OWN


def test_a_plan_stands_in_the_calendar(it: Mentored) -> None:
    test = to_the_own_sentence(opened(it))
    write(test, OWN)
    press(test, "Simpan rencana")
    assert "Rencana tersimpan." in test.success[0].value
    press(test, "Kembali ke daftar teks")
    assert "Minggu, 22 November 2026" in texts(test) and "pukul 07.00 WIB" in texts(test)


def test_ai_is_offered_only_where_there_is_one_and_says_that_it_is(
    it: Mentored, server: str, monkeypatch: pytest.MonkeyPatch,  # noqa: F811
) -> None:
    test = opened(it)
    press(test, "Mulai")
    press(test, "Lanjut")
    assert "Minta draf dari AI" not in [one.label for one in test.button]
    app = runtime.app()
    with_ai = replace(app, settings=replace(app.settings, ai_url=server, ai_model="m"))
    monkeypatch.setattr(runtime, "app", lambda: with_ai)
    Chat.says = {"text": "Kain ringan untuk kerja."}
    press(test.run(), "Minta draf dari AI")
    assert "Ditulis oleh AI." in texts(test) and all_of(it)[0].source == drafts.AI and not copies(test)
    Chat.says = {"text": GOOD + " Cuma Rp1.000."}
    press(test, "Minta draf dari AI")
    assert "AI menulis hal yang tidak ada di produk Anda." in texts(test) + "".join(one.value for one in test.info)
    Chat.says = {}


def test_the_coordinator_helps_a_member_and_sees_the_plan_of_all(it: Mentored) -> None:
    it.screen.sit(COORDINATOR)
    test = it.screen.open("studio")
    assert "Untuk anggota yang mana?" in [one.label for one in test.selectbox] and "Rencana posting" in texts(test)
    assert "Tidak ada teks yang menunggu diposting." in texts(test) and "AI bulan ini" not in texts(test)
    test.selectbox[0].select(it.shop).run()
    press(test, "Mulai")
    assert [one.business_id for one in all_of(it)] == [it.shop]
    it.screen.sit(COORDINATOR)
    assert "1 teks dari 1 usaha belum diposting." in texts(it.screen.open("studio"))


def test_the_coordinator_sees_what_ai_took_of_the_month(
    it: Mentored, server: str, monkeypatch: pytest.MonkeyPatch,  # noqa: F811
) -> None:
    app = runtime.app()
    with_ai = replace(app, settings=replace(app.settings, ai_url=server, ai_model="m", ai_monthly_rupiah=20_000))
    monkeypatch.setattr(runtime, "app", lambda: with_ai)
    it.screen.sit(COORDINATOR)
    assert "Terpakai Rp0 dari Rp20.000. AI ditanya 0 kali" in texts(it.screen.open("studio"))
    assert "AI bulan ini" not in texts(opened(it))


@pytest.mark.parametrize(("channel", "after"), [
    ("Status WA", "Catat WA hari ini"), ("TikTok", "file akun"), ("Marketplace", "file toko"),
])
def test_what_comes_after_posting_is_said_for_each_channel(it: Mentored, channel: str, after: str) -> None:
    test = opened(it)
    radio = next(one for one in test.radio if one.label == "Mau diposting di mana?")
    radio.set_value({"Status WA": "wa_status", "TikTok": "tiktok", "Marketplace": "listing"}[channel]).run()
    write(to_the_own_sentence(test), OWN)
    press(test, "Sudah pas, lanjut")
    assert len(copies(test)) == (2 if channel == "Marketplace" else 1)
    press(test, "Sudah saya posting")
    assert after in test.success[0].value


@pytest.mark.parametrize("role", [TREASURER, MENTOR, LIAISON])
def test_others_have_no_studio(it: Mentored, role: str) -> None:
    it.screen.sit(role, businesses=[it.shop] if role == MENTOR else ())
    assert "Halaman ini untuk peran lain" in texts(it.screen.open("studio"))


def test_signed_out_and_empty_and_english(screen: Screen) -> None:
    screen.sit(COORDINATOR)
    assert "Belum ada anggota aktif." in texts(screen.open("studio"))
    screen.sit(MEMBER, language="en")
    assert "not joined to a business yet" in texts(screen.open("studio")) + "".join(one.value for one in screen.open("studio").info)
    assert "Waktu masuk habis" in texts(screen.sit(COORDINATOR).leave().open("studio"))


def test_english(it: Mentored) -> None:
    test = opened(it, "en")
    assert "A new text" in texts(test) and "Where will it stand?" in [one.label for one in test.radio]
    with speaking("en"):  # the test tool names choices outside of the page, where nobody knows who sits there
        press(test, "Begin")
        press(test, "Continue")
    [draft] = all_of(it)
    assert "Say it otherwise" in [one.label for one in test.button]
    assert re.search("pesan|Balas|Tulis", draft.drafted), "what buyers read stays Indonesian"
