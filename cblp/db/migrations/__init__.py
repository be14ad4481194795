"""The schema's history (alembic, set up in code): ``upgrade`` brings a database to today's schema.

Alembic takes as long to import as SQLAlchemy, so it is imported where a schema changes; which one is there is asked without it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, MetaData, inspect, text

from cblp.db import security, triggers
from cblp.db.engine import Database

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent


def upgrade(database: Database, metadata: MetaData) -> None:
    """Migrate to the newest revision, then set up what a revision cannot carry: triggers, and on PostgreSQL the policies."""
    with database.writing(None) as session:
        connection = session.connection()
        if not database.sqlite:
            # From the second time on the login has stepped down to the app's role, which may not change the schema.
            connection.exec_driver_sql("SET LOCAL ROLE NONE")
        triggers.drop(connection)
        if _revision(connection) != head():
            from alembic import command

            command.upgrade(config(connection, metadata), "head")
        triggers.create(connection)
        if not database.sqlite:
            security.install(connection, metadata)


def current(database: Database) -> str | None:
    """The revision of this database; None for an empty one."""
    with database.engine.connect() as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def head() -> str:
    """The newest revision that this version of the software knows; their files begin with their numbers."""
    return max(path.name for path in (HERE / "versions").glob("[0-9]*.py")).partition("_")[0]


def config(connection: Connection | None, metadata: MetaData | None) -> Config:
    """Alembic's configuration; the connection and the metadata travel in its attributes."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(HERE))
    made.attributes.update(connection=connection, metadata=metadata)
    return made


def draw_up(database: Database, metadata: MetaData, message: str, revision: str) -> Any:
    """Write a new revision from the difference between the models and a migrated database (a developer's tool)."""
    from alembic import command

    with database.engine.connect() as connection:
        return command.revision(config(connection, metadata), message=message, autogenerate=True, rev_id=revision)
