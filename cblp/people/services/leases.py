"""Which process runs a periodic job: a lease taken by one conditional update, and the last period that was done."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cblp.people.models import JobLease


def take(session: Session, *, name: str, owner: str, period: str, lasts: timedelta, now: datetime) -> bool:
    """Whether ``owner`` may run the job for ``period`` now: nobody has done it, and nobody else is at it."""
    if session.get(JobLease, name) is None:
        # Two processes may meet here; the loser's whole transaction fails on the key, and it asks again later.
        session.add(JobLease(name=name, owner="", until=now))
        session.flush()
    taken = session.scalar(
        update(JobLease).where(JobLease.name == name, JobLease.done_period != period, JobLease.until <= now)
        .values(owner=owner, until=now + lasts).returning(JobLease.name)
    )
    return taken is not None


def done(session: Session, *, name: str, owner: str, period: str, now: datetime) -> None:
    """The job is done for this period; the next period may begin at once."""
    session.execute(
        update(JobLease).where(JobLease.name == name, JobLease.owner == owner).values(done_period=period, until=now)
    )


def failed(session: Session, *, name: str, owner: str, again: datetime) -> None:
    """The job failed; anybody may try again after ``again``."""
    session.execute(update(JobLease).where(JobLease.name == name, JobLease.owner == owner).values(until=again))


def states(session: Session) -> list[JobLease]:
    """Every job that ever ran here, for the operator."""
    return list(session.scalars(select(JobLease).order_by(JobLease.name)))
