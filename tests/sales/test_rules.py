"""Sharing whole rupiah, and the derived money of an order."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp.importers.records import CANCELLED, COMPLETED, PAID, RETURNED, UNPAID
from cblp.sales.rules import UNCOUNTED, Entry, Line, Money, largest_remainder, settle_order

MEMBERS = ("A001", "A002", "A003", "A004", "A005")


def shared(total: int, *weights: int | Fraction) -> list[int]:
    return largest_remainder(total, weights, list(range(len(weights))))


def test_the_vectors_of_the_sharing_rules() -> None:
    ties = [sha256(f"2026-10|sales|{member}".encode()).hexdigest() for member in MEMBERS[:3]]
    assert largest_remainder(100, [1, 1, 1], ties) == [33, 34, 33]
    assert sorted(shared(3000, *[1] * 7)) == [428] * 3 + [429] * 4
    assert sorted(shared(35316, *[1] * 8)) == [4414] * 4 + [4415] * 4
    assert shared(10, 47000, 16000, 15800, 12000, 6100, 3100) == [5, 2, 1, 1, 1, 0]
    assert shared(12_345_678, 2500, 3000, 2000, 1000, 1000, 500) == [
        3_086_419,
        3_703_703,
        2_469_136,
        1_234_568,
        1_234_568,
        617_284,
    ]
    assert shared(2_469_136, 1_200_000, 600_000, 600_000, 300_000, 0) == [1_097_394, 548_697, 548_697, 274_348, 0]
    assert shared(3_703_703, 8_450_000, 12_300_000, 0, 3_275_000, 5_975_000) == [1_043_210, 1_518_518, 0, 404_321, 737_654]


def test_weights_that_share_nothing_are_refused() -> None:
    for weights in ([0, 0], [2, -1]):
        with pytest.raises(ValueError):
            shared(10, *weights)


@given(
    st.integers(-(10**15), 10**15),
    st.lists(st.one_of(st.integers(0, 10**12), st.fractions(0, 1000)), min_size=1, max_size=60).filter(any),
)
def test_parts_add_up_and_lie_within_a_rupiah_of_the_exact_part(total: int, weights: list[int | Fraction]) -> None:
    parts = shared(total, *weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        exact = Fraction(total) * Fraction(weight) / sum(map(Fraction, weights))
        assert abs(part - exact) < 1
        assert weight or not part


def line(
    key: str = "a",
    status: int = COMPLETED,
    quantity: int = 1,
    back: int = 0,
    price: int = 90_000,
    list_price: int = 100_000,
    voucher: int = 0,
) -> Line:
    return Line(key, status, back, price, list_price * quantity, (list_price - price) * quantity, voucher)


def entry(product: int = 0, refund: int = 0, voucher: int = 0, fee: int = 0, **more: int) -> Entry:
    return Entry(product, refund, voucher, *(more.get(name, 0) for name in ("shipping",)), fee, 0, more.get("tax", 0), 0)


def test_without_settlement_what_came_back_is_refunded_and_fees_are_unknown() -> None:
    assert settle_order([line(quantity=3, back=2)], []) == [Money(180_000, 0, None, False)]
    assert settle_order([line(status=CANCELLED, back=1, voucher=500), line(status=UNPAID)], []) == [UNCOUNTED, UNCOUNTED]


def test_the_settlement_decides_refund_voucher_and_fees() -> None:
    money = settle_order(
        [line(back=1, status=RETURNED)], [entry(90_000, fee=-5_000, tax=-500), entry(0, refund=-80_000, voucher=-1_000)]
    )
    assert money == [Money(80_000, 1_000, 5_500, True)]


def test_order_amounts_go_to_the_counted_lines_by_sales() -> None:
    lines = [line("b", price=30_000), line("a", price=60_000), line("c", status=CANCELLED, price=500_000)]
    money = settle_order([one._replace(order_voucher=10_000) for one in lines], [])
    assert [one.vouchers for one in money] == [3_333, 6_667, 0]
    assert [one.fees for one in settle_order(lines, [entry(90_000, fee=-100)])] == [33, 67, None]


def test_lines_without_sales_share_equally_and_ties_go_by_line_key() -> None:
    free = [line(key, price=0) for key in ("b", "c", "a")]
    assert [one.fees for one in settle_order(free, [entry(fee=-100)])] == [33, 33, 34]


def test_a_refund_goes_to_the_lines_that_came_back() -> None:
    lines = [line("a", back=1, status=RETURNED), line("b")]
    assert [one.refunds for one in settle_order(lines, [entry(180_000, refund=-90_000)])] == [90_000, 0]


statuses = st.sampled_from([UNPAID, PAID, COMPLETED, RETURNED, CANCELLED])
lines_of_an_order = st.lists(
    st.builds(
        lambda status, quantity, back, price, off, voucher: line(
            "x", status, quantity, min(back, quantity), price, price + off, voucher
        ),
        statuses,
        st.integers(1, 5),
        st.integers(0, 5),
        st.integers(0, 10**7),
        st.integers(0, 10**6),
        st.integers(0, 10**5),
    ),
    min_size=1,
    max_size=6,
).map(lambda lines: [one._replace(key=str(place)) for place, one in enumerate(lines)])
amounts = st.integers(-(10**6), 10**6)


@given(lines_of_an_order, st.lists(st.builds(Entry, st.just(0), *[amounts] * 7), min_size=1, max_size=3))
def test_net_of_a_settled_order_is_the_money_released(lines: list[Line], entries: list[Entry]) -> None:
    counted = [one for one in lines if one.status not in (UNPAID, CANCELLED)]
    price = sum(one.gross - one.discount for one in counted)
    entries = [entries[0]._replace(product=price), *entries[1:]]
    money = settle_order(lines, entries)
    if not counted:
        assert money == [UNCOUNTED] * len(lines)
        return
    net = sum(
        one.gross - one.discount - found.refunds - found.vouchers - (found.fees or 0)
        for one, found in zip(lines, money, strict=True) if one in counted
    )
    assert net == sum(map(sum, entries))
    assert sum(found.refunds for found in money) == -sum(one.refund for one in entries)
    assert sum(found.vouchers for found in money) == -sum(one.seller_voucher for one in entries)


@given(lines_of_an_order, st.randoms())
def test_the_order_of_the_lines_changes_nobodys_part(lines: list[Line], random: object) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    entries = [entry(1_000_000, refund=-12_345, voucher=-999, fee=-54_321)]
    assert dict(zip(lines, settle_order(lines, entries), strict=True)) == dict(
        zip(shuffled, settle_order(shuffled, entries), strict=True)
    )


def test_an_adjustment_alone_settles_nothing() -> None:
    adjustment = Entry(0, 0, 0, 0, 0, 0, 0, -2_000)
    paid = Entry(90_000, 0, 0, 0, -9_000, 0, 0, 0)
    assert settle_order([line("a")], [adjustment]) == settle_order([line("a")], [])
    (alone,), (together,) = settle_order([line("a")], [paid]), settle_order([line("a")], [paid, adjustment])
    assert (alone.settled, together.settled) == (True, True)
    assert together.fees == (alone.fees or 0) + 2_000
