"""Before and after: the vector, too few, ties and zeros, who dropped out."""

from __future__ import annotations

import pytest

from cblp.growth.rules.paired import compare

PRE, POST = (40, 55, 60, 35, 70, 50), (60, 70, 66, 50, 85, 45)


def people(values):
    return dict(enumerate(values))


def test_the_vector_of_the_domain_rules():
    change = compare(people(PRE), people(POST))
    assert change.gain == 11.0 and round(change.spread, 4) == 9.0554 and round(change.size, 4) == 1.2147
    assert change.p == pytest.approx(0.0625) and change.proven is False


def test_distinct_differences_use_the_exact_ranks():
    change = compare(people((10, 20, 30, 40, 50, 60)), people((11, 22, 33, 44, 55, 66)))
    assert change.p == pytest.approx(2 / 64) and change.proven is True


def test_five_pairs_prove_nothing():
    change = compare(people(PRE[:5]), people(POST[:5]))
    assert change.p is None and change.proven is None and change.gain is not None


def test_who_has_only_one_wave_is_left_out_and_counted():
    change = compare({"a": 1, "b": 2}, {"b": 4, "c": 5})
    assert (change.pairs, change.dropped, change.gain, change.spread) == (1, 2, 2, None)


def test_nothing_moved():
    assert compare(people(PRE), people(PRE)).p == 1.0


def test_nobody_in_both():
    assert compare({1: 2}, {3: 4}).gain is None


def test_the_order_of_the_people_decides_nothing():
    """Twenty people with equal differences among them: more than all patterns can be tried for, so patterns are drawn."""
    gains = [0.1, 0.1, 0.2, -0.3, 0.7, 0.7, -0.1, 0.4, 0.25, 0.3, 0.1, -0.2, 0.6, 0.05, 0.15, -0.35, 0.45, 0.1, 0.3, 0.2]
    people = [f"p{i}" for i in range(len(gains))]
    before = dict.fromkeys(people, 3.1)
    after = {person: 3.1 + gain for person, gain in zip(people, gains, strict=True)}
    for turned in (people[::-1], sorted(people, key=lambda one: after[one]), people[7:] + people[:7]):
        assert compare({one: before[one] for one in turned}, after) == compare(before, after)
