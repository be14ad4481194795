"""What counts in each indicator: every one from rows as they are written, on the last day of the quarter and not a day later."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cblp.bootstrap import App
from cblp.catalogue.services import shops
from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.growth import checklist
from cblp.growth.models import Assignment, Attendance, MentoringSession, MentorProfile, Question, SafetyCheck, Training
from cblp.i18n import speaking
from cblp.people.models import Person
from cblp.people.services import licences, register
from cblp.programmes import indicators, progress_words
from cblp.programmes.reports import contributions, progress
from cblp.programmes.rules import quarters
from cblp.programmes.rules.suppression import rounded_share
from tests.programmes.counting import AUGUST, MAY, Q2, Q3, Town, town
from tests.test_words import WRONG
from tests.worlds import Worlds


@pytest.fixture
def jambi(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Town:
    return worlds.on(town, sqlite_app, sqlite_actor)


def given(jambi: Town, indicator: str, period: str = Q3) -> dict[int, tuple[int, int]]:
    """What each business gives that gives something, by its place in the town."""
    found = jambi.app.read(jambi.wati, contributions.of, period=period).given[indicator]
    return {place: found[id_] for place, id_ in enumerate(jambi.businesses) if found.get(id_, (0, 0))[0]}


# -- what counts ---------------------------------------------------------------------------------------------------------


def test_members_are_those_of_the_last_day(jambi: Town) -> None:
    late, left = jambi.join(1, "15.02", since=date(2026, 10, 1)), jambi.businesses[0]
    jambi.app.act(jambi.system, register.change_membership, business_id=left, status="left", since=date(2026, 9, 30))
    areas = jambi.app.read(jambi.wati, contributions.of, period=Q3).areas
    assert len(areas) == 20 and left not in areas and late[0] not in areas and areas[jambi.businesses[4]] == "15.04"


def test_licences_in_force(jambi: Town) -> None:
    a, b, c = jambi.businesses[:3]
    jambi.app.act(jambi.system, licences.add_licence, business_id=a, kind="nib", number="1234567890123")
    jambi.app.act(jambi.system, licences.add_licence, business_id=b, kind="halal", number="ID1", expires_on=date(2026, 9, 29))
    jambi.app.act(jambi.system, licences.add_licence, business_id=c, kind="halal", number="ID2", expires_on=date(2026, 9, 30))
    jambi.app.act(jambi.system, licences.add_licence, business_id=c, kind="pirt", state="applied")
    assert [given(jambi, f"licence_{kind}") for kind in ("nib", "halal", "pirt")] == [{0: (1, 1)}, {2: (1, 1)}, {}]


def test_several_marketplaces_are_open_shops_of_one_business(jambi: Town) -> None:
    a, b, c = jambi.businesses[:3]
    for owner, place, opened in (
        (a, "shopee", None), (a, "lazada", date(2026, 9, 30)), (b, "shopee", None), (b, "instagram", None),
        (c, "shopee", None), (c, "lazada", date(2026, 10, 1)),
    ):
        jambi.app.act(jambi.system, shops.add_shop, marketplace=place, handle=f"{place}{owner.hex}", business_id=owner, opened_on=opened)
    assert given(jambi, "several_marketplaces") == {0: (1, 1)}


def test_growth_is_of_members_who_sold_in_both_quarters(jambi: Town) -> None:
    [young] = jambi.join(1, "15.02", since=date(2026, 7, 1))
    for business, before, now in ((0, 100_000, 150_000), (1, 100_000, 0), (2, 0, 90_000), (21, 50_000, 50_000)):
        for day, amount in ((MAY, before), (AUGUST, now)):
            if amount:
                jambi.sell(jambi.businesses[business], day, amount)
    assert young == jambi.businesses[21] and given(jambi, "sales_growth") == {0: (150_000, 100_000)}


def test_the_newest_safety_list_of_the_quarter_counts(jambi: Town) -> None:
    codes = checklist.newest().codes
    with jambi.app.database.writing(jambi.system.association, None) as session:
        for business, safe, day in ((0, 0, 1), (0, len(codes), 29), (1, len(codes) // 2, 29), (2, len(codes), 31)):
            session.add(SafetyCheck(
                association_id=jambi.system.association, business_id=jambi.businesses[business],
                list_version=checklist.newest().version, answers={code: place < safe for place, code in enumerate(codes)},
                checked_at=datetime(2026, 9, min(day, 30), 12 if day < 31 else 18, tzinfo=UTC),  # 18:00 UTC is 1 October there
            ))
    assert given(jambi, "security_awareness") == {0: (1, 1)}


def test_special_help_and_months_of_mentoring(jambi: Town) -> None:
    helped = jambi.join(6, "15.02", needs_help=True, needs_help_reason="Sakit")
    own = {"association_id": jambi.system.association}
    with jambi.app.database.writing(jambi.system.association, None) as session:
        person = Person(**own, id=uuid7(), name="Tia")
        session.add(person)
        session.flush()
        mentor = MentorProfile(**own, id=uuid7(), code="P01", person_id=person.id, kind="student", state="approved")
        session.add(mentor)
        session.flush()
        spans = [(date(2026, 7, 10), None), (date(2026, 8, 20), None), (date(2026, 5, 1), date(2026, 8, 10))]
        rows = [Assignment(
            **own, id=uuid7(), business_id=business, mentor_id=mentor.id, state="active", proposed_on=first, accepted_on=first,
            valid_from=first, valid_to=last,
        ) for business, (first, last) in zip(helped, spans, strict=False)]
        session.add_all(rows)
        session.flush()
        for row, days in zip(rows, (["2026-07-20", "2026-09-02", "2026-09-20"], ["2026-08-25"], ["2026-06-30"]), strict=True):
            session.add_all(MentoringSession(
                **own, assignment_id=row.id, day=date.fromisoformat(day), minutes=60, mode="visit",
                logged_at=datetime(2026, 9, 30, tzinfo=UTC),
            ) for day in days)
        training = Training(
            **own, id=uuid7(), code="T1", module="basics", title="Foto", starts_at=datetime(2026, 9, 1, tzinfo=UTC), minutes=60,
        )
        session.add(training)
        session.flush()
        session.add_all(
            Attendance(**own, training_id=training.id, business_id=helped[place], present=present)
            for place, present in ((3, True), (4, False))
        )
        session.add(Question(
            **own, number=1, business_id=helped[5], topic="photo", text="?", asked_at=datetime(2026, 9, 1, tzinfo=UTC),
            state="answered", answered_at=datetime(2026, 9, 2, tzinfo=UTC),
        ))
    found = jambi.app.read(jambi.wati, contributions.of, period=Q3).given
    assert [found["vulnerable_supported"][id_] for id_ in helped] == [(1, 1), (1, 1), (0, 1), (1, 1), (0, 1), (1, 1)]
    # July (from the 10th), August, September; only September of one that began on 20 August; July of one that ended in August
    assert [found["mentoring_continuity"].get(id_) for id_ in helped[:3]] == [(2, 3), (0, 1), (0, 1)]


# -- what it is called and how it is rounded --------------------------------------------------------------------------------


def test_every_indicator_is_counted_and_every_count_declared(jambi: Town) -> None:
    counted = jambi.app.read(jambi.wati, contributions.of, period=Q3).given.keys() | {"active_members"}
    assert counted == indicators.load().keys()


@pytest.mark.parametrize("one", indicators.load().values(), ids=lambda one: one.id)
def test_each_indicator_is_said_in_both_languages(one: indicators.Indicator) -> None:
    texts = [one.name, one.definition, one.numerator, *([one.denominator] if one.denominator else [])]
    assert all(text.id and text.en and not WRONG.search(text.id) for text in texts)
    assert (one.shape == indicators.COUNT) == (one.denominator is None)


def test_rates_are_rounded_so_that_they_do_not_tell_of_how_many_they_are() -> None:
    by = indicators.load()
    assert [rounded_share(value, 9, members) for value, members in ((4, 40), (0, 40), (9, 40), (9, 9), (0, 5))] == [
        4500, 500, 9500, 8500, 2000,
    ]
    assert [by["sales_growth"].of(value, 1000) for value in (1126, 884, 1000)] == [1300, -1200, 0]
    assert by["digital_capital"].of(6_543, 6) == 1090
    assert [by[code].said(value) for code, value in (
        ("sales_growth", 1300), ("sales_growth", -1200), ("jobs", 4500), ("internet_use", 5896), ("jobs", None),
    )] == ["naik 13%", "turun 12%", "45", "58,96%", "–"]


def test_the_official_figures() -> None:
    found = {one.id: one for one in indicators.references()}
    assert found["internet_2023"].value == 5896 and found["internet_2022"].value == 4952
    assert {one.indicator for one in found.values()} <= {"", *indicators.load()}
    assert all(one.source and one.name.id and one.name.en for one in found.values())


def test_quarters() -> None:
    assert quarters.of(date(2026, 9, 30)) == Q3 and quarters.before("2026-Q1") == "2025-Q4"
    assert (quarters.span(Q3).first, quarters.span(Q3).last) == (date(2026, 7, 1), date(2026, 9, 30))
    assert not quarters.closed(Q3, date(2026, 9, 30)) and quarters.closed(Q3, date(2026, 10, 1))
    assert quarters.last_closed(date(2026, 11, 21), 2) == [Q3, Q2]


def test_an_area_without_a_name_is_said_by_its_code_after_what_it_lies_in() -> None:
    names = {"": "Asosiasi", "15": "Jambi", "15.71": "Kota Jambi", "15.71.01": "15.71.01", "15.71.01.1001": "15.71.01.1001"}

    def said(code: str) -> str:
        return progress_words.place(progress.Place(code, names.get(code, code), 0, True, progress.within(code, names)))

    with speaking("id"):
        assert [said(code) for code in names] == [
            "Asosiasi", "Jambi", "Kota Jambi", "Kota Jambi, kode 15.71.01", "Kota Jambi, kode 15.71.01.1001",
        ]
        assert said("99.01") == "Kode 99.01"
