"""Somebody who subtracts: from everything that was ever shown of a quarter, the bounds of what was hidden, by integer programming."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from cblp.programmes.rules.suppression import ALL, COARSE, MEMBERS, SPARE, Cell, lines, rounded_share

WIDTH = SPARE
"""No number of businesses, and no count of theirs, may be known to less than this."""
POINTS = 10
"""No rate of a hidden cell may be known to less: twice what a shown one is rounded to."""

Cells = Mapping[str, Mapping[str, Cell]]
Unknown = tuple[object, ...]
MANY = 10_000


@dataclass
class Attacker:
    """Knows every cell, how areas lie in each other, that a named area has a member, and which named areas have members who are in
    no named part of them (``rests``); knows that nobody came or went between two editions, and which figures are the same in both.

    ``shapes`` by indicator. A business gives 0 or 1 to a share; nothing is known of what it gives to a count but that it is not
    negative.
    """

    editions: Sequence[Cells]
    shapes: Mapping[str, str]
    rests: frozenset[str]
    same_people: bool = True
    same_values: frozenset[str] = frozenset()
    known: dict[Unknown, int] = field(default_factory=dict)
    rows: list[tuple[dict[Unknown, float], float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for number, cells in enumerate(self.editions):
            self._members(number, cells[MEMBERS])
            for code, shape in self.shapes.items():
                self._indicator(number, code, shape, cells[code])

    def people(self, number: int, area: str) -> Unknown:
        return ("n", 0 if self.same_people else number, area)

    def of_rate(self, number: int, code: str, area: str) -> Unknown:
        return ("i", code, 0 if self.same_people else number, area)

    def value(self, number: int, code: str, area: str) -> Unknown:
        return ("v", code, 0 if self.same_people and code in self.same_values else number, area)

    def _members(self, number: int, cells: Mapping[str, Cell]) -> None:
        for area, cell in cells.items():
            self._row({self.people(number, area): 1}, *((cell.n, cell.n) if cell.n is not None else (1, MANY)))
        self._adds_up(cells, lambda area: self.people(number, area))

    def _indicator(self, number: int, code: str, shape: str, cells: Mapping[str, Cell]) -> None:
        def value(area: str) -> Unknown:
            return self.value(number, code, area)

        def behind(area: str) -> Unknown:
            return self.of_rate(number, code, area) if shape.startswith("rate") else self.people(number, area)

        self._adds_up(cells, value)
        if shape.startswith("rate"):
            self._adds_up(cells, behind)
            self._within(cells, behind, lambda area: self.people(number, area))
        if shape in {"share", "rate"}:
            self._within(cells, value, behind)
        for area, cell in cells.items():
            if not shape.startswith("rate"):
                if cell.n is not None:
                    self._row({behind(area): 1}, cell.n, cell.n)
                if cell.value is not None:
                    self._row({value(area): 1}, cell.value, cell.value)
            elif cell.value is not None and cell.n is not None:
                self._row({behind(area): 1}, cell.n, MANY)
                if shape == "rate":  # hundredths of a percent, rounded to 5 percent; the ends of the scale stand for all and none
                    members = self.editions[number][MEMBERS][area].n
                    least, most = (rounded_share(all_, 1, members or 0) for all_ in (0, 1))
                    low = 0 if cell.value <= least else cell.value - COARSE / 2
                    high = ALL if cell.value >= most else cell.value + COARSE / 2
                    self._row({value(area): ALL, behind(area): -high}, -MANY * ALL, 0)
                    self._row({value(area): ALL, behind(area): -low}, 0, MANY * ALL)

    def _adds_up(self, cells: Mapping[str, Cell], name) -> None:
        for area, parts in parts_of(cells).items():
            rest = ("rest", name(area))
            self._row({name(area): 1, rest: -1, **{name(part): -1 for part in parts}}, 0, 0)
            if parts and area not in self.rests:
                self._row({rest: 1}, 0, 0)
            elif name(area)[0] == "n":
                self._row({rest: 1}, 1, MANY)

    def _within(self, cells: Mapping[str, Cell], inner, outer) -> None:
        for area in cells:
            for one, other in ((inner(area), outer(area)), (("rest", inner(area)), ("rest", outer(area)))):
                self._row({other: 1, one: -1}, 0, MANY)

    def _row(self, terms: dict[Unknown, float], low: float, high: float) -> None:
        for name in terms:
            self.known.setdefault(name, len(self.known))
        self.rows.append((terms, low, high))

    def bounds(self, unknown: Unknown) -> tuple[int, int]:
        """The least and the greatest that it may be."""
        low, high = (self._solve({unknown: sign}) for sign in (1, -1))
        return round(low), round(-high)

    def rates(self, value: Unknown, of: Unknown) -> tuple[int, int]:
        """The least and the greatest percent (in steps of 5) that a rate of at least one business may be."""
        low = next(at for at in range(0, 101, 5) if self._possible({value: 100, of: -at}, -MANY * 100, 0, of))
        high = next(at for at in range(100, -1, -5) if self._possible({value: 100, of: -at}, 0, MANY * 100, of))
        return low, high

    def _possible(self, terms: dict[Unknown, float], low: float, high: float, of: Unknown) -> bool:
        self.rows += [(terms, low, high), ({of: 1}, 1, MANY)]
        try:
            return self._solve({}) is not None
        finally:
            del self.rows[-2:]

    def _solve(self, goal: dict[Unknown, float]):
        width = len(self.known)
        cost = np.zeros(width)
        for name, weight in goal.items():
            cost[self.known[name]] = weight
        at = [(row, self.known[name], weight) for row, (terms, *_) in enumerate(self.rows) for name, weight in terms.items()]
        rows, columns, weights = zip(*at, strict=True)
        matrix = csr_matrix((weights, (rows, columns)), shape=(len(self.rows), width))
        low, high = (np.array([row[place] for row in self.rows], dtype=float) for place in (1, 2))
        found = milp(cost, constraints=LinearConstraint(matrix, low, high), integrality=np.ones(width), bounds=Bounds(0, MANY))
        if found.status == 2:
            return None
        assert found.success, found.message
        return found.fun


def parts_of(cells: Mapping[str, Cell]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for area in cells:
        found[area]
        if area:
            found[next(line for line in reversed(lines(area)[:-1]) if line in cells)].append(area)
    return found


def attack(
    areas: Mapping[UUID, str], *editions: Cells, shapes: Mapping[str, str], same: frozenset[str] = frozenset(),
) -> list[str]:
    """What an attacker recovers who knows in which areas there are members outside the named parts."""
    named = parts_of(editions[0][MEMBERS])
    rests = {area for area, parts in named.items() if any(
        area in lines(at) and not any(part in lines(at) for part in parts) for at in areas.values()
    )}
    return recovered(Attacker(editions, shapes, frozenset(rests), same_values=same))


def recovered(attacker: Attacker) -> list[str]:
    """The hidden cells that the attacker knows to less than WIDTH (a rate: to less than POINTS)."""
    found: list[str] = []
    asked: set[Unknown] = set()
    for number, cells in enumerate(attacker.editions):
        for code, by_area in cells.items():
            for area in (area for area, cell in by_area.items() if cell.hidden):
                name = f"edition {number}, {code} of {area or 'all'}"
                shape = attacker.shapes.get(code, "")
                if code == MEMBERS:
                    ask = {"n": attacker.people(number, area)}
                elif shape.startswith("rate"):
                    ask = {"n": attacker.of_rate(number, code, area)}
                else:
                    ask = {"value": attacker.value(number, code, area)}
                if code != MEMBERS and by_area[area].n is None and not shape.startswith("rate"):
                    ask["n"] = attacker.people(number, area)
                for what, unknown in ask.items():
                    if unknown in asked:  # the same of two editions
                        continue
                    asked.add(unknown)
                    low, high = attacker.bounds(unknown)
                    if high - low < WIDTH:
                        found.append(f"{name}: {what} {low} to {high}")
                if shape == "rate":
                    low, high = attacker.rates(attacker.value(number, code, area), attacker.of_rate(number, code, area))
                    if high - low < POINTS:
                        found.append(f"{name}: {low} to {high} percent")
    return found
