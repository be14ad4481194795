"""Erasing somebody: nothing in any column says who it was, every figure stands, and an older backup does not bring them back."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import JSON, LargeBinary, String, Table, create_engine, select, update

from cblp import erased
from cblp.bootstrap import METADATA, App, build
from cblp.commands import Desk, keeping, verifying
from cblp.db import backup
from cblp.db.actor import COORDINATOR, MEMBER, MENTOR, TREASURER, Actor
from cblp.db.erasure import RULES, Words
from cblp.db.ids import uuid7
from cblp.db.security import is_tenant
from cblp.errors import NotAllowed
from cblp.people.models import Business, Person
from cblp.people.passwords import NewPin
from cblp.people.register_csv import Entry
from cblp.people.reports import accounts as accounts_report
from cblp.people.reports import own_data, register
from cblp.people.services import accounts, consent, editing, erasing, licences, register_import, roles
from cblp.people.services import own_data as own
from cblp.people.services import register as services
from cblp.sales.verify import verify as verify_sales
from cblp.settings import Settings
from cblp.sharing.services import ledger, savings
from cblp.sharing.verify import verify as verify_sharing
from tests.conftest import NOW, new_association
from tests.filled import SEALED, SINCE, TODAY, House
from tests.houses import TWO, States, pour
from tests.worlds import copy

TEXTS = (String, JSON, LargeBinary)
GOODS = {
    "product.sku", "listing.sku", "listing.variation", "goods_line.sku", "goods_line.product_name", "goods_line.category",
    "order_line.order_no", "order_line.line_key", "order_line.status_raw", "settlement_entry.order_no", "order_return.return_no",
    "order_return.line_key", "order_return.order_no", "order_return.reason", "order_return.status_raw", "balance_move.entry_key",
    "balance_move.order_no", "post_metric.post_id", "transfer.idempotency_key",
}
"""Where the filled association writes its owner's word for a thing: what is sold, its number at a marketplace, a key of a form."""
OTHERS = ("Rumah", "Tamu")
"""A business without an owner and a guest: others who bear the word."""


def texts(table: Table) -> list[str]:
    """The columns of a table that can carry a name."""
    return [column.name for column in table.columns if isinstance(column.type, TEXTS)]


# -- the rules -----------------------------------------------------------------------------------------------------------


def test_every_column_that_can_carry_a_name_says_what_becomes_of_it() -> None:
    silent = []
    for table in METADATA.sorted_tables:
        rule = RULES.get(table.name)
        said = set() if rule is None else set(texts(table)) if rule.dropped and not rule.kept and not rule.scrubbed else set(rule.columns)
        silent += [f"{table.name}.{name}" for name in texts(table) if name not in said]
        if rule:
            wrong = (set(rule.columns) - {column.key for column in table.columns}) | (rule.kept & (rule.scrubbed | rule.cleared.keys()))
            assert not wrong, (table.name, wrong)
    assert not silent, "declare them in the erasure.py of their feature"


def test_a_name_is_found_as_people_write_it_and_only_then() -> None:
    words = Words(("Sari", "Siti Aminah"), ("81234567890",), ("Batik Sari",), "Mantan anggota 3")
    for said in ("Ibu Sari", "Sari", "bu", "SARI", "Siti  Aminah", "siti aminah", "0812-3456-7890", "+62 812 3456 7890"):
        assert (words.clean(f"({said})") == f"({said})") is (said == "bu"), said
    assert words.clean("Ibu Sari bertanya, sari tebu habis, Batik Sari dan Sarinah tetap.") == (
        "Mantan anggota 3 bertanya, sari tebu habis, Batik Sari dan Sarinah tetap."
    )
    assert words.clean({"a": ["Sari", 3, None]}) == {"a": ["Mantan anggota 3", 3, None]}


# -- a whole association -------------------------------------------------------------------------------------------------


