"""Alembic's entry: run the revisions on the connection that was handed over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from cblp.db.types import Instant, Uid


def render(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Our own column types by their own name in a new revision."""
    if kind == "type" and isinstance(item, Uid | Instant):
        autogen.imports.add("from cblp.db import types")
        return f"types.{type(item).__name__}()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=True,
    render_item=render,
    transactional_ddl=False,  # the caller's transaction is the one that counts
)
context.run_migrations()
