"""Digital capital: the index vector to the last digit, the optional model's vector, its conditions, and the trap of refitting."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from cblp.growth.rules.capital import APART, FEW_PEOPLE, SAME_ANSWERS, SEVERAL_FACTORS, condition, draw, index, weakest, why_not


def digits(text):
    return [[int(d) for d in row] for row in text.split()]


ACCESS = digits("1212 2232 3323 3433 4344 4544 5455 2321")
COMPETENCE = digits("12112 22122 32223 33323 44334 44444 55445 23122")


def test_the_index_weighs_both_areas_equally():
    found = [index(a, c) for a, c in zip(ACCESS, COMPETENCE, strict=True)]
    assert found == [Fraction(x) for x in ("11.25", "25.625", "39.375", "50.625", "66.875", "78.125", "91.875", "25")]


def test_an_item_without_an_answer_has_no_index():
    with pytest.raises(ValueError):
        index([1, 0], [3])


def test_the_models_vector():
    model = draw(ACCESS, COMPETENCE)
    assert round(model.access.eigenvalues[0], 4) == 3.3490 and round(model.competence.eigenvalues[0], 4) == 4.6006
    scores = [[model.access.score(a), model.competence.score(c)] for a, c in zip(ACCESS, COMPETENCE, strict=True)]
    assert round(float(np.corrcoef(scores, rowvar=False)[0, 1]), 5) == 0.98827
    found = [round(model.index(a, c), 2) for a, c in zip(ACCESS, COMPETENCE, strict=True)]
    assert found == [11.54, 25.75, 39.44, 50.56, 66.70, 78.31, 91.70, 25.60]


def test_all_ones_are_nothing_and_all_fives_everything():
    model = draw(ACCESS, COMPETENCE)
    assert model.index([1] * 4, [1] * 5) == pytest.approx(0) and model.index([5] * 4, [5] * 5) == pytest.approx(100)


def test_refitting_on_the_second_wave_hides_what_was_gained():
    before = [a + c for a, c in zip(ACCESS, COMPETENCE, strict=True)]
    after = [[min(5, x + 1) for x in row] for row in before]
    model, again = draw(ACCESS, COMPETENCE), draw([r[:4] for r in after], [r[4:] for r in after])

    def mean_score(one, rows):
        return np.mean([one.both.score((one.access.score(r[:4]), one.competence.score(r[4:]))) for r in rows])

    assert mean_score(again, after) - mean_score(model, before) == pytest.approx(0, abs=1e-9)  # the trap
    assert np.mean([model.index(r[:4], r[4:]) for r in after]) - np.mean([model.index(r[:4], r[4:]) for r in before]) > 10


def test_a_model_needs_people_varying_answers_and_one_factor():
    many = ACCESS * 3
    assert (condition(ACCESS, 4).needed, condition(ACCESS, 4).why_not) == (20, FEW_PEOPLE)
    assert (condition(many, 4).factors, condition(many, 4).why_not) == (1, "")
    same = condition([[*row[:3], 2] for row in many], 4)
    assert (same.same, same.factors, same.why_not) == (1, None, SAME_ANSWERS)
    two = condition([[a, a, b, b] for a in range(1, 6) for b in range(1, 6)], 4)
    assert (two.factors, two.why_not) == (2, SEVERAL_FACTORS)
    assert condition([], 5).why_not == FEW_PEOPLE and why_not([], []) == FEW_PEOPLE


def test_both_blocks_must_carry_a_model_and_go_together():
    access, competence = ACCESS * 4, COMPETENCE * 4
    assert why_not(access, competence) == ""
    assert why_not(ACCESS * 3, COMPETENCE * 3) == FEW_PEOPLE  # 24 people are enough for 4 items, not for 5
    assert why_not(access, [[6 - answer for answer in row] for row in competence]) == APART


def test_the_shares_say_how_far_an_answer_moves_the_index():
    model = draw(ACCESS, COMPETENCE)
    access, competence = model.shares()
    assert sum(access) + sum(competence) == pytest.approx(1)
    for place, share in enumerate(access):
        raised = [2 + (at == place) for at in range(4)]
        assert model.index(raised, [2] * 5) - model.index([2] * 4, [2] * 5) == pytest.approx(100 * share / 4)


def test_the_weakest_area_is_the_lowest_the_first_of_equals():
    assert weakest({"information": [3, 3], "safety": [2, 1], "problems": [1, 2]}) == "safety"
