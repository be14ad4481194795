"""The fair that tests of texts begin with."""

from __future__ import annotations

import pytest

from cblp.bootstrap import App
from cblp.db.actor import Actor
from tests.campaigns.making import Fair
from tests.worlds import Worlds


@pytest.fixture
def fair(app: App, actor: Actor, worlds: Worlds) -> Fair:
    """An association of two members with a product each."""
    return worlds.on(Fair, app, actor, "sari", "rina")


@pytest.fixture
def small(sqlite_app: App, sqlite_actor: Actor, worlds: Worlds) -> Fair:
    """The same on SQLite only, for what the database has no part in."""
    return worlds.on(Fair, sqlite_app, sqlite_actor, "sari", "rina")
