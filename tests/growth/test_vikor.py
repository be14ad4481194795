"""VIKOR: the vector of the domain rules, the conditions and their sets, ties and gaps, and pymcdm as an oracle for Q."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp.growth.rules.vikor import CRITERIA, leaning, rank, sensitivity

VALUES = {
    "Keripik singkong": (48, 12, 3, 5, 4, 2), "Batik tulis": (60, 25, 4, 2, 2, 5), "Kerupuk ikan": (30, 18, 4, 4, 3, 4),
    "Anyaman pandan": (22, 30, 2, 5, 1, 5), "Kopi bubuk": (54, 9, 5, 3, 5, 3),
}
WEIGHTS = dict(zip(CRITERIA, (0.35, 0.17, 0.13, 0.14, 0.08, 0.13), strict=True))


def table(values):
    return {name: dict(zip(CRITERIA, row, strict=True)) for name, row in values.items()}


def test_the_vector_of_the_domain_rules():
    ranking = rank(table(VALUES), WEIGHTS)
    found = {p.name: (round(p.s, 4), round(p.r, 4), round(p.q, 4)) for p in ranking.places}
    assert found == {
        "Keripik singkong": (0.4929, 0.1457, 0.3921), "Batik tulis": (0.2838, 0.1400, 0.0), "Kerupuk ikan": (0.5468, 0.2763, 0.8007),
        "Anyaman pandan": (0.5600, 0.3500, 1.0), "Kopi bubuk": (0.4053, 0.1700, 0.2913),
    }
    assert [p.name for p in ranking.places][:2] == ["Batik tulis", "Kopi bubuk"]
    assert ranking.compromise == ("Batik tulis",) and ranking.advantage and ranking.stable


@pytest.fixture(scope="module")
def theirs():
    """pymcdm's VIKOR, imported only where it is asked: it brings all of matplotlib along."""
    from pymcdm.methods import VIKOR

    return VIKOR


def oracle(theirs, v):
    """Q as pymcdm has it."""
    matrix, weights = np.array(list(VALUES.values()), dtype=float), np.array(list(WEIGHTS.values()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # it warns of alternatives that are worse in everything
        return dict(zip(VALUES, theirs(v=v)(matrix, weights, np.ones(6)), strict=True))


@pytest.mark.parametrize(("v", "put_forward"), [
    (0.0, ("Batik tulis", "Keripik singkong", "Kopi bubuk")), (0.25, ("Batik tulis", "Keripik singkong", "Kopi bubuk")),
    (0.5, ("Batik tulis",)), (0.75, ("Batik tulis",)), (1.0, ("Batik tulis",)),
])
def test_who_is_put_forward_depends_on_how_losses_are_weighed(theirs, v, put_forward):
    found, expected = sensitivity(table(VALUES), WEIGHTS)[v], oracle(theirs, v)
    assert found == rank(table(VALUES), WEIGHTS, v)
    assert {place.name: place.q for place in found.places} == pytest.approx(expected, abs=1e-9)
    assert found.compromise == put_forward
    # The set follows from the oracle's Q, too: without a clear lead all that are closer than it to the first.
    first, second = sorted(expected.values())[:2]
    assert found.advantage == (second - first >= 1 / 4)
    assert found.stable, "Batik tulis is first by S and by R"
    assert set(put_forward) == {name for name, q in expected.items() if q - first < 1 / 4}


def test_a_criterion_that_tells_nobody_apart_loses_nothing_and_is_named():
    values = {name: (*row[:5], 3) for name, row in VALUES.items()}
    ranking = rank(table(values), WEIGHTS)
    assert ranking.flat == ("character",) and all(p.terms["character"] == 0 for p in ranking.places)


def test_a_missing_value_leaves_out_and_names():
    values = table(VALUES)
    values["Kopi bubuk"]["market"] = None
    ranking = rank(values, WEIGHTS)
    assert ranking.left_out == ("Kopi bubuk",) and len(ranking.places) == 4


def test_one_alone_is_no_ranking():
    assert rank(table({"Batik tulis": VALUES["Batik tulis"]}), WEIGHTS).places == ()


def test_equals_are_all_put_forward():
    ranking = rank(table(dict.fromkeys(("B", "A", "C"), VALUES["Kopi bubuk"])), WEIGHTS)
    assert [p.q for p in ranking.places] == [0, 0, 0] and ranking.compromise == ("A", "B", "C")


def test_what_loses_most_is_named():
    weakest = {p.name: p.weakest for p in rank(table(VALUES), WEIGHTS).places}
    assert weakest["Anyaman pandan"] == "turnover" and weakest["Batik tulis"] == "materials"


def test_more_weight_on_what_one_is_best_in_never_sets_it_back():
    usual, leaned = rank(table(VALUES), WEIGHTS), leaning(table(VALUES), WEIGHTS, "labour", 3)
    place = lambda found: [p.name for p in found.places].index("Anyaman pandan")  # noqa: E731
    assert place(leaned) <= place(usual)


def test_weights_must_be_weights():
    with pytest.raises(ValueError):
        rank(table(VALUES), dict.fromkeys(CRITERIA, 0.0))


@given(st.lists(st.lists(st.integers(1, 60), min_size=4, max_size=4), min_size=3, max_size=8), st.sampled_from((0.0, 0.25, 0.5, 1.0)))
def test_q_is_that_of_the_oracle_wherever_the_oracle_has_one(theirs, rows, v):
    matrix = np.array(rows, dtype=float)
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    ranking = rank({str(i): dict(zip("abcd", row, strict=True)) for i, row in enumerate(rows)}, dict(zip("abcd", weights, strict=True)), v)
    if ranking.flat or len({round(p.s, 12) for p in ranking.places}) < 2 or len({round(p.r, 12) for p in ranking.places}) < 2:
        return  # the oracle divides by zero there
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # it warns of alternatives that are worse in everything
        expected = theirs(v=v)(matrix, weights, np.ones(4))
    found = {p.name: p.q for p in ranking.places}
    assert [found[str(i)] for i in range(len(rows))] == pytest.approx(list(expected), abs=1e-9)
