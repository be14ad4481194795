"""Texts for posts, the association's words for letters and the switch of the storefront: who changes and who reads them, by role."""

from __future__ import annotations

from typing import Any, Final

import pytest

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.outreach import letters
from cblp.outreach.reports import own_data
from tests import calls_storefront, calls_studio
from tests.filled import House
from tests.filled_studio import HELPER, LETTER, own
from tests.test_walls_reports import REPORTS, Answers, by, naming, nothing
from tests.test_walls_services import attempt

WORDS: Final = {"code": LETTER, "language": "id", "version": 1}
OF_ALL: Final[dict[str, tuple[dict[str, Any], set[str]]]] = {
    "outreach.services.assistant.left": ({"helper": HELPER}, {COORDINATOR, MEMBER}),
    "outreach.services.letters.reset": (WORDS, {COORDINATOR}),
    "outreach.services.letters.set": ({**WORDS, "text": "{nama}: {judul} sampai {batas}. {link}"}, {COORDINATOR}),
    "outreach.services.pictures.forget": ({}, {COORDINATOR}),
    "outreach.services.publishing.open_storefront": ({"on": False}, {COORDINATOR}),
}
"""Services without an id: how they are called, and who may."""


def test_only_the_member_and_the_coordinator_change_what_is_the_members(opened: tuple[App, House]) -> None:
    app, house = opened
    owner = house.owners[0]
    people = {**house.staff, MEMBER: owner.member}
    for name, call in {**calls_storefront.WITH_IDS, **calls_studio.WITH_IDS}.items():
        done = {role for role, actor in people.items() if attempt(app, actor, name, call(owner)) == "done"}
        assert done == {COORDINATOR, MEMBER}, name


def test_what_is_the_associations_the_coordinator_changes(opened: tuple[App, House]) -> None:
    app, house = opened
    assert OF_ALL.keys() == calls_storefront.NO_ID | calls_studio.NO_ID
    for name, (call, may) in OF_ALL.items():
        people = {**house.staff, MEMBER: house.owners[0].member}
        assert {role for role, actor in people.items() if attempt(app, actor, name, call) == "done"} == may, name


def heard(told: Answers, *who: str) -> set[str]:
    """The reports of this feature that tell any of them anything."""
    return {name for (person, name, _), said in told.items() if person in who and name.startswith("outreach.") and not nothing(said)}


def test_a_text_is_its_writers_and_the_coordinators(told: Answers) -> None:
    assert by(naming(told, own("Zumala"))) == {COORDINATOR, "member Zumala"}
    assert by(naming(told, own("Zubela"))) == {COORDINATOR, "member Zubela"}


def test_the_words_of_letters_are_told_to_whoever_writes_some(told: Answers) -> None:
    assert by(naming(told, "Qubaru menunggu suara")) == {COORDINATOR, TREASURER, MENTOR}
    product = letters.product_words(LETTER, "id")
    assert by(naming(told, product)) == {"member Zumala", "member Zubela", LIAISON}


def test_visits_are_told_to_the_office_and_what_stands_outside_to_who_may_change_it(told: Answers) -> None:
    names = ("letters.text", "letters.own", "studio.holding", "studio.spent")
    text, own_words, licences, spent = (f"outreach.reports.{name}" for name in names)
    counted = {"outreach.reports.counts.by_product", "outreach.reports.counts.totals"}
    assert heard(told, LIAISON) == {text}
    assert heard(told, MENTOR) == {text, licences}, "licences stand in the profile of whom they mentor"
    assert heard(told, TREASURER) == {text, own_words, licences, "outreach.reports.studio.lowest", *counted}
    everything = {name for name in REPORTS if name.startswith("outreach.")}
    assert heard(told, COORDINATOR) == everything - {"outreach.reports.own_data.kept"}
    assert heard(told, "member Zumala") == everything - {own_words, spent, *counted}


@pytest.mark.parametrize("who", [0, 1])
def test_a_members_file_has_their_texts_questions_and_what_buyers_see(opened: tuple[App, House], who: int) -> None:
    app, house = opened
    owner, other = house.owners[who], house.owners[not who]
    found = app.read(owner.member, own_data.kept)
    assert {name: len(rows) for name, rows in found.items()} == {
        "texts": 2, "asked_ai": 2, "storefront_products": 1, "storefront_addresses": 1,
    }
    assert owner.word.casefold() in repr(found).casefold() and other.word.casefold() not in repr(found).casefold()
