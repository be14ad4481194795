"""The example's pictures: the same for the same product, different for different ones, and small."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from cblp.catalogue import pictures
from cblp.demo import motif


@pytest.mark.parametrize("name", [
    "Kopi 200 g", "Sambal", "Madu 350 ml", "Paket isi 20", "Lapis Legit", "Pempek", "Kain Batik", "Kemeja Batik", "Tas Anyam",
    "Keranjang Rotan",
])
def test_each_kind_of_product_is_drawn_and_weighs_little(name: str) -> None:
    drawn = motif.draw("A-1", "food", name)
    with Image.open(BytesIO(drawn)) as picture:
        assert picture.size == (motif.SIZE, motif.SIZE)
        assert len(picture.quantize(64).getcolors() or []) > 20  # something stands there
    assert len(pictures.prepare(drawn).content) < 60_000


def test_a_product_has_its_own_picture_and_keeps_it() -> None:
    one = motif.draw("A-1", "drink", "Kopi")
    assert motif.draw("A-1", "drink", "Kopi") == one
    assert one not in {motif.draw("A-2", "drink", "Kopi"), motif.draw("A-1", "drink", "Teh"), motif.draw("A-1", "drink", "Sirup")}
