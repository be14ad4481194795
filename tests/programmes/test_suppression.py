"""What is hidden stays hidden: the rule's own cases, and an attacker with a solver over everything that was ever shown."""

from __future__ import annotations

import random
from collections.abc import Mapping
from itertools import count
from uuid import UUID

import pytest

from cblp.programmes.rules.suppression import HIDDEN, MEMBERS, Cell, Table, Told, _at_least, lines, publish
from tests.programmes.attacker import attack


def people(**numbers: int) -> dict[UUID, str]:
    """So many businesses in each area, written with _ for the dots; ``whole`` is without an area."""
    ids = count(1)
    return {
        UUID(int=next(ids)): "" if area == "whole" else area.strip("_").replace("_", ".") for area, number in numbers.items()
        for _ in range(number)
    }


def percent(value: int, base: int) -> int:
    """Hundredths of a percent, to the nearest whole percent."""
    return (200 * value + base) // (2 * base) * 100


def share(areas, yes, code="share"):
    return Table(code, "share", {id_: (int(place < yes.get(area, 0)), 1) for area in set(areas.values())
                                 for place, id_ in enumerate(i for i, at in areas.items() if at == area)})


def shown(cells: Mapping[str, Cell]) -> set[str]:
    return {area for area, cell in cells.items() if not cell.hidden}


# -- the rule ------------------------------------------------------------------------------------------------------------


def test_a_small_area_takes_the_next_smallest_with_it():
    cells = publish(people(_15_71=4, _15_04=9, _15_02=7, _15_01=20), [])[MEMBERS]
    assert shown(cells) == {"", "15", "15.04", "15.01"} and cells["15.71"] == cells["15.02"] == HIDDEN
    assert cells["15"] == Cell(40, None, 40, False)


def test_two_small_ones_protect_each_other_once_they_are_five():
    assert shown(publish(people(_15_71=4, _15_04=1, _15_02=7), [])[MEMBERS]) == {"", "15", "15.02"}
    assert shown(publish(people(_15_71=3, _15_04=1, _15_02=7), [])[MEMBERS]) == {"", "15"}


def test_those_without_an_area_count_in_the_line():
    cells = publish(people(_15=3, _15_71=6, _15_04=8), [])[MEMBERS]
    assert shown(cells) == {"", "15", "15.04"}  # 15 less its two parts would tell of 3


def test_an_only_part_is_hidden_with_its_area():
    cells = publish(people(_15_71=4, _64_03=9, _12_71=12), [])[MEMBERS]
    assert shown(cells) == {"", "12", "12.71"} and "15.71" not in cells and cells["15"] == HIDDEN


def test_fewer_than_five_are_not_shown_at_all():
    assert set(shown(publish(people(_15_71=4), [])[MEMBERS])) == set()
    assert shown(publish({}, [])[MEMBERS]) == {""}


def test_hidden_areas_are_not_named_where_their_number_tells_them():
    cells = publish(people(**{f"_15_71_0{i}": 1 for i in range(1, 7)}), [])[MEMBERS]
    assert set(cells) == {"", "15", "15.71"} and shown(cells) == set(cells)


def test_a_figure_that_one_business_makes_up_is_hidden_where_it_is_and_its_neighbour_with_it():
    areas = people(_15_71=6, _15_04=6, _15_02=9)
    jobs = dict.fromkeys(areas, (1, 1)) | {UUID(int=1): (25, 1)}
    cells = publish(areas, [Table("jobs", "count", jobs, weighed=True)])["jobs"]
    assert cells["15.71"] == Cell(None, None, 6, True) and cells["15.04"].hidden and cells["15.02"].value == 9
    assert cells["15"].value == 45


