"""What is told of meetings, programmes and published progress: a liaison what was published or sent, a member their own part."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from cblp.bootstrap import App
from cblp.campaigns.reports import offers
from cblp.db.actor import COORDINATOR, LIAISON, MENTOR, TREASURER
from cblp.forum.reports import own_data as met
from cblp.programmes.models import Edition
from cblp.programmes.reports import own_data as helped
from tests.calls_mirror import FIGURES, OF_MEMBERS, TO_LIAISONS
from tests.filled import TODAY, House
from tests.filled_mirror import hushed
from tests.test_walls_reports import (
    ABOUT_ITSELF,
    OTHERS_BY_ID,
    REFERENCE,
    REPORTS,
    Answers,
    ask,
    by,
    naming,
    nothing,
    ways,
)

MIRROR = ("forum.", "programmes.")


def heard(told: Answers, *who: str) -> set[str]:
    """The reports that tell any of them anything."""
    return {name for (person, name, _), said in told.items() if person in who and not nothing(said)}


def test_a_liaison_is_told_what_was_published_or_sent_and_nothing_else(told: Answers, opened: tuple[App, House]) -> None:
    app, house = opened
    assert {name for name in heard(told, LIAISON) if name.startswith(MIRROR)} == TO_LIAISONS | FIGURES
    # Of all else (businesses, sales, sessions, money) they hear what they would of an association that has nothing.
    nowhere = replace(house.staff[LIAISON], association=UUID(int=9))
    assert [
        name for name in REPORTS.keys() - TO_LIAISONS - FIGURES - ABOUT_ITSELF - REFERENCE - OTHERS_BY_ID
        for number, arguments in enumerate(ways(name, house.owners[0]))
        if told[LIAISON, name, number] != ask(app, nowhere, name, arguments)
    ] == []


def test_a_liaison_hears_no_word_of_what_was_not_sent(told: Answers, opened: tuple[App, House]) -> None:
    _, house = opened
    kept_back = naming(told, hushed(house.word))
    assert LIAISON not in by(kept_back)
    assert {COORDINATOR, TREASURER} <= by(kept_back), "it is there to be told"
    assert LIAISON not in by(naming(told, "Zumala", "Zubela"))


@pytest.mark.parametrize("amount", [1_234_567, 8_765_432, 9_876_543])
def test_a_liaison_hears_no_rupiah_but_the_budget_of_what_the_office_pays(told: Answers, amount: int) -> None:
    assert by(naming(told, str(amount))) >= {COORDINATOR}, "it is there to be told"
    assert LIAISON not in by(naming(told, str(amount)))


def test_what_a_marketplace_keeps_is_told_of_shops_where_one_sells(opened: tuple[App, House]) -> None:
    app, house = opened
    first, second = house.owners
    asked = {"shops": [first.ids["shop_id"]], "today": TODAY}
    assert app.read(first.member, offers.fee_rates, **asked) == app.read(house.staff[COORDINATOR], offers.fee_rates, **asked) != {}
    assert app.read(second.member, offers.fee_rates, **asked) == app.read(house.staff[LIAISON], offers.fee_rates, **asked) == {}


def test_who_was_counted_in_an_edition_reaches_no_liaison(told: Answers, opened: tuple[App, House]) -> None:
    app, house = opened
    with app.database.reading(house.system.association) as session:
        counted = {id_ for edition in session.query(Edition) for id_, _area, _own in edition.members}
    assert len(counted) == len(house.voters(app)), "an edition keeps every member that it counted"
    assert LIAISON not in by(naming(told, *counted))


def test_a_member_is_told_their_own_part_and_a_mentor_nothing(told: Answers, opened: tuple[App, House]) -> None:
    _, house = opened
    members = [f"member {owner.word}" for owner in house.owners]
    assert {name for name in heard(told, *members) if name.startswith(MIRROR)} == OF_MEMBERS
    assert {name for name in heard(told, MENTOR) if name.startswith(MIRROR)} == set()
    # Of a meeting its title, day and place; of a programme what it is called; of what others promised nothing.
    for words in ("Notulen", "Kata", "Tema", "Tamu", "Siapkan", "Pinjam", "Tentang", "Mesin", "Nota", "Pak"):
        found = naming(told, f"{words} {hushed(house.word)}")
        assert found, words
        assert by(found) <= {COORDINATOR, TREASURER}, words


def test_what_a_bank_lent_is_the_coordinators_and_the_members(told: Answers) -> None:
    assert by(naming(told, "Bank Zumala", "9876543")) == {COORDINATOR, "member Zumala", "member Zubela"}, "each asked for as much"
    assert by(naming(told, "Bank Zumala")) == {COORDINATOR, "member Zumala"}


def test_whom_to_call_at_a_partner_only_the_coordinator_knows(told: Answers, opened: tuple[App, House]) -> None:
    assert by(naming(told, f"Pak {hushed(opened[1].word)}")) == {COORDINATOR}


# -- one's own data ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [0, 1])
def test_a_members_file_has_their_promises_meetings_programmes_and_financing(opened: tuple[App, House], who: int) -> None:
    app, house = opened
    word, own = house.owners[who].word, house.owners[who].member
    found = {**app.read(own, met.kept), **app.read(own, helped.kept)}
    assert [row["text"] for row in found["promises"]] == [f"Foto {word}"]
    assert [row["number"] for row in found["meetings"]] == [2], "the first was without them"
    assert [row["institution"] for row in found["financing"]] == [f"Bank {word}"]
    assert [row["code"] for row in found["programmes"]] == ["PB01", "PB02"]


def test_a_liaisons_file_has_their_own_comments(opened: tuple[App, House]) -> None:
    app, house = opened
    comments = app.read(house.staff[LIAISON], helped.kept)["comments"]
    assert [row["text"] for row in comments] == ["Kata Qubaru", "Kata Qubaru", "Perbaiki Qubaru"]
    assert app.read(house.staff[MENTOR], helped.kept) == {}
