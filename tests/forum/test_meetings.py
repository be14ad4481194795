"""Meetings on both engines: planned once a month, frozen until held, final and then read only; what is typed keeps its versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from cblp.db.actor import LIAISON, MENTOR
from cblp.errors import Missing, NotAllowed, Stale
from cblp.forum import needs
from cblp.forum.reports import actions as promises
from cblp.forum.reports import meetings as reports
from cblp.forum.rules import rhythm, states
from cblp.forum.services import actions, meetings, talk
from cblp.intake.models import ImportBatch
from cblp.people.services.register import ReasonNeeded, TooLong, UnknownChoice
from tests.campaigns.making import Fair, at

OCTOBER = date(2026, 10, 1)
FIRST, SECOND = at(14, 11, 2), at(12, 12, 2)
DAY = at(14, 11, 4)
"""In the first meeting."""


def plan(fair: Fair, month: date = OCTOBER, starts_at: datetime = FIRST, **given: Any) -> UUID:
    made: UUID = fair.act(meetings.plan, month=month, starts_at=starts_at, **{"place": "Balai desa", **given})
    return made


def one(fair: Fair, meeting: UUID) -> reports.Detail:
    found: reports.Detail = fair.read(reports.one, meeting_id=meeting)
    return found


def held(fair: Fair, *came: str, **given: Any) -> UUID:
    meeting = plan(fair, **given)
    fair.act(meetings.hold, meeting_id=meeting, now=DAY)
    fair.act(talk.attend, meeting_id=meeting, business_ids=[fair.ids[name] for name in came], now=DAY)
    return meeting


def test_a_meeting_goes_from_plan_to_final(fair: Fair) -> None:
    meeting = fair.act(meetings.make, month=date(2026, 10, 9), starts_at=FIRST, place=" Balai  desa ")
    found = one(fair, meeting)
    assert (found.number, found.month, found.place, found.state) == (1, OCTOBER, "Balai desa", "planned")
    assert found.frozen_at == at(1)
    fair.act(meetings.freeze, meeting_id=meeting, now=at(13))
    assert one(fair, meeting).frozen_at == at(13)
    with pytest.raises(meetings.NotYetBegun):
        fair.act(meetings.hold, meeting_id=meeting, now=at(13))
    with pytest.raises(meetings.NotHeld):
        fair.act(meetings.finalise, meeting_id=meeting, now=DAY)
    fair.act(meetings.hold, meeting_id=meeting, now=DAY)
    for service in (meetings.freeze, meetings.hold):
        with pytest.raises(meetings.AlreadyHeld):
            fair.act(service, meeting_id=meeting, now=DAY)
    with pytest.raises(meetings.AlreadyHeld):
        fair.act(meetings.call_off, meeting_id=meeting, reason="hujan", now=DAY)
    with pytest.raises(meetings.NobodyThere):
        fair.act(meetings.finalise, meeting_id=meeting, now=DAY)
    fair.act(talk.attend, meeting_id=meeting, business_ids=[fair.ids["sari"]], now=DAY)
    fair.act(meetings.finalise, meeting_id=meeting, minutes="Dua hal.\n\nSatu janji.", now=DAY)
    found = one(fair, meeting)
    assert (found.state, found.minutes, found.final_at) == ("final", "Dua hal.\n\nSatu janji.", DAY)
    assert [row.business for row in found.businesses] == ["Sari"]


def test_a_final_meeting_takes_nothing_more(fair: Fair) -> None:
    meeting = held(fair, "sari")
    theme = fair.act(talk.theme, meeting_id=meeting, title="Ongkir")
    quote = fair.act(talk.quote, meeting_id=meeting, text="Ongkir mahal.")
    guest = fair.act(talk.guest, meeting_id=meeting, name="Bapak Dodi", now=DAY)
    item = fair.act(actions.add, meeting_id=meeting, text="Foto ulang", business_id=fair.ids["sari"])
    decision = fair.act(talk.decide, meeting_id=meeting, title="Ongkir", proposal="Ongkir ditanggung bersama.")
    fair.act(meetings.finalise, meeting_id=meeting, now=DAY)
    version = one(fair, meeting).version
    refused: list[tuple[Callable[..., Any], dict[str, Any]]] = [
        (meetings.edit, {"meeting_id": meeting, "version": version, "changes": {"place": "Lain"}}),
        (meetings.call_off, {"meeting_id": meeting, "reason": "hujan"}),
        (meetings.freeze, {"meeting_id": meeting}),
        (meetings.hold, {"meeting_id": meeting}),
        (meetings.finalise, {"meeting_id": meeting}),
        (meetings.write, {"meeting_id": meeting, "slide": "sales", "text": "x", "version": 0}),
        (meetings.write, {"meeting_id": meeting, "slide": "minutes", "text": "x", "version": version}),
        (talk.attend, {"meeting_id": meeting, "business_ids": [fair.ids["rina"]]}),
        (talk.guest, {"meeting_id": meeting, "name": "Ibu Lain"}),
        (talk.leave_guest, {"guest_id": guest}),
        (talk.theme, {"meeting_id": meeting, "title": "Lain"}),
        (talk.edit_theme, {"theme_id": theme, "version": 1, "changes": {"raised": 2}}),
        (talk.remove_theme, {"theme_id": theme, "version": 1}),
        (talk.quote, {"meeting_id": meeting, "text": "Lain."}),
        (talk.remove_quote, {"quote_id": quote}),
        (talk.decide, {"meeting_id": meeting, "title": "Lain", "proposal": "Lain."}),
        (talk.link_decision, {"meeting_id": meeting, "decision_id": decision}),
        (talk.unlink_decision, {"meeting_id": meeting, "decision_id": decision}),
        (actions.add, {"meeting_id": meeting, "text": "Lain", "owner": "Bendahara"}),
        (actions.edit, {"item_id": item, "version": 1, "changes": {"text": "Lain"}}),
    ]
    before = one(fair, meeting)
    for service, given in refused:
        with pytest.raises(meetings.MeetingOver):
            fair.act(service, now=DAY, **given)
    assert one(fair, meeting) == before


def test_a_month_has_one_meeting_unless_it_was_called_off(small: Fair) -> None:
    meeting = plan(small)
    with pytest.raises(meetings.AlreadyPlanned) as refused:
        plan(small, month=date(2026, 10, 31))
    assert "Oktober 2026" in refused.value.text("id")
    plan(small, kind="needs")
    with pytest.raises(UnknownChoice):
        plan(small, kind="party")
    with pytest.raises(ReasonNeeded):
        small.act(meetings.call_off, meeting_id=meeting, reason=" ")
    small.act(meetings.call_off, meeting_id=meeting, reason="Banjir")
    again = plan(small)
    assert [(row.number, row.state) for row in small.read(reports.series)] == [(3, "planned"), (2, "planned"), (1, "off")]
    assert small.read(reports.of_month, month=date(2026, 10, 20)) == again
    assert small.read(reports.of_month, month=date(2026, 9, 20)) is None


def test_the_next_meeting_follows_with_its_date_and_month(small: Fair) -> None:
    meeting = held(small, "sari")
    small.act(meetings.finalise, meeting_id=meeting, now=DAY)
    with pytest.raises(meetings.TooEarly):
        small.act(meetings.plan_next, meeting_id=meeting, starts_at=FIRST)
    following = one(small, small.act(meetings.plan_next, meeting_id=meeting, starts_at=SECOND))
    assert (following.month, following.place) == (date(2026, 11, 1), "Balai desa")
    assert following.before is not None and following.before.id == meeting
    first = one(small, meeting)
    assert first.after is not None and first.after.starts_at == SECOND


def test_what_comes_before_is_the_last_meeting_that_is_not_called_off(small: Fair) -> None:
    first = plan(small)
    between = plan(small, kind="needs", starts_at=at(20))
    last = plan(small, month=date(2026, 11, 1), starts_at=SECOND)
    assert one(small, last).before.id == between  # type: ignore[union-attr]
    small.act(meetings.call_off, meeting_id=between, reason="Hujan")
    small.act(meetings.freeze, meeting_id=last)
    assert one(small, last).before.id == first  # type: ignore[union-attr]
    small.act(meetings.edit, meeting_id=last, version=one(small, last).version, changes={"starts_at": at(2)})
    assert one(small, last).before is None


def test_two_people_type_into_one_slide(fair: Fair) -> None:
    meeting = held(fair, "sari")
    assert fair.act(meetings.write, meeting_id=meeting, slide="decide", text=" ", version=0) == 0
    first = fair.act(meetings.write, meeting_id=meeting, slide="decide", text="Iuran.\nOngkir.", version=0)
    assert one(fair, meeting).typed == {"decide": reports.Typed("Iuran.\nOngkir.", first)}
    assert fair.act(meetings.write, meeting_id=meeting, slide="decide", text="Iuran.\nOngkir.", version=0) == first
    with pytest.raises(Stale) as refused:
        fair.act(meetings.write, meeting_id=meeting, slide="decide", text="Lain.", version=0)
    assert refused.value.values["theirs"] == {"text": "Iuran.\nOngkir."}
    assert refused.value.values["at"] == at(1)
    second = fair.act(meetings.write, meeting_id=meeting, slide="decide", text="Lain.", version=refused.value.values["version"])
    assert one(fair, meeting).typed["decide"] == reports.Typed("Lain.", second)
    version = one(fair, meeting).version
    fair.act(meetings.write, meeting_id=meeting, slide="minutes", text="Satu.", version=version)
    with pytest.raises(Stale):
        fair.act(meetings.write, meeting_id=meeting, slide="minutes", text="Dua.", version=version)
    assert one(fair, meeting).minutes == "Satu."
    with pytest.raises(UnknownChoice):
        fair.act(meetings.write, meeting_id=meeting, slide="cover", text="x", version=0)
    with pytest.raises(TooLong):
        fair.act(meetings.write, meeting_id=meeting, slide="sales", text="x" * 1_001, version=0)


def test_a_final_meeting_keeps_its_promises_as_they_stood(fair: Fair) -> None:
    first = held(fair, "sari")
    item = fair.act(actions.add, meeting_id=first, text="Foto ulang", business_id=fair.ids["sari"], due_on=date(2026, 12, 1))
    fair.act(meetings.finalise, meeting_id=first, now=DAY)
    fair.act(actions.edit, item_id=item, version=1, changes={"due_on": date(2026, 12, 20)}, now=at(30))
    fair.act(actions.move, item_id=item, state="done", result="Sudah 12 foto", now=at(5, 12))
    assert [(one_.state, one_.due_on, one_.result) for one_ in one(fair, first).items] == [("open", date(2026, 12, 1), "")]
    now = fair.read(promises.of_meeting, meeting_id=first)
    assert [(one_.state, one_.due_on, one_.result) for one_ in now] == [("done", date(2026, 12, 20), "Sudah 12 foto")]
    second = plan(fair, month=date(2026, 11, 1), starts_at=SECOND)
    assert [one_.state for one_ in one(fair, second).promises] == ["done"]
    assert [(row.promised, row.done) for row in fair.read(reports.series)] == [(0, 0), (1, 1)]


def test_members_know_the_day_and_nothing_else(small: Fair) -> None:
    meeting = small.act(meetings.make, month=OCTOBER, starts_at=FIRST, place="Balai desa")
    off = plan(small, kind="needs", starts_at=at(16), place="Kantor")
    small.act(meetings.call_off, meeting_id=off, reason="Banjir")
    small.act(meetings.write, meeting_id=meeting, slide="minutes", text="Rahasia.", version=one(small, meeting).version)
    sari = small.member("sari")
    assert small.read(reports.upcoming, by=sari, today=date(2026, 11, 14)) == [
        reports.Upcoming(meeting, "monthly", FIRST, "Balai desa", ""), reports.Upcoming(off, "needs", at(16), "Kantor", "Banjir"),
    ]
    assert small.read(reports.upcoming, by=sari, today=date(2026, 11, 17)) == []
    for by in (sari, replace(small.system, role=MENTOR), replace(small.system, role=LIAISON)):
        for report, given in (
            (reports.series, {}), (reports.one, {"meeting_id": meeting}), (reports.of_month, {"month": OCTOBER}),
            (reports.suggested, {"today": DAY.date()}),
        ):
            with pytest.raises(NotAllowed):
                small.read(report, by=by, **given)
        with pytest.raises(NotAllowed):
            small.act(meetings.plan, by=by, month=OCTOBER, starts_at=FIRST)
    assert small.read(reports.one, by=small.treasurer, meeting_id=meeting).minutes == "Rahasia."
    with pytest.raises(NotAllowed):
        small.act(meetings.hold, by=small.treasurer, meeting_id=meeting, now=DAY)
    with pytest.raises(Missing):
        small.read(reports.one, meeting_id=uuid4())


def test_files_that_came_after_the_figures_are_counted(small: Fair) -> None:
    meeting = small.act(meetings.make, month=OCTOBER, starts_at=FIRST, now=at(1))
    small.sell(("o1", "sari.listing", date(2026, 10, 5), 90_000))
    for changes, frozen, new in (({}, None, 0), ({"posted_at": at(2)}, None, 1), ({}, at(3), 0), ({"reverted_at": at(4)}, None, 1)):
        with small.app.database.writing(small.system.association) as session:
            batch = session.scalars(select(ImportBatch)).one()
            for name, value in changes.items():
                setattr(batch, name, value)
        if frozen:
            small.act(meetings.freeze, meeting_id=meeting, now=frozen)
        assert one(small, meeting).new_files == new


def test_the_slides_have_their_material(small: Fair) -> None:
    meeting = plan(small)
    with pytest.raises(reports.NotFrozen):
        small.read(reports.material, meeting_id=meeting)
    small.act(meetings.freeze, meeting_id=meeting)
    small.act(meetings.write, meeting_id=meeting, slide="decide", text="Iuran.", version=0)
    small.act(actions.add, meeting_id=meeting, text="Foto ulang", owner="Ketua")
    made = small.read(reports.material, meeting_id=meeting)
    assert (made.association, made.day, made.typed) == ("Asosiasi Contoh", FIRST.date(), {"decide": "Iuran."})
    assert [item.who for item in made.items] == ["Ketua"]
    assert made.snapshot["data_version"] > 0
    with pytest.raises(NotAllowed):
        small.read(reports.material, by=small.member("sari"), meeting_id=meeting)


def test_the_next_day_is_the_same_weekday_of_the_same_week() -> None:
    assert rhythm.next_day(date(2026, 11, 14)) == date(2026, 12, 12)  # the second Saturday
    assert rhythm.next_day(date(2026, 10, 31)) == date(2026, 11, 28)  # there is no fifth Saturday in November
    assert rhythm.next_day(date(2026, 12, 1)) == date(2027, 1, 5)
    for step in range(800):
        day = date(2026, 1, 1) + timedelta(step)
        following = rhythm.next_day(day)
        assert following.weekday() == day.weekday()
        assert following.replace(day=1) == rhythm.month_after(day)


def test_the_next_meeting_is_proposed(small: Fair) -> None:
    today = date(2026, 11, 21)
    assert small.read(reports.suggested, today=today) == reports.Suggestion(OCTOBER, today, "")
    plan(small)
    assert small.read(reports.suggested, today=today) == reports.Suggestion(date(2026, 11, 1), date(2026, 12, 12), "Balai desa")
    late = date(2027, 3, 5)
    assert small.read(reports.suggested, today=late) == reports.Suggestion(date(2027, 2, 1), late, "Balai desa")


def test_the_template_of_needs_is_whole_and_short_enough_to_be_read_aloud() -> None:
    template = needs.template()
    assert [one_.code for one_ in template.pillars] == list(needs.PILLARS)
    assert set(template.aspects) == set(needs.ASPECTS)
    texts = [text for pillar in template.pillars for prompt in pillar.prompts for text in (prompt.practice, prompt.ask)]
    assert len(texts) == 24
    assert all(text.id and text.en and text.id != text.en for text in texts)
    assert all(text.ask.id.split(". ")[0].endswith("?") or "?" in text.ask.id for p in template.pillars for text in p.prompts)
    sentences = [part for text in texts for part in text.id.replace("?", ".").split(". ")]
    assert sum(len(sentence.split()) for sentence in sentences) / len(sentences) <= 13
    assert max(len(sentence.split()) for sentence in sentences) <= 20
    assert template.pillar("service") is template.pillars[2]
    assert template.pillar("") is None


def test_promises_are_counted() -> None:
    day, later = date(2026, 11, 1), date(2026, 11, 9)
    found = states.kept([
        ("done", day, later), ("done", later, day), ("done", day, None), ("doing", day, day), ("open", day, day), ("dropped", day, None),
    ])
    assert found == states.Kept(promised=6, done=3, late=1, doing=1, open=1, dropped=1)
    assert states.kept([]) == states.Kept(0, 0, 0, 0, 0, 0)


def test_the_steps_know_every_state() -> None:
    known = {states.OPEN, states.DOING, states.DONE, states.DROPPED}
    assert states.STEPS.keys() == known
    assert all(steps <= known - {state} for state, steps in states.STEPS.items())
    assert all(steps <= states.STEPS[state] for state, steps in states.OWN_STEPS.items())