def test_eighty_percent_is_not_too_much():
    areas = people(_15_71=5, _15_04=5)
    jobs = dict.fromkeys(areas, (1, 1)) | {UUID(int=1): (16, 1)}
    assert not publish(areas, [Table("jobs", "count", jobs, weighed=True)])["jobs"]["15.71"].hidden
    jobs[UUID(int=1)] = (17, 1)
    assert publish(areas, [Table("jobs", "count", jobs, weighed=True)])["jobs"]["15.71"].hidden


def test_none_of_all_would_tell_of_each_hidden_one():
    areas = people(_15_71=4, _15_04=9, _15_02=7, _15_01=20)
    cells = publish(areas, [share(areas, {"15.01": 1})])["share"]
    assert shown(cells) == set()
    cells = publish(areas, [share(areas, {"15.01": 3, "15.04": 2, "15.71": 2})])["share"]
    assert shown(cells) == {"", "15", "15.01", "15.04"} and cells["15.01"] == Cell(3, 20, 20, False)
    open_ = people(_15_71=6, _15_04=9)  # nothing is hidden: nothing is given away
    assert shown(publish(open_, [share(open_, {})])["share"]) == {"", "15", "15.71", "15.04"}


def test_a_rate_tells_neither_its_sums_nor_of_how_many_it_is():
    areas = people(_15_71=12, _15_04=20)
    rate = Table("growth", "rate", dict.fromkeys(list(areas)[:11], (120, 100)) | {list(areas)[12]: (90, 100)}, True, percent)
    cells = publish(areas, [rate])["growth"]
    assert cells[""] == Cell(percent(1410, 1200), None, 10, False)
    assert cells["15.71"].hidden and cells["15.04"] == HIDDEN  # eleven of twelve, less one
    assert [_at_least(n, members) for n, members in ((5, 5), (10, 12), (10, 15), (30, 40), (30, 29))] == [5, 5, 10, 25, 10]


def test_lines_of_an_area():
    assert lines("") == ("",) and lines("15.71.01") == ("", "15", "15.71", "15.71.01")


# -- editions --------------------------------------------------------------------------------------------------------------


def told(areas, tables, cells) -> Told:
    counted = {MEMBERS: frozenset(areas)} | {
        table.code: frozenset(table.given if table.shape == "rate" else areas) for table in tables
    }
    return Told(areas, counted, {code: frozenset(shown(found)) for code, found in cells.items()})


def test_what_one_edition_hides_the_next_does_not_show():
    areas = people(_15_71=8, _15_04=8, _15_02=9)

    def jobs(great):
        return Table("jobs", "count", dict.fromkeys(areas, (1, 1)) | {UUID(int=great): (40, 1)}, weighed=True)

    first = publish(areas, [jobs(1)])
    second = publish(areas, [jobs(20)], [told(areas, [jobs(1)], first)])
    assert first["jobs"]["15.71"].hidden and not first["jobs"]["15.02"].hidden
    assert second["jobs"]["15.71"].hidden and second["jobs"]["15.02"].hidden


def test_an_area_that_changed_by_one_to_four_is_hidden_in_the_next_edition():
    areas = people(_15_71=8, _15_04=8, _15_02=20, _15_01=20)
    before = told(areas, [], publish(areas, []))
    more = areas | {UUID(int=900 + i): "15.71" for i in range(3)} | {UUID(int=950 + i): "15.02" for i in range(5)}
    cells = publish(more, [], [before])[MEMBERS]
    # 3 new ones can only be told of together with the 5 others: nothing inside the province is shown.
    assert shown(cells) == {"", "15"}
    moved = areas | {UUID(int=1): "15.01"}  # nobody new, but one lies elsewhere
    cells = publish(moved, [], [before])[MEMBERS]
    assert shown(cells) == {"", "15", "15.02", "15.04"}


# -- the attack ------------------------------------------------------------------------------------------------------------

SHAPES = {"women": "share", "rare": "share", "most": "share", "jobs": "count", "help": "rate", "growth": "rate weighed"}


