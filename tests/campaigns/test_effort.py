"""Hours: claimed by one, judged by another, and counted only then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from cblp.campaigns.reports import campaigns as reports
from cblp.campaigns.services import effort, plan
from cblp.db.actor import COORDINATOR, MENTOR, Actor
from cblp.errors import Missing, NotAllowed, Stale
from cblp.people.passwords import Sealed
from cblp.people.services import accounts, register, roles
from cblp.people.services.register import ReasonNeeded, UnknownChoice
from cblp.sales.services import DayInFuture
from tests.campaigns.making import Fair, at, day


def claim(fair: Fair, by: Actor | None = None, name: str = "sari", **given: Any) -> UUID:
    whole: dict[str, Any] = {"day": day(2), "activity": "packing", "minutes": 90, **given}
    made: UUID = fair.act(effort.claim, by=by, business_id=fair.ids[name], now=at(3), **whole)
    return made


def test_hours_count_when_somebody_else_confirms_them(fair: Fair) -> None:
    campaign = fair.propose()
    made = claim(fair, fair.member("sari"), campaign_id=campaign, note="Bungkus 40 kotak")
    assert fair.read(reports.waiting) == 1
    waiting = fair.read(reports.hours, state="claimed")[0]
    assert (waiting.business, waiting.minutes, waiting.note, waiting.campaign, waiting.mine) == (
        "Sari", 90, "Bungkus 40 kotak", "Pekan tas", False
    )
    fair.act(effort.confirm, effort_id=made)
    fair.act(effort.confirm, effort_id=made, by=fair.treasurer)
    assert fair.read(reports.waiting) == 0
    assert [one.state for one in fair.read(reports.hours, campaign_id=campaign)] == ["confirmed"]
    assert [one.id for one in fair.read(reports.hours, by=fair.member("sari"))] == [made]
    assert fair.read(reports.hours, by=fair.member("rina")) == []


def test_nobody_judges_their_own(fair: Fair) -> None:
    made = claim(fair)  # the coordinator for a member without a phone
    assert (fair.read(reports.waiting), fair.read(reports.waiting, by=fair.treasurer)) == (0, 1)
    assert fair.read(reports.hours)[0].mine
    judging: list[tuple[Any, dict[str, Any]]] = [(effort.confirm, {}), (effort.dispute, {"why": "x"})]
    for service, given in judging:
        with pytest.raises(effort.OwnHours):
            fair.act(service, effort_id=made, **given)
        with pytest.raises(NotAllowed):
            fair.act(service, effort_id=made, by=fair.member("rina"), **given)
    fair.act(effort.confirm, effort_id=made, by=fair.treasurer)


def test_a_coordinator_who_sells_does_not_judge_their_own_business(fair: Fair) -> None:
    made = claim(fair, fair.member("sari"))
    sealed = Sealed("pin", "no hash: nobody signs in here")
    account = fair.act(accounts.create, by=fair.system, name="Sari", username="sari", sealed=sealed)
    fair.act(roles.grant, by=fair.system, account=account, role=COORDINATOR, since=day(1))
    fair.act(register.give_access, business_id=fair.ids["sari"], account_id=account, since=day(1))
    own = replace(fair.system, role=COORDINATOR, account=account)
    with pytest.raises(effort.OwnHours):
        fair.act(effort.confirm, effort_id=made, by=own, now=at(3))
    fair.act(effort.confirm, effort_id=made, now=at(3))


def test_disputed_hours_say_why_and_are_put_right(fair: Fair) -> None:
    sari = fair.member("sari")
    made = claim(fair, sari)
    with pytest.raises(ReasonNeeded):
        fair.act(effort.dispute, effort_id=made, why=" ")
    fair.act(effort.confirm, effort_id=made)
    fair.act(effort.dispute, effort_id=made, why="Hanya 1 jam")
    row = fair.read(reports.hours, by=sari)[0]
    assert (row.state, row.judgement) == ("disputed", "Hanya 1 jam")
    with pytest.raises(Missing):
        fair.act(effort.correct, by=fair.member("rina"), effort_id=made, version=row.version, minutes=60)
    with pytest.raises(Stale):
        fair.act(effort.correct, by=sari, effort_id=made, version=1, minutes=60)
    fair.act(effort.correct, by=sari, effort_id=made, version=row.version, minutes=60)
    row = fair.read(reports.hours, by=sari)[0]
    assert (row.state, row.judgement, row.minutes) == ("claimed", "", 60)
    fair.act(effort.confirm, effort_id=made)
    with pytest.raises(effort.AlreadyConfirmed):
        fair.act(effort.correct, by=sari, effort_id=made, version=fair.read(reports.hours)[0].version, minutes=600)


def test_a_day_has_24_hours(small: Fair) -> None:
    sari = small.member("sari")
    claim(small, sari, minutes=1_000)
    for minutes in (0, -5, 441, 1_441):
        with pytest.raises(effort.BadMinutes):
            claim(small, sari, minutes=minutes)
    disputed = claim(small, sari, minutes=440)
    small.act(effort.dispute, effort_id=disputed, why="x")
    claim(small, sari, minutes=400)  # what is disputed takes no time
    claim(small, small.member("rina"), name="rina", minutes=1_440)


def test_what_was_not_is_refused(small: Fair) -> None:
    wrong: list[tuple[type[Exception], dict[str, Any]]] = [
        (DayInFuture, {"day": day(4)}), (UnknownChoice, {"activity": "tidur"}), (Missing, {"campaign_id": small.ids["rina"]}),
    ]
    for error, given in wrong:
        with pytest.raises(error):
            claim(small, **given)
    for stranger in (small.member("rina"), small.treasurer, replace(small.system, role=MENTOR)):
        with pytest.raises(NotAllowed):
            claim(small, stranger)


def test_frozen_figures_take_no_hours(small: Fair) -> None:
    campaign = small.running("sari")
    made = claim(small, small.member("sari"), campaign_id=campaign)
    small.act(effort.confirm, effort_id=made)
    small.act(plan.close, campaign_id=campaign, now=at(14))
    small.act(plan.reconcile, campaign_id=campaign, now=at(15))
    with pytest.raises(effort.FiguresFrozen):
        claim(small, campaign_id=campaign)
    with pytest.raises(effort.FiguresFrozen):
        small.act(effort.dispute, effort_id=made, why="x")
    assert not small.read(reports.hours)[0].open
