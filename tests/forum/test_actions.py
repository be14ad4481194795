"""Promises: somebody and a day, carried over by themselves, moved on by the office or the member who gave them, never deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from cblp.db.actor import LIAISON, MENTOR
from cblp.errors import Missing, NotAllowed, Stale
from cblp.forum.reports import actions as reports
from cblp.forum.rules.states import Kept
from cblp.forum.services import actions, meetings, talk
from cblp.people.services.register import ReasonNeeded, UnknownChoice
from tests.campaigns.making import Fair, at

TODAY = date(2026, 11, 1)
DUE = date(2026, 12, 1)


def promise(fair: Fair, text: str, who: str = "sari", **given: Any) -> UUID:
    owner = {"business_id": fair.ids[who]} if who in fair.ids else {"owner": who}
    made: UUID = fair.act(actions.add, text=text, **owner, **{"due_on": DUE, **given})
    return made


def meet(fair: Fair, month: int, starts_at: datetime) -> UUID:
    made: UUID = fair.act(meetings.plan, month=date(2026, month, 1), starts_at=starts_at)
    return made


def finish(fair: Fair, meeting: UUID, now: datetime) -> None:
    fair.act(meetings.hold, meeting_id=meeting, now=now)
    fair.act(talk.attend, meeting_id=meeting, business_ids=[fair.ids["sari"]], now=now)
    fair.act(meetings.finalise, meeting_id=meeting, now=now)


def test_a_promise_says_who_and_until_when(fair: Fair) -> None:
    first = promise(fair, "Foto  ulang produk", due_on=date(2026, 11, 20))
    promise(fair, "Cek ongkir", "Bendahara", due_on=None)
    promise(fair, "Buat akun", "rina", due_on=date(2026, 11, 9))
    found = fair.read(reports.open_items)
    assert [(item.number, item.who, item.text) for item in found] == [
        (3, "Rina", "Buat akun"), (1, "Sari", "Foto ulang produk"), (2, "Bendahara", "Cek ongkir"),
    ]
    assert [item.late(date(2026, 11, 10)) for item in found] == [True, False, False]
    wrong: list[tuple[type[Exception], dict[str, Any]]] = [
        (actions.PromiseNeeded, {"text": " "}), (actions.OwnerNeeded, {"text": "x", "business_id": None}),
        (actions.DueTooEarly, {"text": "x", "due_on": date(2026, 10, 31)}), (Missing, {"text": "x", "business_id": uuid4()}),
        (Missing, {"text": "x", "meeting_id": uuid4()}),
    ]
    for error, given in wrong:
        with pytest.raises(error):
            fair.act(actions.add, **{"business_id": fair.ids["sari"], **given})
    fair.act(actions.edit, item_id=first, version=1, changes={"owner": "Ketua"})
    with pytest.raises(Stale):
        fair.act(actions.edit, item_id=first, version=1, changes={"text": "Lain"})
    assert [(item.who, item.business_id) for item in fair.read(reports.listing)][1] == ("Ketua", None)


def test_a_promise_moves_on_and_may_be_taken_up_again(fair: Fair) -> None:
    item = promise(fair, "Foto ulang")
    for state in ("doing", "open", "done"):
        fair.act(actions.move, item_id=item, state=state, result="12 foto", now=at(3))
    assert [(one.state, one.result, one.state_on) for one in fair.read(reports.listing)] == [("done", "12 foto", date(2026, 11, 3))]
    with pytest.raises(actions.StepRefused):
        fair.act(actions.move, item_id=item, state="dropped", reason="tidak jadi")
    with pytest.raises(actions.ItemOver):
        fair.act(actions.edit, item_id=item, version=4, changes={"text": "Lain"})
    fair.act(actions.move, item_id=item, state="doing")
    with pytest.raises(ReasonNeeded):
        fair.act(actions.move, item_id=item, state="dropped", reason=" ")
    fair.act(actions.move, item_id=item, state="dropped", reason="Kamera rusak")
    assert [(one.state, one.reason, one.result) for one in fair.read(reports.listing)] == [("dropped", "Kamera rusak", "")]
    assert fair.read(reports.open_items) == []
    with pytest.raises(UnknownChoice):
        fair.act(actions.move, item_id=item, state="kept")


def test_a_member_moves_their_own_and_reads_no_other(fair: Fair) -> None:
    own, others = promise(fair, "Foto ulang"), promise(fair, "Buat akun", "rina")
    sari = fair.member("sari")
    fair.act(actions.move, by=sari, item_id=own, state="doing")
    with pytest.raises(Missing):
        fair.act(actions.move, by=sari, item_id=others, state="done")
    for state in ("open", "dropped"):
        with pytest.raises(actions.StepRefused):
            fair.act(actions.move, by=sari, item_id=own, state=state, reason="malas")
    fair.act(actions.move, by=sari, item_id=own, state="done", now=at(2))
    found = fair.read(reports.mine, by=sari, business_id=fair.ids["sari"], today=TODAY)
    assert [(item.text, item.state) for item in found] == [("Foto ulang", "done")]
    assert fair.read(reports.mine, by=sari, business_id=fair.ids["sari"], today=date(2027, 1, 2)) == []
    with pytest.raises(NotAllowed):
        fair.read(reports.mine, by=sari, business_id=fair.ids["rina"], today=TODAY)
    for report in (reports.listing, reports.open_items):
        with pytest.raises(NotAllowed):
            fair.read(report, by=sari)
    with pytest.raises(NotAllowed):
        fair.act(actions.add, by=sari, text="x", owner="Ketua")
    for role in (MENTOR, LIAISON):
        with pytest.raises(NotAllowed):
            fair.act(actions.move, by=replace(fair.system, role=role), item_id=others, state="done")


def test_what_is_open_comes_back_in_each_next_meeting(fair: Fair) -> None:
    september = meet(fair, 9, at(3, 10))
    kept = promise(fair, "Foto ulang", meeting_id=september, now=at(3, 10))
    old = promise(fair, "Buat akun", "rina", meeting_id=september, now=at(3, 10))
    done = promise(fair, "Cek ongkir", "Bendahara", meeting_id=september, now=at(3, 10))
    between = promise(fair, "Beli plastik", "Ketua", now=at(5, 10))
    fair.act(actions.move, item_id=done, state="done", now=at(20, 10))
    finish(fair, september, at(3, 10))
    october = meet(fair, 10, at(7, 11))
    new = promise(fair, "Daftar halal", meeting_id=october, now=at(7, 11))

    def begins(meeting: UUID) -> list[UUID]:
        return [item.id for item in fair.read(reports.begins_with, meeting_id=meeting)]

    assert begins(october) == [kept, old, done, between]
    fair.act(actions.move, item_id=kept, state="done", now=at(7, 11))
    fair.act(actions.move, item_id=between, state="dropped", reason="Sudah ada", now=at(30))
    finish(fair, october, at(7, 11))
    november = meet(fair, 11, at(5, 12))
    # What was settled before the last meeting is told there; what was put away since is told now.
    assert begins(november) == [old, between, new]
    assert begins(september) == []  # not what was promised later
    with pytest.raises(Missing):
        begins(uuid4())


def test_the_words_of_a_final_meeting_stay_and_the_day_may_be_put_off(fair: Fair) -> None:
    meeting = meet(fair, 10, at(7, 11))
    with pytest.raises(actions.DueTooEarly):
        promise(fair, "Foto ulang", meeting_id=meeting, due_on=date(2026, 11, 6), now=at(9))
    item = promise(fair, "Foto ulang", meeting_id=meeting, due_on=date(2026, 11, 8), now=at(9))  # minutes typed two days later
    finish(fair, meeting, at(9))
    for changes in ({"text": "Lain"}, {"owner": "Ketua"}, {"business_id": fair.ids["rina"]}):
        with pytest.raises(meetings.MeetingOver):
            fair.act(actions.edit, item_id=item, version=1, changes=changes)
    with pytest.raises(actions.DueTooEarly):
        fair.act(actions.edit, item_id=item, version=1, changes={"due_on": date(2026, 11, 9)}, now=at(10))
    fair.act(actions.edit, item_id=item, version=1, changes={"due_on": DUE}, now=at(10))
    fair.act(actions.move, item_id=item, state="doing", now=at(11))
    assert [(one.due_on, one.state) for one in fair.read(reports.of_meeting, meeting_id=meeting)] == [(DUE, "doing")]


def test_who_promised_is_reminded(small: Fair) -> None:
    promise(small, "Foto ulang", due_on=date(2026, 11, 5))
    promise(small, "Buat akun", due_on=date(2026, 11, 7))
    promise(small, "Nanti", "rina", due_on=date(2026, 11, 30))
    promise(small, "Cek ongkir", "Ketua", due_on=date(2026, 11, 5))
    done = promise(small, "Selesai", "rina", due_on=date(2026, 11, 5))
    small.act(actions.move, item_id=done, state="done")
    found = small.read(reports.to_remind, until=date(2026, 11, 7))
    assert [(one.business, one.person, one.phone, [item.text for item in one.items]) for one in found] == [
        ("Sari", "Ibu sari", "+6281234567890", ["Foto ulang", "Buat akun"]),
    ]
    with pytest.raises(NotAllowed):
        small.read(reports.to_remind, by=small.treasurer, until=DUE)


def test_how_much_of_a_month_was_kept(small: Fair) -> None:
    for number, (state, on) in enumerate((("done", at(5)), ("done", at(12)), ("doing", at(5)), ("dropped", at(5)), ("", at(1)))):
        item = promise(small, f"Janji {number}", due_on=date(2026, 11, 10))
        if state:
            small.act(actions.move, item_id=item, state=state, reason="x", now=on)
    promise(small, "Bulan depan", due_on=DUE)
    promise(small, "Kapan saja", due_on=None)
    assert small.read(reports.kept, month=date(2026, 11, 30)) == Kept(promised=5, done=2, late=1, doing=1, open=1, dropped=1)
