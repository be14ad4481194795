"""What the routes need of the app; bootstrap, which stands above, hands it in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from cblp.db.engine import Database
from cblp.settings import Settings


class Application(Protocol):
    """Settings, database and clock of the running server (``cblp.bootstrap.App``)."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
