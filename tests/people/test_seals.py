"""The history of changes stays as it was written, or a check says where not, whoever edited it with the database in hand."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from cblp.bootstrap import METADATA, App
from cblp.db import triggers
from cblp.db.actor import LIAISON, MEMBER, MENTOR, Actor
from cblp.db.ids import uuid7
from cblp.errors import NotAllowed
from cblp.people import rules_seals
from cblp.people.reports import seals as reports
from cblp.people.reports.seals import Head
from cblp.people.services import audit, register, seals
from tests.conftest import NOW, new_association

ENTRY, SEAL, ERASURE = (METADATA.tables[name] for name in ("audit_entry", "audit_seal", "erasure"))
HOUR = timedelta(hours=1)


def write(app: App, actor: Actor, *prices: int | None, now: datetime = NOW) -> None:
    def service(session: Session, actor: Actor, *, now: datetime) -> None:
        for price in prices:
            audit.record(
                session, actor, now=now, action="changed", entity="product", subject=uuid7(), label="Batik Bu Sari",
                changes={"price": price, "name": price and "Batik Bu Sari", "story": None}, behalf_of=uuid7(),
            )

    app.act(actor, service, now=now)


def seal(app: App, actor: Actor, now: datetime = NOW) -> Head:
    made = app.jot(actor, seals.seal, now=now)
    assert made
    return made


@pytest.fixture
def chain(app: App, actor: Actor) -> Actor:
    """Three seals of three entries each, and two entries that wait."""
    fill(app, actor)
    return actor


def fill(app: App, actor: Actor) -> None:
    for hour in range(3):
        write(app, actor, 1_000, None, 3_000 + hour, now=NOW + hour * HOUR)
        seal(app, actor, NOW + hour * HOUR + HOUR / 2)
    write(app, actor, 5_000, None, now=NOW + 3 * HOUR)


@contextmanager
def administrator(app: App, actor: Actor) -> Iterator[Session]:
    """Somebody with all rights in the database, without triggers; what they do is undone at the end."""
    with Session(app.database.engine) as session:
        if app.database.sqlite:
            triggers.drop(session.connection())
        else:
            session.execute(text("SET LOCAL ROLE NONE"))
            session.execute(text("SET LOCAL session_replication_role = replica"))
        session.info["association"] = actor.association
        yield session
        session.rollback()


def kinds(session: Session, actor: Actor) -> list[tuple[str, int]]:
    return [(one.kind, one.seal) for one in reports.check(session, actor).findings]


def entries(session: Session, actor: Actor, number: int | None) -> list[Any]:
    wanted = select(ENTRY).where(ENTRY.c.association_id == actor.association, ENTRY.c.seal.is_not_distinct_from(number))
    return list(session.execute(wanted.order_by(ENTRY.c.id)))


# -- sealing ---------------------------------------------------------------------------------------------------------------


def test_a_seal_takes_what_was_written_since_the_last_and_goes_on_from_it(app: App, actor: Actor) -> None:
    assert app.read(actor, reports.last) is None
    write(app, actor, 1, 2)
    first = seal(app, actor)
    assert (first.number, first.entries) == (1, 3), "two, and that the association was founded"
    assert seal(app, actor, NOW + HOUR) == first, "nothing new, no new seal"
    write(app, actor, 3)
    second = seal(app, actor, NOW + HOUR)
    assert (second.number, second.entries, second.sealed_at) == (2, 1, NOW + HOUR)
    with app.database.reading(actor.association) as session:
        rows = session.execute(select(SEAL).order_by(SEAL.c.number)).all()
        assert [row.previous for row in rows] == [rules_seals.BEGINNING, first.hash]
    checked = app.read(actor, reports.check)
    assert checked.intact and (checked.head, checked.seals, checked.entries) == (second, 2, 4)
    assert app.read(actor, reports.glance).intact


def test_what_is_undone_leaves_nothing(app: App, actor: Actor) -> None:
    write(app, actor, 1)

    def service(session: Session, actor: Actor, *, now: datetime) -> None:
        audit.record(session, actor, now=now, action="changed", entity="product")
        seals.seal(session, actor, now=now)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        app.act(actor, service)
    assert app.read(actor, reports.last) is None
    assert (seal(app, actor).entries, app.read(actor, reports.check).intact) == (2, True)


def test_two_who_seal_at_once_make_one_chain(app: App, actor: Actor) -> None:
    write(app, actor, *range(50))
    made: list[Head] = []
    ready = threading.Barrier(4)

    def run() -> None:
        ready.wait()
        made.append(seal(app, actor))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4 and set(made) == {made[0]}
    checked = app.read(actor, reports.check)
    assert checked.intact and (checked.seals, checked.entries) == (1, 51)


def test_an_entry_that_is_committed_late_is_in_the_next_seal(app: App, actor: Actor) -> None:
    """On PostgreSQL a transaction may be older than a seal; on SQLite writers wait for each other."""
    if app.database.sqlite:
        return
    with app.database.writing(actor.association) as slow:
        audit.record(slow, actor, now=NOW, action="changed", entity="product")
        slow.flush()
        write(app, actor, 1, 2)
        assert seal(app, actor).entries == 3
    assert (seal(app, actor, NOW + HOUR).entries, app.read(actor, reports.check).intact) == (1, True)


def test_entries_from_before_there_were_seals_get_a_digest_and_are_sealed(
    app: App, actor: Actor, monkeypatch: pytest.MonkeyPatch,
) -> None:
    seal(app, actor)
    with app.database.writing(actor.association) as session:
        for number in range(7):
            old = {"price": number} if number % 2 else {"price": None}
            session.execute(insert(ENTRY).values(
                association_id=actor.association, id=uuid7(), at=NOW - timedelta(400), action="changed", entity="x", label="", changes=old,
            ))
    monkeypatch.setattr(seals, "MOST", 3)
    monkeypatch.setattr(reports, "MOST", 3)
    assert [seal(app, actor).entries for _ in range(2)] == [3, 3]
    checked = app.read(actor, reports.check)
    assert checked.intact and checked.waiting == 1, "what a full seal left is not late"
    assert seal(app, actor).entries == 1
    assert app.read(actor, reports.check).entries == 8 and app.read(actor, reports.check).intact


def test_each_association_has_its_own_chain(app: App, actor: Actor) -> None:
    other = new_association(app, "lain", "Asosiasi Lain")
    write(app, actor, 1)
    write(app, other, 1)
    assert (seal(app, actor).number, seal(app, other).number) == (1, 1)
    assert app.read(actor, reports.last) != app.read(other, reports.last)
    code = seal(app, other).code
    assert app.read(actor, reports.find, code=code).head is None


@pytest.mark.parametrize("role", [MEMBER, MENTOR, LIAISON])
def test_seals_are_the_offices(app: App, chain: Actor, role: str) -> None:
    reader = replace(chain, role=role)
    for report in (reports.last, reports.check, reports.glance):
        with pytest.raises(NotAllowed):
            app.read(reader, report)
    with pytest.raises(NotAllowed):
        app.read(reader, reports.find, code="K7QM-2XRT-9FDA")
    with pytest.raises(NotAllowed):
        app.jot(reader, seals.seal)


# -- what the database refuses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("statement", [
    "UPDATE audit_entry SET action = 'x'", "UPDATE audit_entry SET seal = 2 WHERE seal = 1",
    "UPDATE audit_entry SET seal = NULL WHERE seal = 1",
    "UPDATE audit_entry SET digest = NULL", "UPDATE audit_entry SET words = NULL", "UPDATE audit_entry SET changes = '{}'",
    "UPDATE audit_entry SET label = 'x'", "DELETE FROM audit_entry", "UPDATE audit_seal SET entries = 1", "DELETE FROM audit_seal",
    "UPDATE audit_entry SET label = '', salt = NULL",
])
def test_the_database_refuses(app: App, chain: Actor, statement: str) -> None:
    with (
        pytest.raises(DBAPIError, match="append only"), app.database.writing(chain.association) as session,
    ):
        session.connection().exec_driver_sql(statement)


def test_no_entry_is_born_sealed(app: App, chain: Actor) -> None:
    with pytest.raises(DBAPIError, match="sealed after"), app.database.writing(chain.association) as session:
        session.execute(insert(ENTRY).values(
            association_id=chain.association, id=uuid7(), at=NOW, action="x", entity="x", label="", changes={}, seal=1,
        ))


# -- what a check finds ----------------------------------------------------------------------------------------------------


def test_an_edited_entry_is_named(app: App, chain: Actor) -> None:
    with administrator(app, chain) as session:
        row = entries(session, chain, 2)[1]
        session.execute(update(ENTRY).where(ENTRY.c.id == row.id).values(action="created"))
        (finding,) = reports.check(session, chain).findings
        assert (finding.kind, finding.seal) == ("entry", 2)
        assert finding.entry and (finding.entry.id, finding.entry.at, finding.entry.entity) == (row.id, NOW + HOUR, "product")
        assert reports.glance(session, chain).intact, "a glance looks at the newest seal only"


def test_an_entry_edited_together_with_its_digest_is_found_by_its_seal(app: App, chain: Actor) -> None:
    with administrator(app, chain) as session:
        row = entries(session, chain, 3)[0]
        forged = type("Forged", (), {**row._mapping, "action": "created"})
        session.execute(update(ENTRY).where(ENTRY.c.id == row.id).values(action="created", digest=rules_seals.digest(forged, row.words)))
        (finding,) = reports.check(session, chain).findings
        assert (finding.kind, finding.seal) == ("content", 3)
        assert (finding.since, finding.until) == (NOW + 1.5 * HOUR, NOW + 2.5 * HOUR)
        assert not reports.glance(session, chain).intact


@pytest.mark.parametrize(("do", "found"), [
    (lambda ids: [delete(ENTRY).where(ENTRY.c.id == ids[0])], [("content", 2)]),
    (lambda ids: [delete(ENTRY).where(ENTRY.c.seal == 2)], [("content", 2)]),
    (lambda ids: [update(ENTRY).where(ENTRY.c.id == ids[0]).values(seal=3)], [("content", 2), ("content", 3)]),
    (lambda ids: [update(ENTRY).where(ENTRY.c.id == ids[0]).values(seal=None)], [("content", 2)]),
    (lambda ids: [update(ENTRY).where(ENTRY.c.id == ids[0]).values(seal=9)], [("missing", 9), ("content", 2)]),
    (lambda ids: [delete(SEAL).where(SEAL.c.number == 2)], [("missing", 2)]),
    (lambda ids: [delete(SEAL).where(SEAL.c.number == 3)], [("missing", 3)]),
    (lambda ids: [delete(SEAL)], [("missing", 1), ("missing", 2), ("missing", 3)]),
    (lambda ids: [update(SEAL).where(SEAL.c.number == 2).values(sealed_at=NOW)], [("seal", 2)]),
    (lambda ids: [update(SEAL).where(SEAL.c.number == 3).values(number=2_000_000_000)], [("missing", 3), ("seal", 2_000_000_000)]),
])
def test_what_is_taken_out_moved_or_edited_is_found(
    app: App, chain: Actor, do: Callable[[list[Any]], list[Any]], found: list[tuple[str, int]],
) -> None:
    with administrator(app, chain) as session:
        for statement in do([row.id for row in entries(session, chain, 2)]):
            session.execute(statement)
        told = kinds(session, chain)
        assert set(found) <= set(told), told


def test_an_entry_put_among_sealed_ones_is_found(app: App, chain: Actor) -> None:
    with administrator(app, chain) as session:
        row = dict(entries(session, chain, 2)[0]._mapping)
        row["id"] = uuid7()
        row["digest"] = rules_seals.digest(type("Forged", (), row), row["words"])
        session.execute(insert(ENTRY).values(row))
        assert kinds(session, chain) == [("content", 2)]


def test_a_chain_made_anew_from_the_middle_is_found_where_it_begins(app: App, chain: Actor) -> None:
    with administrator(app, chain) as session:
        row = session.execute(select(SEAL).where(SEAL.c.number == 1)).one()
        forged = {**row._mapping, "sealed_at": NOW - HOUR}
        session.execute(update(SEAL).where(SEAL.c.number == 1).values(
            sealed_at=NOW - HOUR, hash=rules_seals.hashed(type("Forged", (), forged)),
        ))
        assert kinds(session, chain) == [("link", 2)]


def test_an_old_entry_that_no_seal_ever_took_is_found(app: App, chain: Actor) -> None:
    with administrator(app, chain) as session:
        row = dict(entries(session, chain, 2)[0]._mapping)
        row |= {"id": uuid7(), "at": NOW - timedelta(30), "seal": None}
        row["digest"] = rules_seals.digest(type("Forged", (), row), row["words"])
        session.execute(insert(ENTRY).values(row))
        assert kinds(session, chain) == [("late", 3)]


# -- erasure ---------------------------------------------------------------------------------------------------------------


def test_an_emptied_label_leaves_the_chain_intact(app: App, chain: Actor) -> None:
    with administrator(app, chain) as session:
        session.execute(update(ENTRY).values(label=""))
        checked = reports.check(session, chain)
        assert checked.intact and not checked.emptied


def test_values_that_an_erasure_emptied_leave_the_chain_intact(app: App, chain: Actor) -> None:
    person = app.act(chain, register.add_person, name="Sari")
    with administrator(app, chain) as session:
        row = entries(session, chain, 2)[0]
        this = update(ENTRY).where(ENTRY.c.id == row.id)
        session.execute(this.values(changes=dict.fromkeys(row.changes), salt=None))
        assert kinds(session, chain) == [("entry", 2)], "nobody was erased"
        session.execute(insert(ERASURE).values(
            association_id=chain.association, id=uuid7(), number=1, person_id=person, at=NOW + 5 * HOUR, done_at=NOW + 5 * HOUR,
        ))
        checked = reports.check(session, chain)
        assert checked.intact and checked.emptied == 1
        for changes in ({**row.changes, "price": 9}, row.changes, {"price": None}):
            session.execute(this.values(changes=changes))
            assert kinds(session, chain) == [("entry", 2)], "emptied is emptied, and the names of the fields stay"


def test_a_guess_cannot_be_tried_on_what_stays(app: App, chain: Actor) -> None:
    with app.database.reading(chain.association) as session:
        one, again = (next(row for row in entries(session, chain, number) if row.words) for number in (1, 2))
    assert one.changes == again.changes and one.words != again.words


# -- on paper --------------------------------------------------------------------------------------------------------------


def test_a_printed_code_is_found_however_it_is_typed(app: App, chain: Actor) -> None:
    head = app.read(chain, reports.last)
    assert head and rules_seals.read(head.code) == head.code
    for typed in (head.code, head.code.lower(), head.code.replace("-", " "), head.code.replace("0", "O").replace("1", "l")):
        found = app.read(chain, reports.find, code=typed)
        assert found.intact and found.head == head
    for typed in ("", "K7QM", f"{head.code}A", "????-????-????"):
        with pytest.raises(rules_seals.BadCode):
            app.read(chain, reports.find, code=typed)
    changed = ("A" if head.code[0] != "A" else "B") + head.code[1:]
    assert app.read(chain, reports.find, code=changed) == reports.Found(None, False)


def test_what_was_edited_after_a_printed_seal_does_not_touch_it(app: App, chain: Actor) -> None:
    with administrator(app, chain) as session:
        codes = [rules_seals.code(row.hash) for row in session.execute(select(SEAL).order_by(SEAL.c.number))]
        session.execute(update(ENTRY).where(ENTRY.c.seal == 2).values(action="created"))
        assert [reports.find(session, chain, code=code).intact for code in codes] == [True, False, False]


def test_a_chain_made_anew_as_a_whole_is_found_on_paper(app: App, chain: Actor) -> None:
    """From inside it is sound; the letters on last month's minutes are not in it."""
    printed = app.read(chain, reports.last)
    assert printed
    with administrator(app, chain) as session:
        session.execute(update(ENTRY).where(ENTRY.c.seal == 1).values(seal=None))
        session.execute(update(ENTRY).values(seal=None))
        session.execute(delete(SEAL))
        seals.seal(session, chain, now=NOW)
        assert reports.check(session, chain).intact
        assert reports.find(session, chain, code=printed.code).head is None


