"""Akun: slips for the register, one account more, roles with dates, a new PIN, closing, access, wishes answered."""

from __future__ import annotations

import functools
from typing import Any
from uuid import UUID

import pytest

from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, ROLES
from cblp.people import passwords
from cblp.people.passwords import NewPin, Sealed
from cblp.people.reports import accounts as report
from cblp.people.reports import own_data
from cblp.people.services import accounts, register, roles, tickets
from cblp.people.services import own_data as own
from tests.pages.conftest import Screen, press, texts
from tests.pages.stall import TODAY, stall


@pytest.fixture(autouse=True)
def _quick_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "fresh_pin", lambda: NewPin("480915", Sealed("pin", "hash")))


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every document that went behind a ticket."""
    issued: list[Any] = []
    issue = tickets.issue

    @functools.wraps(issue)
    def watched(session: Any, actor: Any, document: Any, **kwargs: Any) -> str:
        issued.append(document)
        return issue(session, actor, document, **kwargs)

    monkeypatch.setattr(tickets, "issue", watched)
    return issued


def by_name(screen: Screen) -> dict[str, report.AccountRow]:
    return {row.name: row for row in screen.ask(report.accounts, today=TODAY)}


def known(screen: Screen) -> Screen:
    """Wati, who sits there, has her role in the database too."""
    screen.act(roles.grant, account=screen.account, role=COORDINATOR, since=TODAY)
    return screen


def test_only_coordinators_come_in(screen: Screen) -> None:
    for role in set(ROLES) - {COORDINATOR}:
        assert "Halaman ini untuk peran lain" in texts(screen.sit(role).open("accounts"))
    assert "Waktu masuk habis" in texts(screen.leave().open("accounts"))


@pytest.mark.parametrize(("language", "said"), [
    ("id", "1 orang bisa masuk. Belum ada orang di daftar anggota."), ("en", "1 person can sign in. Nobody is in the register yet."),
])
def test_an_empty_association_has_its_coordinator(screen: Screen, language: str, said: str) -> None:
    assert said in texts(known(screen).sit(language=language).open("accounts"))


def test_who_has_left_is_offered_no_account(screen: Screen) -> None:
    def business(name: str, status: str) -> UUID:
        made: UUID = screen.act(register.add_business, name=name, since=TODAY, status=status, owner={"name": f"Ibu {name}"})
        return made

    one, two = business("Batik Ayu", "active"), business("Batik Jaya", "applied")
    names = [outsider.businesses for outsider in screen.ask(report.outsiders)]
    assert sorted(names) == [("Batik Ayu",), ("Batik Jaya",)]
    screen.act(register.change_membership, business_id=one, status="left", since=TODAY)
    screen.act(register.change_membership, business_id=two, status="rejected", since=TODAY, reason="di luar Jambi")
    assert screen.ask(report.outsiders) == []


def test_slips_for_the_register_are_made_once_and_handed_out_by_ticket(screen: Screen, documents: list[Any]) -> None:
    stall(screen)
    test = known(screen).open("accounts")
    assert "1 orang di daftar anggota belum punya akun." in texts(test)
    test.toggle(key="slips_all").set_value(True).run()
    press(test, "Buat akun, kertas PIN")
    assert "1 akun dibuat." in texts(test)
    assert "/kertas-pin/" in texts(test)
    assert b"480915" in documents[0].content
    made = by_name(screen)["Sari"]
    assert ([held.role for held in made.roles], made.must_change, made.businesses[0][1]) == ([MEMBER], True, "Batik Ayu")
    assert "/kertas-pin/" not in texts(test.run())


def test_one_account_more_for_a_mentor(screen: Screen, documents: list[Any]) -> None:
    test = known(screen).open("accounts")
    test.text_input(key="new_name").input("Dimas Pratama")
    press(test, "Buat akun, kertas PIN")
    assert "Pilih perannya." in texts(test)
    test.radio(key="new_role").set_value(MENTOR)
    press(test, "Buat akun, kertas PIN")
    assert "Akun Dimas Pratama dibuat." in texts(test)
    assert by_name(screen)["Dimas Pratama"].ways == (("username", "dimas"),)
    assert b"dimas" in documents[0].content


def opened(screen: Screen, name: str) -> Any:
    test = screen.open("accounts")
    return test.selectbox(key="account_open").select(by_name(screen)[name].id).run()


def member(screen: Screen) -> None:
    screen.act(accounts.admit, name="Sari", role=MEMBER, pin=NewPin("480915", Sealed("pin", "hash")), since=TODAY)


def test_roles_are_given_and_ended_by_day(screen: Screen) -> None:
    member(known(screen))
    test = opened(screen, "Sari")
    who = by_name(screen)["Sari"].id
    test.radio(key=f"add_role_{who}").set_value(MENTOR).run()
    press(test, "Beri peran")
    assert [held.role for held in by_name(screen)["Sari"].roles] == [MEMBER, MENTOR]
    test.button(key=f"end_now_{who}_{MEMBER}").click().run()
    assert [held.role for held in by_name(screen)["Sari"].roles] == [MENTOR]
    last = opened(screen, "Wati")
    last.button(key=f"end_now_{screen.account}_{COORDINATOR}").click().run()
    assert "satu-satunya koordinator" in texts(last)


def test_a_new_pin_closing_and_opening(screen: Screen, documents: list[Any]) -> None:
    member(known(screen))
    test = opened(screen, "Sari")
    press(test, "Buat PIN baru")
    assert b"480915" in documents[0].content
    test.button(key=f"disable_{by_name(screen)['Sari'].id}").click().run()
    assert by_name(screen)["Sari"].disabled
    press(test, "Buka akun lagi")
    assert not by_name(screen)["Sari"].disabled


def test_access_to_a_business_is_given_and_ended(screen: Screen) -> None:
    made = stall(screen)
    member(known(screen))
    test = opened(screen, "Sari")
    who = by_name(screen)["Sari"].id
    test.selectbox(key=f"access_{who}").select(made.business).run()
    press(test, "Beri akses")
    assert by_name(screen)["Sari"].businesses == ((made.business, "Batik Ayu"),)
    press(test, "Akhiri akses")
    assert by_name(screen)["Sari"].businesses == ()


def test_a_wish_is_answered(screen: Screen) -> None:
    known(screen).app.act(screen.sit("member").actor, own.ask, wish="correct")
    test = screen.sit(COORDINATOR).open("accounts")
    assert "Wati minta: perbaiki data saya. Jawab paling lambat 24 Nov 2026" in texts(test).replace("\\", "")
    press(test, "Sudah dijawab")
    assert screen.app.read(screen.actor, own_data.requests) == []
