"""The runs that most tests of sharing begin with."""

from __future__ import annotations

import pytest

from cblp.bootstrap import App
from cblp.db.actor import Actor
from tests.sharing.runs import Runs, runs
from tests.worlds import Worlds


@pytest.fixture
def shared(app: App, actor: Actor, worlds: Worlds) -> Runs:
    """The five members of the vectors with their sales of October, an office of two."""
    return worlds.on(runs, app, actor)


@pytest.fixture
def small(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Runs:
    """The same on SQLite only, for what the database has no part in."""
    return worlds.on(runs, sqlite_app, sqlite_actor)
