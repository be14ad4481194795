"""Texts for posts: exact money, only what is known, varied, hostile facts harmless, within what each channel takes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from cblp.demo import recipe
from cblp.outreach.rules import captions, checks, own
from cblp.outreach.rules.captions import CHANNELS, WA_STATUS, Facts

BATIK = Facts(
    "Kain Batik Cap Durian Pecah 2 m", "batik", 185_000, 24, "Dua belah durian yang terbuka, lambang iman dan ilmu.", "",
    ("#BatikJambi", "Batik Jambi", "#batikjambi", "#BanggaBatikLokal"), "Batik Ayu", "Kota Jambi", ("Shopee", "Tokopedia", "Lazada"),
)


def test_money_and_pieces_are_exact() -> None:
    assert captions.rupiah(1_250_000) == "Rp1.250.000"
    text = captions.draft(replace(BATIK, price=1_050, stock=3), WA_STATUS)
    assert "Rp1.050" in text and re.search(r"(Tinggal|Sisa) 3 lembar\.", text)
    assert "24" not in captions.draft(BATIK, WA_STATUS), "plenty of stock is no news"
    assert [captions.counted(2, name) for name in ("Keripik singkong", "Dompet songket", "Sirup nanas, 3 bungkus")] == [
        "2 bungkus", "2 saja", "2 botol",
    ]


@pytest.mark.parametrize(("name", "price"), [
    ("Kain Batik Cap Durian Pecah 2 m", "Rp185.000 per lembar ukuran 2 m"), ("Keripik Pisang 250 g", "Rp185.000 per bungkus 250 g"),
    ("Pempek Kapal Selam isi 5", "Rp185.000 (isi 5)"), ("Sambal Teri 150 g", "Rp185.000 (150 g)"), ("Kemeja Batik", "Rp185.000"),
    ("Kotak Tisu Pandan, set 2", "Rp185.000 (isi 2)"),
])
def test_a_price_says_for_how_much(name: str, price: str) -> None:
    texts = [captions.draft(replace(BATIK, name=name), channel, seed) for channel in (WA_STATUS, captions.TIKTOK) for seed in range(6)]
    assert all(re.search(rf"{re.escape(price)}[., ]", text) for text in texts)


def test_a_campaign_names_both_prices_with_its_days_and_an_offer_that_is_none_is_not_one() -> None:
    promo = replace(BATIK, campaign="Pekan batik", offer=150_000, since=date(2026, 11, 11), until=date(2026, 11, 13))
    texts = [captions.draft(promo, WA_STATUS, seed) for seed in range(6)]
    assert all("Rp150.000" in text and "Rp185.000" in text for text in texts)
    assert all("11 sampai 13 November 2026" in text for text in texts), "nobody orders at that price before"
    assert "Rp200.000" not in captions.draft(replace(promo, offer=200_000), WA_STATUS)


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_draft_is_whole_and_fits_its_channel(channel: str) -> None:
    long = replace(BATIK, story="Cerita panjang sekali tentang kain. " * 200, description="Isi. " * 2_000)
    for facts in (BATIK, Facts("Tas"), long):
        for seed in range(12):
            text = captions.draft(facts, channel, seed)
            assert text and not re.search(r"[{}]|None|  |\n\n\n|\. \.| ,", text), text
            assert len(text) <= captions.LONGEST[channel]
            assert len(re.findall(r"#\w", text)) <= captions.TAGS[channel]
            assert "!" not in text and not checks.check(text), text


def test_the_next_draft_begins_differently_and_the_same_seed_says_the_same() -> None:
    for channel in CHANNELS:
        texts = [captions.draft(BATIK, channel, seed) for seed in range(8)]
        begins = [text.split("\n\n")[channel == captions.LISTING] for text in texts]
        assert len(set(texts[:6])) == 6 and all(one != other for one, other in pairwise(begins))
        assert len({len(re.split(r"\n\n", text)) for text in texts}) > 1, "not one skeleton for all"
        assert texts[3] == captions.draft(BATIK, channel, 3)
    assert captions.draft(BATIK, WA_STATUS) != captions.draft(replace(BATIK, name="Selendang"), WA_STATUS)


def test_nothing_is_said_that_nobody_knows() -> None:
    text = "\n".join(captions.draft(Facts("Tas pandan"), channel, seed) for channel in CHANNELS for seed in range(12))
    assert not re.search(r"Rp|Shopee|Buatan|promo|\bdari (?!kami)|#", text)


def test_what_is_sold_out_is_not_offered() -> None:
    for channel in CHANNELS:
        for seed in range(12):
            text = captions.draft(replace(BATIK, stock=0), channel, seed)
            assert "Stoknya sedang habis." in text and not re.search("sudah bisa dipesan|[Aa]da Kain|Balas status|Pesan lewat", text)


def test_a_sentence_about_a_use_stands_only_with_things_that_have_it() -> None:
    """What a thing is is read from its name, whatever category somebody chose."""
    things = {
        "Bolu Jeruk Gerga": "cake", "Tas Kanvas Ecoprint": "bag", "Kerupuk Ikan Mentah 500 g": "kitchen", "Dompet Songket": "bag",
        "Paket Oleh-oleh, 3 kotak": "", "Sambal Tempoyak Teri": "side dish",
    }
    assert {name: captions.thing(name) for name in things} == things
    cake = "\n".join(captions.draft(Facts("Bolu Jeruk", "drink"), channel, seed) for channel in CHANNELS for seed in range(20))
    assert "Teman minum teh" in cake and not re.search("diminum|Mau minum|ukuran atau warna", cake)


def test_a_name_is_not_said_twice() -> None:
    snack = Facts("Keripik Singkong 250 g", "food", business="Keripik Singkong Mandiangin", area="Mandiangin")
    texts = [captions.draft(snack, WA_STATUS, seed) for seed in range(20)]
    assert not any("dari Keripik" in text for text in texts)
    assert "Dari: Keripik Singkong Mandiangin\n" in captions.draft(snack, captions.LISTING), "and its place once"


def test_the_days_of_a_campaign_are_said_as_people_say_them() -> None:
    last = date(2027, 1, 2)
    assert captions.days(None, last) == "sampai 2 Januari 2027" and captions.days(last, last) == "2 Januari 2027"
    assert captions.days(date(2026, 12, 30), last) == "30 Desember 2026 sampai 2 Januari 2027"
    assert captions.days(date(2026, 11, 28), date(2026, 12, 4)) == "28 November sampai 4 Desember 2026"


def test_neither_the_maker_nor_the_description_say_again_what_was_said() -> None:
    told = "Kue Talam isi 12. Dari santan."
    cake = Facts("Kue Talam isi 12", "food", business="Kue Padamaran Jambi", area="Kota Jambi", description=told)
    drafts = {channel: "\n".join(captions.draft(cake, channel, seed) for seed in range(12)) for channel in CHANNELS}
    assert not any(re.search("dari Kue Padamaran|Jambi, Jambi", text) for text in drafts.values())
    assert "Kue Talam isi 12." not in drafts[captions.LISTING] and "\n\nDari santan." in drafts[captions.LISTING]
    ayu = [captions.draft(replace(BATIK, name="Kemeja", business="Ayu Jambi"), WA_STATUS, seed) for seed in range(12)]
    assert any("Kemeja dari Ayu Jambi." in text for text in ayu) and not any("Ayu Jambi, Jambi" in text for text in ayu)


def test_the_title_names_the_place_once() -> None:
    assert captions.title(BATIK) == "Kain Batik Cap Durian Pecah 2 m Buatan Jambi"
    assert captions.title(replace(BATIK, area="Batik")) == BATIK.name
    assert len(captions.title(replace(BATIK, name="x " * 90))) <= captions.TITLE


def test_hashtags_stand_once_and_are_hashtags() -> None:
    assert captions.hashtags(["#BatikJambi #batikjambi", "Snack-Sehat", "#1945 # ##", "#a#b"]) == ["#BatikJambi", "#SnackSehat", "#ab"]
    assert captions.hashtags(["#batikjambi #BatikJambi"]) == ["#BatikJambi"], "read aloud as words"


def test_hashtags_speak_of_the_thing_that_is_sold() -> None:
    house = ("#BanggaProdukLokal #BatikJambiKito #SnackSehat #JambiKito",)
    cloth = captions.draft(replace(BATIK, hashtags=house), captions.INSTAGRAM)
    assert cloth.endswith("#BanggaProdukLokal #BatikJambiKito #JambiKito")
    snack = captions.draft(Facts("Keripik Nanas", "food", hashtags=house), captions.INSTAGRAM)
    assert snack.endswith("#BanggaProdukLokal #SnackSehat #JambiKito")
    assert "#KopiJambi" in captions.draft(Facts("Kopi Liberika", "drink", hashtags=("#KopiJambi",)), captions.INSTAGRAM)


def test_hostile_names_stay_text() -> None:
    hostile = Facts("{price} {0.__class__} \u202eTas\x00\n# Judul", price=5_000, story="{business}" * 50)
    for channel in CHANNELS:
        text = captions.draft(hostile, channel)
        assert "{price}" in text and not re.search("[\u202e\x00]", text)


def test_the_own_sentence_stands_behind_the_first_paragraph() -> None:
    text = captions.with_own(captions.draft(BATIK, WA_STATUS), " Motif ini  dari nenek saya. ")
    assert text.split("\n\n")[1] == "Motif ini dari nenek saya." and text.endswith("#BatikJambi")
    assert own.contains(text, "motif ini dari nenek saya")


@pytest.mark.parametrize(("sentence", "lack"), [
    ("Bagus sekali", own.SHORT), ("", own.SHORT), ("Hari ini ada kain batik", own.COPIED), ("hari ini ada, kain batik.", own.COPIED),
    ("Hari ini ada kain batiks", own.COPIED), ("Motif ini saya pelajari dari nenek", ""),
])
def test_a_sentence_is_ones_own(sentence: str, lack: str) -> None:
    assert own.lacks(sentence, ["Hari ini ada kain batik. Harga Rp185.000."]) == lack


def test_the_demo_products_get_sober_texts() -> None:
    """Every product of the example in every channel: nothing to look at twice, whatever stands in its story."""
    for business in recipe.recipe().businesses:
        for product in business.products:
            facts = Facts(
                product.name, product.category, product.price, product.stock, product.story, product.description,
                business=business.name, area="Jambi", places=("Shopee",),
            )
            for channel in CHANNELS:
                text = captions.draft(facts, channel, 1)
                held = {licence.kind for licence in business.licences} | {"halal", "bpom", "pirt"}
                assert not checks.check(text, licences=held, lowest=min(product.price, product.cost + 1)), text
