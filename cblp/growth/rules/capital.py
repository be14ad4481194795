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

FEW_PEOPLE, SAME_ANSWERS, SEVERAL_FACTORS = "few_people", "same_answers", "several_factors"

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

    def _raw(self, access: Sequence[float], competence: Sequence[float]) -> float:
        return self.both.score((self.access.score(access), self.competence.score(competence)))


def why_not(block: Sequence[Answers]) -> str:
    """Why no model may be drawn from the answers to one block, as a code above; "" when it may."""
    if not block or len(block) < PEOPLE_PER_ITEM * len(block[0]):
        return FEW_PEOPLE
    if any(len(set(column)) == 1 for column in zip(*block, strict=True)):
        return SAME_ANSWERS
    return "" if sum(value > 1 for value in _fit(block).eigenvalues) == 1 else SEVERAL_FACTORS


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