@pytest.fixture
def filled(database_url: str, states: States, tmp_path: Path) -> Iterator[tuple[App, list[House]]]:
    """Two associations in which everything is going on, to be changed, on each engine."""
    if database_url.startswith("sqlite"):
        copy(states.file(TWO), tmp_path / "cblp.sqlite")
    else:
        engine = create_engine(database_url)
        with engine.begin() as connection:
            pour(states.file(TWO), connection)
        engine.dispose()
    made = build(Settings(database_url=database_url, data_dir=tmp_path), clock=lambda: NOW)
    yield made, states.houses(TWO)
    made.database.dispose()


def everything(app: App, actor: Actor) -> dict[str, list[dict[str, Any]]]:
    """Every row that there is of an association, and every global one, in the order of their keys: a database promises none."""
    with app.database.reading(actor.association) as session:
        return {
            table.name: [
                dict(row) for row in session.connection().execute(
                    (select(table).where(table.c.association_id == actor.association) if is_tenant(table) else select(table))
                    .order_by(*table.primary_key)
                ).mappings()
            ]
            for table in METADATA.sorted_tables
        }


def found(rows: dict[str, list[dict[str, Any]]], canaries: list[str]) -> set[str]:
    """The columns in which one of these words stands, in any case, in a text, a map or bytes."""
    hits = set()
    for table, held in rows.items():
        for row in held:
            for name in texts(METADATA.tables[table]):
                value = row[name]
                said = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode() if value else b""
                for other in OTHERS:
                    said = said.replace(f"{other} {canaries[-1]}".encode(), b"")
                said = said.lower()
                if any(word.casefold().encode() in said for word in canaries):
                    hits.add(f"{table}.{name}")
    return hits


def figures(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[Any]]:
    """Every number, and every id beside it, in the tables of money, votes, sales and scores."""
    tables = (
        "transfer", "posting", "invoice", "distribution", "distribution_line", "distribution_share", "ballot", "decision_voter",
        "paper_count", "order_line", "settlement_entry", "daily_sales", "typed_sale", "assessment", "rubric_score", "published_cell",
        "aid_request", "effort", "balance_check", "attendance",
    )
    kept = {}
    for name in tables:
        rule = RULES.get(name)
        loose = {"version"} | (rule.scrubbed | rule.cleared.keys() if rule else set())
        kept[name] = sorted(repr({key: value for key, value in row.items() if key not in loose}) for row in rows[name])
    return kept


def erase(app: App, house: House) -> erasing.Erased:
    """Erase the first member past everything that is open, as after an older backup was put back."""
    one = house.owners[0].ids
    listed = erasing.Erased(house.system.association, 7, one["person_id"], one["account"], NOW - timedelta(days=1), NOW, None)
    assert app.act(house.system, erasing.again, listed=listed)
    return listed


def test_nothing_says_who_it_was_and_every_figure_stands(filled: tuple[App, list[House]]) -> None:
    app, (house, other) = filled
    owner, mate = house.owners
    before, theirs = everything(app, house.system), everything(app, other.system)
    phone = next(row["phone"] for row in before["person"] if row["id"] == owner.ids["person_id"])
    canaries = [f"Ibu {owner.word}", f"Usaha {owner.word}", f"Jalan {owner.word}", f"Alasan {owner.word}", f"Cerita {owner.word}"]
    assert len(found(before, canaries)) > 5
    with pytest.raises(erasing.SettleFirst):
        app.act(house.staff[COORDINATOR], erasing.erase, person_id=owner.ids["person_id"])
    erase(app, house)
    after = everything(app, house.system)
    assert found(after, canaries) == set()
    assert found(after, [owner.word]) <= GOODS
    people = [row for row in after["person"] if row["id"] != owner.ids["person_id"]]
    assert all(row["phone"] != "" for row in people if row["phone"]), "others keep theirs"
    assert phone not in {row["phone"] for row in after["person"] if row["id"] == owner.ids["person_id"]}
    assert figures(after) == figures(before)
    for name, rows in everything(app, other.system).items():
        if is_tenant(METADATA.tables[name]):
            assert rows == theirs[name], name
    assert not [one for check in (verify_sales, verify_sharing) for one in app.read(house.system, check) if one.wrong]
    assert app.read(house.system, erasing.nameless) == (2, [])
    names = {code: name for _id, code, name in app.read(mate.member, register.names, today=TODAY)}
    assert "MA7" not in names, "who left is in no list of members"
    twice = replace(ERASED, association=house.system.association, person=owner.ids["person_id"])
    assert not app.act(house.system, erasing.again, listed=twice)
    assert everything(app, house.system)["erasure"] == after["erasure"], "twice is once"


