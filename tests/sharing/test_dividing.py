"""Dividing a pool: the vectors of the sharing rules, their properties on generated data, and what stops a calculation."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp import i18n
from cblp.days import Span
from cblp.decisions.rules import Component
from cblp.sales.rules import largest_remainder
from cblp.sharing.rules.dividing import Figures, NobodyToShare, NothingToShare, WithoutBase, divide, missing_bases, period_seed
from cblp.sharing.rules.spread import gini, spread

SALES = {"A001": 8_450_000, "A002": 12_300_000, "A003": 0, "A004": 3_275_000, "A005": 5_975_000}
SAVINGS = {"A001": 1_200_000, "A002": 600_000, "A003": 600_000, "A004": 300_000, "A005": 0}
MEMBERS = {code: {"sales": SALES[code], "capital": SAVINGS[code]} for code in SALES}
COOPERATIVE = (
    Component("reserve", "Dana cadangan", 2_500, fund="reserve"),
    Component("sales", "Menurut penjualan", 3_000, bases=(("sales", 10_000),)),
    Component("capital", "Menurut simpanan", 2_000, bases=(("capital", 10_000),)),
    Component("board", "Jasa pengurus", 1_000, bases=(("role", 10_000),), without_base="reserve"),
    Component("education", "Dana pendidikan", 1_000, fund="education"),
    Component("social", "Dana sosial", 500, fund="solidarity"),
)
HYBRID = (Component("members", "Anggota", 10_000, bases=(("equal", 4_000), ("sales", 6_000))),)


def one(base: str, **more: object) -> tuple[Component, ...]:
    return (Component(base, base, 10_000, bases=((base, 10_000),), **more),)  # type: ignore[arg-type]


# -- vectors ---------------------------------------------------------------------------------------------------------------------


def test_ties_go_by_the_digest_of_period_component_and_member() -> None:
    digests = [sha256(f"2026-10|sales|A00{n}".encode()).hexdigest()[:4] for n in (1, 2, 3)]
    assert digests == ["6593", "0aa1", "b1d7"]
    shared = divide(100, one("sales"), {f"A00{n}": {"sales": 1} for n in (1, 2, 3)}, seed="2026-10")
    assert shared.members == {"A001": 33, "A002": 34, "A003": 33}


@pytest.mark.parametrize(
    ("pool", "people", "amounts"),
    [(3_000, 7, [429] * 4 + [428] * 3), (35_316, 8, [4_415] * 4 + [4_414] * 4)],
)
def test_equal_shares_differ_by_at_most_a_rupiah(pool: int, people: int, amounts: list[int]) -> None:
    shared = divide(pool, one("equal"), {f"A{n}": {} for n in range(people)}, seed="2026-10")
    assert sorted(shared.members.values(), reverse=True) == amounts


def test_the_largest_remainders_get_what_is_left() -> None:
    members = {f"A{n}": {"sales": base} for n, base in enumerate((47_000, 16_000, 15_800, 12_000, 6_100, 3_100))}
    assert list(divide(10, one("sales"), members, seed="x").members.values()) == [5, 2, 1, 1, 1, 0]


def test_a_cooperatives_surplus() -> None:
    shared = divide(12_345_678, COOPERATIVE, MEMBERS, seed="2026")
    assert list(shared.components.values()) == [3_086_419, 3_703_703, 2_469_136, 1_234_568, 1_234_568, 617_284]
    assert amounts(shared, "capital") == [1_097_394, 548_697, 548_697, 274_348, 0]
    assert amounts(shared, "sales") == [1_043_210, 1_518_518, 0, 404_321, 737_654]
    assert list(shared.members.values()) == [2_140_604, 2_067_215, 548_697, 678_669, 737_654]
    assert sum(shared.members.values()) == 6_172_839
    assert shared.funds == {"reserve": 3_086_419 + 1_234_568, "education": 1_234_568, "solidarity": 617_284}
    assert round(float(gini(shared.members.values()) or 0), 4) == 0.2963


def amounts(shared: object, component: str) -> list[int]:
    return [line.amount for line in shared.lines if line.component == component]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("pool", "components", "expected"),
    [
        (1_000_000, one("equal"), [200_000] * 5),
        (1_000_000, HYBRID, [249_000, 326_000, 80_000, 145_500, 199_500]),
        (1_000_003, HYBRID, [249_001, 326_001, 80_000, 145_500, 199_501]),
    ],
)
def test_bases_of_one_component_are_combined_before_they_are_rounded(
    pool: int, components: tuple[Component, ...], expected: list[int],
) -> None:
    assert list(divide(pool, components, MEMBERS, seed="2026-10").members.values()) == expected


def test_a_line_tells_everything_that_it_follows_from() -> None:
    line = divide(1_000_000, HYBRID, MEMBERS, seed="2026-10").lines[1]
    assert (line.member, line.amount, line.exact) == ("A002", 326_000, 326_000)
    assert line.base / line.base_total == Fraction(326, 1000)
    equal, sales = line.parts
    assert (equal.base, equal.share, equal.counted, equal.total, equal.amount) == ("equal", 4_000, 1, 5, 80_000)
    assert (sales.base, sales.share, sales.counted, sales.total, sales.amount) == ("sales", 6_000, 12_300_000, 30_000_000, 246_000)


# -- bases ---------------------------------------------------------------------------------------------------------------------


def test_a_negative_base_counts_nothing_and_is_shown() -> None:
    shared = divide(100, one("sales"), {"a": {"sales": -50}, "b": {"sales": 50}}, seed="x")
    assert shared.members == {"a": 0, "b": 100}
    assert (shared.lines[0].parts[0].figure, shared.lines[0].parts[0].counted) == (-50, 0)


def test_hours_count_up_to_the_limit() -> None:
    members = {"a": {"hours": 30 * 60}, "b": {"hours": 10 * 60}}
    assert divide(100, one("hours"), members, seed="x").members == {"a": 75, "b": 25}
    limited = divide(100, one("hours", limits={"hours": 10}), members, seed="x")
    assert limited.members == {"a": 50, "b": 50}
    assert (limited.lines[0].parts[0].figure, limited.lines[0].parts[0].counted) == (1_800, 600)


def test_a_part_without_a_base_stops_and_asks() -> None:
    members: dict[str, Figures] = {"a": {"sales": 3}, "b": {"sales": 1}}
    components = (
        Component("sold", "Penjual", 5_000, bases=(("sales", 10_000),)),
        Component("work", "Jam kerja", 5_000, bases=(("hours", 10_000),)),
    )
    assert missing_bases(components, members) == [("work", "hours")]
    with pytest.raises(WithoutBase) as stopped:
        divide(100, components, members, seed="x")
    assert stopped.value.values == {"missing": (("work", "hours"),), "parts": ("Jam kerja",)}
    assert "Jam kerja" in stopped.value.text() and "{" not in stopped.value.text()
    assert divide(100, components, members, seed="x", choices={"work": "equal"}).members in ({"a": 63, "b": 37}, {"a": 62, "b": 38})
    to_fund = divide(100, components, members, seed="x", choices={"work": "education"})
    assert to_fund.funds == {"education": 50} and sum(to_fund.members.values()) == 50


def test_the_rule_may_have_answered_before() -> None:
    component = Component("work", "Jam kerja", 10_000, bases=(("hours", 10_000),), without_base="solidarity")
    assert divide(100, [component], {"a": {}}, seed="x").funds == {"solidarity": 100}


def test_one_base_of_several_that_nobody_has_goes_where_it_was_decided() -> None:
    members: dict[str, Figures] = {"a": {}, "b": {}}
    with pytest.raises(WithoutBase):
        divide(100, HYBRID, members, seed="x")
    shared = divide(100, HYBRID, members, seed="x", choices={"members": "reserve"})
    assert shared.members == {"a": 20, "b": 20} and shared.funds == {"reserve": 60}
    equally = divide(100, HYBRID, members, seed="x", choices={"members": "equal"})
    assert equally.members == {"a": 50, "b": 50}
    assert [part.instead_of for part in equally.lines[0].parts] == ["", "sales"]


def test_a_component_of_nothing_asks_nobody() -> None:
    components = (Component("all", "Semua", 10_000), Component("work", "Jam", 0, bases=(("hours", 10_000),)))
    assert divide(7, components, {"a": {}}, seed="x").members == {"a": 7}


@pytest.mark.parametrize("pool", [0, -1])
def test_nothing_is_shared_of_nothing(pool: int) -> None:
    with pytest.raises(NothingToShare):
        divide(pool, one("equal"), MEMBERS, seed="x")


def test_nobody_to_share_with() -> None:
    with pytest.raises(WithoutBase):
        divide(5, one("equal"), {}, seed="x")
    with pytest.raises(NobodyToShare):
        divide(5, one("equal"), {}, seed="x", choices={"equal": "equal"})


def test_what_is_no_rule_is_refused() -> None:
    with pytest.raises(ValueError):
        divide(5, [Component("half", "Separuh", 5_000)], MEMBERS, seed="x")
    with pytest.raises(ValueError):
        divide(5, one("hours"), MEMBERS, seed="x", choices={"hours": "somebody"})


def test_the_id_of_a_period() -> None:
    assert period_seed(Span(date(2026, 10, 1), date(2026, 10, 31))) == "2026-10"
    assert period_seed(Span(date(2026, 10, 1), date(2026, 10, 30))) == "2026-10-01/2026-10-30"


def test_the_words_exist_in_both_languages() -> None:
    spoken = WithoutBase(missing=(("a", "hours"), ("b", "sales")), parts=("A", "B"))
    assert spoken.text("en") == "Nobody has hours of work, sales yet. Choose who gets “A”, “B”."
    for error in (NothingToShare(), NobodyToShare(), spoken):
        assert error.text("id") != error.text("en") and i18n.translate(error.message, "id") != error.message


# -- properties ------------------------------------------------------------------------------------------------------------------

bases = st.lists(st.sampled_from(["equal", "sales", "capital", "hours", "role"]), min_size=1, max_size=3, unique=True)
figures = st.fixed_dictionaries({
    "sales": st.one_of(st.just(0), st.integers(-10**6, 10**13)), "capital": st.integers(0, 10**13),
    "hours": st.integers(0, 10_000), "role": st.integers(0, 5),
})


def cut(draw: st.DrawFn, parts: int) -> list[int]:
    return largest_remainder(10_000, [draw(st.integers(1, 100)) for _ in range(parts)], range(parts))


@st.composite
def rules(draw: st.DrawFn) -> tuple[Component, ...]:
    """A rule that never asks: what nobody has is shared equally."""
    shares = cut(draw, draw(st.integers(1, 6)))
    made = []
    for place, share in enumerate(shares):
        if draw(st.integers(0, 3)) == 0:
            made.append(Component(f"c{place}", "Dana", share, fund=draw(st.sampled_from(["reserve", "education", "solidarity"]))))
            continue
        names = draw(bases)
        made.append(Component(
            f"c{place}", "Bagian", share, bases=tuple(zip(names, cut(draw, len(names)), strict=True)),
            limits={"hours": 40} if draw(st.booleans()) else {},
            without_base=draw(st.sampled_from(["equal", "reserve"])),
        ))
    return tuple(made)


pools = st.one_of(st.integers(1, 100), st.integers(1, 10**15))
groups = st.dictionaries(st.uuids(version=4).map(str), figures, min_size=1, max_size=30)


def check_everything(pool: int, components: tuple[Component, ...], members: dict[str, Figures]) -> None:
    """Every property that the sharing rules promise, of one case; also tried on many more in the long run."""
    shared = divide(pool, components, members, seed="2026-10")
    assert sum(shared.members.values()) + sum(shared.funds.values()) == pool
    assert sum(shared.components.values()) == pool
    for component in components:
        size = shared.components[component.code]
        assert size in {floor(exact := Fraction(pool * component.basis_points, 10_000)), ceil(exact)}
        lines = [line for line in shared.lines if line.component == component.code]
        assert sum(line.amount for line in lines) == size
        by_base = sorted(lines, key=lambda line: (line.base, line.amount))
        for line in lines:
            assert line.amount in {floor(line.exact), ceil(line.exact)}
            assert line.amount >= 0 and (line.base or not line.amount)
            assert sum(part.amount for part in line.parts) == (line.amount if line.member or line.parts else 0)
            if not component.fund:
                assert line.exact == size * line.base / line.base_total
        for less, more in pairwise(by_base):
            assert less.amount <= more.amount
            assert more.base > less.base or more.amount - less.amount <= 1
    for member, amount in shared.members.items():
        own = [line for line in shared.lines if line.member == member]
        assert abs(amount - sum(line.exact for line in own)) < max(len(own), 1)
    again = divide(pool, components, dict(reversed(members.items())), seed="2026-10")
    assert again == shared


@given(pools, rules(), groups)
def test_the_properties_of_sharing(pool: int, components: tuple[Component, ...], members: dict[str, Figures]) -> None:
    check_everything(pool, components, members)


@given(st.lists(st.integers(0, 10**12), max_size=40))
def test_the_spread_of_amounts(amounts: list[int]) -> None:
    found = spread(amounts)
    if not amounts:
        assert found is None
        return
    assert found is not None
    assert found.smallest <= found.median <= found.largest and found.count == len(amounts)
    coefficient = found.gini
    if not any(amounts):
        assert coefficient is None
        return
    # Half of the mean absolute difference over the mean: the same figure by its definition.
    differences = sum(abs(a - b) for a in amounts for b in amounts)
    assert coefficient == Fraction(differences, 2 * len(amounts) * sum(amounts))
    assert 0 <= coefficient < 1


def test_the_spread_in_figures() -> None:
    found = spread([80_000, 145_501, 199_500, 326_000])
    assert found is not None
    assert (found.smallest, found.median, found.largest, found.ratio) == (80_000, 172_501, 326_000, Fraction(326, 80))
    assert (even := spread([5, 5])) and even.gini == 0
    assert (one_has_all := spread([0, 9])) and one_has_all.ratio is None and one_has_all.gini == Fraction(1, 2)
