"""Line keys hold still from file to file; what belongs to a whole order is split or kept once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cblp.importers.lines import line_key, numbered, platform_discount_once, shares
from cblp.importers.records import OrderLine


def line(key: str, price: int = 10, quantity: int = 1, order: str = "A", platform: int = 0) -> OrderLine:
    return OrderLine(
        "shopee", order, key, "Selesai", 3, "P", "", "", "", quantity, 0, price, price, price * quantity, 0, platform, 0,
        "2026-08-01", None, None, None, "",
    )  # fmt: skip


def test_key_is_the_code_or_the_name_and_the_variation() -> None:
    assert line_key("BTK-01", "Kain", "Merah,  2 meter") == "btk-01|merah, 2 meter"
    assert line_key("", "Kain Batik", "") == "kain batik|"


@given(
    st.lists(st.builds(line, st.sampled_from("xy"), st.integers(1, 3), st.integers(1, 2), st.sampled_from("AB")), max_size=7),
    st.randoms(),
)
def test_ordinals_do_not_depend_on_the_order_of_rows(lines: list[OrderLine], random: object) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = numbered(lines), numbered(shuffled)
    assert sorted(map(tuple, first)) == sorted(map(tuple, second))
    assert len({(row[1], row[2]) for row in first}) == len(lines)


def test_the_cheapest_of_equal_lines_keeps_the_bare_key() -> None:
    assert [row[2] for row in numbered([line("x", 20), line("x", 10), line("y")])] == ["x#2", "x", "y"]


def test_platform_discount_of_an_order_counts_once() -> None:
    lines = platform_discount_once([line("b", platform=500), line("a", platform=500), line("a", order="B", platform=7)])
    assert [OrderLine(*row).platform_discount for row in lines] == [0, 500, 7]


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=9))
def test_shares_sum_to_the_whole(total: int, weights: list[int]) -> None:
    parts = shares(total, weights)
    assert sum(parts) == total
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0 and any(weights))
