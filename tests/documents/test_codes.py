"""Printed codes are read back by a decoder, also when a part of one is dirty; texts under them are only text."""

from __future__ import annotations

import re

import numpy as np
import pytest
import segno
import zxingcpp

from cblp import i18n
from cblp.documents.codes import Code, drawing, sheet

ADDRESS = "https://app.example.org/etalase/batik-jambi/p/kain-batik-angso-duo?dari=qr"


def modules(svg: str) -> np.ndarray:
    """The picture that an SVG of a code draws: its path is rows of strokes, each one module high."""
    size = int(re.search(r'viewBox="0 0 (\d+) \d+"', svg)[1])  # type: ignore[index]
    picture = np.full((size, size), 255, np.uint8)
    x, y = 0.0, 0.0
    path = re.search(r' d="([^"]+)"', svg)[1]  # type: ignore[index]
    for command, values in re.findall(r"([Mmhv])([-\d. ]+)", path):
        numbers = [float(number) for number in values.split()]
        if command == "M":
            x, y = numbers
        elif command == "m":
            x, y = x + numbers[0], y + numbers[1]
        elif command == "h":
            picture[int(y), int(x) : int(x + numbers[0])] = 0
            x += numbers[0]
    return np.kron(picture, np.ones((8, 8), np.uint8))


def read(picture: np.ndarray) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_a_code_is_read_back() -> None:
    assert read(modules(drawing(ADDRESS))) == [ADDRESS]


def test_a_dirty_code_is_still_read() -> None:
    picture = modules(drawing(ADDRESS))
    middle = picture.shape[0] // 2
    picture[middle - 24 : middle + 24, middle - 24 : middle + 24] = 255
    assert read(picture) == [ADDRESS]


def test_it_is_as_forgiving_as_it_says() -> None:
    assert segno.make(ADDRESS, error="q", micro=False, boost_error=False).error == "Q"


@pytest.mark.parametrize(("language", "title"), [("id", "Kode QR untuk kemasan dan bazar"), ("en", "QR codes for packages and stalls")])
def test_a_sheet_holds_every_code_with_its_name(language: str, title: str) -> None:
    codes = [Code("Kain <b>", "Batik & Ayu", ADDRESS), Code("Keripik", "Budi", ADDRESS.replace("kain", "keripik"))]
    with i18n.speaking(language):
        made = sheet(codes, association="Asosiasi Contoh", filename="kode-qr.html")
    page = made.content.decode()
    assert title in page and "Asosiasi Contoh" in page
    assert "Kain &lt;b&gt;" in page and "<b>Batik" not in page
    typed = page.replace("<span>", "").replace("</span>", "")
    assert ">app.example.org/etalase/batik-jambi/p/kain-batik-angso-duo<" in typed  # where no camera is
    drawn = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert [read(modules(svg)) for svg in drawn] == [[code.address] for code in codes]
    assert "<script" not in page and "http-equiv" not in page
