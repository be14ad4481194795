"""Which schema is there, asked without alembic, is what alembic would say."""

from __future__ import annotations

import pytest
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from cblp.bootstrap import App, migrate
from cblp.db import migrations
from cblp.db.engine import Database
from cblp.settings import Settings


def test_the_newest_revision_is_the_one_that_alembic_finds() -> None:
    known = ScriptDirectory.from_config(migrations.config(None, None))
    assert migrations.head() == known.get_current_head()
    for one in known.walk_revisions():
        assert one.path.rpartition("/")[2].startswith(f"{one.revision}_")


def test_the_revision_of_a_database(app: App) -> None:
    with app.database.engine.connect() as connection:
        assert migrations.current(app.database) == MigrationContext.configure(connection).get_current_revision() == migrations.head()


def test_an_empty_database_has_none() -> None:
    empty = Database("sqlite://")
    assert migrations.current(empty) is None
    empty.dispose()


def test_a_database_of_today_is_not_migrated_again(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alembic.command.upgrade", lambda *_: pytest.fail("there was nothing to change"))
    assert migrate(Settings(database_url=database_url)) == migrations.head()
