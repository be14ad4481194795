"""Work that comes back by the clock: each job once a period, in one process only, caught up after a stop.

A job is registered with ``Jobs.add``; it must be safe to run twice, because a process may die between doing and noting it.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cblp.db.ids import uuid7
from cblp.people.reports import access
from cblp.people.services import attempts, leases, sessions, tickets
from cblp.web.application import Application

log = logging.getLogger("cblp.jobs")

LOOK_EVERY: Final = 30.0
"""Seconds between two looks at what is due."""
AGAIN_AFTER: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class Job:
    """``run(app)`` once in each ``period``; ``lasts`` is the longest it may take before another process may begin it too."""

    name: str
    period: Callable[[datetime], str]
    run: Callable[[Application], None]
    lasts: timedelta = timedelta(minutes=10)


def hourly(now: datetime) -> str:
    """The period of a job that runs each hour."""
    return now.strftime("%Y-%m-%dT%H")


def daily(now: datetime) -> str:
    """The period of a job that runs each day of western Indonesia."""
    return access.today(now).isoformat()


def tidy(app: Application) -> None:
    """Remove what has run out: documents nobody fetched, wrong tries of yesterday, old sign-ins."""
    now = app.clock()
    with app.database.writing(None) as session:
        attempts.forget(session, now=now)
        sessions.forget(session, now=now)
    for association in access.associations(app.database):
        with app.database.writing(association) as session:
            tickets.forget(session, now=now)


TIDY: Final = Job("tidy", hourly, tidy)


class Runner:
    """Looks what is due and runs it, in a thread of its own between ``start`` and ``stop``."""

    def __init__(self, app: Application, jobs: Iterable[Job] = (TIDY,)) -> None:
        self.app = app
        self.jobs = tuple(jobs)
        self.owner = f"{os.getpid()}-{uuid7().hex[-8:]}"
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look."""
        self._thread = threading.Thread(target=self._loop, name="cblp-jobs", daemon=True)
        self._thread.start()

    def stop(self, patience: float = 10.0) -> None:
        """Begin no other job, and wait for the one at hand; what is cut off is done again by whoever comes next."""
        self._stop.set()
        if self._thread:
            self._thread.join(patience)

    def look(self) -> list[str]:
        """Run what is due now; returns the names of the jobs that were done."""
        return [job.name for job in self.jobs if not self._stop.is_set() and self._one(job)]

    def _loop(self) -> None:
        while not self._stop.is_set():
            self.look()
            self._stop.wait(LOOK_EVERY)

    def _one(self, job: Job) -> bool:
        try:
            now = self.app.clock()
            period = job.period(now)
            with self.app.database.writing(None) as session:
                if not leases.take(session, name=job.name, owner=self.owner, period=period, lasts=job.lasts, now=now):
                    return False
        except Exception:
            log.warning("job %s: the database did not answer", job.name, exc_info=True)
            return False
        try:
            job.run(self.app)
        except Exception:
            log.exception("job %s failed, incident %s", job.name, uuid7().hex[-8:])
            self._note(job, done=None)
            return False
        self._note(job, done=period)
        return True

    def _note(self, job: Job, done: str | None) -> None:
        now = self.app.clock()
        try:
            with self.app.database.writing(None) as session:
                if done is None:
                    leases.failed(session, name=job.name, owner=self.owner, again=now + AGAIN_AFTER)
                else:
                    leases.done(session, name=job.name, owner=self.owner, period=done, now=now)
        except Exception:
            log.warning("job %s: its end was not noted; it will run again", job.name, exc_info=True)
