"""Which figures of which areas may be told: a cell that shows too few businesses is hidden, and so is what would give it away.

Everything that a table shows is equivalent to the sums of its *pieces*: what remains of a shown area when its shown parts are
taken away. A hidden area can be computed from what is shown only if it is made of whole pieces. So no piece may be small, and
no hidden area may fill its piece: while one does, the next smallest part of the same line is hidden as well, and when no part
is left, the area itself. An area is shown only inside a shown one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal
from uuid import UUID

Shape = Literal["count", "share", "rate"]

FEWEST: Final = 5
"""Businesses that a shown figure tells of, at least; and by how many two editions of one quarter may differ, unless by none."""
LARGEST: Final = 80
"""Percent of a figure that one business may make up."""
SPARE: Final = 2
"""How far a hidden number can be from both of its bounds, at least, whatever else is known."""
STEPS: Final = (5, 10, 25, 50, 100, 250, 500, 1000)
"""How exactly it is told how many businesses a rate is of: at least so many."""
ALL: Final = 10_000
COARSE: Final = 500
"""A whole, and to what a share of a population of its own is rounded, in hundredths of a percent."""
WHOLE: Final = ""
"""The area code of the whole association."""


@dataclass(frozen=True)
class Table:
    """One indicator: what each business gives, as (value, base).

    ``count`` sums values of all members, ``share`` counts some of them (value 0 or 1). Both have the members as their base, so
    they hide every area that the members' own table hides. ``rate`` is of a population of its own: a rounded quotient of sums,
    told without the sums. ``weighed``: its parts are amounts, of which one business may hold most; the rate of amounts is made
    by ``of``, every other is a share in hundredths of a percent, rounded to COARSE and never all or none.
    """

    code: str
    shape: Shape
    given: Mapping[UUID, tuple[int, int]]
    weighed: bool = False
    of: Callable[[int, int], int] | None = None


@dataclass(frozen=True)
class Told:
    """What an earlier edition of the same quarter told: where everybody was, who was counted, which areas it showed, by indicator."""

    areas: Mapping[UUID, str]
    counted: Mapping[str, frozenset[UUID]]
    shown: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Cell:
    """One figure. ``value`` is None where it is hidden; ``base`` and ``n`` are, too, unless the members' own cell tells them.

    ``base`` is None for a count and for a rate; ``n`` of a rate is the least that it may be (see STEPS).
    """

    value: int | None
    base: int | None
    n: int | None
    hidden: bool


HIDDEN: Final = Cell(None, None, None, True)

MEMBERS: Final = "active_members"
"""The table of the members themselves, on which all others stand."""


def publish(
    areas: Mapping[UUID, str], tables: Sequence[Table], earlier: Sequence[Told] = (),
) -> dict[str, dict[str, Cell]]:
    """The cells by indicator and area code. ``areas`` holds each member's official code of any depth, "" where none is known.

    The members' own table comes first under MEMBERS; a business that is no member counts nowhere. Areas inside a hidden area
    are not named at all, nor are hidden ones so many that each could only be of one or two businesses.
    """
    frame = Table(MEMBERS, "count", dict.fromkeys(areas, (1, 1)))
    tree = _Tree(areas)
    seen = _shown(tree, frame, earlier, closed=frozenset())
    named = _named(tree, seen)
    closed = frozenset(tree.inside) - seen
    found = {MEMBERS: {
        area: Cell(n := len(tree.inside[area]), None, n, False) if area in seen else HIDDEN for area in named
    }}
    for table in tables:
        part = _among(areas, table)
        told = _shown(tree, part, earlier, closed)
        found[table.code] = {area: _cell(part, tree, area, area in told, area in seen) for area in named}
    return found


def changed(first: Iterable[UUID], then: Iterable[UUID]) -> int:
    """How many businesses are in only one of the two."""
    return len(set(first) ^ set(then))


def lines(code: str) -> tuple[str, ...]:
    """An area and all that it lies in, the whole association first: "15.71" → ("", "15", "15.71")."""
    parts = code.split(".") if code else []
    return (WHOLE, *(".".join(parts[:depth]) for depth in range(1, len(parts) + 1)))


class _Tree:
    """The areas in which there are members, who is in each, and which lie directly inside which."""

    def __init__(self, areas: Mapping[UUID, str]) -> None:
        inside: dict[str, set[UUID]] = defaultdict(set, {WHOLE: set()})
        for business, code in areas.items():
            for line in lines(code):
                inside[line].add(business)
        self.inside: Mapping[str, set[UUID]] = inside
        self.parts: Mapping[str, list[str]] = {
            area: sorted(code for code in inside if code != WHOLE and lines(code)[-2] == area) for area in inside
        }


@dataclass(frozen=True)
class _Piece:
    """What is left of a shown area without its shown parts: who counts in it, and its hidden parts."""

    table: Table
    who: frozenset[UUID]
    away: tuple[str, ...]  # the shown parts that were taken away
    hidden: tuple[frozenset[UUID], ...]  # its hidden parts, by who counts in them
    extra: tuple[frozenset[UUID], ...]  # those of them that the members' own table shows
    moved: tuple[int, ...]  # how many are in only one of this edition and each earlier one

    def safe(self) -> bool:
        if any(0 < number < FEWEST for number in self.moved):
            return False
        return not self.who or (len(self.who) >= FEWEST and not self._dominated() and (not self.hidden or self._blurred()))

    def _dominated(self) -> bool:
        """One business makes up nearly all of it."""
        if not self.table.weighed:
            return False
        columns = zip(*(map(abs, self.table.given[business]) for business in self.who), strict=True)
        return any(max(column) * 100 > LARGEST * sum(column) for column in columns if any(column))

    def _blurred(self) -> bool:
        """Nothing that is hidden in it can be computed: neither what it is of, nor that it is all or none of them."""
        if any(part == self.who for part in self.hidden):
            return False
        if self.table.code == MEMBERS or self.table.shape == "rate":
            return True
        value, base = (sum(self.table.given[business][column] for business in self.who) for column in (0, 1))
        if value < SPARE:
            return False
        others = [len(self.who) - len(part) for part in self.extra]
        if self.table.shape == "share" and self.extra:
            others.append(base - value)
        return all(number >= SPARE for number in others)


def _shown(tree: _Tree, table: Table, earlier: Sequence[Told], closed: frozenset[str]) -> frozenset[str]:
    """The areas that the table shows. ``closed`` are those that the members' own table hides."""
    known = [told for told in earlier if table.code in told.shown]
    inside = {area: frozenset(who & table.given.keys()) for area, who in tree.inside.items()}
    never = closed | _hidden_before(table.code, known)
    opened = {area for area in tree.inside if not any(line in never for line in lines(area))}
    deepest_first = sorted(opened, key=lambda area: (-len(lines(area)), area))
    while True:
        for area in deepest_first:
            if area not in opened:
                continue
            piece = _piece(tree, table, inside, area, opened, closed, known)
            if not piece.safe():
                goes = min(piece.away, key=lambda part: (len(inside[part]), part), default=area)
                opened -= {code for code in opened if goes in lines(code)}
                break
        else:
            return frozenset(opened)


