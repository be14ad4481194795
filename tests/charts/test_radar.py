"""The radar: every figure is read aloud, an unknown one is a gap and not a nought."""

from __future__ import annotations

from xml.etree import ElementTree

from cblp.charts.radar import radar

SVG = "{http://www.w3.org/2000/svg}"


def test_every_figure_is_told_and_an_unknown_one_has_no_corner() -> None:
    drawn = ElementTree.fromstring(radar([("Alat <1>", 25), ("Internet", None), ("Waktu", 100)], label="Bekal"))
    assert drawn.get("aria-label") == "Bekal: Alat <1>: 25; Internet: –; Waktu: 100"
    *rings, shape = drawn.findall(f"{SVG}polygon")
    assert len(rings) == 4
    assert len((shape.get("points") or "").split()) == len(drawn.findall(f"{SVG}circle")) == 2


def test_what_was_before_is_dashed_beside_it() -> None:
    drawn = ElementTree.fromstring(radar([("A", 50)] * 3, label="Bekal", before=[10, 20, 30]))
    assert [one.get("stroke-dasharray") is not None for one in drawn.findall(f"{SVG}polygon")][-2:] == [True, False]
