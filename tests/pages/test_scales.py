"""Bars on a scale: half of it looks like half, whatever the other figures are; an unknown one is no nought."""

from __future__ import annotations

import re
from fractions import Fraction

from cblp.ui.components.scales import drawn


def widths(html: str) -> list[float]:
    return [float(width) for width in re.findall(r"width:([\d.]+)%", html)]


def test_a_bar_is_as_long_as_its_part_of_the_scale() -> None:
    assert widths(drawn([("A", 50), ("B", 25)], least=0, most=100, digits=0, tone="red")) == [50, 25]
    assert widths(drawn([("A", 3), ("B", 1)], least=1, most=5, digits=1, tone="red")) == [50, 0]


def test_every_figure_stands_beside_its_name_and_an_unknown_one_is_a_dash() -> None:
    html = drawn([("Alat <1>", Fraction(7, 2)), ("Internet", None)], least=1, most=5, digits=1, tone="red")
    assert "Alat &lt;1&gt;" in html
    assert re.findall(r"<b [^>]*>([^<]+)</b>", html) == ["3,5", "–"]
    assert widths(html)[1] == 0