# -- one person, by the coordinator --------------------------------------------------------------------------------------

ERASED = erasing.Erased(uuid7(), 7, uuid7(), None, None, NOW, None)


@dataclass
class Case:
    """Ibu Sari with her business and her account, and the coordinator who is asked to erase her."""

    coordinator: Actor
    person: UUID
    business: UUID
    account: UUID


def settled(app: App, system: Actor) -> Case:
    made = [
        app.act(system, accounts.create, name=name, username=key, phone=phone, sealed=SEALED)
        for name, key, phone in (("Ratna", "ratna", ""), ("Ibu Sari", "sari.melati", "0812-3456-7890"))
    ]
    for account, role in zip(made, (COORDINATOR, MEMBER), strict=True):
        app.act(system, roles.grant, account=account, role=role, since=SINCE)
    business = app.act(
        system, services.add_business, name="Batik Ibu Sari", code="SARI", since=SINCE,
        owner={"name": "Ibu Sari", "address_form": "Ibu", "phone": "0812-3456-7890"}, details={"address": "Jalan Melati 5, Jambi"},
    )
    app.act(system, services.give_access, business_id=business, account_id=made[1], since=SINCE)
    with app.database.reading(system.association) as session:
        person = session.scalars(select(Business.owner_id).where(Business.id == business)).one()
    assert person
    coordinator = Actor(account=made[0], association=system.association, role=COORDINATOR, name="Ratna")
    return Case(coordinator, person, business, made[1])


@pytest.fixture
def case(app: App, actor: Actor) -> Case:
    return settled(app, actor)


WORDS = ["Sari", "81234567890", "sari.melati", "Melati"]


def test_the_coordinator_erases_and_the_wish_is_answered(app: App, actor: Actor, case: Case) -> None:
    me = Actor(account=case.account, association=actor.association, role=MEMBER, name="Ibu Sari")
    app.act(me, own.ask, wish=own.ERASE)
    seen = app.read(case.coordinator, erasing.foresee, person_id=case.person)
    assert (seen.account, seen.first, seen.asked_at, seen.elsewhere) == (case.account, (), NOW, False)
    done = app.act(case.coordinator, erasing.erase, person_id=case.person)
    assert (done.number, done.asked_at, done.by, done.label) == (1, NOW, case.coordinator.account, "Mantan anggota 1")
    assert found(everything(app, actor), WORDS) == set()
    assert app.read(case.coordinator, own_data.requests) == []
    assert app.read(actor, erasing.nameless) == (1, [])
    assert app.act(case.coordinator, erasing.erase, person_id=case.person) == done
    profile = app.read(case.coordinator, register.business, business_id=case.business, today=TODAY)
    assert (profile.name, profile.status, profile.accounts) == ("Mantan anggota 1", "left", ())
    app.act(actor, accounts.create, name="Baru", username="sari.melati", phone="0812-3456-7890", sealed=SEALED)


@pytest.mark.parametrize("role", [MEMBER, TREASURER, MENTOR])
def test_nobody_else_erases(app: App, case: Case, role: str) -> None:
    other = replace(case.coordinator, role=role)
    for service in (erasing.erase, erasing.foresee):
        with pytest.raises(NotAllowed):
            app.act(other, service, person_id=case.person)
    with pytest.raises(NotAllowed):
        app.act(case.coordinator, erasing.again, listed=ERASED)


def test_what_is_open_comes_first(app: App, actor: Actor, case: Case) -> None:
    transfer = app.act(actor, savings.deposit, business_id=case.business, kind="voluntary", amount=50_000, day=TODAY, place="cash", key="a")
    with pytest.raises(erasing.SettleFirst) as refused:
        app.act(case.coordinator, erasing.erase, person_id=case.person)
    assert "Rp50.000" in refused.value.text("id") and "Simpanan" in refused.value.text("id")
    assert found(everything(app, actor), WORDS), "nothing was touched"
    app.act(actor, ledger.reverse, transfer_id=transfer, why="salah catat Ibu Sari")
    app.act(case.coordinator, erasing.erase, person_id=case.person)
    assert found(everything(app, actor), WORDS) == set()


