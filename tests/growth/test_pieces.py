"""What members make: written down once, by whom it may be, with a photo of their own; points told when the round is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from cblp.bootstrap import App
from cblp.db.actor import LIAISON, MENTOR, TREASURER, Actor
from cblp.decisions.services import evidence
from cblp.errors import Missing, NotAllowed
from cblp.growth.reports import cycles
from cblp.growth.reports import pieces as reports
from cblp.growth.rules import rubric
from cblp.growth.services import pieces
from tests.campaigns.making import at, day
from tests.filled_together import picture
from tests.growth.test_cycles import FAIR_, GOOD, Class
from tests.worlds import Worlds


@pytest.fixture
def group(app: App, actor: Actor, worlds: Worlds) -> Class:
    return worlds.on(Class, app, actor, "sari", "rina")


@pytest.fixture
def small(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Class:
    return worlds.on(Class, sqlite_app, sqlite_actor, "sari", "rina")


def mentor(group: Class, *names: str) -> Actor:
    return replace(
        group.system, role=MENTOR, account=group.account(), mentee_businesses=frozenset(group.ids[name] for name in names)
    )


def work(group: Class, by: Actor, piece: UUID, name: str = "sari") -> reports.Work:
    found: list[reports.Work] = group.read(reports.of_business, by=by, business_id=group.ids[name])
    return next(one for one in found if one.id == piece)


def keep_photo(group: Class, by: Actor, word: str = "foto", name: str = "sari") -> UUID:
    made: UUID = group.act(pieces.keep_photo, by=by, business_id=group.ids[name], picture=picture(word))
    return made


def test_points_are_told_when_the_round_is_closed(group: Class) -> None:
    cycle, sari = group.start(), group.member("sari")
    piece = group.piece(cycle)
    group.rate(piece, GOOD, {**FAIR_, "local": 1})
    found = work(group, sari, piece)
    assert (found.mark, found.points, found.open, found.cycle) == (None, {}, True, "Putaran 1")
    group.to_the_end(cycle)
    found = work(group, sari, piece)
    assert (found.mark, found.open) == (Fraction(16 + 7, 8), False)
    assert found.points == {"local": Fraction(5, 2), "own": 3, "clear": 3, "invites": 3}
    assert found.mine is None, "nobody reads who gave what"


def test_a_piece_outside_of_a_round_has_its_points_once_two_gave_them(small: Class) -> None:
    piece, sari = small.piece(None), small.member("sari")
    small.rate(piece, GOOD)
    assert work(small, sari, piece).mark is None
    small.rate(piece, GOOD, FAIR_)
    assert work(small, sari, piece).mark == 3


def test_each_rater_reads_the_own_points_and_what_still_needs_some(group: Class) -> None:
    cycle = group.start()
    old, new, hers = group.piece(cycle), group.piece(cycle), group.piece(cycle, "rina")
    tia = mentor(group, "sari")

    def listed(by: Actor) -> list[tuple[UUID, Any]]:
        return [(one.id, one.mine) for one in group.read(reports.to_rate, by=by)]

    assert listed(tia) == [(old, None), (new, None)]
    group.act(pieces.score, by=tia, piece_id=old, points=GOOD)
    assert listed(tia) == [(new, None), (old, GOOD)], "what is rated comes last, to be changed"
    assert listed(group.first) == [(old, None), (new, None), (hers, None)]
    group.rate(new, GOOD, FAIR_)
    assert listed(tia) == [(old, GOOD)], "two others rated it"
    assert (new, GOOD) in listed(group.first) and listed(replace(group.system, role=TREASURER, account=group.account())) == [
        (old, None), (hers, None),
    ]
    group.to_the_end(cycle)
    assert listed(tia) == []


def test_nobody_else_reads_a_piece(group: Class) -> None:
    piece = group.piece(None)
    group.act(pieces.edit, by=group.member("sari"), piece_id=piece, version=1, changes={
        "evidence_id": keep_photo(group, group.member("sari")),
    })
    for by in (group.member("rina"), mentor(group, "rina"), mentor(group)):
        assert group.read(reports.of_business, by=by, business_id=group.ids["sari"]) == []
        with pytest.raises(Missing):
            group.read(reports.photo, by=by, piece_id=piece)
    liaison = replace(group.system, role=LIAISON, account=group.account())
    for report, given in ((reports.of_business, {"business_id": group.ids["sari"]}), (reports.to_rate, {})):
        with pytest.raises(NotAllowed):
            group.read(report, by=liaison, **given)
    with pytest.raises(NotAllowed):
        group.read(reports.to_rate, by=group.member("sari"))
    assert all(group.read(reports.photo, by=by, piece_id=piece) for by in (group.member("sari"), mentor(group, "sari")))


def test_sent_twice_it_is_written_down_once(group: Class) -> None:
    given = {"business_id": group.ids["sari"], "title": "Foto", "made_on": day(2), "piece_id": group.ids["sari.product"]}
    for _time in range(2):
        assert group.act(pieces.add, by=group.member("sari"), now=at(3), **given) == given["piece_id"]
    assert len(group.read(reports.of_business, business_id=group.ids["sari"])) == 1


def test_a_photo_is_of_the_business_that_made_it(group: Class) -> None:
    sari, rina, tia = group.member("sari"), group.member("rina"), mentor(group, "sari")
    photo = keep_photo(group, sari)
    assert keep_photo(group, tia) == photo, "the same photo is kept once, whoever sends it"
    hers = group.act(evidence.add, by=rina, business_id=group.ids["rina"], picture=picture("lain"))
    with pytest.raises(Missing):
        group.piece(None, evidence_id=hers)
    piece = group.act(pieces.add, by=tia, business_id=group.ids["sari"], title="Foto", made_on=day(2), now=at(3), details={
        "evidence_id": photo, "product_id": group.ids["sari.product"],
    })
    assert work(group, sari, piece).product == "Tas sari"
    for by, name in ((rina, "sari"), (tia, "rina"), (replace(tia, role=LIAISON), "sari")):
        with pytest.raises((NotAllowed, Missing)):
            keep_photo(group, by, name=name)


@pytest.mark.parametrize(("stage", "made_on", "wave"), [
    ("needs", date(2026, 11, 5), "before"), ("training", date(2026, 10, 31), "before"), ("training", date(2026, 11, 1), "during"),
    ("discussion", date(2026, 11, 5), "during"), ("evaluation", date(2026, 11, 5), "after"), ("evaluation", date(2026, 10, 1), "before"),
])
def test_when_in_the_round_something_was_made(stage: str, made_on: date, wave: str) -> None:
    assert rubric.wave_at(stage, date(2026, 11, 1), made_on) == wave


def test_the_rounds_that_take_new_pieces(small: Class) -> None:
    cycle = small.start()
    assert [row.id for row in small.read(cycles.running_of, by=mentor(small, "sari"), business_id=small.ids["sari"])] == [cycle]
    small.to_the_end(cycle)
    assert small.read(cycles.running_of, by=small.member("sari"), business_id=small.ids["sari"]) == []