def association(dice: random.Random) -> dict[UUID, str]:
    """An association of 8 to 60 in a few villages, districts and regencies, some of them known less exactly."""
    regencies = [f"15.{n:02}" for n in dice.sample(range(1, 20), dice.randint(1, 3))]
    districts = [f"{dice.choice(regencies)}.{n:02}" for n in range(1, dice.randint(2, 6))]
    villages = [f"{dice.choice(districts)}.{n:04}" for n in range(1, dice.randint(2, 7))]
    places = [*regencies, *districts, *villages, "15", ""]
    weights = [dice.choice((1, 1, 4, 9)) for _ in places[:-2]] + [0.4, 0.3]
    return {UUID(int=i): place for i, place in enumerate(dice.choices(places, weights, k=dice.randint(8, 60)), start=1)}


def tables(dice: random.Random, areas: Mapping[UUID, str]) -> list[Table]:
    """One indicator of each kind, with rare and frequent marks, and a business as large as all others now and then."""
    def some(chance: float) -> dict[UUID, tuple[int, int]]:
        return {id_: (int(dice.random() < chance), 1) for id_ in areas}

    jobs = {id_: (dice.choice((0, 1, 1, 2, 3, 60)), 1) for id_ in areas}
    helped = {id_: given for id_, given in some(dice.choice((0, 0.6, 0.6, 1))).items() if dice.random() < 0.7}
    grown = {
        id_: (int(size * dice.uniform(0.5, 2)), size) for id_ in areas if dice.random() < 0.9
        for size in [dice.choice((100, 200, 300, 9_000))]
    }
    return [
        Table("women", "share", some(0.5)), Table("rare", "share", some(0.07)), Table("most", "share", some(0.95)),
        Table("jobs", "count", jobs, weighed=True), Table("help", "rate", helped),
        Table("growth", "rate", grown, weighed=True, of=percent),
    ]


def test_the_attacker_finds_what_hiding_small_areas_alone_gives_away():
    areas = people(_15_71=4, _15_04=9, _15_02=7)
    cells = publish(areas, [])[MEMBERS]
    naive = {MEMBERS: cells | {"15.02": Cell(7, None, 7, False)}}
    assert attack(areas, naive, shapes={}) == ["edition 0, active_members of 15.71: n 4 to 4"]


def test_the_attacker_finds_what_two_editions_give_away_together():
    areas = people(_15_71=8, _15_04=8, _15_02=9, _15_01=9)

    def edition(*hidden):
        return {MEMBERS: {
            area: HIDDEN if area in hidden else cell for area, cell in publish(areas, [])[MEMBERS].items()
        }}
    assert len(attack(areas, edition("15.71", "15.04"), edition("15.02", "15.01"), shapes={})) == 4


def test_the_attacker_finds_that_six_named_areas_with_six_members_have_one_each():
    areas = people(**{f"_15_0{i}": 1 for i in range(1, 7)})
    named = {MEMBERS: publish(areas, [])[MEMBERS] | {f"15.0{i}": HIDDEN for i in range(1, 7)}}
    assert len(attack(areas, named, shapes={})) == 6 and attack(areas, publish(areas, []), shapes={}) == []


@pytest.mark.parametrize("seed", range(10))
def test_nothing_hidden_is_recovered(seed):
    dice = random.Random(seed)
    areas = association(dice)
    cells = publish(areas, tables(dice, areas))
    assert attack(areas, cells, shapes=SHAPES) == []


@pytest.mark.parametrize("seed", range(100, 105))
def test_nothing_hidden_is_recovered_from_two_editions_with_corrected_figures(seed):
    dice = random.Random(seed)
    areas = association(dice)
    first = tables(dice, areas)
    corrected = [*first[:3], *tables(dice, areas)[3:4], *first[4:]]
    once = publish(areas, first)
    again = publish(areas, corrected, [told(areas, first, once)])
    assert attack(areas, once, again, shapes=SHAPES, same=frozenset(SHAPES) - {"jobs"}) == []
