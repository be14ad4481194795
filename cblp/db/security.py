"""PostgreSQL's second wall: a role that owns nothing, and row-level security on every tenant table."""

from __future__ import annotations

from sqlalchemy import Connection, MetaData, Table, text

from cblp.db.engine import APP_ROLE

TENANT = "association_id = NULLIF(current_setting('app.association', true), '')::uuid"
GRANTS = f"({TENANT}) OR account_id = NULLIF(current_setting('app.account', true), '')::uuid"
"""The grant index is read by its own account at sign-in, and kept by the association that grants."""


def is_tenant(table: Table) -> bool:
    """A table of one association: the association leads its primary key."""
    return [column.name for column in table.primary_key.columns][:1] == ["association_id"]


def install(connection: Connection, metadata: MetaData) -> None:
    """Create the role where that is allowed, grant it the rows, and put every tenant table behind its policy."""
    may_create, exists = connection.execute(
        text(
            "SELECT rolsuper OR rolcreaterole, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = :name) "
            "FROM pg_roles WHERE rolname = current_user"
        ),
        {"name": APP_ROLE},
    ).one()
    if may_create and not exists:
        # Two databases of one server share their roles: another migration may create it at this very moment.
        connection.exec_driver_sql(
            f"DO $$ BEGIN CREATE ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
        exists = True
    for table in metadata.sorted_tables:
        if exists:
            connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table.name} TO {APP_ROLE}")
        condition = TENANT if is_tenant(table) else GRANTS if table.name == "grant_index" else None
        if condition is None:
            continue
        connection.exec_driver_sql(f"ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY")
        connection.exec_driver_sql(f"ALTER TABLE {table.name} FORCE ROW LEVEL SECURITY")
        connection.exec_driver_sql(f"DROP POLICY IF EXISTS own_association ON {table.name}")
        connection.exec_driver_sql(f"CREATE POLICY own_association ON {table.name} USING ({condition}) WITH CHECK ({condition})")
    if exists:
        connection.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {APP_ROLE}")
