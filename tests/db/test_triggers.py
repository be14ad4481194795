"""What the database refuses by itself, asked in plain SQL on each engine, past every service."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, insert, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cblp.bootstrap import METADATA, App
from cblp.db import triggers
from cblp.db.actor import Actor
from cblp.db.ids import uuid7
from cblp.people.models import AuditEntry, Erasure, Person
from cblp.sharing.services import ledger
from tests.conftest import NOW
from tests.intake.making import bring_in, extract, order, shop

DAY = date(2026, 11, 20)
TRANSFER, POSTING = METADATA.tables["transfer"], METADATA.tables["posting"]


@pytest.fixture
def booked(app: App, actor: Actor) -> UUID:
    """A posted transfer of 100 from income to cash."""
    return app.act(actor, ledger.post, key="first", day=DAY, kind="income", postings=[("cash", 100), ("income:gift", -100)])


def plain(app: App, actor: Actor) -> Session:
    """A connection that nothing of the program filters; on PostgreSQL it stands in the association."""
    session = Session(app.database.engine)
    if not app.database.sqlite:
        session.execute(text(f"SET LOCAL app.association = '{actor.association}'"))
    return session


def refused(app: App, actor: Actor, *statements: Any, match: str = "append only") -> None:
    *before, last = [text(each) if isinstance(each, str) else each for each in statements]
    with plain(app, actor) as session:
        for statement in before:
            session.execute(statement)
        with pytest.raises(DBAPIError, match=match):
            session.execute(last)


def row(actor: Actor, transfer: UUID, **more: Any) -> dict[str, Any]:
    return {
        "association_id": actor.association, "id": transfer, "number": 2, "idempotency_key": "raw", "request_hash": b"", "day": DAY,
        "kind": "raw", "text": "", "about": "", "posted": False, "seal": b"", "entered_at": NOW, **more,
    }


def unposted(app: App, actor: Actor, *amounts: int) -> tuple[UUID, list[Any]]:
    """Statements that put down an unposted transfer with these amounts on the cash account."""
    cash = app.act(actor, ledger.account, "cash")
    transfer = uuid7()
    sides = [
        insert(POSTING).values(association_id=actor.association, transfer_id=transfer, position=n, account_id=cash, amount=amount)
        for n, amount in enumerate(amounts)
    ]
    return transfer, [insert(TRANSFER).values(row(actor, transfer)), *sides]


FLIP = "UPDATE transfer SET posted = true WHERE number = 2"


@pytest.mark.parametrize("statement", [
    "UPDATE transfer SET day = '2026-01-01'", "UPDATE transfer SET text = 'x'", "UPDATE transfer SET posted = false",
    "UPDATE transfer SET posted = true", "UPDATE transfer SET number = 9", "DELETE FROM transfer", "UPDATE posting SET amount = 99",
    "UPDATE posting SET amount = amount + 1 WHERE amount > 0", "DELETE FROM posting", "UPDATE ledger_account SET code = 'bank'",
    "UPDATE ledger_account SET kind = 'bank'", "DELETE FROM ledger_account",
])
def test_what_is_booked_stays(app: App, actor: Actor, booked: UUID, statement: str) -> None:
    refused(app, actor, statement)


def test_a_posted_transfer_takes_no_more_postings(app: App, actor: Actor, booked: UUID) -> None:
    cash = app.act(actor, ledger.account, "cash")
    late = insert(POSTING).values(association_id=actor.association, transfer_id=booked, position=9, account_id=cash, amount=1)
    refused(app, actor, late, match="no posting is added")


@pytest.mark.parametrize("amounts", [(), (5,), (5, -4), (5, 5), (9_000_000_000_000, -8_999_999_999_999)])
def test_what_does_not_balance_is_not_posted(app: App, actor: Actor, booked: UUID, amounts: tuple[int, ...]) -> None:
    _transfer, statements = unposted(app, actor, *amounts)
    refused(app, actor, *statements, FLIP, match="sums to zero")


def test_what_balances_is_posted_and_closed(app: App, actor: Actor, booked: UUID) -> None:
    _transfer, statements = unposted(app, actor, 7, -3, -4)
    with plain(app, actor) as session:
        for statement in statements:
            session.execute(statement)
        session.execute(text(FLIP))
        session.commit()
    refused(app, actor, "UPDATE transfer SET posted = false WHERE number = 2")


def test_a_transfer_is_not_born_posted(app: App, actor: Actor, booked: UUID) -> None:
    refused(app, actor, insert(TRANSFER).values(row(actor, uuid7(), posted=True)), match="posted after its postings")


def test_the_flip_changes_nothing_else(app: App, actor: Actor, booked: UUID) -> None:
    _transfer, statements = unposted(app, actor, 7, -7)
    refused(app, actor, *statements, "UPDATE transfer SET posted = true, day = '2026-01-01' WHERE number = 2")
    refused(app, actor, *statements, "UPDATE transfer SET text = 'x' WHERE number = 2")


def test_sqlites_replace_takes_nothing_away(app: App, actor: Actor, booked: UUID) -> None:
    """INSERT OR REPLACE deletes without asking a DELETE trigger."""
    if not app.database.sqlite:
        return
    doubled = "SELECT association_id, transfer_id, position, account_id, amount * 2 FROM posting"
    refused(app, actor, f"INSERT OR REPLACE INTO posting {doubled}", match="append only|no posting is added")
    refused(app, actor, "INSERT OR REPLACE INTO transfer SELECT * FROM transfer", match="append only|after its postings")
    number = insert(TRANSFER).values(row(actor, uuid7(), number=1)).prefix_with("OR REPLACE")
    refused(app, actor, number, match="FOREIGN KEY|append only")


def test_what_can_carry_a_name_is_changed_only_while_somebody_is_erased(app: App, actor: Actor, booked: UUID) -> None:
    with app.database.writing(actor.association) as session:
        session.add(AuditEntry(at=NOW, action="created", entity="x", label="Bu Sari", changes={"a": 1}))
        person = Person(name="Sari")
        session.add(person)
        session.flush()
        session.add(Erasure(number=1, person_id=person.id, at=NOW))
    emptied = "UPDATE audit_entry SET label = '', changes = '{}', salt = NULL", "UPDATE transfer SET text = ''"
    with plain(app, actor) as session:
        for statement in emptied:
            session.execute(text(statement))
        session.commit()
    for rest in ("UPDATE audit_entry SET label = '', action = 'x'", "UPDATE transfer SET text = '', kind = 'x'", "DELETE FROM audit_entry"):
        refused(app, actor, rest)
    refused(app, actor, "UPDATE erasure SET number = 2")
    refused(app, actor, "DELETE FROM erasure")
    with plain(app, actor) as session:
        session.execute(update(Erasure.__table__).values(done_at=NOW))
        session.commit()
    for statement in ("UPDATE audit_entry SET label = 'x'", "UPDATE transfer SET text = 'x'", "UPDATE erasure SET done_at = NULL"):
        refused(app, actor, statement)


def test_every_trigger_is_there_and_each_can_be_named(app: App) -> None:
    wanted = {name for name, _table in triggers.names() if app.database.sqlite or not name.endswith("_replace")}
    with app.database.engine.connect() as connection:
        assert _there(connection) == wanted
    assert {table for _name, table in triggers.names()} <= METADATA.tables.keys()


def _there(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        found = connection.exec_driver_sql("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    return set(found.scalars())


def test_a_posting_cannot_slip_in_while_another_connection_posts(app: App, actor: Actor, booked: UUID) -> None:
    """On PostgreSQL the later writer waits for the flip, then is refused; SQLite has one writer."""
    if app.database.sqlite:
        return
    transfer, statements = unposted(app, actor, 7, -7)
    with plain(app, actor) as session:
        for statement in statements:
            session.execute(statement)
        session.commit()
    cash = app.act(actor, ledger.account, "cash")
    late = insert(POSTING).values(association_id=actor.association, transfer_id=transfer, position=5, account_id=cash, amount=1)
    with plain(app, actor) as poster, plain(app, actor) as slipping:
        poster.execute(text(FLIP))
        slipping.execute(text("SET LOCAL lock_timeout = '300ms'"))
        with pytest.raises(DBAPIError, match="lock timeout"):
            slipping.execute(late)
        poster.commit()
    refused(app, actor, late, match="no posting is added")


def test_an_approved_report_is_locked(app: App, actor: Actor) -> None:
    reports = METADATA.tables["period_report"]
    base = {"association_id": actor.association, "period": "2026-Q3", "sections": {}, "version": 1}
    with plain(app, actor) as session:
        session.execute(insert(reports).values(**base, id=uuid7(), state="submitted"))
        session.execute(text("UPDATE period_report SET state = 'returned'"))
        session.execute(text("UPDATE period_report SET state = 'approved'"))
        session.commit()
    for statement in ("UPDATE period_report SET state = 'returned'", "UPDATE period_report SET sections = '{}'"):
        refused(app, actor, statement, match="is locked")
    refused(app, actor, "DELETE FROM period_report", match="is locked")


def test_what_facts_point_to_without_a_foreign_key_stays(app: App, actor: Actor) -> None:
    """A listing, and into which shop a posted file went; a file that only waits can be forgotten."""
    shops = {"shopee": shop(app, actor)}
    bring_in(app, actor, extract("orders", [order("A1")]), shops)
    refused(app, actor, "DELETE FROM listing", match="is pointed to")
    refused(app, actor, "DELETE FROM import_batch_shop", match="is pointed to")
    refused(app, actor, "UPDATE listing SET id = shop_id", match="keeps its key")
    refused(app, actor, "UPDATE import_batch_shop SET batch_id = shop_id", match="keeps its key")
    refused(app, actor, "DELETE FROM import_batch", match="(?i)foreign key")
    with plain(app, actor) as session:
        session.execute(text("UPDATE listing SET title = 'Kain'"))
        session.execute(text("UPDATE import_batch SET status = 'checked'"))
        session.execute(text("DELETE FROM import_batch_shop"))
