"""Drafts, own browsers, wishes about one's data, the list of accounts and the history of changes, on both engines."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, TREASURER, Actor
from cblp.errors import Missing, NotAllowed, Stale
from cblp.people.passwords import NewPin, Sealed
from cblp.people.reports import access, changes, own_data
from cblp.people.reports import accounts as account_reports
from cblp.people.reports import association as association_reports
from cblp.people.services import accounts, associations, drafts, register, roles, sessions
from cblp.people.services import own_data as own
from cblp.people.services.register import UnknownChoice
from tests.conftest import NOW

TODAY = date(2026, 11, 21)


def account(app: App, actor: Actor, name: str, role: str = MEMBER) -> UUID:
    made: UUID = app.act(
        actor, accounts.create, name=name, username=name.lower(), sealed=Sealed("pin", "not a hash"), must_change=False,
    )
    app.act(actor, roles.grant, account=made, role=role, since=TODAY)
    return made


def sitting(actor: Actor, who: UUID, role: str = MEMBER, session: bytes = b"s" * 32) -> Actor:
    return Actor(account=who, association=actor.association, role=role, name="Sari", session=session)


def test_a_draft_is_its_writers_alone_and_the_last_one_counts(app: App, actor: Actor) -> None:
    sari, wati = (sitting(actor, account(app, actor, name)) for name in ("Sari", "Wati"))
    app.act(sari, drafts.keep, form="my_shop/price", content={"price": "25.0"})
    app.act(sari, drafts.keep, form="my_shop/price", content={"price": "25.000"})
    app.act(sari, drafts.keep, form="other", content={})
    found = app.read(sari, drafts.find, form="my_shop/price")
    assert found is not None
    assert (found.content, found.saved_at) == ({"price": "25.000"}, NOW)
    assert [one.form for one in app.read(sari, drafts.under, prefix="my_shop/")] == ["my_shop/price"]
    coordinator = sitting(actor, wati.account or UUID(int=0), COORDINATOR)
    assert app.read(coordinator, drafts.find, form="my_shop/price") is None
    app.act(coordinator, drafts.drop, form="my_shop/price")
    assert app.read(sari, drafts.find, form="my_shop/price") is not None
    app.act(sari, drafts.drop, form="my_shop/price")
    assert app.read(sari, drafts.find, form="my_shop/price") is None


def test_a_draft_that_nobody_came_back_to_goes(app: App, actor: Actor) -> None:
    sari = sitting(actor, account(app, actor, "Sari"))
    app.act(sari, drafts.keep, form="old", content={}, now=NOW - timedelta(days=31))
    app.act(sari, drafts.keep, form="new", content={})
    assert [one.form for one in app.read(sari, drafts.under, prefix="")] == ["new"]


def test_signing_the_other_phones_out_leaves_this_one(app: App, actor: Actor) -> None:
    sari = account(app, actor, "Sari")
    tokens = [sessions.new_token() for _ in range(3)]
    for number, token in enumerate(tokens):
        with app.database.writing(None, sari) as session:
            sessions.open_session(
                session, token=token, account=sari, kind="local", place=access.places(session, sari, now=NOW)[0],
                now=NOW + timedelta(minutes=number), device=f"HP {number}",
            )
    me = sitting(actor, sari, session=sessions.hashed(tokens[0]))
    later = NOW + timedelta(minutes=5)
    seen = app.read(me, own_data.browsers, now=later, idle_minutes=30)
    assert [(one.device, one.here) for one in seen] == [("HP 0", True), ("HP 2", False), ("HP 1", False)]
    app.act(me, own.sign_out_others)
    assert [one.device for one in app.read(me, own_data.browsers, now=later, idle_minutes=30)] == ["HP 0"]


def test_a_wish_is_asked_once_and_answered_by_a_coordinator(app: App, actor: Actor) -> None:
    sari, wati = account(app, actor, "Sari"), account(app, actor, "Wati", COORDINATOR)
    member, coordinator = sitting(actor, sari), sitting(actor, wati, COORDINATOR)
    assert app.act(member, own.ask, wish="erase") == NOW + timedelta(days=3)
    app.act(member, own.ask, wish="erase", now=NOW + timedelta(hours=1))
    with pytest.raises(UnknownChoice):
        app.act(member, own.ask, wish="everything")
    (asked,) = app.read(coordinator, own_data.requests)
    assert (asked.account, asked.name, asked.wish, asked.asked_at) == (sari, "Sari", "erase", NOW)
    with pytest.raises(NotAllowed):
        app.read(member, own_data.requests)
    with pytest.raises(NotAllowed):
        app.act(member, own.answer, request=asked.id)
    app.act(coordinator, own.answer, request=asked.id)
    assert app.read(member, own_data.requests, account=sari) == []
    with pytest.raises(Missing):
        app.act(coordinator, own.answer, request=asked.id)


def test_the_list_of_accounts_says_who_may_what_and_who_has_none(app: App, actor: Actor) -> None:
    owner = {"name": "Sari", "phone": "0812-3456-7890"}
    business = app.act(actor, register.add_business, name="Batik Ayu", owner=owner, since=TODAY)
    app.act(actor, register.add_business, name="Keripik Bu Rina", owner={"name": "Rina"}, since=TODAY)
    wati = account(app, actor, "Wati", COORDINATOR)
    me = sitting(actor, wati, COORDINATOR)
    sari = next(one for one in app.read(me, account_reports.outsiders) if one.name == "Sari")
    assert sari.businesses == ("Batik Ayu",)
    app.act(actor, accounts.create_from_register, pins={sari.id: NewPin("480915", Sealed("pin", "hash"))}, since=TODAY)
    listed = app.read(me, account_reports.accounts, today=TODAY)
    assert [(one.name, [held.role for held in one.roles]) for one in listed] == [("Wati", [COORDINATOR]), ("Sari", [MEMBER])]
    assert listed[1].ways == (("username", "sari"), ("phone", "+6281234567890"))
    assert listed[1].must_change
    assert listed[1].businesses == ((business, "Batik Ayu"),)
    assert [one.name for one in app.read(me, account_reports.outsiders)] == ["Rina"]
    app.act(actor, roles.end, account=listed[1].id, role=MEMBER, on_day=TODAY)
    after = app.read(me, account_reports.accounts, today=TODAY)[1]
    assert (after.roles, [held.role for held in after.ended]) == ((), [MEMBER])
    with pytest.raises(NotAllowed):
        app.read(sitting(actor, wati, TREASURER), account_reports.accounts, today=TODAY)


def test_the_history_is_paged_newest_first_and_narrowed(app: App, actor: Actor) -> None:
    wati = account(app, actor, "Wati", COORDINATOR)
    me = sitting(actor, wati, COORDINATOR)
    later = NOW + timedelta(hours=1)
    app.act(me, register.add_business, name="Batik Ayu", owner={"name": "Sari"}, since=TODAY, now=later)
    found = app.read(me, changes.trail, account=wati, entities=["business"])
    assert [(e.who, e.action, e.entity, e.label) for e in found.entries] == [("Wati", "created", "business", "Batik Ayu")]
    everything = app.read(me, changes.trail)
    assert everything.total > 3
    assert everything.entries[0].at == later
    assert len(app.read(me, changes.trail, offset=1, limit=2).entries) == 2
    assert app.read(me, changes.trail, since=NOW + timedelta(hours=2)).total == 0
    assert app.read(me, changes.people) == [(wati, "Wati")]
    with pytest.raises(NotAllowed):
        app.read(sitting(actor, wati, MENTOR), changes.trail)


def test_the_association_is_edited_by_a_coordinator_and_never_silently_overwritten(app: App, actor: Actor) -> None:
    me = sitting(actor, account(app, actor, "Wati", COORDINATOR), COORDINATOR)
    before = app.read(me, association_reports.details)
    area = next(code for code, name in app.read(me, association_reports.areas, parent="15") if name == "Kota Jambi")
    changed = {"name": "Asosiasi Jambi", "area_code": area, "timezone": "Asia/Makassar", "colour": "#4F7942"}
    app.act(me, associations.edit, version=before.version, changes=changed)
    app.act(me, associations.set_logo, logo=b"picture")
    after = app.read(me, association_reports.details)
    assert (after.name, after.area, after.timezone, after.logo) == ("Asosiasi Jambi", "Kota Jambi", "Asia/Makassar", b"picture")
    with app.database.reading(None, me.account) as session:
        assert access.places(session, me.account or UUID(int=0), now=NOW)[0].name == "Asosiasi Jambi"
    with pytest.raises(Stale) as stale:
        app.act(me, associations.edit, version=before.version, changes={"hashtags": "#jambi", "name": "Lain"})
    assert stale.value.values["theirs"] == {"hashtags": "", "name": "Asosiasi Jambi"}
    for wrong in ({"timezone": "Europe/Berlin"}, {"colour": "red"}, {"area_code": "99"}):
        with pytest.raises(UnknownChoice):
            app.act(me, associations.edit, version=after.version, changes=wrong)
    with pytest.raises(NotAllowed):
        app.act(sitting(actor, me.account or UUID(int=0), TREASURER), associations.edit, version=after.version, changes={})
