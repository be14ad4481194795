"""The check before copying: what must go, what to look at again, and what it leaves in peace."""

from __future__ import annotations

from datetime import date

import pytest

from cblp.outreach.rules import checks
from cblp.outreach.rules.checks import Finding, check


def codes(text: str, **known: object) -> list[str]:
    return [one.code for one in check(text, **known)]  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "code", "licence"), [
    ("Keripik halal dan enak", checks.HALAL, "halal"), ("Sudah BPOM ya", checks.BPOM, "bpom"), ("Ada P-IRT", checks.PIRT, "pirt"),
    ("Bisa menurunkan kolesterol", checks.HEALTH, "bpom"), ("Jamu tanpa efek samping", checks.HEALTH, "bpom"),
    ("Camilan yang menyehatkan", checks.HEALTH, "bpom"), ("Madu mencegah flu", checks.HEALTH, "bpom"),
])
def test_a_claim_needs_its_licence(text: str, code: str, licence: str) -> None:
    assert code in codes(text) and code in checks.CLAIMS
    assert code in codes(text, licences={"nib"})
    assert code not in codes(text, licences={licence})


@pytest.mark.parametrize(("text", "found"), [
    ("Harga Rp25.000", ["Rp25.000"]), ("cuma 25rb", ["25rb"]), ("25 ribu saja", ["25 ribu"]), ("Rp 2.500 per buah", ["Rp 2.500"]),
    ("hanya 29.999", ["29.999"]), ("0,02 juta", ["0,02 juta"]), ("Rp30.000", []), ("1,5jt", []), ("Hemat Rp5.000 jadi Rp40.000", []),
    ("gratis ongkir Rp10.000", []), ("isi 250 gram, 2 m, di 1.200 meter", []), ("12.12", []), ("diskon sampai Rp10.000", []),
])
def test_a_price_below_the_floor(text: str, found: list[str]) -> None:
    assert [one.words for one in check(text, lowest=30_000) if one.code == checks.PRICE] == found
    assert checks.PRICE not in codes(text)


@pytest.mark.parametrize("text", ["Kami menurunkan harga hari ini.", "Dibungkus dua kali untuk mencegah hancur di jalan.", "Obatin rindu"])
def test_what_only_sounds_like_a_claim_holds_nothing_back(text: str) -> None:
    assert not checks.CLAIMS & set(codes(text))


def test_amounts_are_read_as_people_write_them() -> None:
    assert checks.amounts("Rp1.250.000, 1,5 juta, 25rb dan Rp. 500") == [
        ("Rp1.250.000", 1_250_000), ("1,5 juta", 1_500_000), ("25rb", 25_000), ("Rp. 500", 500),
    ]


def test_days_and_topics_that_hurt() -> None:
    assert check("Promo", posted_on=date(2026, 12, 26)) == (Finding(checks.DAY, "tsunami Aceh 2004"),)
    assert codes("Promo", posted_on=date(2026, 12, 12)) == []
    assert codes("Diskon gempa, murah seperti banjir") == [checks.TOPIC, checks.TOPIC]
    assert codes("Bombon rasa perangkai") == [], "a word inside a word is another word"


@pytest.mark.parametrize("number", ["0812-3456-7890", "+62 812 3456 7890", "081234567890", "62.812.3456.7890"])
def test_a_phone_number(number: str) -> None:
    assert codes(f"WA {number}.") == [checks.PHONE]
    assert codes("Kode 1234567890 dan Rp81.234.567") == []


def test_sentences_that_claim_too_much_can_be_left_out() -> None:
    story = "Digiling halus. Untuk masuk angin dan pegal. Sudah halal.\nRasanya hangat."
    assert checks.unclaimed(story, ()) == "Digiling halus.\nRasanya hangat."
    assert checks.unclaimed(story, {"halal"}) == "Digiling halus. Sudah halal.\nRasanya hangat."
    assert checks.unclaimed("Rp1.500 saja. Enak!", ()) == "Rp1.500 saja. Enak!"


def test_shouting() -> None:
    assert codes("BATIK MURAH BANGET SEKALI") == [checks.CAPITALS]
    assert codes("Batik Jambi, bisa COD. PIRT menyusul", licences={"pirt"}) == []
    assert codes("Kain #BATIKJAMBI #BANGGALOKAL #UMKMINDONESIA") == []
