"""Spread the schema over several machines (Citus): lint the rules that sharding by association needs, and plan it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import MetaData, Table, UniqueConstraint

from cblp.db import triggers
from cblp.db.security import is_tenant

KEY = "association_id"


def problems(metadata: MetaData) -> list[str]:
    """What in the schema a sharded database would refuse; empty when it can be sharded as it is."""
    return [problem for table in metadata.sorted_tables for problem in _of(table)]


def _of(table: Table) -> Iterator[str]:
    tenant = is_tenant(table)
    if not tenant and KEY in [column.name for column in table.primary_key.columns] and table.name != "grant_index":
        yield f"{table.name}: {KEY} must lead the primary key"
    if tenant:
        unique = [("constraint", list(c.columns)) for c in table.constraints if isinstance(c, UniqueConstraint)]
        unique += [("index", list(i.columns)) for i in table.indexes if i.unique]
        for kind, columns in unique:
            if KEY not in [column.name for column in columns]:
                yield f"{table.name}: unique {kind} ({', '.join(c.name for c in columns)}) lacks {KEY}"
    for key in table.foreign_key_constraints:
        target = key.referred_table
        if tenant and is_tenant(target):
            pairs = [(element.parent.name, element.column.name) for element in key.elements]
            if (KEY, KEY) not in pairs:
                yield f"{table.name}: foreign key to {target.name} leaves the association"
        elif not tenant and is_tenant(target):
            yield f"{table.name}: a reference table cannot point to the sharded {target.name}"


def plan(metadata: MetaData) -> list[str]:
    """The statements that shard a migrated PostgreSQL database, in order."""
    tables = metadata.sorted_tables
    steps = ["CREATE EXTENSION IF NOT EXISTS citus", "SET citus.propagate_set_commands = 'local'"]
    # Triggers of a sharded table are refused unless the switch is on, so they go first and come back last.
    steps += [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in triggers.names() if table in metadata.tables]
    steps += [f"SELECT create_reference_table('{table.name}')" for table in tables if not is_tenant(table)]
    first = next(table.name for table in tables if is_tenant(table))
    for table in tables:
        if is_tenant(table):
            together = "" if table.name == first else f", colocate_with => '{first}'"
            steps.append(f"SELECT create_distributed_table('{table.name}', '{KEY}'{together})")
    return [*steps, "SET citus.enable_unsafe_triggers = on", "-- then: the triggers again (python -m cblp migrate)"]