def test_the_last_coordinator_stays(app: App, case: Case) -> None:
    assert case.coordinator.account
    me = app.act(case.coordinator, erasing.person_of, account=case.coordinator.account)
    with pytest.raises(erasing.SettleFirst):
        app.act(case.coordinator, erasing.erase, person_id=me)


def test_two_who_act_for_a_business_are_told_apart_first(app: App, actor: Actor, case: Case) -> None:
    other = app.act(actor, accounts.create, name="Pak Budi", username="budi", sealed=SEALED)
    app.act(actor, services.give_access, business_id=case.business, account_id=other, since=SINCE)
    with pytest.raises(erasing.SettleFirst):
        app.act(case.coordinator, erasing.erase, person_id=case.person)
    app.act(actor, services.end_access, business_id=case.business, account_id=other, since=TODAY)
    assert app.act(case.coordinator, erasing.erase, person_id=case.person).account == case.account


def test_an_account_that_another_association_knows_stays_open_there(app: App, actor: Actor, case: Case) -> None:
    second = new_association(app, "kerinci", "Asosiasi Kedua")
    app.act(second, roles.grant, account=case.account, role=MEMBER, since=SINCE)
    app.act(case.coordinator, erasing.erase, person_id=case.person)
    rows = everything(app, actor)
    assert found(rows, WORDS) == {"account.name", "identity.key"}
    (account,) = (row for row in rows["account"] if row["id"] == case.account)
    assert account["disabled_at"] is None
    assert case.account not in {row.id for row in app.read(case.coordinator, accounts_report.accounts, today=TODAY)}
    assert app.read(actor, erasing.nameless) == (1, [])


# -- afterwards ----------------------------------------------------------------------------------------------------------


def test_nothing_is_written_about_somebody_who_is_gone(app: App, actor: Actor, case: Case) -> None:
    licence = app.act(actor, licences.add_licence, business_id=case.business, kind="pirt", number="P-1", expires_on=TODAY)
    app.act(actor, consent.answer, person_id=case.person, purpose="photos", given=True)
    other = app.act(actor, services.add_business, name="Usaha Lain", since=SINCE)
    person, business, account = {"person_id": case.person}, {"business_id": case.business}, {"account": case.account}
    calls: list[tuple[Callable[..., Any], dict[str, Any]]] = [
        (services.edit_person, person | {"version": 1, "changes": {"name": "Ibu Sari"}}),
        (services.edit_business, business | {"version": 1, "changes": {"name": "Batik Ibu Sari"}}),
        (services.edit_business, {"business_id": other, "version": 1, "changes": {"owner_id": case.person}}),
        (services.add_business, {"name": "Usaha baru", "since": SINCE, "owner_id": case.person}),
        (services.change_membership, business | {"status": "active", "since": TODAY}),
        (services.correct_start, business | {"since": SINCE}),
        (services.give_access, business | {"account_id": case.coordinator.account, "since": TODAY}),
        (services.give_access, {"business_id": other, "account_id": case.account, "since": TODAY}),
        (licences.add_licence, business | {"kind": "halal", "number": "H-1"}),
        (licences.edit_licence, {"licence_id": licence, "version": 1, "changes": {"number": "P-1"}}),
        (licences.end_licence, {"licence_id": licence, "version": 1}),
        (consent.answer, person | {"purpose": "storefront_phone", "given": True, "channel": "paper"}),
        (consent.withdraw, person | {"purpose": "photos"}),
        (roles.grant, account | {"role": MENTOR, "since": TODAY}),
        (accounts.reset, account | {"pin": NewPin("480915", SEALED)}),
        (accounts.enable, account),
        (accounts.disable, account),
        (accounts.invite, account),
    ]
    app.act(case.coordinator, erasing.erase, person_id=case.person)
    before = everything(app, actor)
    for service, asked in calls:
        with pytest.raises(editing.WasErased):
            app.act(case.coordinator, service, **asked)
    assert everything(app, actor) == before


