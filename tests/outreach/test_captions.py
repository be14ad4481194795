"""Texts for posts: exact money, only what is known, varied, hostile facts harmless, within what each channel takes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

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
    assert captions.counted(2, "Keripik singkong", "food") == "2 bungkus"


def test_a_campaign_names_both_prices_and_an_offer_that_is_none_is_not_one() -> None:
    promo = replace(BATIK, campaign="Pekan batik", offer=150_000, until=date(2026, 11, 13))
    texts = [captions.draft(promo, WA_STATUS, seed) for seed in range(3)]
    assert all("Rp150.000" in text and "Rp185.000" in text for text in texts)
    assert any("13 November 2026" in text for text in texts)
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
    for channel in (WA_STATUS, captions.INSTAGRAM, captions.TIKTOK):
        texts = [captions.draft(BATIK, channel, seed) for seed in range(8)]
        assert len({text.split("\n\n")[0] for text in texts}) == 8
        assert texts[3] == captions.draft(BATIK, channel, 3)
    assert captions.draft(BATIK, WA_STATUS) != captions.draft(replace(BATIK, name="Selendang"), WA_STATUS)


def test_nothing_is_said_that_nobody_knows() -> None:
    text = "\n".join(captions.draft(Facts("Tas pandan"), channel, seed) for channel in CHANNELS for seed in range(12))
    assert not re.search(r"Rp|Shopee|Khas|promo|\bdari\b|#", text)


def test_the_title_names_the_place_once() -> None:
    assert captions.title(BATIK) == "Kain Batik Cap Durian Pecah 2 m Khas Kota Jambi"
    assert captions.title(replace(BATIK, area="Batik")) == BATIK.name
    assert len(captions.title(replace(BATIK, name="x " * 90))) <= captions.TITLE


def test_hashtags_stand_once_and_are_hashtags() -> None:
    assert captions.hashtags(["#BatikJambi #batikjambi", "Snack-Sehat", "#1945 # ##", "#a#b"]) == ["#BatikJambi", "#SnackSehat", "#ab"]


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
