"""Who asked for help is nobody's to know: what each role is told, and what the trail, the books, votes and drafts keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.db.actor import LIAISON, MENTOR, Actor
from cblp.db.scope import visible
from cblp.decisions.models import Decision, Evidence
from cblp.decisions.reports import evidence as papers
from cblp.decisions.services import decisions, evidence
from cblp.errors import Missing, NotAllowed
from cblp.people.models import AuditEntry
from cblp.people.reports import register
from cblp.people.services import drafts
from cblp.sharing.models import AidInstalment, AidRequest, AidVerdict, LedgerAccount, Posting, Transfer
from cblp.sharing.services import aid
from tests.conftest import NOW
from tests.decisions.making import photo
from tests.sharing.safety import TODAY, Net, net
from tests.worlds import Worlds

reports = aid.reports
SECRETS = ("Atap", "dikunjungi", "keluarganya", "876543", "kompor")
"""Words and an amount that only coordinator, treasurer and the member may read."""


@pytest.fixture
def it(app: App, actor: Actor, worlds: Worlds) -> Net:
    """Sari had a loan of an unusual amount and pays it back; she asks again, and the members vote on that."""
    return worlds.on(_helped, app, actor)


def _helped(app: App, actor: Actor) -> Net:
    made = net(app, actor)
    asked = made.ask(kind="loan", amount=876_543)
    made.assess(asked, 876_543, 3)
    app.act(made.rina, aid.judge, request_id=asked, version=made.version(asked), approves=True, note="kenal keluarganya")
    made.judge(asked, made.tono)
    paper = app.act(made.budi, evidence.add, picture=photo(), business_id=made.ayu)
    made.pay(asked, evidence_id=paper)
    made.repay(asked, 100_000)
    again = made.ask(kind="in_kind", amount=None, thing="kompor gas")
    made.assess(again, 300_000)
    put = app.act(made.wati, aid.put_to_vote, request_id=again, version=made.version(again))
    app.act(made.wati, decisions.open_, decision_id=put, closes_at=NOW + timedelta(days=1))
    return made


def strangers(it: Net) -> dict[str, Actor]:
    """Everybody who must not know: another member, a mentor of the member herself, a liaison."""
    return {
        "another member": it.dewi, "her mentor": replace(it.dewi, role=MENTOR, mentee_businesses=frozenset({it.ayu})),
        "liaison": replace(it.dewi, role=LIAISON),
    }


def test_her_own_is_hers_to_read(it: Net) -> None:
    rows = it.app.read(it.sari, reports.listing)
    assert [(row.number, row.kind, row.state) for row in rows] == [(2, "in_kind", "assessed"), (1, "loan", "repaying")]
    assert rows[1].left == 776_543
    assert it.app.read(it.sari, reports.listing, business_id=it.rasa) == []


def test_what_the_office_found_and_said_is_the_offices(it: Net) -> None:
    told = repr(it.app.read(it.sari, reports.listing))
    assert "dikunjungi" not in told and "keluarganya" not in told
    asked = it.app.read(it.sari, reports.listing)[0].id
    for report, given in (
        (reports.one, {"request_id": asked, "today": TODAY}), (reports.verdicts, {"request_id": asked}),
        (reports.owners, {"business_id": it.ayu, "day": TODAY}), (reports.fund, {}), (reports.due, {"today": TODAY}),
        (reports.waiting, {"today": TODAY}), (reports.vote, {"request_id": asked}), (reports.waiver, {"request_id": asked}),
    ):
        with pytest.raises(NotAllowed):
            it.app.read(it.sari, report, **given)


@pytest.mark.parametrize("who", ["another member", "her mentor", "liaison"])
def test_others_are_told_nothing(it: Net, who: str) -> None:
    stranger = strangers(it)[who]
    first = it.app.read(it.wati, reports.listing)[-1].id
    assert it.app.read(stranger, reports.listing) == []
    assert it.app.read(stranger, reports.listing, business_id=it.ayu) == []
    assert it.app.read(stranger, reports.came_back, request_id=first) == []
    assert it.app.read(stranger, reports.left, request_id=first) == 0
    case = it.case(first)
    with pytest.raises(Missing):
        it.app.read(stranger, papers.picture, evidence_id=case.evidence_id)
    with it.app.database.reading(it.system.association) as session:
        for table in (AidRequest, AidVerdict, AidInstalment, Evidence, Transfer, Posting, LedgerAccount):
            assert session.scalars(visible(stranger, table)).all() == [], table


def test_members_know_the_fund_as_one_sum(it: Net) -> None:
    assert it.app.read(it.sari, reports.fund_balance) == it.app.read(it.dewi, reports.fund_balance) == 2_000_000
    for who in ("her mentor", "liaison"):
        with pytest.raises(NotAllowed):
            it.app.read(strangers(it)[who], reports.fund_balance)


def test_the_trail_keeps_that_something_was_done_and_never_what(it: Net) -> None:
    asked = it.app.read(it.wati, reports.listing)[0]
    with pytest.raises(aid.Moved):
        it.app.act(it.sari, aid.edit, request_id=asked.id, version=asked.version, changes={"need": "Atap lagi"})
    it.app.act(it.sari, aid.withdraw, request_id=asked.id, version=asked.version)
    third = it.ask(amount=876_543)
    it.app.act(it.sari, aid.edit, request_id=third, version=it.version(third), changes={"need": "Atap dan kompor"})
    with it.app.database.reading(it.system.association) as session:
        entries = session.scalars(select(AuditEntry)).all()
    about = [entry for entry in entries if entry.entity == "aid_request"]
    assert {entry.action for entry in about} == {
        "requested", "changed", "judged", "approved", "paid", "paid_back", "put_to_vote", "withdrawn",
    }
    for entry in entries:
        kept = f"{entry.label} {entry.changes}"
        assert not any(secret in kept for secret in SECRETS), kept
    assert {entry.label for entry in about} == {"1", "2", "3"}


def test_how_each_of_the_committee_judged_is_on_nobody_elses_trail(it: Net) -> None:
    mine = it.app.read(it.sari, register.history)
    assert "paid" in {change.action for change in mine}
    assert "judged" not in {change.action for change in mine}
    assert "aid_request" not in {change.entity for change in it.app.read(it.dewi, register.history)}
    for who in ("her mentor", "liaison"):
        assert it.app.read(strangers(it)[who], register.history) == []


def test_the_books_carry_the_number_alone(it: Net) -> None:
    with it.app.database.reading(it.system.association) as session:
        texts = session.scalars(select(Transfer.text).where(Transfer.about == "aid")).all()
    assert set(texts) == {"No. 1"}


def test_what_is_put_to_the_vote_names_nobody(it: Net) -> None:
    with it.app.database.reading(it.system.association) as session:
        (put,) = session.scalars(visible(it.dewi, Decision)).all()
        said = f"{put.title} {put.proposal} {put.consequence} {put.minutes}"
    assert "nomor 2" in said
    assert not any(word in said for word in (*SECRETS, "Ayu", "Sari"))


def test_a_draft_of_a_request_is_read_by_nobody_else(app: App, actor: Actor) -> None:
    it = net(app, actor)
    content: dict[str, Any] = {"title": "", "rows": {}, "typed": {"need": "Atap rumah"}, "stale": {}}
    app.jot(it.sari, drafts.keep, form="aid/ask", content=content)
    for other in (it.wati, it.budi, *strangers(it).values()):
        assert app.read(other, drafts.find, form="aid/ask") is None
        assert app.read(other, drafts.under, prefix="aid/") == []
