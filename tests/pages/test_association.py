"""Asosiasi: details saved together, a stale save with both values, the logo."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from cblp.db.actor import COORDINATOR, ROLES
from cblp.people.reports import association as report
from cblp.people.services import associations
from tests.pages.conftest import Screen, press, texts


def named(test: object, label: str) -> object:
    return next(field for field in test.text_input if field.label == label)  # type: ignore[attr-defined]


def test_only_coordinators_come_in(screen: Screen) -> None:
    for role in set(ROLES) - {COORDINATOR}:
        assert "Halaman ini untuk peran lain" in texts(screen.sit(role).open("association"))
    assert "Waktu masuk habis" in texts(screen.leave().open("association"))


@pytest.mark.parametrize(("language", "said"), [("id", "tempat belum diisi"), ("en", "place not filled in")])
def test_a_new_association_shows_what_is_missing(screen: Screen, language: str, said: str) -> None:
    assert said in texts(screen.sit(language=language).open("association"))


def test_name_place_clock_and_colour_are_saved_together(screen: Screen) -> None:
    test = screen.open("association")
    test.selectbox[0].select("15").run()
    next(box for box in test.selectbox if box.label.startswith("Kabupaten")).select("15.71").run()
    named(test, "Nama asosiasi").input("Asosiasi Jambi").run()  # type: ignore[attr-defined]
    next(radio for radio in test.radio if radio.label == "Jam").set_value("Asia/Makassar").run()
    press(test, "Simpan")
    assert "Data asosiasi tersimpan." in texts(test)
    kept = screen.ask(report.details)
    assert (kept.name, kept.area, kept.timezone) == ("Asosiasi Jambi", "Kota Jambi", "Asia/Makassar")


@pytest.mark.parametrize(("button", "name"), [("Pakai isian saya", "Punya saya"), ("Biarkan yang ada", "Punya dia")])
def test_a_stale_save_asks_which_one(screen: Screen, button: str, name: str) -> None:
    test = screen.open("association")
    named(test, "Nama asosiasi").input("Punya saya").run()  # type: ignore[attr-defined]
    screen.act(associations.edit, version=1, changes={"name": "Punya dia"})
    press(test, "Simpan")
    assert "Punya dia" in texts(test)
    press(test, button)
    assert screen.ask(report.details).name == name


def test_a_logo_is_sent_and_removed(screen: Screen) -> None:
    picture = BytesIO()
    Image.new("RGB", (300, 300), "#2F4B7C").save(picture, "PNG")
    test = screen.open("association")
    test.file_uploader[0].upload("logo.png", picture.getvalue(), "image/png").run()
    press(test, "Pakai logo ini")
    assert screen.ask(report.details).logo.startswith(b"RIFF")
    press(test, "Hapus logo")
    assert screen.ask(report.details).logo is None
