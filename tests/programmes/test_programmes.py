"""Programmes: promised and delivered, spent against budget, who takes part, what still lives after the money, and what it brought."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER, Actor
from cblp.errors import Missing, NotAllowed, Stale
from cblp.growth.reports.capital import SHOWN_FROM
from cblp.growth.services import sessions, trainings
from cblp.growth.services.placements import EndsEarly, FirstDayNeeded
from cblp.people.services.register import NameNeeded, ReasonNeeded, UnknownChoice
from cblp.programmes.reports import programmes as reports
from cblp.programmes.reports.programmes import Watch
from cblp.programmes.services import partners, programmes
from cblp.sales.services import DayInFuture
from cblp.sharing.services.cash import AmountNeeded, TextNeeded
from tests.campaigns.making import Fair, at
from tests.growth.asking import Asking
from tests.growth.mentoring import Village
from tests.worlds import Worlds

TODAY = date(2026, 11, 1)
FIRST, LAST = date(2026, 6, 1), date(2026, 8, 31)
"""The sixty days after end on 30 October."""


@pytest.fixture
def fair(app: App, actor: Actor, worlds: Worlds) -> Fair:
    return worlds.on(Fair, app, actor, "sari", "rina")


@pytest.fixture
def small(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Fair:
    return worlds.on(Fair, sqlite_app, sqlite_actor, "sari", "rina")


@pytest.fixture
def village(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Village:
    return worlds.on(Village, sqlite_app, sqlite_actor, "sari")


def programme(fair: Fair, name: str = "Alat produksi", **given: Any) -> UUID:
    made: UUID = fair.act(programmes.add, name=name, **{"first": FIRST, "last": LAST, **given})
    return made


def item(fair: Fair, one: UUID, what: str = "Oven", promised: int = 12, **given: Any) -> UUID:
    made: UUID = fair.act(programmes.add_item, programme_id=one, what=what, promised=promised, **{"kind": "goods", **given})
    return made


def rows(fair: Fair, by: Actor | None = None, today: date = TODAY) -> list[reports.Row]:
    found: list[reports.Row] = fair.read(reports.listing, by=by, today=today)
    return found


def detail(fair: Fair, one: UUID, by: Actor | None = None, today: date = TODAY) -> reports.Detail:
    found: reports.Detail = fair.read(reports.one, by=by, programme_id=one, today=today)
    return found


def as_(fair: Fair, role: str) -> Actor:
    return replace(fair.system, role=role)


def trained(fair: Fair, day: datetime, held: bool = True) -> UUID:
    made: UUID = fair.act(trainings.plan, module="content", title="Foto produk", starts_at=day, minutes=60, now=at(1, 1))
    if held:
        fair.act(trainings.attend, training_id=made, present={fair.ids["sari"]: True}, now=day)
        fair.act(trainings.hold, training_id=made, now=day)
    return made


# -- the programme -----------------------------------------------------------------------------------------------------


def test_a_programme_has_a_budget_that_begins_and_ends(fair: Fair) -> None:
    office = fair.act(partners.add, name="Dinas Koperasi", kind="government")
    one = programme(fair, partner_id=office, budget=50_000_000, about="Oven untuk anggota")
    programme(fair, "Pameran", first=TODAY, last=date(2026, 12, 1))
    assert [(row.code, row.name, row.state, row.verdict) for row in rows(fair)] == [
        ("PB02", "Pameran", "running", "running"), ("PB01", "Alat produksi", "over", "gone"),
    ]
    assert [row.state for row in rows(fair, today=date(2026, 5, 1))] == ["planned", "planned"]
    version = fair.act(programmes.edit, programme_id=one, version=1, changes={"last": date(2026, 9, 30)})
    with pytest.raises(Stale):
        fair.act(programmes.edit, programme_id=one, version=1, changes={"name": "Lain"})
    assert [(row.partner, row.last.month, row.verdict) for row in rows(fair)][1] == ("Dinas Koperasi", 9, "too_early")
    with pytest.raises(ReasonNeeded):
        fair.act(programmes.call_off, programme_id=one, reason=" ")
    fair.act(programmes.call_off, programme_id=one, reason="Anggaran dipotong")
    [_, off] = rows(fair)
    assert (off.state, off.called_off, off.verdict, off.pulse) == ("off", "Anggaran dipotong", "", None)
    for service, given in (
        (programmes.edit, {"version": version + 1, "changes": {"name": "x"}}), (programmes.spend, {"day": LAST, "amount": 1, "what": "x"}),
        (programmes.join, {"businesses": [fair.ids["sari"]]}), (programmes.add_item, {"kind": "goods", "what": "x", "promised": 1}),
    ):
        with pytest.raises(programmes.ProgrammeOff):
            fair.act(service, programme_id=one, **given)


def test_what_a_programme_needs(small: Fair) -> None:
    ended = small.act(partners.add, name="Bank", kind="industry")
    small.act(partners.end, partner_id=ended, on=TODAY)
    wrong: list[tuple[type[Exception], dict[str, Any]]] = [
        (NameNeeded, {"name": " "}), (FirstDayNeeded, {"first": None}), (programmes.LastDayNeeded, {"last": None}),
        (EndsEarly, {"last": date(2026, 5, 31)}), (AmountNeeded, {"budget": 0}), (Missing, {"partner_id": uuid4()}),
        (partners.PartnerEnded, {"partner_id": ended}),
    ]
    for error, given in wrong:
        with pytest.raises(error):
            programme(small, **given)


def test_what_was_promised_and_what_came(fair: Fair) -> None:
    one = programme(fair)
    oven = item(fair, one, due_on=date(2026, 7, 31), unit="unit")
    item(fair, one, "Pelatihan", 4, kind="training")
    wrong = item(fair, one, "Salah", 1)
    fair.act(programmes.remove_item, item_id=wrong)
    version = fair.act(programmes.deliver, item_id=oven, version=1, delivered=5, on=date(2026, 7, 1))
    with pytest.raises(Stale):
        fair.act(programmes.deliver, item_id=oven, version=1, delivered=6, on=date(2026, 7, 1))
    found = detail(fair, one)
    assert [(each.what, each.promised, each.delivered, each.complete, each.late(TODAY)) for each in found.items] == [
        ("Oven", 12, 5, False, True), ("Pelatihan", 4, 0, False, False),
    ]
    assert (found.row.promised, found.row.complete, found.row.late) == (2, 0, 1)
    version = fair.act(programmes.deliver, item_id=oven, version=version, delivered=13, on=date(2026, 8, 1))
    assert (rows(fair)[0].complete, rows(fair)[0].late) == (1, 0)
    version = fair.act(programmes.deliver, item_id=oven, version=version, delivered=0, on=None)
    assert detail(fair, one).items[0].delivered_on is None
    fair.act(programmes.edit_item, item_id=oven, version=version, changes={"promised": 10})
    assert detail(fair, one).items[0].promised == 10
    with pytest.raises(DayInFuture):
        fair.act(programmes.deliver, item_id=oven, version=version + 1, delivered=1, on=date(2026, 11, 2))
    for error, given in (
        (UnknownChoice, {"kind": "gift"}), (programmes.WhatNeeded, {"what": ""}), (programmes.BadCount, {"promised": 0}),
    ):
        with pytest.raises(error):
            item(fair, one, **given)
    with pytest.raises(Missing):
        fair.act(programmes.deliver, item_id=wrong, version=2, delivered=1, on=FIRST)


def test_spent_against_budget(fair: Fair) -> None:
    one = programme(fair, budget=1_000_000)
    fair.act(programmes.spend, programme_id=one, day=date(2026, 6, 5), amount=600_000, what="Oven")
    twice = fair.act(programmes.spend, programme_id=one, by=as_(fair, TREASURER), day=date(2026, 9, 5), amount=600_000, what="Oven")
    assert (rows(fair)[0].spent, rows(fair)[0].left) == (1_200_000, -200_000)
    fair.act(programmes.take_back, cost_id=twice)
    assert (rows(fair)[0].spent, rows(fair)[0].left) == (600_000, 400_000)
    found = detail(fair, one)
    assert [(cost.amount, cost.taken_back) for cost in found.costs] == [(600_000, True), (600_000, False)]
    assert [(month.month.month, month.spent, month.budget) for month in found.months] == [
        (6, 600_000, 30), (7, 0, 31), (8, 0, 31), (9, 0, 0), (10, 0, 0), (11, 0, 0),
    ]
    for error, given in ((AmountNeeded, {"amount": 0}), (TextNeeded, {"what": " "}), (DayInFuture, {"day": date(2026, 11, 2)})):
        with pytest.raises(error):
            fair.act(programmes.spend, programme_id=one, **{"day": FIRST, "amount": 1, "what": "x", **given})


# -- what lives --------------------------------------------------------------------------------------------------------


def test_it_lives_by_a_training_that_was_held_after_the_money(fair: Fair) -> None:
    one = programme(fair)
    held, planned = trained(fair, datetime(2026, 10, 10, 3, tzinfo=UTC)), trained(fair, datetime(2026, 10, 20, 3, tzinfo=UTC), held=False)
    fair.act(programmes.link, programme_id=one, training_id=planned)
    assert rows(fair)[0].verdict == "gone"
    link = fair.act(programmes.link, programme_id=one, training_id=held)
    assert fair.act(programmes.link, programme_id=one, training_id=held) == link
    [row] = rows(fair)
    assert row.pulse is not None and (row.verdict, row.pulse.trainings) == ("alive", 1)
    assert row.pulse.last == date(2026, 10, 10)
    assert [row.verdict for row in rows(fair, today=date(2026, 10, 9))] == ["too_early"]
    assert [(one.label, one.first, one.done) for one in detail(fair, one).links] == [
        ("Foto produk", date(2026, 10, 10), True), ("Foto produk", date(2026, 10, 20), False),
    ]
    fair.act(programmes.unlink, link_id=link)
    assert rows(fair)[0].verdict == "gone"
    assert [each.target_id for each in fair.read(reports.linkable, programme_id=one, today=TODAY)] == [held]


def test_it_lives_by_a_mentoring_that_goes_on(village: Village) -> None:
    one = programme(village, last=date(2026, 10, 1))
    village.approved("tia")
    mentoring = village.accompanied("sari", "tia", now=at(1, 9))
    [choice] = village.read(reports.linkable, programme_id=one, today=TODAY)
    assert (choice.kind, choice.target_id, choice.label, choice.done) == ("assignment", mentoring, "Sari · Tia", False)
    village.act(programmes.link, programme_id=one, assignment_id=mentoring)
    village.act(sessions.log, assignment_id=mentoring, day=date(2026, 9, 20), minutes=30, mode="visit", now=at(20, 9))
    assert rows(village)[0].verdict == "too_early"
    village.act(sessions.log, assignment_id=mentoring, day=date(2026, 10, 20), minutes=30, mode="visit", now=at(20, 10))
    assert rows(village)[0].verdict == "alive"
    assert [(each.sessions, each.done) for each in detail(village, one).links] == [(2, True)]
    with pytest.raises(ValueError, match="one thing"):
        village.act(programmes.link, programme_id=one)
    with pytest.raises(Missing):
        village.act(programmes.link, programme_id=one, assignment_id=uuid4())


def test_it_lives_by_a_campaign_that_ran(small: Fair) -> None:
    one = programme(small, last=date(2026, 10, 1))
    campaign = small.running("sari")
    small.act(programmes.link, programme_id=one, campaign_id=campaign)
    assert rows(small, today=date(2026, 11, 8))[0].verdict == "too_early"
    assert rows(small, today=date(2026, 11, 9))[0].verdict == "alive"


def test_the_watch_counts_what_can_be_judged(small: Fair) -> None:
    lives = programme(small)
    small.act(programmes.link, programme_id=lives, training_id=trained(small, datetime(2026, 9, 10, 3, tzinfo=UTC)))
    programme(small, "Hilang")
    programme(small, "Baru selesai", last=date(2026, 10, 20))
    programme(small, "Jalan", last=TODAY)
    programme(small, "Nanti", first=date(2026, 12, 1), last=date(2026, 12, 2))
    small.act(programmes.call_off, programme_id=programme(small, "Batal"), reason="x")
    found = reports.watch(rows(small), TODAY)
    assert found == Watch(planned=1, running=1, too_early=1, alive=1, gone=1)
    assert (found.kept, reports.watch([], TODAY).kept) == (Fraction(1, 2), None)


# -- who sees what -----------------------------------------------------------------------------------------------------


def test_participants_join_once_and_a_mistake_is_taken_out(fair: Fair) -> None:
    one = programme(fair)
    both = [fair.ids["sari"], fair.ids["rina"]]
    assert fair.act(programmes.join, programme_id=one, businesses=both, joined_on=FIRST) == 2
    assert fair.act(programmes.join, programme_id=one, businesses=both) == 0
    assert [(who.business, who.joined_on) for who in detail(fair, one).participants] == [("Rina", FIRST), ("Sari", FIRST)]
    fair.act(programmes.leave, programme_id=one, business_id=both[0])
    assert rows(fair)[0].participants == 1
    with pytest.raises(Missing):
        fair.act(programmes.leave, programme_id=one, business_id=both[0])
    with pytest.raises(Missing):
        fair.act(programmes.join, programme_id=one, businesses=[uuid4()])


def test_a_liaison_reads_what_government_promised_and_nothing_of_members(small: Fair) -> None:
    office, campus = (small.act(partners.add, name=kind, kind=kind) for kind in ("government", "academia"))
    paid, other = programme(small, partner_id=office, budget=9_000_000), programme(small, "Kampus", partner_id=campus)
    for one in (paid, other):
        item(small, one, note="catatan sendiri")
        small.act(programmes.join, programme_id=one, businesses=[small.ids["sari"]])
        small.act(programmes.spend, programme_id=one, day=FIRST, amount=5_000, what="Oven Sari")
        small.act(programmes.link, programme_id=one, training_id=trained(small, datetime(2026, 9, 10, 3, tzinfo=UTC)))
    amir = as_(small, LIAISON)
    [row] = rows(small, amir)
    assert (row.name, row.budget, row.promised, row.verdict) == ("Alat produksi", 9_000_000, 1, "alive")
    assert (row.spent, row.left, row.participants, row.pulse) == (None, None, None, None)
    seen = detail(small, paid, amir)
    assert [(each.what, each.note) for each in seen.items] == [("Oven", "")]
    assert (seen.costs, seen.participants, seen.links, seen.months) == ((), (), (), ())
    with pytest.raises(Missing):
        detail(small, other, amir)
    for report, given in ((reports.linkable, {"today": TODAY}), (reports.brought, {"today": TODAY})):
        with pytest.raises(NotAllowed):
            small.read(report, by=amir, programme_id=paid, **given)
    with pytest.raises(NotAllowed):
        small.read(reports.brought, by=as_(small, TREASURER), programme_id=paid, today=TODAY)
    for role in (MEMBER, MENTOR):
        with pytest.raises(NotAllowed):
            rows(small, as_(small, role))
    for role in (MEMBER, MENTOR, LIAISON, TREASURER):
        with pytest.raises(NotAllowed):
            small.act(programmes.add, by=as_(small, role), name="x", first=FIRST, last=LAST)
        with pytest.raises(NotAllowed):
            small.act(programmes.join, by=as_(small, role), programme_id=paid, businesses=[small.ids["rina"]])


# -- what it brought ---------------------------------------------------------------------------------------------------


def test_participants_against_themselves_and_against_the_others(sqlite_app: App, sqlite_actor: Actor) -> None:
    inside, outside = [f"i{number}" for number in range(5)], [f"o{number}" for number in range(5)]
    fair = Fair(sqlite_app, sqlite_actor, *inside, *outside, "new", "quiet")
    one = programme(fair)
    fair.act(programmes.join, programme_id=one, businesses=[fair.ids[name] for name in (*inside, "quiet")])
    # 61 days since the end are over: they stand against 61 days that end in the week before the first
    for names, after in ((inside, 150), (outside, 110)):
        for name in names:
            fair.typed(name, date(2026, 5, 20), 100)
            fair.typed(name, date(2026, 10, 1), after)
    fair.typed("quiet", date(2026, 10, 1), 9_000)
    fair.typed(inside[0], date(2026, 7, 1), 7_000)  # while it ran: in neither of the two
    found = fair.read(reports.brought, programme_id=one, today=TODAY)
    assert found.windows is not None and (found.windows.phase, found.windows.after.days) == ("since", 61)
    assert (found.participants, found.left_out, found.own.people, found.others.people) == (6, 1, 5, 5)
    assert (found.own.change, found.others.change) == (Fraction(1, 2), Fraction(1, 10))
    assert found.against is not None and found.against.value == Fraction(150, 110) - 1
    fair.act(programmes.leave, programme_id=one, business_id=fair.ids["i0"])
    few = fair.read(reports.brought, programme_id=one, today=TODAY)
    assert (few.own.people, few.own.change, few.own.before, few.against.why) == (4, None, None, "few_participants")
    young = fair.read(reports.brought, programme_id=programme(fair, first=date(2026, 10, 20), last=TODAY), today=TODAY)
    assert (young.windows, young.own.change) == (None, None)


def test_digital_capital_of_those_who_answered_both_rounds(sqlite_app: App, sqlite_actor: Actor) -> None:
    asking = Asking(sqlite_app, sqlite_actor)
    names = [f"u{number}" for number in range(7)]
    for name in names:
        asking.business(name, owner=name)
    first, second = date(2026, 1, 10), date(2026, 11, 1)
    before = asking.wave(first=first, last=date(2026, 1, 20), name="Awal")
    after = asking.wave("post", first=second, last=date(2026, 11, 30), name="Akhir")
    one = asking.act(programmes.add, name="Kelas", first=date(2026, 2, 1), last=date(2026, 4, 30))
    asking.act(programmes.join, programme_id=one, businesses=[asking.ids[name] for name in names[:6]])
    for number, name in enumerate(names):
        asking.fill(before, name, "2222", "22222", now=datetime(2026, 1, 12, 3, tzinfo=UTC))
        if number:
            asking.fill(after, name, "3333", "33333")
    found = asking.read(reports.brought, programme_id=one, today=date(2026, 11, 21)).capital
    assert (found.first_round, found.second_round, found.before, found.after) == ("Awal", "Akhir", 25, 50)
    assert (found.change.pairs, found.change.dropped, found.change.gain) == (5, 1, 25.0)
    asking.act(programmes.leave, programme_id=one, business_id=asking.ids["u5"])
    few = asking.read(reports.brought, programme_id=one, today=date(2026, 11, 21)).capital
    assert few.change.pairs < SHOWN_FROM and (few.before, few.change.gain) == (None, None)
    late = asking.act(programmes.add, name="Nanti", first=date(2026, 11, 10), last=date(2026, 12, 1))
    assert asking.read(reports.brought, programme_id=late, today=date(2026, 11, 21)).capital is None
    assert asking.read(reports.brought, by=replace(asking.system, role=COORDINATOR), programme_id=late, today=TODAY).participants == 0
