"""Every tenant table, found in the metadata: another association's rows are neither read nor changed, by either wall."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Table, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from cblp.bootstrap import METADATA, App
from cblp.db.base import Base, Tenant
from cblp.db.security import is_tenant
from tests import filled
from tests.filled import House
from tests.houses import TWO, Opened

TABLES = [table for table in METADATA.sorted_tables if is_tenant(table)]
ENTITIES = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Tenant)}


def everything(session: Any, house: House) -> dict[str, list[Any]]:
    """All rows of an association, by table; plain SQL that names the association itself."""
    return {
        table.name: sorted(map(repr, session.execute(select(table).where(table.c.association_id == house.system.association))))
        for table in TABLES
    }


def held(app: App, house: House) -> dict[str, list[Any]]:
    with app.database.reading(house.system.association) as session:
        return everything(session, house)


def test_the_filled_association_leaves_no_table_empty(whole: Opened) -> None:
    """What keeps the tests of the walls honest when a table is added: add a row of it to tests/filled.py."""
    app, (house, _) = whole.open(TWO)
    assert [name for name, rows in held(app, house).items() if not rows] == []
    assert ENTITIES.keys() == {table.name for table in TABLES}, "a table without an entity passes the session's filter"


def test_a_session_neither_reads_nor_changes_another_association(whole: Opened) -> None:
    app, (mine, theirs) = whole.open(TWO)
    kept = held(app, theirs)
    reached: list[str] = []
    for table in TABLES:
        entity: Any = ENTITIES[table.name]
        foreign = entity.association_id == theirs.system.association
        with app.database.writing(mine.system.association) as session:
            found = {row.association_id for row in session.scalars(select(entity))}
            if found != {mine.system.association} or session.scalars(select(entity).where(foreign)).first():
                reached.append(f"{table.name} is read")
            changed = session.execute(
                update(entity).where(foreign).values(_change(table)), execution_options={"synchronize_session": False}
            )
            if changed.rowcount:
                reached.append(f"{table.name} is changed")
            session.rollback()
    assert reached == []
    assert held(app, theirs) == kept


def test_a_row_of_another_association_is_not_kept(opening: Callable[[str], Opened]) -> None:
    app, (mine, theirs) = opening("sqlite").open(TWO)
    for table in TABLES:
        with app.database.reading(theirs.system.association) as session:
            row = _one(session, table, theirs)
        with (
            pytest.raises(AssertionError, match="another association"),
            app.database.writing(mine.system.association) as session,
        ):
            session.add(ENTITIES[table.name](**row))


def test_postgresql_holds_without_the_sessions_filter(whole: Opened) -> None:
    """The second wall alone: plain SQL, as if every filter of the program had been forgotten."""
    app, (mine, theirs) = whole.open(TWO)
    if app.database.sqlite:
        with app.database.engine.begin() as connection:
            found = connection.execute(select(METADATA.tables["business"].c.association_id)).scalars()
            assert set(found) == {mine.system.association, theirs.system.association}, "SQLite has one wall: the session's"
        return
    kept = held(app, theirs)
    reached: list[str] = []
    for table in TABLES:
        with app.database.reading(theirs.system.association) as session:
            sample = _one(session, table, theirs)
        for verb, attempt in _attempts(table, sample, theirs):
            with Session(app.database.engine) as plain:
                plain.execute(text(f"SET LOCAL app.association = '{mine.system.association}'"))
                try:
                    done = plain.execute(attempt)
                except DBAPIError:
                    continue
                if verb == "read" and {row.association_id for row in done} != {mine.system.association}:
                    reached.append(f"{verb} {table.name}")
                if verb != "read" and done.rowcount:
                    reached.append(f"{verb} {table.name}")
                plain.rollback()
        with Session(app.database.engine) as nobody:
            assert nobody.execute(select(func.count()).select_from(table)).scalar_one() == 0, f"{table.name} without an association"
    assert reached == []
    assert held(app, theirs) == kept


def test_the_grant_index_shows_an_account_its_own_and_an_association_its_own(whole: Opened) -> None:
    """The one global table with an association: at the sign-in it is read before one is chosen."""
    app, (mine, theirs) = whole.open(TWO)
    if app.database.sqlite:
        return
    index = METADATA.tables["grant_index"]
    account = mine.owners[0].member.account
    with app.database.reading(None, account) as session:
        seen = [(row.account_id, row.association_id) for row in session.execute(select(index))]
        assert seen == [(account, mine.system.association)]
    with app.database.reading(mine.system.association) as session:
        assert {row.association_id for row in session.execute(select(index))} == {mine.system.association}
    with app.database.reading(None) as session:
        assert session.execute(select(func.count()).select_from(index)).scalar_one() == 0
    with pytest.raises(SQLAlchemyError), app.database.writing(mine.system.association) as session:
        session.execute(insert(index).values(
            account_id=account, association_id=theirs.system.association, role="coordinator", valid_from=filled.SINCE,
        ))


def _one(session: Any, table: Table, house: House) -> dict[str, Any]:
    return dict(session.execute(select(table).where(table.c.association_id == house.system.association).limit(1)).one()._mapping)


def _attempts(table: Table, sample: dict[str, Any], theirs: House) -> list[tuple[str, Any]]:
    foreign = table.c.association_id == theirs.system.association
    return [
        ("read", select(table)),
        ("change", update(table).where(foreign).values(_change(table))),
        ("delete", table.delete().where(foreign)),
        ("add", insert(table).values(sample)),
    ]


def _change(table: Table) -> dict[str, Any]:
    """A harmless change that also an append-only table lets through: none."""
    return {"association_id": table.c.association_id}
