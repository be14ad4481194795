"""Digital capital: the index vector to the last digit, the optional model's vector, its conditions, and the trap of refitting."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from cblp.growth.rules.capital import FEW_PEOPLE, SAME_ANSWERS, SEVERAL_FACTORS, draw, index, weakest, why_not


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
    assert why_not(ACCESS) == FEW_PEOPLE
    many = ACCESS * 3
    assert why_not(many) == ""
    assert why_not([[*row[:3], 2] for row in many]) == SAME_ANSWERS
    two = [[a, a, b, b] for a in range(1, 6) for b in range(1, 6)]
    assert why_not(two) == SEVERAL_FACTORS


def test_the_weakest_area_is_the_lowest_the_first_of_equals():
    assert weakest({"information": [3, 3], "safety": [2, 1], "problems": [1, 2]}) == "safety"
