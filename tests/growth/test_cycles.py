"""Learning rounds: stage by stage, pieces rated by two, three results before and after, and lessons that open the next round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, MENTOR, Actor
from cblp.errors import Missing, NotAllowed
from cblp.growth import questionnaire
from cblp.growth.models import Assessment, Wave
from cblp.growth.reports import cycle_results
from cblp.growth.reports import cycles as reports
from cblp.growth.rules import rubric
from cblp.growth.services import cycles, pieces, trainings
from cblp.people.models import Account
from cblp.people.services.register import NameNeeded
from cblp.sales.services import DayInFuture
from tests.campaigns.making import Fair, at, day
from tests.worlds import Worlds

GOOD, FAIR_ = dict.fromkeys(rubric.CRITERIA, 4), dict.fromkeys(rubric.CRITERIA, 2)

FIRST, LAST, END = day(1), day(30), at(30)


class Class(Fair):
    """A fair with people who can rate: they have accounts."""

    def __init__(self, app: App, actor: Actor, *names: str) -> None:
        super().__init__(app, actor, *names)
        self.first, self.second, self.third = (replace(actor, role=COORDINATOR, account=self.account()) for _ in range(3))

    def account(self) -> UUID:
        with self.app.globally(write=True) as session:
            account = Account(name="Penilai", created_at=at(1))
            session.add(account)
            session.flush()
            return account.id

    def start(self, title: str = "Putaran 1", *names: str, first: date = FIRST, last: date = LAST) -> UUID:
        made: UUID = self.act(
            cycles.start, title=title, first=first, last=last, businesses=[self.ids[name] for name in names or ("sari", "rina")]
        )
        return made

    def piece(self, cycle: UUID | None, name: str = "sari", wave: str = "during", **details: Any) -> UUID:
        made: UUID = self.act(
            pieces.add, by=self.member(name), business_id=self.ids[name], cycle_id=cycle, title="Postingan tas", made_on=day(2),
            wave=wave, details=details, now=at(3),
        )
        return made

    def rate(self, piece: UUID, *points: dict[str, int]) -> None:
        for rater, given in zip((self.first, self.second), points, strict=False):
            self.act(pieces.score, by=rater, piece_id=piece, points=given)

    def write(self, cycle: UUID, **changes: Any) -> None:
        version = self.read(reports.one, cycle_id=cycle, today=day(3)).row.version
        self.act(cycles.edit, cycle_id=cycle, version=version, changes=changes)

    def to_the_end(self, cycle: UUID, now: datetime = END) -> None:
        self.write(cycle, needs="Foto gelap")
        self.act(cycles.move, cycle_id=cycle)
        training = self.act(
            trainings.plan, module="content", title="Foto", starts_at=at(2), minutes=60, details={"cycle_id": cycle}
        )
        self.act(trainings.attend, training_id=training, present={self.ids["sari"]: True}, now=at(3))
        self.act(trainings.hold, training_id=training, now=at(3))
        self.act(cycles.move, cycle_id=cycle)
        self.write(cycle, discussion="Foto lebih terang")
        self.act(cycles.move, cycle_id=cycle)
        self.write(cycle, lessons="Ulangi foto dekat jendela")
        self.act(cycles.move, cycle_id=cycle, now=now)


@pytest.fixture
def group(app: App, actor: Actor, worlds: Worlds) -> Class:
    return worlds.on(Class, app, actor, "sari", "rina")


@pytest.fixture
def small(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Class:
    return worlds.on(Class, sqlite_app, sqlite_actor, "sari", "rina")


def test_each_stage_says_what_it_lacks_and_lessons_open_the_next(group: Class) -> None:
    cycle = group.start()
    for error, then in (
        (cycles.NeedsMissing, {"needs": "Foto gelap"}), (cycles.NothingHeld, None), (cycles.DiscussionMissing, {"discussion": "Terang"}),
        (cycles.LessonsMissing, {"lessons": "Ulangi foto"}),
    ):
        with pytest.raises(error):
            group.act(cycles.move, cycle_id=cycle)
        if then:
            group.write(cycle, **then)
        else:
            training = group.act(
                trainings.plan, module="content", title="Foto", starts_at=at(2), minutes=60, details={"cycle_id": cycle}
            )
            group.act(trainings.attend, training_id=training, present={group.ids["sari"]: True}, now=at(3))
            group.act(trainings.hold, training_id=training, now=at(3))
        group.act(cycles.move, cycle_id=cycle, now=at(30))
    closed = group.read(reports.one, cycle_id=cycle, today=day(30))
    assert closed.row.stage == "closed"
    for change in (lambda: group.write(cycle, title="x"), lambda: group.piece(cycle)):
        with pytest.raises(pieces.CycleClosed):
            change()
    after = group.read(reports.one, cycle_id=group.start("Putaran 2"), today=day(30))
    assert (after.plan, after.before, after.row.number) == ("Ulangi foto", "Putaran 1", 2)


def test_raters_do_not_see_each_other_and_a_third_is_not_needed(group: Class) -> None:
    cycle = group.start()
    piece = group.piece(cycle, seen="Tas pandan laris", followed="Foto dekat", added="Cerita nenek")
    group.rate(piece, GOOD)
    seen = group.read(reports.pieces, by=group.second, cycle_id=cycle)[0]
    assert (seen.raters, seen.mark, seen.mine, seen.added) == (1, None, None, "Cerita nenek")
    group.rate(piece, GOOD, FAIR_)
    assert group.read(reports.pieces, by=group.first)[0].mark == 3
    with pytest.raises(pieces.RatedTwice):
        group.act(pieces.score, by=group.third, piece_id=piece, points=GOOD)
    group.rate(piece, FAIR_)  # the newest points count
    assert group.read(reports.pieces, by=group.first)[0].mark == 2
    mentor = replace(group.system, role=MENTOR, account=group.account(), mentee_businesses=frozenset({group.ids["sari"]}))
    assert [one.mark for one in group.read(reports.pieces, by=mentor)] == [None]
    with pytest.raises(NotAllowed):
        group.act(pieces.score, by=group.member("sari"), piece_id=piece, points=GOOD)
    for points in ({}, {**GOOD, "own": 5}, {**GOOD, "own": True}, {**GOOD, "x": 1}):
        with pytest.raises(pieces.PointsMissing):
            group.act(pieces.score, by=group.first, piece_id=piece, points=points)


def test_creativity_before_and_after_is_of_the_same_businesses(small: Class) -> None:
    cycle = small.start()
    for name, wave, points in (("sari", "before", FAIR_), ("sari", "after", GOOD), ("rina", "before", FAIR_), ("sari", "during", GOOD)):
        small.rate(small.piece(cycle, name, wave), points, points)
    small.rate(small.piece(cycle, "rina", "after"), GOOD)  # one rater is not enough
    found = small.read(reports.one, cycle_id=cycle, today=day(20)).results.creativity
    assert (found.pairs, found.dropped, found.before, found.after, found.gain, found.proven) == (1, 1, 2.0, 4.0, 2.0, None)


def test_literacy_is_the_index_of_the_waves_of_the_round(small: Class) -> None:
    cycle = small.start()
    whole = questionnaire.load(questionnaire.versions()[-1])
    asked = [item.code for item in whole.of(questionnaire.ACCESS, questionnaire.COMPETENCE)]
    with small.app.database.writing(small.system.association) as session:
        own = small.system.association
        for kind, value in (("pre", 2), ("post", 4)):
            wave = Wave(association_id=own, id=uuid4(), kind=kind, name=kind, instrument=whole.instrument,
                        instrument_version=whole.version, opens_on=day(1), closes_on=day(9), cycle_id=cycle)
            session.add(wave)
            session.flush()
            owner = small.app.read(small.system, _owner, business_id=small.ids["sari"])
            session.add(Assessment(association_id=own, id=uuid4(), wave_id=wave.id, business_id=small.ids["sari"], person_id=owner,
                                   mode="self", answers=dict.fromkeys(asked, value), started_at=at(1), finished_at=at(2)))
    found = small.read(reports.one, cycle_id=cycle, today=day(20)).results.literacy
    assert (found.pairs, found.before, found.after, found.gain) == (1, 25.0, 75.0, 50.0)


def _owner(session: Any, actor: Actor, *, business_id: UUID) -> UUID:
    from cblp.people.models import Business

    found: UUID = session.get(Business, (actor.association, business_id)).owner_id
    return found


def test_results_are_kept_as_they_were_at_closing(small: Class) -> None:
    cycle = small.start()
    for wave, points in (("before", FAIR_), ("after", GOOD)):
        small.rate(small.piece(cycle, "sari", wave), points, points)
    small.to_the_end(cycle)
    closed = small.read(reports.one, cycle_id=cycle, today=day(30)).results
    assert (closed.creativity.gain, closed.agreement.pieces, closed.agreement.equal) == (2.0, 2, None)
    assert small.read(reports.one, cycle_id=cycle, today=date(2027, 5, 1)).results == closed
    own = small.read(reports.one, by=small.member("rina"), cycle_id=cycle, today=day(30)).results
    assert own.creativity.gain is None, "a member reads their own part of it, not what was kept of all"


def test_who_takes_part(small: Class) -> None:
    with pytest.raises(cycles.NobodyLearns):
        small.act(cycles.start, title="x", first=day(1), last=day(2), businesses=[])
    with pytest.raises(cycles.LastBeforeFirst):
        small.start(first=day(3), last=day(2))
    with pytest.raises(NameNeeded):
        small.start(" ")
    cycle = small.start("Putaran", "sari")
    with pytest.raises(pieces.NotInCycle):
        small.piece(cycle, "rina")
    small.piece(cycle)
    with pytest.raises(cycles.HasWork):
        small.act(cycles.set_members, cycle_id=cycle, businesses=[small.ids["rina"]])
    small.act(cycles.set_members, cycle_id=cycle, businesses=[small.ids["rina"], small.ids["sari"]])
    assert [name for _id, name in small.read(reports.one, cycle_id=cycle, today=day(3)).members] == ["Rina", "Sari"]
    with pytest.raises(Missing):
        small.act(cycles.set_members, cycle_id=cycle, businesses=[small.ids["sari"], uuid4()])
    with pytest.raises(Missing):
        small.read(reports.one, by=replace(small.system, role=MENTOR), cycle_id=cycle, today=day(3))


def test_a_piece_is_checked(small: Class) -> None:
    with pytest.raises(DayInFuture):
        small.act(pieces.add, business_id=small.ids["sari"], title="x", made_on=day(4), now=at(3))
    with pytest.raises(Missing):
        small.piece(None, product_id=small.ids["rina.product"])
    with pytest.raises(NotAllowed):
        small.act(pieces.add, by=small.member("rina"), business_id=small.ids["sari"], title="x", made_on=day(2), now=at(3))


def test_agreement_is_a_share_anyone_can_recount() -> None:
    near = {**GOOD, "own": 3}
    pairs = [(GOOD, GOOD)] * 4 + [(GOOD, near)]
    found = rubric.agreement(pairs)
    assert (found.pieces, found.compared, found.equal, found.near) == (5, 20, Fraction(19, 20), 1)
    assert rubric.agreement(pairs[:4]).equal is None
    assert rubric.agreement([*pairs, (GOOD,)]) == found
    assert rubric.mark([GOOD]) is None


def test_posts_are_counted_before_the_round_and_at_its_end() -> None:
    before, after = cycle_results.spans(day(1), day(30), date(2027, 1, 1))
    assert (before.first, before.last, before.days) == (date(2026, 10, 4), date(2026, 10, 31), 28)
    assert after is not None
    assert (after.first, after.last) == (day(3), day(30))
    assert cycle_results.spans(day(10), day(30), day(9))[1] is None
    assert cycle_results.spans(day(10), day(30), day(12))[1] == replace(after, first=day(10), last=day(12))
