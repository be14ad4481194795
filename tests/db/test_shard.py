"""The schema can be sharded by association, and the lint sees what could not."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, UniqueConstraint

from cblp.bootstrap import METADATA
from cblp.db import shard


def test_the_schema_can_be_sharded() -> None:
    assert shard.problems(METADATA) == []
    plan = shard.plan(METADATA)
    assert "SELECT create_reference_table('marketplace')" in plan
    assert any(step.startswith("SELECT create_distributed_table('order_line'") for step in plan)


def test_what_sharding_refuses_is_named() -> None:
    metadata = MetaData()
    Table("tenant", metadata, Column("association_id", Integer, primary_key=True), Column("id", Integer, primary_key=True),
          Column("code", Integer), UniqueConstraint("code"))
    Table("child", metadata, Column("association_id", Integer, primary_key=True), Column("tenant_id", Integer, ForeignKey("tenant.id")))
    Table("world", metadata, Column("id", Integer, primary_key=True), Column("tenant_id", Integer, ForeignKey("tenant.id")))
    found = "\n".join(shard.problems(metadata))
    assert "unique constraint (code) lacks association_id" in found
    assert "child: foreign key to tenant leaves the association" in found
    assert "world: a reference table cannot point" in found
