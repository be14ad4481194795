"""From draft to outcome: who may vote, what stays hidden, what a pass writes, mufakat, second rounds, papers and late counts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.db.actor import LIAISON, MENTOR, SYSTEM, Actor
from cblp.decisions import effects
from cblp.decisions.effects import How
from cblp.decisions.models import Ballot, Decision
from cblp.decisions.reports import decisions as reports
from cblp.decisions.reports import parameters as settings
from cblp.decisions.rules.counting import PointsMissing
from cblp.decisions.services import ballots, decisions, evidence
from cblp.decisions.services.decisions import Option
from cblp.errors import Missing, NotAllowed, Stale, UserError
from cblp.people.models import AuditEntry
from cblp.people.services import register
from cblp.routine import count_votes
from tests.conftest import NOW
from tests.decisions.making import LATER, SINCE, TODAY, businesses, coordinator, member, photo, treasurer

YES, NO, ABSTAIN = {"vote": "yes"}, {"vote": "no"}, {"vote": "abstain"}


def draft(app: App, actor: Actor, kind: str = "yes_no", **given: Any) -> UUID:
    return app.act(coordinator(actor), decisions.draft, kind=kind, title="Iuran promo", proposal="Iuran promo Rp25.000.", **given)


def opened(app: App, actor: Actor, kind: str = "yes_no", **given: Any) -> UUID:
    decision = draft(app, actor, kind, **given)
    app.act(coordinator(actor), decisions.open_, decision_id=decision, closes_at=LATER)
    return decision


def vote(app: App, actor: Actor, decision: UUID, business: UUID, choice: dict[str, Any], **given: Any) -> UUID:
    return app.act(member(actor, business), ballots.vote, decision_id=decision, business_id=business, choice=choice, **given)


def close(app: App, actor: Actor, decision: UUID, **given: Any) -> str:
    return app.act(coordinator(actor), decisions.close, decision_id=decision, **{"now": LATER, **given})


def one(app: App, actor: Actor, decision: UUID) -> reports.Detail:
    return app.read(actor, reports.one, decision_id=decision)


def options_of(app: App, actor: Actor, decision: UUID) -> list[str]:
    return [option.id for option in one(app, actor, decision).options]


# -- drafts ------------------------------------------------------------------------------------------------------------


def test_a_draft_is_the_offices_own_until_it_is_opened(app: App, actor: Actor) -> None:
    mine, _ = businesses(app, actor, 2)
    first, second = draft(app, actor), draft(app, actor, "choose_one", options=[Option("", "Sabtu"), Option("", "Minggu")])
    assert [(row.number, row.state) for row in app.read(treasurer(actor), reports.listing)] == [(2, "draft"), (1, "draft")]
    assert app.read(member(actor, mine), reports.listing) == []
    with pytest.raises(Missing):
        one(app, member(actor, mine), first)
    office = coordinator(actor)
    assert app.act(office, decisions.edit, decision_id=first, version=1, changes={"title": "Iuran"}) == 2
    with pytest.raises(Stale):
        app.act(office, decisions.edit, decision_id=first, version=1, changes={"title": "Lain"})
    app.act(office, decisions.edit, decision_id=second, version=1, changes={}, options=[Option("", "Senin"), Option("", "Selasa")])
    assert [option.label for option in one(app, office, second).options] == ["Senin", "Selasa"]
    app.act(office, decisions.edit, decision_id=second, version=1, changes={"kind": "yes_no"})
    assert one(app, office, second).options == ()
    app.act(office, decisions.drop, decision_id=first, version=2)
    assert one(app, office, first).state == "dropped"
    for service, given in ((decisions.edit, {"changes": {"title": "X"}}), (decisions.drop, {})):
        with pytest.raises(decisions.NotADraft):
            app.act(office, service, decision_id=first, version=3, **given)
    third = draft(app, actor)
    assert one(app, office, third).number == 3, "the number of a dropped draft stays taken"


def test_a_draft_says_what_is_wrong_with_it(sqlite_app: App, sqlite_actor: Actor) -> None:
    app, actor = sqlite_app, sqlite_actor
    with pytest.raises(decisions.TitleNeeded):
        app.act(coordinator(actor), decisions.draft, kind="yes_no", title=" ", proposal="x")
    for options in ((), (Option("", "Sabtu"),), (Option("", "Sabtu"), Option("", "sabtu")), (Option("", "Sabtu"), Option("", " "))):
        with pytest.raises(decisions.OptionsNeeded):
            draft(app, actor, "ranking", options=options)
    with pytest.raises(UserError):
        draft(app, actor, effects=[{"kind": "parameter", "key": "quorum", "value": 0}])
    decision = draft(app, actor)
    with pytest.raises(decisions.NobodyVotes):
        app.act(coordinator(actor), decisions.open_, decision_id=decision, closes_at=LATER)
    businesses(app, actor, 1)
    with pytest.raises(decisions.ClosesTooEarly):
        app.act(coordinator(actor), decisions.open_, decision_id=decision, closes_at=NOW)


# -- voting ------------------------------------------------------------------------------------------------------------


def test_one_business_one_vote_hidden_until_closed(app: App, actor: Actor) -> None:
    first, second, third = businesses(app, actor, 3)
    office = coordinator(actor)
    decision = opened(app, actor)
    vote(app, actor, decision, first, NO)
    vote(app, actor, decision, first, YES)  # changed: a new row, one that stands
    app.act(office, ballots.vote, decision_id=decision, business_id=second, choice=NO)
    with app.database.reading(actor.association) as session:
        assert len(session.scalars(select(Ballot)).all()) == 3
    now = one(app, office, decision)
    assert (now.counted, now.turnout, now.voted, now.voters, now.needed) == (None, {"app": 1, "recorded": 1}, 2, 3, 2)
    seen = one(app, member(actor, first), decision)
    assert (seen.counted, seen.turnout) == (None, None), "a member reads no count before the end"
    [mine] = app.read(member(actor, second), reports.to_vote, business_id=second)
    assert (mine.own.channel, mine.own.choice) == ("recorded", NO) if mine.own else pytest.fail("the recorded vote is shown")
    vote(app, actor, decision, second, ABSTAIN)  # and may be changed
    with pytest.raises(ballots.VotedThemselves, match="Usaha 2 voted already"):
        app.act(office, ballots.vote, decision_id=decision, business_id=second, choice=YES)
    left = app.read(office, reports.missing, decision_id=decision)
    assert [(voter.code, voter.person, voter.address_form) for voter in left] == [("A003", "Sari 3", "Ibu")]
    with pytest.raises(decisions.StillVoting) as early:
        close(app, actor, decision, now=NOW)
    assert early.value.text("en") == "1 businesses have not voted yet. The vote closes 23 Nov 2026 pukul 10.00 WIB."
    vote(app, actor, decision, third, YES)
    assert close(app, actor, decision, now=NOW) == "passed", "all have voted, so nobody has to wait"
    result = one(app, member(actor, third), decision)
    assert result.counted is not None
    assert (result.counted["tallies"], result.counted["cast"]) == ({"yes": 2, "no": 0, "abstain": 1}, 3)
    [past] = app.read(member(actor, second), reports.past, business_id=second)
    assert past.own is not None
    assert (past.own.choice, past.may_vote) == (ABSTAIN, True)
    for late in (lambda: vote(app, actor, decision, first, NO), lambda: close(app, actor, decision)):
        with pytest.raises(decisions.NotOpen):
            late()


def test_only_who_was_a_member_at_the_opening_votes(app: App, actor: Actor) -> None:
    first, second = businesses(app, actor, 2)
    app.act(actor, register.change_membership, business_id=second, status="suspended", since=date(2026, 11, 1), reason="x")
    decision = opened(app, actor)
    joined = app.act(actor, register.add_business, name="Baru", since=SINCE)
    app.act(actor, register.change_membership, business_id=second, status="active", since=TODAY)
    for business in (second, joined):
        with pytest.raises(ballots.NotAVoter):
            vote(app, actor, decision, business, YES)
    assert app.read(member(actor, joined), reports.to_vote, business_id=joined) == []
    assert one(app, actor, decision).voters == 1
    with pytest.raises(NotAllowed):
        app.act(member(actor, second), ballots.vote, decision_id=decision, business_id=first, choice=YES)
    with pytest.raises(NotAllowed):
        app.act(treasurer(actor), ballots.vote, decision_id=decision, business_id=first, choice=YES)


def test_a_vote_after_the_time_is_refused_even_before_anybody_counts(app: App, actor: Actor) -> None:
    first, _ = businesses(app, actor, 2)
    decision = opened(app, actor)
    with pytest.raises(decisions.NotOpen):
        vote(app, actor, decision, first, YES, now=LATER)
    vote(app, actor, decision, first, YES, now=LATER - timedelta(seconds=1))


def test_the_server_counts_what_is_over(app: App, actor: Actor) -> None:
    first, second = businesses(app, actor, 2)
    over, running = opened(app, actor), draft(app, actor)
    app.act(coordinator(actor), decisions.open_, decision_id=running, closes_at=LATER + timedelta(days=1))
    vote(app, actor, over, first, YES)
    count_votes(app)
    assert one(app, actor, over).state == "open"
    later = replace(app, clock=lambda: LATER)
    count_votes(later)
    count_votes(later)
    assert [one(app, actor, decision).state for decision in (over, running)] == ["closed", "open"]
    assert one(app, actor, over).outcome == "passed"
    assert second


def test_votes_and_outsiders(app: App, actor: Actor) -> None:
    first, second = businesses(app, actor, 2)
    decision = opened(app, actor)
    vote(app, actor, decision, first, YES)
    for who in (replace(actor, role=MENTOR, mentee_businesses=frozenset({first})), replace(actor, role=LIAISON)):
        assert app.read(who, reports.listing) == []
        assert app.read(who, reports.to_vote, business_id=first) == []
        with pytest.raises(Missing):
            one(app, who, decision)
        for report in (reports.voters, reports.missing):
            with pytest.raises(NotAllowed):
                app.read(who, report, decision_id=decision)
    with pytest.raises(NotAllowed):
        app.read(member(actor, first), reports.missing, decision_id=decision)
    [theirs] = app.read(member(actor, second), reports.to_vote, business_id=second)
    assert theirs.own is None
    # asking for another's business gives neither the vote nor a right to it
    assert app.read(member(actor, second), reports.to_vote, business_id=first) == []
    assert [item.own for item in app.read(coordinator(actor), reports.to_vote, business_id=first)] == [None]
    with app.database.reading(actor.association) as session:
        trail = [(e.action, e.changes, e.behalf_of) for e in session.scalars(select(AuditEntry)) if e.entity == "decision"]
    assert ("vote_given", {}, first) in trail
    assert "yes" not in str([changes for action, changes, _ in trail if action == "vote_given"])


def test_two_votes_of_one_business_at_the_same_time_leave_one(app: App, actor: Actor) -> None:
    first, *_ = businesses(app, actor, 2)
    decision = opened(app, actor)
    together = threading.Barrier(4)

    def cast(choice: dict[str, str]) -> Callable[[], None]:
        def run() -> None:
            together.wait()
            vote(app, actor, decision, first, choice)
        return run

    threads = [threading.Thread(target=cast(choice)) for choice in (YES, NO, YES, NO)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.database.reading(actor.association) as session:
        rows = session.scalars(select(Ballot)).all()
    assert len(rows) == 4
    assert len([row for row in rows if row.replaced_at is None]) == 1


def test_the_own_data_holds_every_own_vote_and_no_other(app: App, actor: Actor) -> None:
    first, second = businesses(app, actor, 2)
    decision = opened(app, actor)
    vote(app, actor, decision, first, NO)
    vote(app, actor, decision, first, YES)
    vote(app, actor, decision, second, ABSTAIN)
    found = app.read(member(actor, first), reports.own_votes)
    assert [(number, title, given.choice) for number, title, given in found] == [(1, "Iuran promo", YES), (1, "Iuran promo", NO)]
    for who in (coordinator(actor), actor, replace(actor, role=MENTOR, mentee_businesses=frozenset({first}))):
        assert app.read(who, reports.own_votes) == []


def test_no_vote_comes_in_beside_the_count(app: App, actor: Actor) -> None:
    everybody = businesses(app, actor, 6)
    decision = opened(app, actor)
    together = threading.Barrier(len(everybody) + 1)
    refused: list[UUID] = []

    def cast(business: UUID) -> None:
        together.wait()
        try:
            vote(app, actor, decision, business, YES, now=LATER - timedelta(seconds=1))
        except decisions.NotOpen:
            refused.append(business)

    def count() -> None:
        together.wait()
        close(app, actor, decision)

    threads = [threading.Thread(target=cast, args=(business,)) for business in everybody] + [threading.Thread(target=count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counted = one(app, actor, decision).counted
    assert counted is not None
    assert counted["cast"] == len(everybody) - len(refused)


# -- papers ------------------------------------------------------------------------------------------------------------


def test_papers_are_counted_together_with_their_photo_and_corrected_as_a_whole(app: App, actor: Actor) -> None:
    first, second, third, fourth = businesses(app, actor, 4)
    office = coordinator(actor)
    decision = opened(app, actor)
    proof = app.act(office, evidence.add, picture=photo())
    vote(app, actor, decision, fourth, NO)

    def papers(who: list[UUID], counts: dict[str, int]) -> None:
        app.act(office, ballots.paper, decision_id=decision, businesses=who, counts=counts, evidence_id=proof)

    with pytest.raises(ballots.PapersDiffer):
        papers([first, second], {"yes": 3})
    with pytest.raises(ballots.VotedThemselves, match="Usaha 4"):
        papers([first, fourth], {"yes": 2})
    with pytest.raises(Missing):
        app.act(office, ballots.paper, decision_id=decision, businesses=[first], counts={"yes": 1}, evidence_id=first)
    papers([first, second, third], {"yes": 3})
    papers([first, second], {"yes": 1, "no": 1})  # one too many was taken for a paper
    assert one(app, office, decision).turnout == {"app": 1, "paper": 2}
    with pytest.raises(ballots.VotedOnPaper):
        vote(app, actor, decision, first, NO)
    [mine] = app.read(member(actor, first), reports.to_vote, business_id=first)
    assert mine.own is not None
    assert (mine.own.channel, mine.own.choice) == ("paper", None)
    vote(app, actor, decision, third, YES)
    assert close(app, actor, decision) == "failed"
    result = one(app, office, decision)
    assert result.counted is not None
    assert (result.reason, result.counted["tallies"]) == ("tie", {"yes": 2, "no": 2, "abstain": 0})


def test_papers_of_a_ranking_are_votes_of_their_businesses(sqlite_app: App, sqlite_actor: Actor) -> None:
    app, actor = sqlite_app, sqlite_actor
    first, _ = businesses(app, actor, 2)
    decision = opened(app, actor, "ranking", options=[Option("", "Sabtu"), Option("", "Minggu")])
    proof = app.act(coordinator(actor), evidence.add, picture=photo())
    with pytest.raises(ballots.NoHeaps):
        app.act(coordinator(actor), ballots.paper, decision_id=decision, businesses=[first], counts={}, evidence_id=proof)


# -- what a pass writes ------------------------------------------------------------------------------------------------


def contribution(app: App, actor: Actor) -> Any:
    return app.read(actor, settings.setting, key="contribution", day=TODAY).value


def test_a_pass_writes_what_was_proposed_and_a_failure_does_not(app: App, actor: Actor) -> None:
    first, second = businesses(app, actor, 2)
    effect = [{"kind": "parameter", "key": "contribution", "value": 250}]
    for choice, expected in ((NO, 0), (YES, 250)):
        decision = opened(app, actor, effects=effect)
        for business in (first, second):
            vote(app, actor, decision, business, choice)
        close(app, actor, decision, now=NOW)
        assert contribution(app, actor) == expected
    written = one(app, member(actor, first), decision)
    assert [(w.key, w.value, w.since) for w in written.wrote] == [("contribution", 250, TODAY)]
    found = app.read(actor, settings.setting, key="contribution", day=TODAY)
    assert (found.decision_id, found.number) == (decision, 2)


def test_the_option_that_won_writes_its_own(app: App, actor: Actor) -> None:
    first, second, third = businesses(app, actor, 3)
    decision = opened(app, actor, "choose_one", options=[
        Option("", f"{value // 100}%", effects=({"kind": "parameter", "key": "contribution", "value": value},))
        for value in (100, 200, 300)
    ])
    _low, middle, high = options_of(app, actor, decision)
    for business, option in ((first, middle), (second, high), (third, middle)):
        vote(app, actor, decision, business, {"option": option})
    assert close(app, actor, decision, now=NOW) == "passed"
    assert (contribution(app, actor), one(app, actor, decision).winner) == (200, "2%")


def test_weights_become_the_figure_that_they_are_for(app: App, actor: Actor) -> None:
    first, second = businesses(app, actor, 2)
    decision = opened(app, actor, "weights", parameter="criteria_weights")
    shown = one(app, actor, decision).options
    assert [option.code for option in shown][:2] == ["turnover", "labour"]
    ids = [option.id for option in shown]
    vote(app, actor, decision, first, {"points": {ids[0]: 100}})
    with pytest.raises(PointsMissing):
        vote(app, actor, decision, second, {"points": {ids[0]: 40, ids[5]: 50}})
    vote(app, actor, decision, second, {"points": {ids[0]: 40, ids[5]: 60}})
    assert close(app, actor, decision) == "passed"
    assert app.read(actor, settings.setting, key="criteria_weights", day=actor.day(LATER)).value == {
        "turnover": 7_000, "labour": 0, "market": 0, "materials": 0, "technology": 0, "character": 3_000}


def test_a_second_round_of_two(app: App, actor: Actor) -> None:
    everybody = businesses(app, actor, 5)
    office = coordinator(actor)
    decision = opened(app, actor, "choose_one", options=[Option("", day) for day in ("Jumat", "Sabtu", "Minggu")])
    friday, saturday, sunday = options_of(app, actor, decision)
    for business, option in zip(everybody, (friday, friday, sunday, sunday, saturday), strict=True):
        vote(app, actor, decision, business, {"option": option})
    assert close(app, actor, decision, now=NOW) == "second_round"
    again = app.act(office, decisions.second_round, decision_id=decision, closes_at=LATER)
    with pytest.raises(decisions.NoSecondRound):
        app.act(office, decisions.second_round, decision_id=decision, closes_at=LATER)
    now = one(app, office, again)
    assert ([option.label for option in now.options], now.first_round, now.state) == (["Jumat", "Minggu"], 1, "open")
    assert one(app, office, decision).second_round == 2
    for business, option in zip(everybody, (0, 0, 1, 1, 1), strict=True):
        vote(app, actor, again, business, {"option": now.options[option].id})
    close(app, actor, again)
    assert one(app, actor, again).winner == "Minggu"


def test_what_can_no_longer_be_done_is_said_and_tried_again(sqlite_app: App, sqlite_actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    app, actor = sqlite_app, sqlite_actor
    [first] = businesses(app, actor, 1)
    stands_in_the_way = True

    def apply(session: Any, actor: Actor, decision: Decision, effect: Any, now: Any) -> None:
        decision.consequence = "half written"
        if stands_in_the_way:
            raise Missing()
        decision.consequence = "done"

    monkeypatch.setitem(effects._known, "probe", How(apply=apply))
    decision = opened(app, actor, effects=[{"kind": "probe"}])
    vote(app, actor, decision, first, YES)
    assert close(app, actor, decision) == "passed"
    found = one(app, actor, decision)
    assert (found.outcome, found.undone, found.consequence) == ("passed", True, "")
    with pytest.raises(Missing):
        app.act(coordinator(actor), decisions.carry_out, decision_id=decision)
    stands_in_the_way = False
    app.act(coordinator(actor), decisions.carry_out, decision_id=decision)
    found = one(app, actor, decision)
    assert (found.undone, found.consequence) == (False, "done")
    with pytest.raises(decisions.NotOpen):
        app.act(coordinator(actor), decisions.carry_out, decision_id=decision)


def test_what_is_not_passed_tells_its_effects(sqlite_app: App, sqlite_actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    app, actor = sqlite_app, sqlite_actor
    [first] = businesses(app, actor, 1)
    told: list[str] = []
    monkeypatch.setitem(effects._known, "probe", How(
        apply=lambda *_args: told.append("apply"), otherwise=lambda *_args: told.append("otherwise")))
    decision = opened(app, actor, effects=[{"kind": "probe"}])
    vote(app, actor, decision, first, NO)
    close(app, actor, decision)
    dropped = draft(app, actor, effects=[{"kind": "probe"}])
    app.act(coordinator(actor), decisions.drop, decision_id=dropped, version=1)
    assert told == ["otherwise", "otherwise"]


# -- mufakat -----------------------------------------------------------------------------------------------------------


def test_mufakat_passes_without_a_count_and_names_who_was_there(app: App, actor: Actor) -> None:
    first, second, third = businesses(app, actor, 3)
    office = coordinator(actor)
    decision = draft(app, actor, effects=[{"kind": "parameter", "key": "contribution", "value": 100}])
    with pytest.raises(decisions.TooFewPresent, match=r"1 businesses are present\. A decision needs at least 2"):
        app.act(office, decisions.agree, decision_id=decision, present=[first])
    app.act(office, decisions.agree, decision_id=decision, present=[first, third], minutes="Dibahas dua jam.")
    found = one(app, member(actor, second), decision)
    assert (found.state, found.outcome, found.by_consensus, found.present) == ("closed", "passed", True, ("Usaha 1", "Usaha 3"))
    assert (found.minutes, contribution(app, actor)) == ("Dibahas dua jam.", 100)
    with pytest.raises(decisions.NotOpen):
        app.act(office, decisions.agree, decision_id=decision, present=[first, second, third])


def test_what_was_voted_on_is_counted_and_not_agreed(app: App, actor: Actor) -> None:
    first, second = businesses(app, actor, 2)
    decision = opened(app, actor)
    vote(app, actor, decision, first, NO)
    with pytest.raises(decisions.VotesThere):
        app.act(coordinator(actor), decisions.agree, decision_id=decision, present=[first, second])


def test_mufakat_over_options_and_weights(app: App, actor: Actor) -> None:
    everybody = businesses(app, actor, 2)
    office = coordinator(actor)
    decision = draft(app, actor, "choose_one", options=[Option("", "Sabtu"), Option("", "Minggu")])
    with pytest.raises(decisions.OptionUnclear):
        app.act(office, decisions.agree, decision_id=decision, present=everybody)
    _saturday, sunday = options_of(app, actor, decision)
    app.act(office, decisions.agree, decision_id=decision, present=everybody, option_id=UUID(sunday))
    assert one(app, office, decision).winner == "Minggu"
    weights = draft(app, actor, "weights", parameter="criteria_weights")
    ids = [UUID(id_) for id_ in options_of(app, actor, weights)]
    app.act(office, decisions.agree, decision_id=weights, present=everybody, points={ids[0]: 75, ids[1]: 25})
    assert app.read(actor, settings.setting, key="criteria_weights", day=TODAY).value["turnover"] == 7_500


# -- the rest ----------------------------------------------------------------------------------------------------------


def test_reasons_are_read_after_the_end_without_names(app: App, actor: Actor) -> None:
    first, second = businesses(app, actor, 2)
    decision = opened(app, actor, "consent", asks_reasons=True)
    vote(app, actor, decision, first, {"objection": True}, reason="Terlalu mahal")
    assert one(app, coordinator(actor), decision).reasons == ()
    vote(app, actor, decision, second, {"objection": False})
    assert close(app, actor, decision, now=NOW) == "failed"
    assert one(app, coordinator(actor), decision).reasons == ("Terlalu mahal",)
    assert one(app, member(actor, second), decision).reasons == ()


def test_minutes_may_be_written_later_and_never_over_someone_elses(app: App, actor: Actor) -> None:
    everybody = businesses(app, actor, 1)
    decision = draft(app, actor)
    app.act(coordinator(actor), decisions.agree, decision_id=decision, present=everybody)
    version = one(app, actor, decision).version
    app.act(treasurer(actor), decisions.write_minutes, decision_id=decision, version=version, minutes="Satu")
    with pytest.raises(Stale):
        app.act(coordinator(actor), decisions.write_minutes, decision_id=decision, version=version, minutes="Dua")


def test_members_decide_nothing_alone(sqlite_app: App, sqlite_actor: Actor) -> None:
    app, actor = sqlite_app, sqlite_actor
    mine = businesses(app, actor, 1)[0]
    decision = opened(app, actor)
    seller = member(actor, mine)
    for service, given in (
        (decisions.close, {}), (decisions.agree, {"present": [mine]}), (decisions.write_minutes, {"version": 2, "minutes": "x"}),
        (decisions.drop, {"version": 2}), (decisions.open_, {"closes_at": LATER}), (decisions.second_round, {"closes_at": LATER}),
        (ballots.paper, {"businesses": [mine], "counts": {"yes": 1}, "evidence_id": mine}), (decisions.carry_out, {}),
    ):
        with pytest.raises(NotAllowed):
            app.act(seller, service, decision_id=decision, **given)
    with pytest.raises(NotAllowed):
        app.act(seller, decisions.draft, kind="yes_no", title="x", proposal="y")
    assert sqlite_actor.role == SYSTEM
