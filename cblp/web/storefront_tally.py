"""Visits on their way into the database: however many come at once, one of them writes for all and nobody else waits."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from datetime import date
from threading import Lock
from typing import NamedTuple
from uuid import UUID

from cblp.outreach.services import counts
from cblp.web.application import Application

log = logging.getLogger("cblp.storefront")


class Seen(NamedTuple):
    """Something that was opened or pressed on a day; see ``counts.count``."""

    association: UUID
    day: date
    what: str
    subject: UUID
    marketplace: str = ""


class Tally:
    """Adds up what is seen. SQLite has one writer: a crowd of buyers must not stand in the members' way."""

    def __init__(self, app: Application) -> None:
        self.app = app
        self._waiting: Counter[Seen] = Counter()
        self._lock = Lock()
        self._writing = False

    def add(self, *seen: Seen) -> None:
        """Count; whoever finds nobody writing writes, until nothing waits any more."""
        with self._lock:
            self._waiting.update(seen)
            if self._writing:
                return
            self._writing = True
        while batch := self._next():
            try:
                self._write(batch)
            except Exception:
                log.exception("%s visits were not counted", sum(batch.values()))

    def _next(self) -> Counter[Seen]:
        with self._lock:
            batch, self._waiting = self._waiting, Counter()
            self._writing = bool(batch)
            return batch

    def _write(self, batch: Counter[Seen]) -> None:
        houses: defaultdict[UUID, list[tuple[Seen, int]]] = defaultdict(list)
        for one, times in batch.items():
            houses[one.association].append((one, times))
        for association, rows in houses.items():
            with self.app.database.writing(association) as session:
                for one, times in rows:
                    counts.count(
                        session, association, what=one.what, subject=one.subject, day=one.day, marketplace=one.marketplace, times=times,
                    )