def _hidden_before(code: str, known: Sequence[Told]) -> frozenset[str]:
    """What an earlier edition of the quarter hid, and would be told by both together if this one showed it."""
    return frozenset(
        line for told in known for area in told.areas.values() for line in lines(area) if line not in told.shown[code]
    )


def _piece(
    tree: _Tree, table: Table, inside: Mapping[str, frozenset[UUID]], area: str, opened: set[str], closed: frozenset[str],
    known: Sequence[Told],
) -> _Piece:
    away = tuple(part for part in tree.parts[area] if part in opened)
    hidden = {part: inside[part] for part in tree.parts[area] if part not in opened and inside[part]}
    who = inside[area].difference(*(inside[part] for part in away))
    then = [
        {
            business for business in told.counted[table.code]
            if area in (path := lines(told.areas[business])) and not any(part in path for part in away)
        } for told in known
    ]
    return _Piece(
        table, who, away, tuple(hidden.values()), tuple(some for part, some in hidden.items() if part not in closed),
        tuple(changed(who, before) for before in then),
    )


def _among(areas: Mapping[UUID, str], table: Table) -> Table:
    """The table without those who are no members; a count and a share are of all members, those who give nothing included."""
    if table.shape == "rate":
        return replace(table, given={business: given for business, given in table.given.items() if business in areas})
    return replace(table, given={business: (table.given.get(business, (0, 1))[0], 1) for business in areas})


def _named(tree: _Tree, seen: frozenset[str]) -> list[str]:
    """The areas that have a line: the shown ones, and the hidden ones directly inside them where that says little of each."""
    found = [WHOLE]
    for area in sorted(tree.inside):
        if area not in seen:
            continue
        parts = tree.parts[area]
        hidden = [part for part in parts if part not in seen]
        left = len(tree.inside[area]) - sum(len(tree.inside[part]) for part in parts if part in seen)
        # A named area holds a business at least: 5 areas with 5 businesses would be 1 in each.
        found += [part for part in parts if part in seen or left >= len(hidden) + SPARE]
    return found


def _cell(table: Table, tree: _Tree, area: str, told: bool, counted: bool) -> Cell:
    who = tree.inside[area] & table.given.keys()
    value, base = (sum(table.given[business][column] for business in who) for column in (0, 1))
    if table.shape == "rate":
        if not told or not who or not base:
            return HIDDEN
        members = len(tree.inside[area])
        rate = table.of(value, base) if table.of else rounded_share(value, base, members)
        return Cell(rate, None, _at_least(len(who), members), False)
    if not counted:
        return HIDDEN
    return Cell(value if told else None, base if table.shape == "share" else None, len(who), not told)


def rounded_share(value: int, base: int, members: int) -> int:
    """A share as it is told of an area with so many members: all or none of a part would be all or none of each part of it.

    So it stays where one of ``members`` may still be otherwise, however many of them it is of.
    """
    nearest = (2 * value * ALL + base * COARSE) // (2 * base * COARSE) * COARSE
    one = -(-ALL // (members * COARSE)) * COARSE
    return max(one, min(nearest, ALL - one))


def _at_least(number: int, members: int) -> int:
    """The step that is told for ``number`` of ``members``: far enough below them that nobody can tell how many are left out."""
    return max((step for step in STEPS if step <= number and step <= members - FEWEST), default=FEWEST)
