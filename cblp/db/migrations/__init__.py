"""The schema's history (alembic, set up in code): ``upgrade`` brings a database to today's schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

from cblp.db import security, triggers
from cblp.db.engine import Database

HERE = Path(__file__).parent


def upgrade(database: Database, metadata: MetaData) -> None:
    """Migrate to the newest revision, then set up what a revision cannot carry: triggers, and on PostgreSQL the policies."""
    with database.writing(None) as session:
        connection = session.connection()
        if not database.sqlite:
            # From the second time on the login has stepped down to the app's role, which may not change the schema.
            connection.exec_driver_sql("SET LOCAL ROLE NONE")
        triggers.drop(connection)
        command.upgrade(config(connection, metadata), "head")
        triggers.create(connection)
        if not database.sqlite:
            security.install(connection, metadata)


def current(database: Database) -> str | None:
    """The revision of this database; None for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The newest revision that this version of the software knows."""
    return ScriptDirectory.from_config(config(None, None)).get_current_head()


def config(connection: Connection | None, metadata: MetaData | None) -> Config:
    """Alembic's configuration; the connection and the metadata travel in its attributes."""
    made = Config()
    made.set_main_option("script_location", str(HERE))
    made.attributes.update(connection=connection, metadata=metadata)
    return made


def draw_up(database: Database, metadata: MetaData, message: str, revision: str) -> Any:
    """Write a new revision from the difference between the models and a migrated database (a developer's tool)."""
    with database.engine.connect() as connection:
        return command.revision(config(connection, metadata), message=message, autogenerate=True, rev_id=revision)
