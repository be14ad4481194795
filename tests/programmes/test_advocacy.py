"""What was asked of government: asked, promised, done or refused, with the comments of both sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER, Actor
from cblp.errors import Missing, NotAllowed, Stale
from cblp.forum.services import meetings
from cblp.people.passwords import Sealed
from cblp.people.services import accounts
from cblp.people.services.register import ReasonNeeded, UnknownChoice
from cblp.programmes.reports import advocacy as reports
from cblp.programmes.services import advocacy, partners
from cblp.programmes.services.typed import DayTooEarly
from cblp.sales.services import DayInFuture
from tests.campaigns.making import Fair, at

TODAY = date(2026, 11, 1)
ASKED = date(2026, 9, 14)


def ask(fair: Fair, text: str = "Ongkir murah", **given: Any) -> UUID:
    made: UUID = fair.act(advocacy.ask, text=text, **{"addressee": "Bupati", "asked_on": ASKED, **given})
    return made


def rows(fair: Fair, by: Actor | None = None) -> list[reports.Row]:
    found: list[reports.Row] = fair.read(reports.listing, by=by)
    return found


def somebody(fair: Fair, name: str, role: str) -> Actor:
    account = fair.app.act(
        fair.system, accounts.create, name=name, username=name.lower(), sealed=Sealed("pin", "nobody signs in here"),
    )
    return replace(fair.system, role=role, account=account, name=name)


def test_from_asking_to_what_came_of_it(fair: Fair) -> None:
    office = fair.act(partners.add, name="Dinas Perdagangan", kind="government")
    meeting = fair.act(meetings.plan, month=date(2026, 8, 1), starts_at=at(10, 9))
    made = ask(fair, partner_id=office, addressee="", meeting_id=meeting, why="Ongkir mahal")
    [row] = rows(fair)
    assert (row.number, row.to, row.meeting_number, row.state, row.waits) == (1, "Dinas Perdagangan", 1, "asked", True)
    fair.act(advocacy.edit, advocacy_id=made, version=1, changes={"text": "Ongkir lebih murah"})
    with pytest.raises(Stale):
        fair.act(advocacy.edit, advocacy_id=made, version=1, changes={"text": "Lain"})
    fair.act(advocacy.promise, advocacy_id=made, promised="Subsidi", promised_for=date(2026, 10, 1))
    fair.act(advocacy.promise, advocacy_id=made, promised="Subsidi 20%", promised_for=date(2026, 10, 15))
    [row] = rows(fair)
    assert (row.state, row.promised, row.late(date(2026, 10, 15)), row.late(TODAY)) == ("promised", "Subsidi 20%", False, True)
    fair.act(advocacy.done, advocacy_id=made, result="Subsidi jalan", on=TODAY)
    [row] = rows(fair)
    assert (row.state, row.result, row.done_on, row.late(TODAY)) == ("done", "Subsidi jalan", TODAY, False)
    for service, given in (
        (advocacy.promise, {"promised": "x"}), (advocacy.done, {"result": "x", "on": TODAY}), (advocacy.refuse, {"reason": "x"}),
        (advocacy.edit, {"version": row.version, "changes": {"text": "x"}}),
    ):
        with pytest.raises(advocacy.RequestOver):
            fair.act(service, advocacy_id=made, **given)
    fair.act(advocacy.take_up, advocacy_id=made)
    assert [(row.state, row.result, row.done_on) for row in rows(fair)] == [("promised", "", None)]


def test_what_a_request_needs(small: Fair) -> None:
    campus = small.act(partners.add, name="Universitas Jambi", kind="academia")
    wrong: list[tuple[type[Exception], dict[str, Any]]] = [
        (advocacy.RequestNeeded, {"text": " "}), (advocacy.AddresseeNeeded, {"addressee": ""}), (UnknownChoice, {"partner_id": campus}),
        (DayInFuture, {"asked_on": date(2026, 11, 2)}), (Missing, {"partner_id": uuid4()}), (Missing, {"meeting_id": uuid4()}),
    ]
    for error, given in wrong:
        with pytest.raises(error):
            ask(small, **given)
    made = ask(small)
    steps: list[tuple[type[Exception], Any, dict[str, Any]]] = [
        (advocacy.PromiseNeeded, advocacy.promise, {"promised": ""}), (advocacy.ResultNeeded, advocacy.done, {"result": "", "on": TODAY}),
        (DayTooEarly, advocacy.promise, {"promised": "x", "promised_for": date(2026, 9, 13)}),
        (DayTooEarly, advocacy.done, {"result": "x", "on": date(2026, 9, 13)}),
        (DayInFuture, advocacy.done, {"result": "x", "on": date(2026, 11, 2)}), (ReasonNeeded, advocacy.refuse, {"reason": ""}),
    ]
    for error, service, given in steps:
        with pytest.raises(error):
            small.act(service, advocacy_id=made, **given)


def test_what_waits_comes_first_and_all_are_counted(small: Fair) -> None:
    first, second, third = ask(small, "Ongkir"), ask(small, "Pameran"), ask(small, "Listrik")
    ask(small, "Jalan")
    small.act(advocacy.refuse, advocacy_id=first, reason="Tidak ada dana")
    small.act(advocacy.done, advocacy_id=second, result="Pameran diadakan", on=TODAY)
    small.act(advocacy.promise, advocacy_id=third, promised="Tahun depan")
    found = rows(small)
    assert [row.text for row in found] == ["Listrik", "Jalan", "Pameran", "Ongkir"]
    assert reports.counts(found) == {"asked": 1, "promised": 1, "done": 1, "refused": 1}


def test_both_sides_comment_and_only_the_office_writes_the_rest(small: Fair) -> None:
    meeting = small.act(meetings.plan, month=date(2026, 8, 1), starts_at=at(10, 9))
    made = ask(small, meeting_id=meeting)
    wati, amir = somebody(small, "Wati", COORDINATOR), somebody(small, "Amir", LIAISON)
    small.act(advocacy.comment, by=amir, advocacy_id=made, text="Kapan?", now=at(2))
    small.act(advocacy.comment, by=wati, advocacy_id=made, text="Bulan depan", now=at(3))
    for reader in (wati, amir):
        assert [(one.role, one.name, one.text) for one in rows(small, reader)[0].comments] == [
            ("liaison", "Amir", "Kapan?"), ("coordinator", "Wati", "Bulan depan"),
        ]
    assert [rows(small, reader)[0].meeting_number for reader in (wati, amir)] == [1, None]
    assert rows(small, amir)[0].meeting_id is None
    with pytest.raises(advocacy.CommentNeeded):
        small.act(advocacy.comment, by=amir, advocacy_id=made, text=" ")
    with pytest.raises(NotAllowed):
        small.act(advocacy.done, by=amir, advocacy_id=made, result="x", on=TODAY)
    for role in (TREASURER, MEMBER, MENTOR):
        with pytest.raises(NotAllowed):
            small.act(advocacy.comment, by=replace(small.system, role=role), advocacy_id=made, text="x")
    for role in (MEMBER, MENTOR):
        with pytest.raises(NotAllowed):
            rows(small, replace(small.system, role=role))
