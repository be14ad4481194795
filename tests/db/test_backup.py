"""A backup made while the database is written restores to exactly what was there, and a bad file is refused."""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, make_url, select, text

from cblp.bootstrap import App, build, migrate
from cblp.commands import Desk, keeping
from cblp.db import backup
from cblp.db.actor import Actor
from cblp.db.engine import APP_ROLE
from cblp.db.ids import uuid7
from cblp.people.models import Account, Person
from cblp.settings import Settings
from tests.conftest import NOW, new_association


def order(url: str, statement: str) -> None:
    """Something that the server's chief does."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as chief:
        chief.exec_driver_sql(statement)
    engine.dispose()


def people(app: App, actor: Actor) -> int:
    with app.database.reading(actor.association) as session:
        return session.scalar(select(func.count()).select_from(Person)) or 0


pytestmark = pytest.mark.usefixtures("client_programs")


def test_what_was_backed_up_comes_back(app: App, actor: Actor, tmp_path: Path) -> None:
    with app.database.writing(actor.association) as session:
        session.add(Person(name="Sari"))
    copy = backup.backup(app.database, tmp_path / "backups", NOW)
    with app.database.writing(actor.association) as session:
        session.add(Person(name="Rina"))
    assert people(app, actor) == 2
    backup.restore(app.database, copy)
    assert people(app, actor) == 1


def test_a_broken_copy_is_refused_and_nothing_is_touched(sqlite_app: App, sqlite_actor: Actor, tmp_path: Path) -> None:
    bad = tmp_path / "cblp-20261121-000000.sqlite"
    bad.write_bytes(b"SQLite format 3\x00" + b"x" * 4096)
    with pytest.raises(backup.BadBackup):
        backup.restore(sqlite_app.database, bad)
    assert people(sqlite_app, sqlite_actor) == 0


@pytest.fixture
def postgresql_app(postgresql_database: str, tmp_path: Path) -> Iterator[App]:
    """An app on PostgreSQL, as its own owner."""
    made = build(Settings(database_url=postgresql_database, data_dir=tmp_path), clock=lambda: NOW)
    yield made
    made.database.dispose()


def test_a_copy_from_before_an_upgrade_leaves_nothing_of_the_newer_schema(postgresql_app: App, tmp_path: Path) -> None:
    copy = backup.backup(postgresql_app.database, tmp_path, NOW)
    order(postgresql_app.settings.url, "CREATE TABLE newer (account_id uuid REFERENCES account (id))")
    backup.restore(postgresql_app.database, copy)
    with postgresql_app.globally() as session:
        assert session.scalar(text("SELECT to_regclass('newer')")) is None


def test_a_torn_copy_changes_nothing_on_postgresql_either(postgresql_app: App, tmp_path: Path) -> None:
    actor = new_association(postgresql_app, uuid7().hex)
    with postgresql_app.database.writing(actor.association) as session:
        session.add(Person(name="Sari"))
    copy = backup.backup(postgresql_app.database, tmp_path, NOW)
    whole = copy.read_bytes()
    for torn in (whole[: len(whole) * 2 // 3], b"no dump"):
        copy.write_bytes(torn)
        with pytest.raises(backup.BadBackup):
            backup.restore(postgresql_app.database, copy)
        assert people(postgresql_app, actor) == 1


def test_what_a_running_server_holds_is_not_replaced_under_it(
    postgresql_app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "_MAKE_ROOM", backup._MAKE_ROOM.replace("'10s'", "'50ms'"))
    copy = backup.backup(postgresql_app.database, tmp_path, NOW)
    server = build(postgresql_app.settings)
    with server.globally() as session:
        session.scalar(select(func.count()).select_from(Account))
        with pytest.raises(backup.NotRestored, match="lock timeout"):
            backup.restore(postgresql_app.database, copy)
    server.database.dispose()


@pytest.fixture
def apart(postgresql_server: str, tmp_path: Path) -> Iterator[App]:
    """An app as docs/operating.md sets it up: its login owns nothing, the owner of the tables is another role."""
    name = f"apart_{uuid7().hex}"
    owner, login = f"{name}_owner", f"{name}_login"
    for statement in (f"CREATE ROLE {owner} LOGIN", f"CREATE ROLE {login} LOGIN", f"CREATE DATABASE {name} OWNER {owner}"):
        order(postgresql_server, statement)
    urls = [make_url(postgresql_server).set(database=name, username=role).render_as_string(hide_password=False) for role in (login, owner)]
    settings = Settings(database_url=urls[0], migration_url=urls[1], data_dir=tmp_path)
    migrate(settings)
    order(postgresql_server, f"GRANT {APP_ROLE} TO {login}")
    made = build(settings, clock=lambda: NOW)
    yield made
    made.database.dispose()
    order(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")
    order(postgresql_server, f"DROP ROLE {owner}, {login}")


def test_the_owner_makes_the_copy_where_the_login_sees_one_association_only(apart: App, postgresql_server: str, tmp_path: Path) -> None:
    actor = new_association(apart)
    with apart.database.writing(actor.association) as session:
        session.add(Person(name="Sari"))
    desk, copies = Desk(apart, out=io.StringIO()), tmp_path / "copies"
    with pytest.raises(backup.HeldByPolicies) as refused:
        keeping.run_backup(desk, argparse.Namespace(to=copies))
    assert "BYPASSRLS" in refused.value.text("id") and not list(copies.glob("*"))
    owner = make_url(apart.settings.migration_url).username
    order(postgresql_server, f"ALTER ROLE {owner} BYPASSRLS")
    keeping.run_backup(desk, argparse.Namespace(to=copies))
    with apart.database.writing(actor.association) as session:
        session.add(Person(name="Rina"))
    keeping.run_restore(desk, argparse.Namespace(copy=next(copies.iterdir()), erased=[]))
    assert people(apart, actor) == 1
    apart.database.check_role()
    with apart.database.writing(actor.association) as session:
        session.add(Person(name="Rina"))
    with apart.database.reading(None) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0, "the policies stand again"


def test_old_copies_thin_out(tmp_path: Path) -> None:
    for day in range(60):
        (tmp_path / f"cblp-{NOW - timedelta(days=day):%Y%m%d}-030000.sqlite").touch()
    backup.prune(tmp_path)
    assert 7 <= len(list(tmp_path.iterdir())) <= 7 + 4 + 12
