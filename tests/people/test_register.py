"""The register keeps who is a member since when, refuses stale saves with both values, and shows nobody another's phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, SYSTEM, TREASURER, Actor
from cblp.errors import Missing, NotAllowed, Stale
from cblp.people import rules_register as rules
from cblp.people.models import Account, AuditEntry
from cblp.people.phones import PhoneUnreadable
from cblp.people.reports import register as reports
from cblp.people.rules_size import size_class
from cblp.people.services import consent, licences, register
from tests.conftest import NOW, new_association

TODAY = date(2026, 11, 21)


def business(app: App, actor: Actor, name: str = "Batik Sari", **given: Any) -> UUID:
    given.setdefault("owner", {"name": f"Pemilik {name}", "phone": "0812-3456-7890"})
    return app.act(actor, register.add_business, name=name, since=date(2026, 1, 5), **given)


def as_member(actor: Actor, *own: UUID) -> Actor:
    return replace(actor, role=MEMBER, own_businesses=frozenset(own))


def test_a_new_business_gets_a_code_an_owner_and_a_membership(app: App, actor: Actor) -> None:
    first, second = business(app, actor), business(app, actor, "Dodol Rina")
    profile = app.read(actor, reports.business, business_id=second, today=TODAY)
    assert (profile.fields["code"], profile.status) == ("A002", "active")
    assert profile.person is not None
    assert profile.person.phone == "+6281234567890"
    assert [t.since for t in profile.terms] == [date(2026, 1, 5)]
    assert [row.code for row in app.read(actor, reports.businesses, today=TODAY)] == ["A001", "A002"]
    with pytest.raises(register.CodeTaken, match="A001 already belongs to Batik Sari"):
        business(app, actor, "Lain", code="A001")
    assert first != second


def test_a_stale_save_is_refused_with_both_values_and_who_and_when(app: App, actor: Actor) -> None:
    with app.globally(write=True) as session:
        rina = Account(name="Rina", created_at=NOW)
        session.add(rina)
        session.flush()
        account = rina.id
    mine = business(app, actor)
    version = app.read(actor, reports.business, business_id=mine, today=TODAY).version
    other = replace(actor, account=account, role=COORDINATOR)
    app.act(other, register.edit_business, business_id=mine, version=version, changes={"name": "Batik Sari Jaya", "workers": 3})
    changes = {"name": "Batik Sari Indah", "workers": 3}
    with pytest.raises(Stale) as stale:
        app.act(actor, register.edit_business, business_id=mine, version=version, changes=changes)
    values = stale.value.values
    assert values["theirs"] == {"name": "Batik Sari Jaya"}
    assert values["yours"] == {"name": "Batik Sari Indah"}
    assert (values["who"], values["at"]) == ("Rina", NOW)
    app.act(actor, register.edit_business, business_id=mine, version=values["version"], changes=values["yours"])
    assert app.read(actor, reports.business, business_id=mine, today=TODAY).name == "Batik Sari Indah"
    # the same values again are no conflict: nothing is lost by saying yes
    app.act(actor, register.edit_business, business_id=mine, version=1, changes={"name": "Batik Sari Indah"})


def test_memberships_follow_the_steps_with_dates_and_reasons(app: App, actor: Actor) -> None:
    mine = business(app, actor, status="applied")

    def step(status: str, day: date, reason: str = "") -> None:
        app.act(actor, register.change_membership, business_id=mine, status=status, since=day, reason=reason)

    with pytest.raises(register.BadStep):
        step("suspended", date(2026, 2, 1), "x")
    step("active", date(2026, 2, 1))
    with pytest.raises(register.ReasonNeeded):
        step("suspended", date(2026, 3, 1), " ")
    with pytest.raises(register.DateTooEarly):
        step("left", date(2026, 1, 31))
    step("suspended", date(2026, 3, 1), "Iuran belum dibayar")
    step("active", date(2026, 4, 1))
    step("left", date(2026, 12, 1))
    for day, status in ((date(2026, 1, 31), "applied"), (date(2026, 2, 1), "active"), (date(2026, 3, 31), "suspended"),
                        (date(2026, 11, 30), "active"), (date(2026, 12, 1), "left")):
        assert app.read(actor, reports.business, business_id=mine, today=day).status == status
    assert app.read(actor, reports.counts, today=date(2026, 12, 1)) == {"left": 1}
    app.act(actor, register.correct_start, business_id=mine, since=date(2026, 1, 20))
    terms = app.read(actor, reports.business, business_id=mine, today=TODAY).terms
    assert [(t.status, t.since) for t in reversed(terms)][:2] == [("applied", date(2026, 1, 5)), ("active", date(2026, 1, 20))]


def test_present_membership_begins_with_the_first_day_after_the_last_absence() -> None:
    days = [date(2024, 1, d) for d in range(1, 7)]

    def run(*statuses: str) -> int | None:
        ends = [*days[1:len(statuses)], None]
        return rules.present_run([rules.Term(s, days[i], ends[i]) for i, s in enumerate(statuses)])

    assert run() is None
    assert run("applied", "active", "suspended", "active") == 1
    assert run("active", "left", "active") == 2
    assert run("active", "left") == 0
    assert run("active", "left", "applied") == 2


def test_the_owner_of_the_phone_and_who_else_may_read_it(app: App, actor: Actor) -> None:
    mine, other = business(app, actor), business(app, actor, "Dodol Rina")
    member = as_member(actor, mine)
    mentor = replace(actor, role=MENTOR, mentee_businesses=frozenset({other}))
    for who, codes in ((member, ["A001"]), (mentor, ["A002"]), (replace(actor, role=TREASURER), ["A001", "A002"]),
                       (replace(actor, role=LIAISON), [])):
        assert [row.code for row in app.read(who, reports.businesses, today=TODAY)] == codes
    with pytest.raises(Missing):
        app.read(member, reports.business, business_id=other, today=TODAY)
    theirs = app.read(actor, reports.business, business_id=other, today=TODAY).person
    assert theirs is not None
    with pytest.raises(Missing):
        app.read(member, reports.person, person_id=theirs.id)
    assert app.read(member, reports.names, today=TODAY) == [(mine, "A001", "Batik Sari"), (other, "A002", "Dodol Rina")]
    with pytest.raises(NotAllowed):
        app.read(replace(actor, role=LIAISON), reports.names, today=TODAY)


def test_a_member_changes_the_own_business_and_no_more(app: App, actor: Actor) -> None:
    mine, other = business(app, actor), business(app, actor, "Dodol Rina")
    member = as_member(actor, mine)
    app.act(member, register.edit_business, business_id=mine, version=1, changes={"address": "Jl. Sipin 1"})
    person = app.read(member, reports.business, business_id=mine, today=TODAY).person
    assert person is not None
    app.act(member, register.edit_person, person_id=person.id, version=1, changes={"phone": "62 812 1111 2222"})
    assert app.read(member, reports.person, person_id=person.id).phone == "+6281211112222"
    for changes, business_id in (({"needs_help": False}, mine), ({"code": "X"}, mine), ({"name": "X"}, other)):
        with pytest.raises(NotAllowed):
            app.act(member, register.edit_business, business_id=business_id, version=1, changes=changes)
    for service, given in ((register.add_business, {"name": "X", "since": TODAY}),
                           (register.change_membership, {"business_id": mine, "status": "left", "since": TODAY})):
        with pytest.raises(NotAllowed):
            app.act(member, service, **given)


def test_the_audit_trail_names_fields_and_holds_values_of_public_ones_only(app: App, actor: Actor) -> None:
    mine = business(app, actor)
    app.act(actor, register.edit_business, business_id=mine, version=1, changes={
        "name": "Batik Baru", "address": "RAHASIA", "needs_help": True, "needs_help_reason": "RAHASIA"})
    with app.database.reading(actor.association) as session:
        entries = [(e.action, e.entity, e.label, e.changes) for e in session.scalars(select(AuditEntry))]
    assert "RAHASIA" not in str(entries)
    assert "+62812" not in str(entries)
    [changes] = [changes for action, entity, _, changes in entries if (action, entity) == ("changed", "business")]
    assert changes == {"name": "Batik Baru", "address": None, "needs_help": None, "needs_help_reason": None}
    assert app.read(actor, reports.history, subject_id=mine)[0].entity == "business"


def test_search_finds_by_code_name_owner_and_phone(sqlite_app: App, sqlite_actor: Actor) -> None:
    app, actor = sqlite_app, sqlite_actor
    business(app, actor, "Batik 100% Sari", details={"area_code": "15.71.01", "sector": "batik"})
    business(app, actor, "Dodol Rina", owner={"name": "Rina", "phone": "+62 813 9999 0000"}, details={"area_code": "15.01"})

    def found(**given: Any) -> list[str]:
        return [row.name for row in app.read(actor, reports.businesses, today=TODAY, **given)]

    assert found(text="rina") == ["Dodol Rina"]
    assert found(text="100%") == ["Batik 100% Sari"]
    assert found(text="0813 9999") == ["Dodol Rina"]
    assert found(text="a001") == ["Batik 100% Sari"]
    assert found(area="15.71") == ["Batik 100% Sari"]
    assert found(sector="batik", status="active") == ["Batik 100% Sari"]
    assert found(status="left") == []


def test_licences_are_reminded_and_a_nib_stays_with_one_business(app: App, actor: Actor) -> None:
    mine, other = business(app, actor), business(app, actor, "Dodol Rina")

    def add(business_id: UUID, kind: str, **given: Any) -> UUID:
        return app.act(actor, licences.add_licence, business_id=business_id, kind=kind, **given)

    nib = add(mine, "nib", number="91201 0203.0405")
    assert app.read(actor, reports.licences, today=TODAY)[0].number == "9120102030405"
    with pytest.raises(licences.NibTaken, match="Batik Sari"):
        add(other, "nib", number="9120102030405")
    with pytest.raises(licences.BadNib):
        add(other, "nib", number="912010203040")
    with pytest.raises(licences.AlreadyThere):
        add(mine, "nib", number="1111111111111")
    with pytest.raises(licences.NumberNeeded):
        add(other, "pirt")
    with pytest.raises(licences.EndsBeforeStart):
        add(other, "pirt", number="1", issued_on=TODAY, expires_on=TODAY - timedelta(1))
    add(mine, "halal", state="applied")
    pirt = add(mine, "pirt", number="2061571010001-29", expires_on=TODAY + timedelta(30))
    [due] = app.read(actor, reports.licences, today=TODAY, due=True)
    assert (due.id, due.due) == (pirt, 30)
    assert [row.licence_due for row in app.read(actor, reports.businesses, today=TODAY, due=True)] == [30]
    app.act(actor, licences.edit_licence, licence_id=pirt, version=1, changes={"expires_on": TODAY + timedelta(1800)})
    with pytest.raises(Stale):
        app.act(actor, licences.edit_licence, licence_id=pirt, version=1, changes={"expires_on": TODAY})
    app.act(actor, licences.end_licence, licence_id=nib, version=1)
    assert {row.kind for row in app.read(actor, reports.licences, today=TODAY, business_id=mine)} == {"halal", "pirt"}
    with pytest.raises(NotAllowed):
        app.act(as_member(actor, other), licences.add_licence, business_id=mine, kind="bpom", number="MD 1")


def test_who_has_left_is_reminded_of_nothing(app: App, actor: Actor) -> None:
    mine = business(app, actor)
    app.act(actor, licences.add_licence, business_id=mine, kind="pirt", number="P-1", expires_on=TODAY)
    assert [row.due for row in app.read(actor, reports.licences, today=TODAY)] == [7]
    app.act(actor, register.change_membership, business_id=mine, status="left", since=TODAY)
    assert [row.due for row in app.read(actor, reports.licences, today=TODAY)] == [None]
    assert app.read(actor, reports.businesses, today=TODAY, due=True) == []


@pytest.mark.parametrize(("days", "step"), [
    (91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7), (-1, 0),
])
def test_the_reminder_that_stands(days: int, step: int | None) -> None:
    assert rules.reminder(TODAY + timedelta(days), TODAY) == step
    assert rules.reminder(None, TODAY) is None


def test_consent_is_given_replaced_and_withdrawn_but_never_deleted(app: App, actor: Actor) -> None:
    mine = business(app, actor)
    person = app.read(actor, reports.business, business_id=mine, today=TODAY).person
    assert person is not None
    member = as_member(actor, mine)

    def holds() -> bool:
        return person.id in app.read(actor, reports.consented, purpose="photos")

    assert not holds()
    app.act(member, consent.answer, person_id=person.id, purpose="photos", given=True)
    assert holds()
    app.act(member, consent.withdraw, person_id=person.id, purpose="photos")
    assert not holds()
    with pytest.raises(Missing):
        app.act(member, consent.withdraw, person_id=person.id, purpose="photos")
    app.act(actor, consent.answer, person_id=person.id, purpose="photos", given=False, channel="paper")
    assert not holds()
    [row] = app.read(member, reports.person, person_id=person.id).consents
    assert (row.given, row.channel, row.text_version, row.holds) == (False, "paper", consent.TEXT_VERSION, False)
    app.act(actor, consent.answer, person_id=person.id, purpose="photos", given=True, channel="whatsapp")
    assert holds()
    with pytest.raises(Missing):
        app.act(as_member(actor), consent.answer, person_id=person.id, purpose="photos", given=True)


def test_access_of_an_account_begins_and_ends(app: App, actor: Actor) -> None:
    mine = business(app, actor)
    with app.globally(write=True) as session:
        spouse = Account(name="Budi", created_at=NOW)
        session.add(spouse)
        session.flush()
        account = spouse.id
    for _ in range(2):
        app.act(actor, register.give_access, business_id=mine, account_id=account, since=TODAY)
    assert app.read(actor, reports.business, business_id=mine, today=TODAY).accounts == ((account, "Budi"),)
    app.act(actor, register.end_access, business_id=mine, account_id=account, since=TODAY + timedelta(1))
    assert app.read(actor, reports.business, business_id=mine, today=TODAY).accounts == ((account, "Budi"),)
    assert app.read(actor, reports.business, business_id=mine, today=TODAY + timedelta(1)).accounts == ()


def test_duplicates_share_a_phone_or_nearly_a_name_in_one_regency(sqlite_app: App, sqlite_actor: Actor) -> None:
    app, actor = sqlite_app, sqlite_actor
    business(app, actor, "UD Batik Sari", details={"area_code": "15.71"})
    business(app, actor, "Sari Batik", owner={"name": "X", "phone": "0813-1111-2222"}, details={"area_code": "15.71.02"})
    business(app, actor, "Batik Sari", owner={"name": "Y", "phone": "0813-1111-3333"}, details={"area_code": "15.01"})
    business(app, actor, "Dodol Rina", owner={"name": "Z", "phone": "0812 3456 7890"}, details={"area_code": "15.01"})
    pairs = app.read(actor, reports.duplicates)
    assert {(p.first[1], p.second[1], p.reason) for p in pairs} == {("A001", "A002", "name"), ("A001", "A004", "phone")}
    with pytest.raises(NotAllowed):
        app.read(as_member(actor), reports.duplicates)


def test_nothing_of_another_association_is_reached(app: App, actor: Actor) -> None:
    other = new_association(app, "lain", "Asosiasi Lain")
    foreign = business(app, other, "CANARY")
    business(app, actor)
    assert "CANARY" not in repr([
        app.read(actor, reports.businesses, today=TODAY), app.read(actor, reports.names, today=TODAY),
        app.read(actor, reports.persons), app.read(actor, reports.licences, today=TODAY), app.read(actor, reports.history),
    ])
    with pytest.raises(Missing):
        app.act(actor, register.edit_business, business_id=foreign, version=1, changes={"name": "X"})
    with pytest.raises(Missing):
        app.act(actor, licences.add_licence, business_id=foreign, kind="nib", number="1" * 13)


def test_fields_say_what_is_wrong(sqlite_app: App, sqlite_actor: Actor) -> None:
    assert sqlite_actor.role == SYSTEM
    for error, given in (
        (register.NameNeeded, {"name": " -- "}), (register.TooLong, {"name": "x" * 121}),
        (register.BadKbli, {"details": {"kbli": "1234"}}), (register.BadWorkers, {"details": {"workers": -1}}),
        (register.UnknownChoice, {"details": {"sector": "car"}}), (PhoneUnreadable, {"owner": {"name": "A", "phone": "abc"}}),
    ):
        with pytest.raises(error):
            business(sqlite_app, sqlite_actor, **{"name": "Batik", **given})
    assert sqlite_app.read(sqlite_actor, reports.businesses, today=TODAY) == []


@pytest.mark.parametrize(("sales", "size"), [
    (0, "micro"), (2_000_000_000, "micro"), (2_000_000_001, "small"), (15_000_000_000, "small"), (15_000_000_001, "medium"),
    (50_000_000_000, "medium"), (50_000_000_001, "large"),
])
def test_size_class_by_yearly_sales(sales: int, size: str) -> None:
    assert size_class(sales) == size


@pytest.mark.parametrize(("first", "second", "same"), [
    ("UD Keripik Bu Sari", "Keripik Sari", True), ("Kerupuk Ikan Melati", "Kerupuk Ikan Melatti", True),
    ("Mekar Sari 1", "Mekar Sari 2", False), ("Batik Sari", "Batik Rina", False), ("", "", False),
    ("Kafé Jambi", "JAMBI KAFE", True),
])
def test_names_that_are_nearly_one(first: str, second: str, same: bool) -> None:
    assert rules.alike(rules.name_key(first), rules.name_key(second)) is same


def test_clean_text_keeps_words_and_drops_what_nobody_sees() -> None:
    assert rules.clean("  Batik\t Sari\u200b\n") == "Batik Sari"
    assert rules.clean("—") == ""
    assert rules.next_code(["A009", "X1", "A001"]) == "A010"
