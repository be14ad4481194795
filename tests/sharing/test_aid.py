"""The safety net from asking to the last rupiah that comes back: who may do what, what the books say, what nobody may do twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, LIAISON, MENTOR, TREASURER, Actor
from cblp.decisions.models import Decision
from cblp.decisions.services import ballots, decisions, parameters
from cblp.errors import Missing, NotAllowed, NotSignedIn, Stale
from cblp.people.services import register, roles
from cblp.sharing.services import aid, ledger
from tests.conftest import NOW
from tests.sharing.safety import SINCE, TODAY, Net, net

TOMORROW = TODAY + timedelta(1)


def decision(it: Net, decision_id: object) -> Decision:
    with it.app.database.reading(it.system.association) as session:
        found = session.get_one(Decision, (it.system.association, decision_id))
        session.expunge(found)
        return found


def vote(it: Net, decision_id: object, choice: str) -> str:
    """Both members vote the same; returns the outcome."""
    it.app.act(it.wati, decisions.open_, decision_id=decision_id, closes_at=NOW + timedelta(days=1))
    for member, business in ((it.sari, it.ayu), (it.dewi, it.rasa)):
        it.app.act(member, ballots.vote, decision_id=decision_id, business_id=business, choice={"vote": choice})
    return it.app.act(it.wati, decisions.close, decision_id=decision_id)


# -- asking ------------------------------------------------------------------------------------------------------------


def test_a_member_asks_changes_and_takes_back(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.ask()
    case = it.case(asked)
    assert (case.row.number, case.row.state, case.row.amount, case.row.need) == (1, "requested", 500_000, "Atap rumah rusak")
    version = app.act(it.sari, aid.edit, request_id=asked, version=case.row.version, changes={"amount": 600_000})
    assert it.case(asked).row.amount == 600_000
    with pytest.raises(Stale) as clash:
        app.act(it.wati, aid.edit, request_id=asked, version=case.row.version, changes={"amount": 700_000})
    assert clash.value.values["theirs"] == {"amount": 600_000}
    app.act(it.sari, aid.withdraw, request_id=asked, version=version)
    assert it.state(asked) == "withdrawn"
    with pytest.raises(aid.Moved):
        app.act(it.sari, aid.edit, request_id=asked, version=version + 1, changes={"amount": 1})
    assert it.case(it.ask()).row.number == 2, "a withdrawn request blocks nothing"


def test_a_coordinator_asks_for_a_member(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.ask(it.wati, kind="in_kind", amount=None, thing="Kompor gas")
    case = it.case(asked)
    assert (case.row.thing, case.row.amount, case.requested_by) == ("Kompor gas", None, "Wati")


def test_what_was_typed_is_looked_at(sqlite_app: App, sqlite_actor: Actor) -> None:
    it = net(sqlite_app, sqlite_actor)
    for wrong, refusal in (
        ({"amount": None}, aid.AmountNeeded), ({"amount": 0}, aid.AmountNeeded), ({"amount": aid.MOST + 1}, aid.AmountNeeded),
        ({"kind": "in_kind", "amount": None}, aid.ThingNeeded), ({"need": " . "}, aid.NeedNeeded),
        ({"kind": "gold"}, aid.UnknownChoice),
    ):
        with pytest.raises(refusal):
            it.ask(**wrong)


def test_one_undecided_request_at_a_time_and_only_for_active_members(app: App, actor: Actor) -> None:
    it = net(app, actor)
    it.ask()
    with pytest.raises(aid.AlreadyAsked) as refused:
        it.ask(it.wati)
    assert refused.value.values == {"number": 1}
    app.act(
        it.system, register.change_membership, business_id=it.rasa, status="left", since=TODAY, reason="pindah",
    )
    with pytest.raises(aid.NotActive):
        it.ask(it.dewi, business_id=it.rasa)


# -- assessing and deciding --------------------------------------------------------------------------------------------


def test_the_committee_decides_without_who_assessed(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.ask()
    with pytest.raises(aid.Moved):
        it.judge(asked, it.rina)
    it.assess(asked)
    it.assess(asked, 450_000)  # nobody has judged it yet
    with pytest.raises(aid.AssessedIt):
        it.judge(asked, it.wati)
    assert it.judge(asked, it.rina) == "assessed"
    with pytest.raises(aid.CommitteeBegan):
        it.assess(asked, 1_000)
    assert it.judge(asked, it.rina) == "assessed", "the same person twice is one voice"
    assert it.judge(asked, it.budi) == "approved"
    case = it.case(asked)
    assert case.row.granted == 450_000
    assert [(one.name, one.approves) for one in case.verdicts] == [("Rina", True), ("Budi", True)]
    with pytest.raises(aid.Moved):
        it.judge(asked, it.tono)


def test_two_who_refuse_refuse(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.ask()
    it.assess(asked)
    assert it.judge(asked, it.rina) == "assessed"
    assert it.judge(asked, it.budi, approves=False) == "assessed"
    assert it.judge(asked, it.tono, approves=False) == "refused"
    with pytest.raises(aid.Moved):
        it.pay(asked)


def test_how_many_decide_is_for_the_members_to_set(app: App, actor: Actor) -> None:
    it = net(app, actor)
    app.act(it.wati, parameters.start_with, key="aid_committee", value=1, since=SINCE)
    asked = it.ask()
    it.assess(asked)
    assert it.case(asked).needed == 1
    assert it.judge(asked, it.rina) == "approved"


def test_nobody_of_the_office_acts_in_their_own_matter(app: App, actor: Actor) -> None:
    it = net(app, actor)
    for who in (it.wati, it.rina, it.budi):
        app.act(it.system, register.give_access, business_id=it.ayu, account_id=who.account, since=SINCE)
    asked = it.ask()
    with pytest.raises(aid.OwnMatter):
        it.assess(asked)
    other = replace(it.tono, role=COORDINATOR)
    it.assess(asked, by=other)
    with pytest.raises(aid.OwnMatter):
        it.judge(asked, it.rina)
    assert it.case(asked).committee == (), "the assessor and the owners are out"
    app.act(it.system, parameters.start_with, key="aid_committee", value=1, since=SINCE)
    dewi = replace(it.dewi, role=TREASURER)
    assert it.judge(asked, dewi) == "approved"
    with pytest.raises(aid.OwnMatter):
        it.pay(asked, it.budi)


def test_the_committee_is_who_is_in_the_office_now(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.ask()
    it.assess(asked)
    assert [name for _account, name in it.case(asked).committee] == ["Budi", "Rina", "Tono"]
    app.act(it.system, roles.end, account=it.tono.account, role=TREASURER, on_day=TODAY)
    assert [name for _account, name in it.case(asked).committee] == ["Budi", "Rina"]


def test_a_verdict_is_of_what_was_read(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.ask()
    it.assess(asked)
    read = it.version(asked)
    it.assess(asked, 999_000)
    with pytest.raises(Stale):
        app.act(it.rina, aid.judge, request_id=asked, version=read, approves=True)


def test_the_members_decide_by_vote_without_a_name(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.ask(kind="loan", amount=900_000)
    it.assess(asked, 900_000, 3)
    put = app.act(it.wati, aid.put_to_vote, request_id=asked, version=it.version(asked))
    told = decision(it, put)
    said = f"{told.title} {told.proposal} {told.consequence}"
    assert "nomor 1" in said and "Rp900.000" in said and "3 " in said
    assert not any(word in said for word in ("Ayu", "Sari", "Atap", "dikunjungi"))
    with pytest.raises(aid.UnderVote):
        it.judge(asked, it.rina)
    with pytest.raises(aid.UnderVote):
        it.assess(asked, 1_000, 1)
    assert vote(it, put, "yes") == "passed"
    case = it.case(asked)
    assert (case.row.state, case.by_vote) == ("approved", True)
    paid = it.pay(asked)
    with app.database.reading(actor.association) as session:
        assert session.get_one(ledger.Transfer, (actor.association, paid)).decision_id == put


def test_a_vote_against_refuses_and_a_dropped_one_gives_the_request_back(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.ask()
    it.assess(asked)
    first = app.act(it.wati, aid.put_to_vote, request_id=asked, version=it.version(asked))
    app.act(it.wati, decisions.drop, decision_id=first, version=decision(it, first).version)
    assert it.state(asked) == "assessed"
    assert it.judge(asked, it.rina) == "assessed", "the committee may go on"
    second = app.act(it.wati, aid.put_to_vote, request_id=asked, version=it.version(asked))
    assert vote(it, second, "no") == "failed"
    assert it.state(asked) == "refused"


def test_without_a_quorum_nobody_has_said_no(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.ask()
    it.assess(asked)
    put = app.act(it.wati, aid.put_to_vote, request_id=asked, version=it.version(asked))
    app.act(it.wati, decisions.open_, decision_id=put, closes_at=NOW + timedelta(hours=1))
    assert app.act(it.wati, decisions.close, decision_id=put, now=NOW + timedelta(hours=2)) == "no_quorum"
    assert it.state(asked) == "assessed"
    assert it.judge(asked, it.rina) == "assessed"


def test_a_request_taken_back_during_the_vote_stays_taken_back(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.ask()
    it.assess(asked)
    put = app.act(it.wati, aid.put_to_vote, request_id=asked, version=it.version(asked))
    app.act(it.sari, aid.withdraw, request_id=asked, version=it.version(asked))
    with pytest.raises(aid.Moved):
        app.act(it.wati, decisions.open_, decision_id=put, closes_at=NOW + timedelta(days=1))
    assert it.state(asked) == "withdrawn"


# -- paying ------------------------------------------------------------------------------------------------------------


def test_a_gift_is_paid_from_the_fund_and_done(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.ask()
    it.assess(asked)
    it.judge(asked, it.rina)
    it.judge(asked, it.tono)
    assert it.fund().promised == 400_000
    it.pay(asked)
    case = it.case(asked)
    assert (case.row.state, case.row.disbursed_on, case.row.parts) == ("closed", TODAY, ())
    assert (it.balance("fund:solidarity"), it.balance("cash"), it.fund().promised) == (1_600_000, 1_600_000, 0)
    with pytest.raises(aid.Moved):
        it.pay(asked)


def test_only_a_treasurer_pays_and_not_alone(app: App, actor: Actor) -> None:
    it = net(app, actor)
    app.act(it.wati, parameters.start_with, key="aid_committee", value=1, since=SINCE)
    asked = it.ask()
    it.assess(asked)
    it.judge(asked, it.budi)
    with pytest.raises(NotAllowed):
        it.pay(asked, it.wati)
    with pytest.raises(aid.NobodyElseApproved):
        it.pay(asked, it.budi)
    assert it.balance("cash") == 2_000_000
    it.pay(asked, it.tono)
    assert it.balance("cash") == 1_600_000


def test_the_fund_never_gives_more_than_it_can(app: App, actor: Actor) -> None:
    it = net(app, actor, fund=1_000_000)
    it.lend(700_000)
    assert (it.fund().balance, it.fund().lent, it.fund().can_give) == (1_000_000, 700_000, 300_000)
    asked = it.ask(it.dewi, business_id=it.rasa)
    it.assess(asked, 300_001)
    it.judge(asked, it.rina)
    it.judge(asked, it.tono)
    with pytest.raises(aid.FundTooSmall) as refused:
        it.pay(asked)
    assert refused.value.values == {"possible": 300_000, "wanted": 300_001}
    assert "Rp300.000" in refused.value.text("id")


def test_money_comes_from_where_it_is(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.ask()
    it.assess(asked)
    it.judge(asked, it.rina)
    it.judge(asked, it.tono)
    with pytest.raises(aid.PlaceTooSmall):
        it.pay(asked, place="bank")
    with pytest.raises(aid.UnknownChoice):
        it.pay(asked, place="savings")
    with pytest.raises(aid.TooEarly):
        it.pay(asked, day=TODAY - timedelta(1))
    with pytest.raises(ledger.DayAhead):
        it.pay(asked, day=TOMORROW)
    assert it.state(asked) == "approved"


def test_two_treasurers_at_once_do_not_overdraw_the_fund(app: App, actor: Actor) -> None:
    it = net(app, actor, fund=500_000)
    asked = [it.ask(), it.ask(it.dewi, business_id=it.rasa)]
    for each in asked:
        it.assess(each)
        it.judge(each, it.rina)
        it.judge(each, it.tono)

    def pay(each: object) -> str:
        try:
            it.pay(each)  # type: ignore[arg-type]
        except aid.FundTooSmall:
            return "refused"
        return "paid"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(pay, asked)) == ["paid", "refused"]
    assert it.balance("fund:solidarity") == it.balance("cash") == 100_000


def test_a_second_click_pays_nothing(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.ask(kind="loan", amount=900_000)
    it.assess(asked, 900_000, 3)
    it.judge(asked, it.rina)
    it.judge(asked, it.tono)
    version = it.version(asked)
    it.pay(asked, version=version)
    with pytest.raises(aid.Moved):
        it.pay(asked, version=version)
    version = it.version(asked)
    it.repay(asked, 100_000, version=version)
    version_after = it.version(asked)
    it.repay(asked, 100_000, version=version_after)
    with pytest.raises(Stale):
        it.repay(asked, 100_000, version=version_after)
    assert it.case(asked).row.left == 700_000


# -- paying back -------------------------------------------------------------------------------------------------------


def test_a_loan_comes_back_in_parts_and_closes(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.lend()
    row = it.case(asked).row
    assert [(part.due_on, part.amount) for part in row.parts] == [
        (date(2026, 12, 21), 300_000), (date(2027, 1, 21), 300_000), (date(2027, 2, 21), 300_000),
    ]
    assert it.balance("fund:solidarity") == 2_000_000, "a loan is still the fund's"
    assert (it.balance(f"loan:{it.ayu}"), it.balance("cash"), it.fund().can_give) == (900_000, 1_100_000, 1_100_000)
    it.repay(asked, 350_000)
    row = it.case(asked).row
    assert (row.state, row.left, row.next_due and row.next_due.number) == ("repaying", 550_000, 2)
    with pytest.raises(aid.TooMuchBack):
        it.repay(asked, 550_001)
    it.repay(asked, 550_000, it.wati, place="bank")
    case = it.case(asked)
    assert (case.row.state, case.row.left, it.balance(f"loan:{it.ayu}"), it.balance("bank")) == ("closed", 0, 0, 550_000)
    with app.database.reading(actor.association) as session:
        parts = session.query(aid.AidInstalment).order_by(aid.AidInstalment.number).all()
        assert [part.transfer_id for part in parts] == [
            case.came_back[0].transfer_id, case.came_back[1].transfer_id, case.came_back[1].transfer_id,
        ]


def test_the_first_part_is_after_the_loan_and_within_a_year(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.ask(kind="loan", amount=900_000)
    it.assess(asked, 900_000, 3)
    it.judge(asked, it.rina)
    it.judge(asked, it.tono)
    for wrong in (TODAY, TODAY + timedelta(400)):
        with pytest.raises(aid.BadFirstDue):
            it.pay(asked, first_due=wrong)
    it.pay(asked, first_due=TODAY + timedelta(10))
    assert it.case(asked).row.parts[0].due_on == TODAY + timedelta(10)


def test_a_loan_of_a_business_is_told_apart_from_its_next(app: App, actor: Actor) -> None:
    it = net(app, actor)
    first, second = it.lend(300_000), it.lend(600_000)
    it.repay(second, 100_000)
    assert (it.case(first).row.left, it.case(second).row.left, it.balance(f"loan:{it.ayu}")) == (300_000, 500_000, 800_000)
    assert [one.number for one in it.case(second).others] == [1]


def test_a_part_booked_by_mistake_is_cancelled(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.lend()
    it.repay(asked, 300_000)
    last = it.repay(asked, 600_000)
    assert it.state(asked) == "closed"
    with pytest.raises(NotAllowed):
        app.act(it.wati, aid.take_back, request_id=asked, version=it.version(asked), transfer_id=last, why="salah")
    app.act(it.budi, aid.take_back, request_id=asked, version=it.version(asked), transfer_id=last, why="salah orang")
    case = it.case(asked)
    assert (case.row.state, case.row.left, len(case.came_back)) == ("repaying", 600_000, 1)
    with pytest.raises(aid.PartsCameBack):
        app.act(
            it.budi, aid.take_back, request_id=asked, version=it.version(asked), transfer_id=case.transfer_id, why="salah",
        )
    with pytest.raises(Missing):
        app.act(it.budi, aid.take_back, request_id=asked, version=it.version(asked), transfer_id=last, why="lagi")
    it.repay(asked, 600_000)
    assert it.state(asked) == "closed"


def test_a_payment_made_by_mistake_is_cancelled_and_made_again(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.lend()
    paid = it.case(asked).transfer_id
    app.act(it.budi, aid.take_back, request_id=asked, version=it.version(asked), transfer_id=paid, why="belum diambil")
    case = it.case(asked)
    assert (case.row.state, case.row.parts, case.transfer_id, it.balance("cash")) == ("approved", (), None, 2_000_000)
    it.pay(asked)
    assert (it.state(asked), it.balance(f"loan:{it.ayu}")) == ("disbursed", 900_000)


def test_the_members_may_waive_the_rest(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.lend()
    it.repay(asked, 300_000)
    put = app.act(it.wati, aid.propose_waiver, request_id=asked, version=it.version(asked))
    told = decision(it, put)
    assert "Rp600.000" in told.proposal
    assert not any(word in f"{told.title} {told.proposal}" for word in ("Ayu", "Sari"))
    assert app.act(it.wati, aid.propose_waiver, request_id=asked, version=it.version(asked)) == put, "one at a time"
    it.repay(asked, 100_000)
    assert vote(it, put, "yes") == "passed"
    case = it.case(asked)
    assert (case.row.state, case.row.left, [one.kind for one in case.came_back]) == ("closed", 0, ["instalment", "instalment", "waiver"])
    assert (it.balance("fund:solidarity"), it.balance("cash"), it.balance(f"loan:{it.ayu}")) == (1_500_000, 1_500_000, 0)


def test_a_waiver_of_what_was_paid_back_meanwhile_does_nothing(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.lend()
    put = app.act(it.wati, aid.propose_waiver, request_id=asked, version=it.version(asked))
    app.act(it.wati, decisions.open_, decision_id=put, closes_at=NOW + timedelta(days=1))
    it.repay(asked, 900_000)
    for member, business in ((it.sari, it.ayu), (it.dewi, it.rasa)):
        app.act(member, ballots.vote, decision_id=put, business_id=business, choice={"vote": "yes"})
    assert app.act(it.wati, decisions.close, decision_id=put) == "passed"
    assert (it.state(asked), it.balance("fund:solidarity")) == ("closed", 2_000_000)


# -- what waits --------------------------------------------------------------------------------------------------------


def test_loans_due_soon_and_overdue_are_listed(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.lend(first_due=date(2026, 12, 1))
    reports = aid.reports
    assert app.read(it.wati, reports.due, today=date(2026, 11, 23)) == []
    (soon,) = app.read(it.wati, reports.due, today=date(2026, 11, 24))
    assert (soon.part.number, soon.overdue, soon.contact.name, soon.contact.address_form) == (1, 0, "Ayu", "Ibu")
    (late,) = app.read(it.budi, reports.due, today=date(2027, 1, 2))
    assert late.overdue == 600_000
    assert app.read(it.wati, reports.waiting, today=date(2027, 1, 2)).overdue == 1
    it.repay(asked, 600_000)
    assert app.read(it.wati, reports.due, today=date(2027, 1, 2)) == []


def test_what_waits_is_counted_for_whoever_may_act(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.ask()
    waiting = lambda who: app.read(it.wati, aid.reports.waiting, today=TODAY, account=who.account)  # noqa: E731
    assert (waiting(it.wati).to_assess, waiting(it.wati).total) == (1, 1)
    it.assess(asked)
    assert (waiting(it.wati).to_decide, waiting(it.rina).to_decide) == (0, 1), "who assessed does not decide"
    it.judge(asked, it.rina)
    assert (waiting(it.rina).to_decide, waiting(it.budi).to_decide) == (0, 1)
    it.judge(asked, it.budi)
    assert (waiting(it.budi).to_decide, waiting(it.budi).to_pay) == (0, 1)


# -- who may not -------------------------------------------------------------------------------------------------------


def test_every_step_has_its_role(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.ask()
    version = it.version(asked)
    outsiders = [it.dewi, replace(it.dewi, role=MENTOR, mentee_businesses=frozenset({it.ayu})), replace(it.dewi, role=LIAISON)]
    for who in (*outsiders, it.sari, it.budi):
        with pytest.raises((NotAllowed, Missing)):
            app.act(who, aid.assess, request_id=asked, version=version, assessment="baik", granted=1)
    for who in outsiders:
        with pytest.raises((NotAllowed, Missing)):
            app.act(who, aid.withdraw, request_id=asked, version=version)
        with pytest.raises((NotAllowed, Missing)):
            app.act(who, aid.edit, request_id=asked, version=version, changes={"amount": 1})
        with pytest.raises((NotAllowed, Missing)):
            it.ask(who)
    it.assess(asked)
    for who in (*outsiders, it.sari):
        with pytest.raises((NotAllowed, Missing)):
            it.judge(asked, who)
    with pytest.raises(NotSignedIn):
        it.judge(asked, it.system)
    it.judge(asked, it.rina)
    it.judge(asked, it.tono)
    for who in (*outsiders, it.sari, it.rina):
        with pytest.raises((NotAllowed, Missing)):
            it.pay(asked, who)


# -- held against the books --------------------------------------------------------------------------------------------


def test_requests_agree_with_the_books_and_a_forged_one_shows(app: App, actor: Actor) -> None:
    it = net(app, actor)
    asked = it.lend()
    it.repay(asked, 400_000)
    last = it.repay(asked, 100_000)
    app.act(it.budi, aid.take_back, request_id=asked, version=it.version(asked), transfer_id=last, why="salah")
    gift = it.ask(it.dewi, business_id=it.rasa)
    it.assess(gift)
    it.judge(gift, it.rina)
    it.judge(gift, it.tono)
    it.pay(gift)

    def wrong() -> dict[str, tuple[str, ...]]:
        return {check.name: check.examples for check in app.read(it.wati, aid.reports.checks) if check.wrong}

    assert wrong() == {}
    for change in ({"state": "closed"}, {"granted": 800_000}, {"transfer_id": None}):
        with app.database.writing(actor.association) as session:
            row = session.get_one(aid.AidRequest, (actor.association, asked))
            kept = {name: getattr(row, name) for name in change}
            for name, value in change.items():
                setattr(row, name, value)
        assert wrong()["helped"] == ("1",), change
        with app.database.writing(actor.association) as session:
            row = session.get_one(aid.AidRequest, (actor.association, asked))
            for name, value in kept.items():
                setattr(row, name, value)
    assert wrong() == {}


def test_a_part_that_was_paid_out_again_is_not_cancelled(app: App, actor: Actor) -> None:
    it = net(app, actor, fund=500_000)
    asked = it.lend(500_000, 1)
    back = it.repay(asked, 500_000)
    gift = it.ask(it.dewi, business_id=it.rasa)
    it.assess(gift, 500_000)
    it.judge(gift, it.rina)
    it.judge(gift, it.tono)
    it.pay(gift)
    with pytest.raises(aid.PlaceTooSmall):
        app.act(it.budi, aid.take_back, request_id=asked, version=it.version(asked), transfer_id=back, why="salah")
    assert it.state(asked) == "closed"
