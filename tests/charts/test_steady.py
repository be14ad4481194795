"""A grid of tries: filled where something is chosen, told aloud as how often, names of others harmless."""

from __future__ import annotations

from xml.etree import ElementTree

from cblp.charts import steady

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*rows: tuple[str, list[list[bool]]], columns: tuple[str, ...] = ("Seimbang", "Lebih ke kelemahan")) -> ElementTree.Element:
    return ElementTree.fromstring(steady(columns, rows, label="Tetap"))


def test_a_dot_for_each_try_filled_where_it_is_chosen() -> None:
    picture = drawn(("Batik", [[True, False], [True, True]]), ("Kopi", [[False, False], [False, True]]))
    dots = [(float(one.get("cx", "")), float(one.get("cy", "")), one.get("fill") != "none") for one in picture.iter(f"{SVG}circle")]
    assert [filled for _x, _y, filled in dots] == [True, False, True, True, False, False, False, True]
    assert len({y for _x, y, _filled in dots}) == 2
    assert all(0 < x < float(picture.get("width", "")) for x, _y, _filled in dots)
    assert (picture.findtext(f"{SVG}title") or "") == "Tetap: Batik: 3 dari 4; Kopi: 1 dari 4"


def test_the_dots_of_a_cell_are_named_above_them() -> None:
    picture = ElementTree.fromstring(steady(("Pasar",), [("Batik", [[True, False]])], label="Tetap", tries=("½", "2×")))
    named = {one.text: one.get("x") for one in picture.iter(f"{SVG}text")}
    assert [named["½"], named["2×"]] == [one.get("cx") for one in picture.iter(f"{SVG}circle")]


def test_long_heads_are_wrapped_and_names_of_others_are_text() -> None:
    picture = drawn(("<script>alert(1)</script>" + "x" * 40, [[True], [True]]))
    said = [one.text or "" for one in picture.iter(f"{SVG}text")]
    assert said[:3] == ["Seimbang", "Lebih ke", "kelemahan"]
    assert said[3].startswith("<script>") and said[4].endswith("…")


def test_the_name_of_a_product_is_whole() -> None:
    picture = drawn(("Kopi Liberika Tungkal Bubuk 250 g", [[True], [True]]))
    assert "Kopi Liberika Tungkal Bubuk 250 g" in " ".join(one.text or "" for one in picture.iter(f"{SVG}text"))


def test_nothing_to_choose_is_an_empty_picture() -> None:
    assert drawn(columns=()).findtext(f"{SVG}title") == "Tetap"
