"""A campaign from the proposal to the end: what may change when, and rule before money."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.campaigns.reports import bases
from cblp.campaigns.reports import campaigns as reports
from cblp.campaigns.reports.campaigns import RULE, RULE_VOTE, VOTE
from cblp.campaigns.services import effort, plan
from cblp.campaigns.services.places import Elsewhere
from cblp.days import Span
from cblp.db.actor import Actor
from cblp.decisions.models import Decision, SharingRuleVersion
from cblp.decisions.reports import decisions as decided
from cblp.decisions.services import ballots, decisions, parameters, sharing_rules
from cblp.errors import Missing, NotAllowed, Stale
from cblp.people.reports import register
from cblp.people.services.register import CodeTaken, NameNeeded, UnknownChoice
from tests.campaigns.making import FIRST, LAST, PLANNED, Fair, at, day
from tests.worlds import Worlds


@pytest.fixture
def fair(app: App, actor: Actor, worlds: Worlds) -> Fair:
    return worlds.on(Fair, app, actor, "sari", "rina", "ilham")


def edit(fair: Fair, campaign: UUID, **changes: Any) -> int:
    version: int = fair.act(plan.edit, campaign_id=campaign, version=fair.one(campaign).row.version, changes=changes)
    return version


# -- the plan ----------------------------------------------------------------------------------------------------------


def test_a_plan_is_kept_as_it_was_meant(fair: Fair) -> None:
    campaign = fair.propose(
        hashtags="PromoTas #Jambi promotas", target_sales=5_000_000, marketplaces=["tokopedia", "shopee"], offers=["live", "discount"],
        discount=500, answer_by=day(5), story="Baris  satu\n\nBaris dua",
    )
    found = fair.one(campaign)
    row = found.row
    assert (row.code, row.state, row.starts_on, row.ends_on) == ("P01", "proposed", FIRST, LAST)
    assert (row.hashtags, row.marketplaces, row.offers) == ("#promotas #jambi", ("shopee", "tokopedia"), ("discount", "live"))
    assert (row.target_sales, row.discount, row.contribution, row.answer_by) == (5_000_000, 500, 0, day(5))
    assert found.story == "Baris satu\n\nBaris dua"
    assert found.lacks == (RULE, VOTE)
    assert fair.read(reports.listing)[0] == row


def test_codes_are_given_out_and_unique(small: Fair) -> None:
    first, second = small.propose("Satu"), small.propose("Dua")
    assert [small.one(c).row.code for c in (first, second)] == ["P01", "P02"]
    with pytest.raises(CodeTaken, match="Satu"):
        small.act(plan.propose, name="Tiga", starts_on=FIRST, ends_on=LAST, code="P01")


@pytest.mark.parametrize(("error", "given"), [
    (NameNeeded, {"name": " "}), (plan.WrongDays, {"ends_on": FIRST - timedelta(1)}), (plan.BadShare, {"discount": 10_001}),
    (plan.BadShare, {"contribution": -1}), (plan.BadTarget, {"target_sales": 0}), (UnknownChoice, {"offers": ["gratis"]}),
    (UnknownChoice, {"marketplaces": ["amazon"]}), (plan.AnswerTooLate, {"answer_by": LAST + timedelta(1)}),
])
def test_what_no_plan_can_hold_is_refused(small: Fair, error: type[Exception], given: dict[str, Any]) -> None:
    campaign = small.propose()
    with pytest.raises(error):
        edit(small, campaign, **given)
    whole: dict[str, Any] = {"name": "Pekan", "starts_on": FIRST, "ends_on": LAST} | given
    own = {key: whole.pop(key) for key in ("name", "starts_on", "ends_on")}
    with pytest.raises(error):
        small.act(plan.propose, **own, details=whole)


def test_the_contribution_is_what_was_decided_unless_the_plan_says_otherwise(small: Fair) -> None:
    small.act(parameters.start_with, key="contribution", value=300, since=day(1, 1))
    assert small.one(small.propose()).row.contribution == 300
    assert small.one(small.propose(contribution=0)).row.contribution == 0


def test_two_who_edit_at_once_are_told(small: Fair) -> None:
    campaign = small.propose()
    small.act(plan.edit, campaign_id=campaign, version=1, changes={"name": "Baru"})
    with pytest.raises(Stale) as stale:
        small.act(plan.edit, campaign_id=campaign, version=1, changes={"name": "Lain"})
    assert (stale.value.values["theirs"], stale.value.values["yours"]) == ({"name": "Baru"}, {"name": "Lain"})


def test_only_the_coordinator_plans_and_members_read(fair: Fair) -> None:
    campaign = fair.propose()
    for who in (fair.member("sari"), fair.treasurer):
        with pytest.raises(NotAllowed):
            fair.act(plan.propose, by=who, name="x", starts_on=FIRST, ends_on=LAST)
        with pytest.raises(NotAllowed):
            fair.act(plan.edit, by=who, campaign_id=campaign, version=1, changes={"name": "x"})
        with pytest.raises(NotAllowed):
            fair.act(plan.open_, by=who, campaign_id=campaign)
        assert fair.one(campaign, who).row.name == "Pekan tas"


def test_a_plan_is_about_products_of_its_own(small: Fair) -> None:
    campaign = small.propose()
    small.act(plan.set_products, campaign_id=campaign, product_ids=[small.ids["sari.product"], small.ids["rina.product"]])
    small.act(plan.set_products, campaign_id=campaign, product_ids=[small.ids["rina.product"]])
    assert small.one(campaign).products == ((small.ids["rina.product"], "Tas rina"),)
    with pytest.raises(Missing):
        small.act(plan.set_products, campaign_id=campaign, product_ids=[small.ids["sari"]])


def test_tasks_are_done_by_whom_they_were_given(small: Fair) -> None:
    campaign = small.propose()
    add: dict[str, Any] = {"campaign_id": campaign, "due_on": day(7)}
    own = small.act(plan.add_task, **add, title="Foto produk", business_id=small.ids["sari"])
    post = small.act(plan.add_task, **add, title="Status WA", kind="content", channel="whatsapp")
    sari = small.member("sari")
    assert [task.id for task in small.one(campaign).tasks] == [own, post]
    assert [task.title for task in small.one(campaign, sari).tasks] == ["Foto produk"]
    assert small.one(campaign, small.member("rina")).tasks == ()
    small.act(plan.edit_task, by=sari, task_id=own, version=1, changes={"state": "done"})
    assert small.one(campaign).tasks[0].state == "done"
    with pytest.raises(NotAllowed):
        small.act(plan.edit_task, by=sari, task_id=own, version=2, changes={"title": "Lain"})
    with pytest.raises(Missing):
        small.act(plan.edit_task, by=small.member("rina"), task_id=own, version=2, changes={"state": "open"})
    with pytest.raises(Missing):
        small.act(plan.edit_task, by=sari, task_id=post, version=1, changes={"state": "done"})
    for wrong in ({"channel": "radio"}, {"state": "lost"}):
        with pytest.raises(UnknownChoice):
            small.act(plan.edit_task, task_id=post, version=1, changes=wrong)


def test_duties_rotate(small: Fair) -> None:
    campaign = small.propose()
    packing = small.act(
        plan.give_duty, campaign_id=campaign, business_id=small.ids["sari"], role="Bungkus", points=3, since=FIRST, until=LAST
    )
    wrong = small.act(plan.give_duty, campaign_id=campaign, business_id=small.ids["rina"], role="Live", since=FIRST)
    board = small.act(plan.give_duty, business_id=small.ids["rina"], role="Pengurus", points=10, since=day(1, 1))
    small.act(plan.end_duty, duty_id=packing, last=day(10))
    small.act(plan.end_duty, duty_id=wrong, last=None)
    assert [(d.role, d.until) for d in small.one(campaign).duties] == [("Bungkus", day(11))]
    assert [d.id for d in small.read(reports.duties, campaign_id=None)] == [board]
    assert small.read(reports.duties, campaign_id=None, by=small.member("sari")) == []
    with pytest.raises(plan.BadPoints):
        small.act(plan.give_duty, business_id=small.ids["rina"], role="x", points=0, since=FIRST)
    with pytest.raises(plan.WrongDays):
        small.act(plan.end_duty, duty_id=board, last=day(1, 1) - timedelta(1))


# -- rule before money -------------------------------------------------------------------------------------------------


def test_no_campaign_opens_without_a_rule_that_a_vote_passed(fair: Fair) -> None:
    campaign, rule = fair.propose(), fair.rule()
    with pytest.raises(plan.RuleNeeded):
        fair.act(plan.open_, campaign_id=campaign)
    decision = fair.act(plan.put_to_vote, campaign_id=campaign)
    with pytest.raises(plan.VoteRunning):
        fair.act(plan.choose_rule, campaign_id=campaign, version_id=rule)
    fair.agree(decision)
    fair.act(plan.choose_rule, campaign_id=campaign, version_id=rule)
    assert fair.one(campaign).lacks == (RULE_VOTE,)
    with pytest.raises(plan.RuleNotPassed):
        fair.act(plan.open_, campaign_id=campaign)
    on_rule = fair.act(sharing_rules.propose, version_id=rule)
    with pytest.raises(plan.RuleNotPassed):
        fair.act(plan.open_, campaign_id=campaign)
    fair.agree(on_rule)
    found = fair.one(campaign)
    assert (found.lacks, found.rule.passed, found.rule.vote.outcome) == ((), True, "passed")
    fair.act(plan.open_, campaign_id=campaign)
    assert fair.one(campaign).row.state == "open"
    with pytest.raises(plan.WrongStep):
        fair.act(plan.choose_rule, campaign_id=campaign, version_id=fair.rule("Lain"))


def test_a_rule_that_somebody_froze_without_a_vote_opens_nothing(fair: Fair) -> None:
    campaign = fair.voted()
    with fair.app.database.writing(fair.system.association) as session:
        version = session.scalars(select(SharingRuleVersion)).one()
        passed_by, version.decision_id = version.decision_id, None
    with pytest.raises(plan.RuleNotPassed):
        fair.act(plan.open_, campaign_id=campaign)
    with fair.app.database.writing(fair.system.association) as session:
        session.scalars(select(SharingRuleVersion)).one().decision_id = passed_by
        session.scalars(select(Decision)).one().outcome = "failed"
    with pytest.raises(plan.RuleNotPassed):
        fair.act(plan.open_, campaign_id=campaign)


def test_one_vote_decides_a_campaign_and_its_rule(fair: Fair) -> None:
    campaign, rule = fair.propose(contribution=250), fair.rule()
    fair.act(plan.choose_rule, campaign_id=campaign, version_id=rule)
    decision = fair.act(plan.put_to_vote, campaign_id=campaign)
    with pytest.raises(plan.VoteRunning):
        fair.act(plan.put_to_vote, campaign_id=campaign)
    with pytest.raises(plan.VoteRunning):
        fair.act(plan.open_, campaign_id=campaign)
    fair.act(decisions.open_, decision_id=decision, closes_at=at(3))
    with pytest.raises(sharing_rules.UnderVote):
        fair.act(sharing_rules.edit_version, version_id=rule, version=2, components=())
    for name in ("sari", "rina", "ilham"):
        fair.act(ballots.vote, decision_id=decision, business_id=fair.ids[name], choice={"vote": "yes"})
    assert fair.act(decisions.close, decision_id=decision) == "passed"
    found = fair.one(campaign)
    assert (found.row.state, found.rule.passed, found.lacks, found.vote.outcome) == ("voted", True, (), "passed")
    fair.act(plan.open_, campaign_id=campaign)


def test_members_choose_the_days(fair: Fair) -> None:
    campaign, rule = fair.propose(answer_by=day(12)), fair.rule()
    fair.join(campaign, "sari")
    fair.act(plan.choose_rule, campaign_id=campaign, version_id=rule)
    choices = [Span(day(9), day(13)), Span(day(9), day(10)), Span(day(23), day(24))]
    decision = fair.act(plan.put_to_vote, campaign_id=campaign, days=choices)
    fair.act(decisions.open_, decision_id=decision, closes_at=at(3))
    options = fair.read(decided.one, decision_id=decision).options
    assert [option.label for option in options] == ["9–13 November 2026", "9–10 November 2026", "23–24 November 2026"]
    for name, choice in (("sari", 1), ("rina", 1), ("ilham", 2)):
        chosen = {"option": str(options[choice].id)}
        fair.act(ballots.vote, decision_id=decision, business_id=fair.ids[name], choice=chosen)
    assert fair.act(decisions.close, decision_id=decision) == "passed"
    found = fair.one(campaign)
    assert (found.row.state, found.row.starts_on, found.row.ends_on, found.row.answer_by) == ("voted", day(9), day(10), day(10))
    assert found.rule.passed
    fair.act(plan.open_, campaign_id=campaign)
    fair.sell(("IN", "sari.listing", day(10), 90_000), ("OUT", "sari.listing", day(11), 90_000))
    assert fair.read(bases.of_campaign, campaign_id=campaign).sales == {fair.ids["sari"]: 90_000}


def test_a_second_round_keeps_the_campaign_waiting(fair: Fair) -> None:
    for name in ("muaro", "tuti"):
        fair.business(name)
    campaign = fair.propose()
    decision = fair.act(plan.put_to_vote, campaign_id=campaign, days=[Span(day(n), day(n + 1)) for n in (9, 16, 23)])
    fair.act(decisions.open_, decision_id=decision, closes_at=at(3))
    options = fair.read(decided.one, decision_id=decision).options
    for name, choice in (("sari", 0), ("rina", 0), ("ilham", 1), ("muaro", 1), ("tuti", 2)):
        chosen = {"option": str(options[choice].id)}
        fair.act(ballots.vote, decision_id=decision, business_id=fair.ids[name], choice=chosen)
    assert fair.act(decisions.close, decision_id=decision) == "second_round"
    again = fair.act(decisions.second_round, decision_id=decision, closes_at=at(4))
    with pytest.raises(plan.VoteRunning):
        fair.act(plan.put_to_vote, campaign_id=campaign)
    left = fair.read(decided.one, decision_id=again).options
    for name in ("sari", "rina", "ilham", "muaro", "tuti"):
        fair.act(ballots.vote, decision_id=again, business_id=fair.ids[name], choice={"option": str(left[1].id)})
    assert fair.act(decisions.close, decision_id=again) == "passed"
    assert (fair.one(campaign).row.starts_on, fair.one(campaign).vote.id) == (day(16), again)


def test_a_vote_that_fails_leaves_the_proposal_to_be_changed_and_asked_again(fair: Fair) -> None:
    campaign = fair.propose()
    fair.act(plan.choose_rule, campaign_id=campaign, version_id=fair.rule())
    decision = fair.act(plan.put_to_vote, campaign_id=campaign)
    with pytest.raises(plan.AlreadyVotedOn):
        edit(fair, campaign, contribution=900)
    with pytest.raises(plan.VoteRunning):
        fair.act(plan.drop, campaign_id=campaign)
    fair.act(decisions.open_, decision_id=decision, closes_at=at(3))
    for name in ("sari", "rina", "ilham"):
        fair.act(ballots.vote, decision_id=decision, business_id=fair.ids[name], choice={"vote": "no"})
    fair.act(decisions.close, decision_id=decision)
    found = fair.one(campaign)
    assert (found.row.state, found.vote.outcome, found.rule.passed) == ("proposed", "failed", False)
    with pytest.raises(plan.NotVoted):
        fair.act(plan.open_, campaign_id=campaign)
    edit(fair, campaign, contribution=100)
    fair.agree(fair.act(plan.put_to_vote, campaign_id=campaign))
    fair.act(plan.open_, campaign_id=campaign)


def test_what_was_voted_on_stays(fair: Fair) -> None:
    campaign = fair.voted()
    for field, value in {"starts_on": day(8), "ends_on": day(20), "contribution": 5, "discount": 5, "offers": ["live"]}.items():
        with pytest.raises(plan.AlreadyVotedOn):
            edit(fair, campaign, **{field: value})
    edit(fair, campaign, hashtags="#baru", target_sales=9_000)
    fair.act(plan.open_, campaign_id=campaign)
    fair.act(plan.close, campaign_id=campaign, now=at(14))
    with pytest.raises(plan.WrongStep):
        edit(fair, campaign, target_sales=1)
    edit(fair, campaign, lessons="Mulai foto lebih awal.")
    assert fair.one(campaign).lessons == "Mulai foto lebih awal."


# -- the end -----------------------------------------------------------------------------------------------------------


def test_a_campaign_goes_to_its_end_step_by_step(fair: Fair) -> None:
    campaign = fair.running("sari")
    fair.sell(("O1", "sari.listing", day(10), 90_000))
    for step in (plan.reconcile, plan.mark_shared, plan.drop):
        with pytest.raises(plan.WrongStep):
            fair.act(step, campaign_id=campaign)
    fair.act(plan.close, campaign_id=campaign, now=at(14))
    assert fair.read(bases.frozen, campaign_id=campaign) is None
    fair.act(plan.reconcile, campaign_id=campaign, by=fair.treasurer, now=at(15))
    frozen = fair.read(bases.frozen, campaign_id=campaign)
    assert frozen.sales == {fair.ids["sari"]: 90_000}
    assert frozen == fair.read(bases.of_campaign, campaign_id=campaign)
    assert fair.read(bases.differences, campaign_id=campaign) == []
    fair.act(plan.mark_shared, campaign_id=campaign, by=fair.treasurer, now=at(16))
    fair.act(plan.mark_shared, campaign_id=campaign, now=at(17))
    found = fair.one(campaign)
    assert (found.row.state, found.closed_at, found.reconciled_at, found.shared_at) == ("shared", at(14), at(15), at(16))


def test_what_comes_after_reconciling_is_a_difference(fair: Fair) -> None:
    campaign = fair.running("sari", "rina")
    fair.sell(("O1", "sari.listing", day(10), 90_000), fees=9_000)
    fair.act(plan.close, campaign_id=campaign, now=at(14))
    fair.act(plan.reconcile, campaign_id=campaign, now=at(15))
    fair.sell(("O2", "sari.listing", day(11), 50_000), ("O3", "rina.listing", day(11), 70_000))
    sari, rina = fair.ids["sari"], fair.ids["rina"]
    found = fair.read(bases.differences, campaign_id=campaign)
    assert {(d.business_id, d.figure, d.frozen, d.now) for d in found} == {
        (sari, "sales", 90_000, 140_000), (sari, "net", 81_000, None), (rina, "sales", 0, 70_000), (rina, "net", 0, None),
    }
    assert fair.read(bases.frozen, campaign_id=campaign).sales == {sari: 90_000}


def test_closing_early_ends_it_today(fair: Fair) -> None:
    campaign = fair.running("sari")
    with pytest.raises(plan.NotBegun):
        fair.act(plan.close, campaign_id=campaign, now=at(8))
    fair.sell(("O1", "sari.listing", day(10), 90_000), ("O2", "sari.listing", day(11), 90_000))
    fair.act(plan.close, campaign_id=campaign, now=at(10))
    assert fair.one(campaign).row.ends_on == day(10)
    assert fair.read(bases.of_campaign, campaign_id=campaign).sales == {fair.ids["sari"]: 90_000}


def test_hours_must_be_judged_before_the_figures_freeze(fair: Fair) -> None:
    campaign = fair.running("sari")
    waiting = fair.act(
        effort.claim, campaign_id=campaign, business_id=fair.ids["sari"], day=day(9), activity="live", minutes=60,
        by=fair.member("sari"), now=at(9),
    )
    fair.act(plan.close, campaign_id=campaign, now=at(14))
    with pytest.raises(plan.HoursWaiting):
        fair.act(plan.reconcile, campaign_id=campaign)
    fair.act(effort.dispute, effort_id=waiting, why="Tidak ada live", now=at(14))
    fair.act(plan.reconcile, campaign_id=campaign)
    with pytest.raises(plan.WrongStep):
        fair.act(plan.give_duty, campaign_id=campaign, business_id=fair.ids["sari"], role="Live", since=day(9))


def test_a_dropped_campaign_frees_its_listings_and_is_gone_for_members(fair: Fair) -> None:
    campaign, other = fair.propose("Satu"), fair.propose("Dua")
    fair.join(campaign, "sari")
    with pytest.raises(Elsewhere, match="Satu"):
        fair.join(other, "sari")
    fair.act(plan.drop, campaign_id=campaign)
    fair.join(other, "sari")
    assert fair.one(campaign).row.state == "dropped"
    with pytest.raises(Missing):
        fair.one(campaign, fair.member("sari"))
    with pytest.raises(plan.WrongStep):
        edit(fair, campaign, name="x")


def test_new_days_move_who_has_joined_unless_they_meet_another_campaign(fair: Fair) -> None:
    campaign = fair.propose("Satu")
    fair.join(campaign, "sari")
    other = fair.propose("Dua", day(20), day(22))
    fair.join(other, "sari")
    with pytest.raises(Elsewhere, match="Dua"):
        edit(fair, campaign, ends_on=day(20))
    edit(fair, campaign, starts_on=day(15), ends_on=day(19))
    with pytest.raises(Elsewhere, match="Satu"):
        edit(fair, other, starts_on=day(19))
    edit(fair, campaign, starts_on=FIRST, ends_on=LAST)
    edit(fair, other, starts_on=day(14))


def test_the_trail_says_what_was_done(fair: Fair) -> None:
    campaign = fair.running("sari")
    fair.act(plan.close, campaign_id=campaign, now=at(14))
    trail = fair.read(register.history, subject_id=campaign)
    assert [(change.action, change.at) for change in reversed(trail)] == [
        ("created", PLANNED), ("changed", PLANNED), ("put_to_vote", PLANNED), ("voted", PLANNED), ("opened", PLANNED), ("closed", at(14)),
    ]