def test_a_sheet_of_the_register_cannot_name_them_again(app: App, actor: Actor, case: Case) -> None:
    done = app.act(case.coordinator, erasing.erase, person_id=case.person)
    for values, state in (({"code": done.code}, register_import.SAME), ({"code": done.code, "owner": "Sari"}, register_import.PROBLEM)):
        seen = app.read(case.coordinator, register_import.preview, entries=[Entry(2, values, ())], today=TODAY)
        assert [row.state for row in seen.rows] == [state]


def test_nobody_is_reminded_of_the_licences_of_somebody_who_is_gone(app: App, actor: Actor, case: Case) -> None:
    app.act(actor, licences.add_licence, business_id=case.business, kind="pirt", number="P-1", expires_on=TODAY)
    assert len(app.read(actor, register.licences, today=TODAY, due=True)) == 1
    app.act(case.coordinator, erasing.erase, person_id=case.person)
    assert app.read(actor, register.licences, today=TODAY, due=True) == []
    (row,) = app.read(actor, register.businesses, today=TODAY)
    assert row.licence_due is None


# -- older backups -------------------------------------------------------------------------------------------------------


def lose(app: App) -> None:
    """The database dies with its own list of the erased."""
    app.database.dispose()
    if app.database.sqlite:
        for path in Path(app.database.url.database or "").parent.glob("cblp.sqlite*"):
            path.unlink()
        return
    engine = create_engine(app.database.url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
        connection.exec_driver_sql("GRANT USAGE ON SCHEMA public TO PUBLIC")
    engine.dispose()


@pytest.mark.usefixtures("client_programs")
def test_an_older_backup_does_not_bring_anybody_back(app: App, actor: Actor, case: Case, tmp_path: Path) -> None:
    desk = Desk(app, out=io.StringIO())
    older = backup.backup(app.database, tmp_path / "elsewhere", NOW)
    done = app.act(case.coordinator, erasing.erase, person_id=case.person)
    listed = erased.remember(app)
    assert not any(word in listed.read_text(encoding="utf-8") for word in WORDS)
    for lost in (False, True):
        if lost:  # the list beside the backups is left
            lose(app)
        keeping.run_restore(desk, argparse.Namespace(copy=older, erased=[]))
        assert found(everything(app, actor), WORDS) == set()
        assert app.read(actor, erasing.erased) == [done]
    assert erased.read(listed) == [done]
    assert verifying.run_verify(desk, argparse.Namespace(association=None, seal=None, json=False)) == 0


@pytest.mark.usefixtures("client_programs")
def test_who_was_brought_back_by_another_tool_is_erased_by_a_command(app: App, actor: Actor, case: Case, tmp_path: Path) -> None:
    out = io.StringIO()
    older = backup.backup(app.database, tmp_path / "elsewhere", NOW)
    done = app.act(case.coordinator, erasing.erase, person_id=case.person)
    carried = erased.remember(app).rename(tmp_path / "carried.json")
    backup.restore(app.database, older)
    again = argparse.Namespace(erased=[carried])
    for told in ("1 orang", "Tidak ada", "Tidak ada"):
        keeping.run_erase_again(Desk(app, out=out), again)
        assert told in out.getvalue().splitlines()[-1]
        assert app.read(actor, erasing.erased) == [done] == erased.read(erased.beside(app) / erased.NAME)
    assert found(everything(app, actor), WORDS) == set()


def test_a_spoilt_list_is_told(tmp_path: Path) -> None:
    (tmp_path / erased.NAME).write_text("{}x", encoding="utf-8")
    with pytest.raises(erased.BadList):
        erased.read(tmp_path / erased.NAME)


def test_verify_finds_a_name_that_came_back(app: App, actor: Actor, case: Case) -> None:
    app.act(case.coordinator, erasing.erase, person_id=case.person)
    with app.database.writing(actor.association) as session:
        session.execute(update(Person).where(Person.id == case.person).values(name="Ibu Sari"))
    assert app.read(actor, erasing.nameless) == (1, ["1"])
