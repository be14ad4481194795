"""Sessions: written down once, on a day of the mentoring; confirmed or doubted by the member; the next step."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from cblp.campaigns.services.effort import BadMinutes
from cblp.db.actor import LIAISON, MENTOR, TREASURER
from cblp.db.ids import uuid7
from cblp.errors import Missing, NotAllowed, Stale
from cblp.growth.reports import mentors as reports
from cblp.growth.services import assignments, sessions
from cblp.people.services.register import ReasonNeeded, UnknownChoice
from cblp.sales.services import DayInFuture
from tests.campaigns.making import at, day
from tests.growth.mentoring import Village


@pytest.fixture
def village(app, actor, worlds):
    return worlds.on(_village, app, actor)


@pytest.fixture
def quick(sqlite_app, sqlite_actor, worlds):
    return worlds.on(_village, sqlite_app, sqlite_actor)


def _village(app, actor):
    made = Village(app, actor, "sari", "dewi")
    made.approved("tia")
    made.ids["held"] = made.accompanied("sari", "tia")
    return made


def log(village, when=3, by=None, now=None, **given):
    known = {"day": day(when), "minutes": 45, "mode": "visit", "topics": ["content"], **given}
    return village.act(
        sessions.log, by=by or village.mentor("tia"), assignment_id=village.ids["held"], now=now or at(when), **known,
    )


def row(village, session_id):
    return next(one for one in village.read(reports.sessions) if one.id == session_id)


def test_from_the_log_to_the_members_yes(village):
    made = log(village, topics=["safety", "content"], note="Foto di dekat jendela", next_step="Kirim 3 foto", due_on=day(10))
    seen, = village.read(reports.sessions, by=village.member("sari"), business_id=village.ids["sari"])
    assert (seen.day, seen.minutes, seen.topics) == (day(3), 45, ("content", "safety"))
    assert (seen.next_step, seen.due_on) == ("Kirim 3 foto", day(10))
    mentee, = village.read(reports.mentees, by=village.mentor("tia"), today=day(4))
    assert (mentee.state, mentee.next_step, mentee.waiting, mentee.last) == ("active", "Kirim 3 foto", 1, day(3))
    village.act(sessions.confirm, by=village.member("sari"), session_id=made, now=at(4))
    village.act(sessions.step_done, by=village.member("sari"), session_id=made, now=at(5))
    assert (row(village, made).confirmed_at, row(village, made).step_done_on) == (at(4), day(5))
    mentee, = village.read(reports.mentees, by=village.mentor("tia"), today=day(6))
    assert (mentee.next_step, mentee.waiting) == ("", 0)
    with pytest.raises(sessions.SessionConfirmed):
        village.act(sessions.edit, by=village.mentor("tia"), session_id=made, version=row(village, made).version, changes={"minutes": 50})


def test_sent_twice_written_once(quick):
    id_ = uuid7()
    assert log(quick, session_id=id_) == log(quick, session_id=id_, minutes=50) == id_
    assert [(one.id, one.minutes) for one in quick.read(reports.sessions)] == [(id_, 45)]


def test_a_doubt_is_answered_by_changing_the_session(quick):
    made = log(quick)
    with pytest.raises(ReasonNeeded):
        quick.act(sessions.doubt, by=quick.member("sari"), session_id=made, why="", now=at(4))
    quick.act(sessions.doubt, by=quick.member("sari"), session_id=made, why="Hanya 15 menit", now=at(4))
    assert row(quick, made).doubted == "Hanya 15 menit"
    old = row(quick, made).version
    quick.act(sessions.edit, by=quick.mentor("tia"), session_id=made, version=old, changes={"minutes": 15}, now=at(5))
    assert (row(quick, made).doubted, row(quick, made).minutes) == ("", 15)
    with pytest.raises(Stale):
        quick.act(sessions.edit, by=quick.mentor("tia"), session_id=made, version=old, changes={"minutes": 20}, now=at(5))


@pytest.mark.parametrize(("given", "error"), [
    ({"minutes": 0}, BadMinutes), ({"minutes": 1441}, BadMinutes), ({"mode": "letter"}, UnknownChoice),
    ({"topics": ["magic"]}, UnknownChoice), ({"due_on": day(2)}, sessions.DueTooEarly),
    ({"day": day(4)}, DayInFuture), ({"day": day(31, 10)}, sessions.NotThatDay),
])
def test_what_cannot_be_written_down(quick, given, error):
    with pytest.raises(error):
        log(quick, **given)
    assert quick.read(reports.sessions) == []


def test_nothing_is_written_down_after_the_end(quick):
    quick.act(assignments.complete, assignment_id=quick.ids["held"], now=at(10))
    with pytest.raises(assignments.NotOpen):
        log(quick, 9, now=at(12))


def test_whoever_wrote_it_down_does_not_confirm_it(quick):
    by_office = log(quick, by=quick.coordinator)
    with pytest.raises(sessions.OwnSession):
        quick.act(sessions.confirm, session_id=by_office)
    both = replace(quick.member("sari"), account=quick.accounts["tia"])
    made = log(quick, 5)
    with pytest.raises(sessions.OwnSession):
        quick.act(sessions.confirm, by=both, session_id=made)
    quick.act(sessions.confirm, session_id=made)  # the coordinator for a member without a phone
    assert row(quick, made).confirmed_at


def test_a_session_without_a_step_has_none_to_tick(quick):
    with pytest.raises(sessions.NoStep):
        quick.act(sessions.step_done, by=quick.mentor("tia"), session_id=log(quick))


def test_a_newer_step_replaces_an_older_one(quick):
    log(quick, 3, next_step="Kirim foto")
    newer = log(quick, 8, next_step="Tulis keterangan")
    mentee, = quick.read(reports.mentees, by=quick.mentor("tia"), today=day(9))
    assert mentee.next_step == "Tulis keterangan"
    quick.act(sessions.step_done, by=quick.mentor("tia"), session_id=newer, now=at(9))
    mentee, = quick.read(reports.mentees, by=quick.mentor("tia"), today=day(9))
    assert mentee.next_step == ""
    quick.act(sessions.step_done, by=quick.mentor("tia"), session_id=newer, now=at(9), done=False)
    assert row(quick, newer).step_done_on is None


def test_whose_sessions_they_are(village):
    made = log(village, note="Rahasia", next_step="x y z")
    village.approved("rudi")
    village.ids["other"] = village.accompanied("dewi", "rudi")
    for who in (village.member("dewi"), village.mentor("rudi"), replace(village.system, role=TREASURER)):
        assert village.read(reports.sessions, by=who) == []
    with pytest.raises(NotAllowed):
        village.read(reports.sessions, by=replace(village.system, role=LIAISON))
    for service in (sessions.confirm, sessions.step_done):
        with pytest.raises(Missing):
            village.act(service, by=village.member("dewi"), session_id=made)
    with pytest.raises(Missing):
        village.act(sessions.log, by=village.mentor("rudi"), assignment_id=village.ids["held"], day=day(3), minutes=5, mode="visit",
                    now=at(4))
    with pytest.raises(NotAllowed):
        village.act(sessions.confirm, by=village.mentor("tia"), session_id=made)
    treasurer = replace(village.system, role=TREASURER)
    shown = next(one for one in village.read(reports.assignments, by=treasurer, today=day(4)) if one.id == village.ids["held"])
    assert shown.next_step == "" and shown.sessions == 1


def test_continuity(quick):
    log(quick, 3)
    quick.act(sessions.log, by=quick.coordinator, assignment_id=quick.ids["held"], day=day(5, 1).replace(year=2027), minutes=30,
              mode="online", now=at(6, 1).replace(year=2027))
    over_december = quick.read(reports.continuity, today=day(31, 1).replace(year=2027))
    assert (over_december.share, over_december.assignments) == (Fraction(2, 3), 1)
    assert quick.read(reports.continuity, today=day(2)) == reports.Continuity(None, 0)
    own = replace(quick.system, role=MENTOR, account=quick.account("nobody"))
    assert quick.read(reports.continuity, by=own, today=day(30)).assignments == 0
