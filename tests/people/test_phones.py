"""Phone numbers as people write them become one stored form, and what opens WhatsApp carries only what can be a number."""

from __future__ import annotations

from pathlib import Path

import pytest

from cblp.people import phones


@pytest.mark.parametrize("typed", ["0812-3456-7890", "+62 812 3456 7890", "62 81234567890", "(0812) 3456.7890", " 081234567890 "])
def test_every_way_of_writing_is_one_number(typed: str) -> None:
    assert phones.normalise(typed) == "+6281234567890"


@pytest.mark.parametrize("typed", ["12", "0812", "08x2-3456-7890", "halo", "+999 1234567"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(phones.PhoneUnreadable):
        phones.normalise(typed)


def test_nothing_typed_is_no_number() -> None:
    assert phones.normalise("  ") == ""


def test_a_chat_opens_with_number_and_text() -> None:
    assert phones.chat("+6281234567890", "Halo & apa?\nkabar/1") == "https://wa.me/6281234567890?text=Halo%20%26%20apa%3F%0Akabar%2F1"
    assert phones.chat("+6281234567890") == "https://wa.me/6281234567890"
    assert phones.chat(text="Halo") == "https://wa.me/?text=Halo"


@pytest.mark.parametrize("stored", ["", "-", "lihat grup", "+62", "12", "//example.org", "+62812@example.org?x="])
def test_what_cannot_be_a_number_never_reaches_the_address(stored: str) -> None:
    assert not phones.reachable(stored)
    assert phones.chat(stored, "Halo") == "https://wa.me/?text=Halo"


def test_a_number_from_an_old_register_is_mended() -> None:
    assert phones.reachable("0812-3456-7890")
    assert phones.chat("0812-3456-7890") == "https://wa.me/6281234567890"


def test_whatsapp_is_opened_in_one_place_only() -> None:
    root = Path(phones.__file__).parents[2]
    sources = [*root.glob("cblp/**/*.py"), *root.glob("pages/*.py")]
    assert [path.name for path in sources if "wa.me" in path.read_text(encoding="utf-8")] == ["phones.py"]