# -- everything ------------------------------------------------------------------------------------------------------------

FREE = {("audit_entry", "label")}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_single_change_to_what_is_sealed_is_found(app: App, data: st.DataObject) -> None:
    actor = _filled_once(app)
    table = data.draw(st.sampled_from([ENTRY, SEAL]))
    column = data.draw(st.sampled_from([one for one in table.c if (table.name, one.name) not in FREE]))
    with administrator(app, actor) as session:
        sealed = select(table).where(table.c.association_id == actor.association)
        if table is ENTRY:
            sealed = sealed.where(table.c.seal.is_not(None))
        rows = session.execute(sealed.order_by(*table.primary_key.columns)).all()
        row = data.draw(st.sampled_from(rows))
        value = data.draw(_other(column, rows))
        assume(value != row._mapping[column.name])
        this = [one == row._mapping[one.name] for one in table.primary_key.columns]
        try:
            session.execute(update(table).where(*this).values({column: value}))
        except IntegrityError:
            assume(False)
        assert not reports.check(session, actor).intact


def _other(column: Any, rows: list[Any]) -> st.SearchStrategy[Any]:
    """Another value of the column's kind: of another row, or any."""
    known = st.sampled_from([row._mapping[column.name] for row in rows])
    values = {
        "Uid": st.uuids(), "LargeBinary": st.binary(min_size=16, max_size=16) | st.just(bytes(32)),
        "Integer": st.integers(-3, 2_000_000_000), "String": st.text("abc", max_size=5),
        "Instant": st.integers(-(10**7), 10**7).map(lambda seconds: NOW + timedelta(seconds=seconds)),
        "JSON": st.dictionaries(st.sampled_from(["price", "story", "name"]), st.none() | st.integers(0, 9) | st.text("ab")),
    }[type(column.type).__name__]
    return known | values | st.none() if column.nullable else known | values


_filled: dict[str, Actor] = {}


def _filled_once(app: App) -> Actor:
    """The chain in this test's database, filled by its first example: what each of them does to it is undone."""
    key = f"{app.settings.data_dir} {app.database.url}"
    if key not in _filled:
        _filled[key] = new_association(app)
        fill(app, _filled[key])
    return _filled[key]
