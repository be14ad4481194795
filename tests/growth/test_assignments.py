"""Who accompanies whom: asked, accepted within capacity, declined, ended; and what the mentor sees from when to when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cblp.catalogue import reports as catalogue
from cblp.db.actor import LIAISON, MEMBER, MENTOR, TREASURER
from cblp.errors import Missing, NotAllowed
from cblp.growth.reports import mentors as reports
from cblp.growth.rules.mentors import SELLER
from cblp.growth.services import assignments, mentors
from cblp.growth.services.assignments import Pairing
from cblp.people.models import Session
from cblp.people.reports import access
from cblp.people.services import register
from cblp.people.services import sessions as signing
from cblp.people.services.register import ReasonNeeded
from tests.campaigns.making import PLANNED, at, day
from tests.growth.mentoring import TODAY, Village


@pytest.fixture
def village(app, actor, worlds):
    return worlds.on(_village, app, actor)


@pytest.fixture
def quick(sqlite_app, sqlite_actor, worlds):
    return worlds.on(_village, sqlite_app, sqlite_actor)


def _village(app, actor):
    made = Village(app, actor, "sari", "dewi", "rina")
    made.approved("tia")
    return made


def rows(village, today=TODAY):
    return {row.id: row for row in village.read(reports.assignments, today=today)}


def test_from_being_asked_to_the_end(village):
    asked = village.proposed("sari", "tia", reasons=[("district", 2)], goal="Foto lebih terang")
    mentor = village.mentor("tia")
    mentee, = village.read(reports.mentees, by=mentor, today=TODAY)
    assert (mentee.state, mentee.business, mentee.goal, mentee.reasons) == ("proposed", "Sari", "Foto lebih terang", (("district", 2),))
    assert (mentee.owner, mentee.phone, mentor.mentee_businesses) == ("", "", frozenset())
    assert village.read(catalogue.products, by=mentor, today=TODAY) == []
    village.act(assignments.accept, by=mentor, assignment_id=asked)
    mentor = village.mentor("tia")
    mentee, = village.read(reports.mentees, by=mentor, today=TODAY)
    assert (mentee.state, mentee.owner, mentee.phone) == ("accepted", "Ibu sari", "+6281234567890")
    assert mentee.until == date(2027, 1, 31)
    assert [one.business_id for one in village.read(catalogue.products, by=mentor, today=TODAY)] == [village.ids["sari"]]
    village.act(assignments.complete, by=mentor, assignment_id=asked, now=at(20))
    assert village.mentor("tia", day(20)).mentee_businesses == frozenset()
    row = rows(village)[asked]
    assert (row.state, row.until) == ("completed", day(20))


def test_what_was_agreed_ends_by_itself(quick):
    quick.accompanied("sari", "tia", until=day(30))
    assert quick.mentor("tia", day(30)).mentee_businesses and not quick.mentor("tia", day(1, 12)).mentee_businesses


def test_a_signed_in_mentor_has_the_mentees_of_today(village):
    village.accompanied("sari", "tia")
    account = village.accounts["tia"]
    token = signing.new_token()
    with village.app.database.writing(village.system.association, account) as session:
        place, = access.places(session, account, now=PLANNED)
    with village.app.globally(write=True) as session:
        signing.open_session(session, token=token, account=account, kind=signing.LOCAL, place=place, now=PLANNED)
    with village.app.database.reading(None) as session:
        who = access.signed_in(session, signing.hashed(token), now=PLANNED, idle_minutes=30)
        assert session.get(Session, signing.hashed(token)) is not None
    with village.app.database.reading(village.system.association, account) as session:
        now, later = (access.standing(session, who, now=when).actor for when in (PLANNED, at(1, 2).replace(year=2027)))
    assert now.mentee_businesses == {village.ids["sari"]} and later.mentee_businesses == frozenset()


def test_capacity_holds_when_accepting(village):
    village.approved("rudi", capacity=1)
    first, second = village.proposed("sari", "rudi"), village.proposed("dewi", "rudi")
    village.act(assignments.accept, by=village.mentor("rudi"), assignment_id=first)
    with pytest.raises(assignments.NoSeat):
        village.act(assignments.accept, by=village.mentor("rudi"), assignment_id=second)
    village.act(assignments.cancel, assignment_id=first, reason="Pindah kota")
    village.act(assignments.accept, by=village.mentor("rudi"), assignment_id=second)
    assert rows(village)[first].reason == "Pindah kota"


def test_one_of_a_kind_and_a_pair_of_two_kinds(quick):
    quick.sells_well("rina")
    quick.approved("rudi", SELLER, business_id=quick.ids["rina"], born=1970)
    quick.approved("budi", born=2004)
    young = quick.accompanied("sari", "budi")
    with pytest.raises(assignments.AlreadyAccompanied):
        quick.proposed("sari", "tia")
    old = quick.accompanied("sari", "rudi")
    found = rows(quick)
    assert found[young].pair and found[old].pair
    assert found[young].generations and not found[old].generations
    assert [one.pair_with for one in quick.read(reports.mentees, by=quick.mentor("budi"), today=TODAY)] == ["Rudi"]
    mine = quick.read(reports.of_business, by=quick.member("sari"), business_id=quick.ids["sari"], today=TODAY)
    assert [(one.mentor, one.kind, one.generations) for one in mine] == [("Rudi", "seller", False), ("Budi", "student", True)]


def test_who_may_not_be_paired(quick):
    quick.sells_well("rina")
    quick.approved("rudi", SELLER, business_id=quick.ids["rina"])
    with pytest.raises(assignments.OwnShop):
        quick.proposed("rina", "rudi")
    quick.offer("budi")
    with pytest.raises(assignments.NotAMentor):
        quick.proposed("sari", "budi")
    with pytest.raises(mentors.NotEligible):
        quick.proposed("sari", "rudi", now=at(1, 3).replace(year=2027))
    quick.act(register.change_membership, business_id=quick.ids["dewi"], status="left", since=TODAY, reason="pindah")
    with pytest.raises(assignments.NotActiveMember):
        quick.proposed("dewi", "tia")
    with pytest.raises(assignments.EndTooEarly):
        quick.proposed("sari", "tia", until=TODAY)


def test_declining_needs_a_reason_and_is_final(quick):
    asked = quick.proposed("sari", "tia")
    with pytest.raises(ReasonNeeded):
        quick.act(assignments.decline, by=quick.mentor("tia"), assignment_id=asked, reason=" ")
    quick.act(assignments.decline, by=quick.mentor("tia"), assignment_id=asked, reason="Terlalu jauh")
    assert rows(quick)[asked].reason == "Terlalu jauh"
    with pytest.raises(assignments.NotOpen):
        quick.act(assignments.accept, by=quick.mentor("tia"), assignment_id=asked)
    asked = quick.proposed("dewi", "tia")
    quick.act(assignments.decline, by=quick.member("dewi"), assignment_id=asked, reason="Belum perlu")
    assert quick.read(reports.mentees, by=quick.mentor("tia"), today=TODAY) == []


def test_all_of_a_proposal_or_nothing(quick):
    pairs = [Pairing(quick.ids["sari"], quick.profiles["tia"], (("any", 1),)), Pairing(quick.ids["sari"], quick.profiles["tia"])]
    with pytest.raises(assignments.AlreadyAccompanied):
        quick.act(assignments.propose_all, pairs=pairs)
    assert rows(quick) == {}
    assert quick.act(assignments.propose_all, pairs=pairs[:1]) == 1
    assert [row.reasons for row in rows(quick).values()] == [(("any", 1),)]


def test_quiet_and_ending(quick):
    held = quick.accompanied("sari", "tia", until=day(30))
    assert [row.id for row in quick.read(reports.stalled, today=day(22))] == [held]
    assert quick.read(reports.stalled, today=day(21)) == []
    assert quick.read(reports.ending, today=day(16)) == []
    assert [row.id for row in quick.read(reports.ending, today=day(17))] == [held]
    assert [row.id for row in quick.read(reports.ending, today=day(5, 12))] == [held]  # over, and nobody has said so
    quick.act(assignments.extend, assignment_id=held, until=day(31, 12), now=at(25))
    assert quick.read(reports.ending, today=day(17)) == [] and rows(quick)[held].until == day(31, 12)
    with pytest.raises(assignments.EndTooEarly):
        quick.act(assignments.extend, assignment_id=held, until=day(25), now=at(25))


def test_the_goal_has_a_version(quick):
    held = quick.accompanied("sari", "tia")
    version = rows(quick)[held].version
    quick.act(assignments.set_goal, by=quick.mentor("tia"), assignment_id=held, version=version, goal="Buka toko di Lazada")
    assert rows(quick)[held].goal == "Buka toko di Lazada"


def test_whose_mentoring_it_is(village):
    village.approved("rudi")
    village.accompanied("sari", "tia")
    asked = village.proposed("dewi", "rudi")
    others = [village.member("sari"), village.mentor("tia")]
    for who in others:
        with pytest.raises(Missing):
            village.act(assignments.decline, by=who, assignment_id=asked, reason="x y")
    for role in (TREASURER, LIAISON, MEMBER):
        with pytest.raises(NotAllowed):
            village.act(assignments.accept, by=replace(village.system, role=role), assignment_id=asked)
    for who in (*others, replace(village.system, role=LIAISON)):
        with pytest.raises(NotAllowed):
            village.read(reports.assignments, by=who, today=TODAY)
        with pytest.raises(NotAllowed):
            village.act(assignments.propose, by=who, business_id=village.ids["rina"], mentor_id=village.profiles["tia"])
    with pytest.raises(NotAllowed):
        village.read(reports.of_business, by=village.member("sari"), business_id=village.ids["dewi"], today=TODAY)
    assert [one.business for one in village.read(reports.mentees, by=village.mentor("rudi"), today=TODAY)] == ["Dewi"]
    stranger = replace(village.system, role=MENTOR, account=village.account("nobody"))
    assert village.read(reports.mentees, by=stranger, today=TODAY) == []


def test_who_has_nobody(quick):
    quick.sells_well("rina")
    quick.approved("rudi", SELLER, business_id=quick.ids["rina"])
    quick.proposed("sari", "tia")
    found = quick.read(reports.without_mentor, today=TODAY + timedelta(1))
    assert [name for _, _, name in found] == ["Dewi"]
