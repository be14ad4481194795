"""Digital capital as an index from 0 to 100: access and competence, weighed equally, or by a model frozen at the baseline.

After Ragnedda (2018) and Ragnedda, Ruiu & Addeo (2020). Items are answered 1 to 5. The questionnaire is our own; the index is
not the published scale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

LOW, HIGH = 1, 5
PEOPLE_PER_ITEM: Final = 5
"""People that a block needs per item before a model may be drawn from it."""

FEW_PEOPLE, SAME_ANSWERS, SEVERAL_FACTORS, APART = "few_people", "same_answers", "several_factors", "apart"
"""Why no model may be drawn; APART: who has more of one area has less of the other, so that no sum stands for both."""

Answers = Sequence[int]


def index(access: Answers, competence: Answers) -> Fraction:
    """Both areas weigh half: 50·(mean access − 1)/4 + 50·(mean competence − 1)/4. Every item must be answered."""
    return 50 * _part(access) + 50 * _part(competence)


def area(answers: Answers) -> Fraction:
    """One area from 0 to 100."""
    return 100 * _part(answers)


def weakest(areas: Mapping[str, Answers]) -> str:
    """The area with the lowest figure; of equals the one that stands first."""
    return min(areas, key=lambda name: _part(areas[name]))


def _part(answers: Answers) -> Fraction:
    if not answers or min(answers) < LOW or max(answers) > HIGH:
        raise ValueError("items are answered from 1 to 5, all of them")
    return (Fraction(sum(answers), len(answers)) - LOW) / (HIGH - LOW)


@dataclass(frozen=True)
class Block:
    """What standardises and weighs the items of a block: their means, standard deviations and loadings."""

    means: tuple[float, ...]
    deviations: tuple[float, ...]
    loadings: tuple[float, ...]
    eigenvalues: tuple[float, ...]

    def score(self, answers: Sequence[float]) -> float:
        """The weighted sum of the standardised answers."""
        return sum((a - m) / s * w for a, m, s, w in zip(answers, self.means, self.deviations, self.loadings, strict=True))


@dataclass(frozen=True)
class Model:
    """Two stages: one component each of access and competence, then one of both. Frozen at the baseline, applied ever after."""

    access: Block
    competence: Block
    both: Block

    def index(self, access: Answers, competence: Answers) -> float:
        """From 0 (all items 1) to 100 (all 5)."""
        low, high = (self._raw([a] * len(self.access.means), [a] * len(self.competence.means)) for a in (LOW, HIGH))
        return 100 * (self._raw(access, competence) - low) / (high - low)

    def shares(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """What part of the index each item of access and of competence can move; together 1, as the index is a straight sum."""
        weights = [
            tuple(area * item / deviation for item, deviation in zip(block.loadings, block.deviations, strict=True))
            for area, block in (
                (self.both.loadings[0] / self.both.deviations[0], self.access),
                (self.both.loadings[1] / self.both.deviations[1], self.competence),
            )
        ]
        whole = sum(map(sum, weights))
        first, second = (tuple(weight / whole for weight in some) for some in weights)
        return first, second

    def _raw(self, access: Sequence[float], competence: Sequence[float]) -> float:
        return self.both.score((self.access.score(access), self.competence.score(competence)))


@dataclass(frozen=True)
class Condition:
    """What a block brings to a model: ``people`` who answered all its items, of which ``same`` got one answer from everybody.

    ``factors`` counts the eigenvalues above 1; None where they can't be reckoned. A model needs exactly one.
    """

    items: int
    people: int
    same: int
    factors: int | None

    @property
    def needed(self) -> int:
        """So many people the block needs."""
        return PEOPLE_PER_ITEM * self.items

    @property
    def why_not(self) -> str:
        """The first objection, as a code above; "" for none."""
        if self.people < self.needed:
            return FEW_PEOPLE
        return SAME_ANSWERS if self.same else "" if self.factors == 1 else SEVERAL_FACTORS


def condition(block: Sequence[Answers], items: int) -> Condition:
    """What the answers to a block of ``items`` items bring, row by row a person."""
    same = sum(len(set(column)) == 1 for column in zip(*block, strict=True))
    known = len(block) > 1 and not same
    return Condition(items, len(block), same, sum(value > 1 for value in _fit(block).eigenvalues) if known else None)


def why_not(access: Sequence[Answers], competence: Sequence[Answers]) -> str:
    """Why no model may be drawn from these answers (row by row the same people), as a code above; "" when it may."""
    blocks = [condition(block, len(block[0]) if block else 1) for block in (access, competence)]
    found = next((one.why_not for one in blocks if one.why_not), "")
    return found or (APART if min(draw(access, competence).both.loadings) <= 0 else "")


def draw(access: Sequence[Answers], competence: Sequence[Answers]) -> Model:
    """The model of a baseline (row by row the same people). ``why_not`` says whether it may be used."""
    first, second = _fit(access), _fit(competence)
    scores = [(first.score(a), second.score(c)) for a, c in zip(access, competence, strict=True)]
    return Model(first, second, _fit(scores))


def _fit(rows: Sequence[Sequence[float]]) -> Block:
    import numpy as np  # heavy: only a model needs it

    table: Any = np.array(rows, dtype=float)
    values, vectors = np.linalg.eigh(np.corrcoef(table, rowvar=False))
    main = vectors[:, -1]
    main = main * (1.0 if main.sum() >= 0 else -1.0)
    return Block(
        tuple(map(float, table.mean(axis=0))), tuple(map(float, table.std(axis=0))), tuple(map(float, main)),
        tuple(float(value) for value in values[::-1]),
    )
