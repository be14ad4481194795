"""Objections: raised by or for a member in time, answered, settled; until then nothing is approved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cblp.db.actor import Actor
from cblp.errors import Missing, NotAllowed, Stale
from cblp.people.reports import register
from cblp.people.services.register import TooLong
from cblp.sharing.reports import distributions as reports
from cblp.sharing.services import distributions, objections
from tests.conftest import NOW
from tests.sharing.runs import AFTER, Runs


def raised(shared: Runs, run: Any, code: str = "A003", by: Actor | None = None, **more: Any) -> Any:
    given = {"component": "members", "text": "Penjualan bazar saya belum masuk.", **more}
    return shared.app.act(
        by or shared.member(code), objections.raise_, distribution_id=run, business_id=shared.id(code), **given,
    )


def of(shared: Runs, by: Actor, **more: Any) -> list[reports.ObjectionRow]:
    return shared.app.read(by, reports.objections, **more)


def test_an_objection_stands_in_the_way_until_it_is_rejected(shared: Runs) -> None:
    run = shared.reviewed()
    objection = raised(shared, run)
    with pytest.raises(distributions.ObjectionsStand):
        shared.app.act(shared.treasurer, distributions.approve, distribution_id=run, now=AFTER)
    assert shared.app.read(shared.treasurer, reports.one, distribution_id=run, now=AFTER).approval.why_not == "standing"
    with pytest.raises(objections.AnswerNeeded):
        shared.app.act(shared.coordinator, objections.settle, objection_id=objection, version=1, upheld=False)
    version = shared.app.act(
        shared.coordinator, objections.answer, objection_id=objection, version=1, text="Bazar itu bulan September.",
    )
    [told] = of(shared, shared.member("A003"))
    assert (told.state, told.answer, told.label) == ("answered", "Bazar itu bulan September.", "Anggota")
    shared.app.act(shared.coordinator, objections.settle, objection_id=objection, version=version, upheld=False)
    assert of(shared, shared.coordinator, standing=True) == []
    shared.app.act(shared.treasurer, distributions.approve, distribution_id=run, now=AFTER)


def test_an_objection_that_was_right_ends_the_calculation(shared: Runs) -> None:
    run = shared.reviewed()
    objection = raised(shared, run)
    version = shared.app.act(shared.coordinator, objections.answer, objection_id=objection, version=1, text="Benar, kita cek.")
    shared.app.act(shared.coordinator, objections.settle, objection_id=objection, version=version, upheld=True)
    with pytest.raises(distributions.ObjectionUpheld):
        shared.app.act(shared.treasurer, distributions.approve, distribution_id=run, now=AFTER)
    with pytest.raises(objections.Settled):
        shared.app.act(shared.coordinator, objections.answer, objection_id=objection, version=version + 1, text="Lagi")
    shared.app.act(shared.coordinator, distributions.void, distribution_id=run, why="Bazar A003 kurang")


def test_only_in_time_once_and_with_words(small: Runs) -> None:
    run = small.calculated()
    with pytest.raises(Missing):  # members do not even see it yet
        raised(small, run)
    with pytest.raises(objections.WindowOver):
        raised(small, run, by=small.coordinator)
    small.app.act(small.coordinator, distributions.review, distribution_id=run)
    with pytest.raises(objections.SayWhat):
        raised(small, run, text="  ")
    with pytest.raises(TooLong):
        raised(small, run, text="x" * 1_001)
    raised(small, run, now=NOW + timedelta(days=7))
    with pytest.raises(objections.AlreadyRaised):
        raised(small, run)
    with pytest.raises(objections.WindowOver):
        raised(small, run, "A001", now=AFTER)


def test_a_coordinator_objects_for_a_member_who_sees_it(small: Runs) -> None:
    run = small.reviewed()
    raised(small, run, by=small.coordinator, component="")
    [told] = of(small, small.member("A003"))
    assert told.state == "open" and told.label == ""
    told_of = small.app.read(small.member("A003"), register.history)
    assert [row.action for row in told_of if row.entity == "objection"] == ["created"]


def test_nobody_objects_for_or_reads_another(small: Runs) -> None:
    run = small.reviewed()
    with pytest.raises(NotAllowed):
        raised(small, run, "A003", by=small.member("A001"))
    with pytest.raises(NotAllowed):
        raised(small, run, "A003", by=small.treasurer)
    objection = raised(small, run)
    assert of(small, small.member("A001")) == []
    with pytest.raises(NotAllowed):
        small.app.act(small.member("A003"), objections.answer, objection_id=objection, version=1, text="Sendiri")
    [part] = small.app.read(small.member("A003"), reports.mine, business_id=small.id("A003"))
    assert [each.id for each in part.objections] == [objection] and part.summary.objections == 1
    assert small.app.read(small.member("A001"), reports.listing)[0].objections == 0


def test_two_answers_at_once_are_not_lost(small: Runs) -> None:
    objection = raised(small, small.reviewed())
    small.app.act(small.coordinator, objections.answer, objection_id=objection, version=1, text="Pertama")
    with pytest.raises(Stale) as refused:
        small.app.act(small.treasurer, objections.answer, objection_id=objection, version=1, text="Kedua")
    assert refused.value.values["theirs"]["answer"] == "Pertama"
