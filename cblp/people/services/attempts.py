"""Wrong tries at a name: counted before the secret is looked at, so that trying many at once gains nothing."""

from __future__ import annotations

import hashlib
import math
from contextlib import suppress
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people import rules
from cblp.people.models import SignInAttempt


class TooManyTries(UserError):
    """This name must wait; ``minutes`` says how long."""

    message = N_("Too many wrong tries. Wait {minutes} minutes, then try again. Your coordinator can make a new PIN.")


def count(session: Session, name: str, *, now: datetime) -> None:
    """Count a try at ``name`` (any text) as wrong until ``clear`` says otherwise. Raises TooManyTries while it must wait."""
    row = _row(session, hashed(name), now)
    if row.locked_until and now < row.locked_until:
        raise TooManyTries(minutes=math.ceil((row.locked_until - now).total_seconds() / 60))
    row.failures = 1 if now - row.last_at > rules.FORGOTTEN else row.failures + 1
    row.last_at = now
    wait = rules.delay(row.failures)
    row.locked_until = now + wait if wait else None


def _row(session: Session, key: bytes, now: datetime) -> SignInAttempt:
    if session.get(SignInAttempt, key) is None:
        # Two first tries at once: one of them makes the row, both then queue for it.
        with suppress(IntegrityError), session.begin_nested():
            session.add(SignInAttempt(name_hash=key, failures=0, last_at=now))
    return session.get_one(SignInAttempt, key, with_for_update=True, populate_existing=True)


def clear(session: Session, name: str) -> None:
    """The try was right: start over."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.name_hash == hashed(name)))


def forget(session: Session, *, now: datetime) -> None:
    """Remove what no longer counts."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.last_at < now - rules.FORGOTTEN))


def hashed(name: str) -> bytes:
    """The key of a name: people type their password here by mistake, so it is never kept as it is."""
    return hashlib.sha256(name.strip().casefold().encode()).digest()
