"""The first start: a one-time code from the terminal makes the first association and its coordinator."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from cblp.db.actor import COORDINATOR
from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people.models import Installation
from cblp.people.passwords import Sealed
from cblp.people.reports.access import today
from cblp.people.services import accounts, associations, roles

CODE, DEMO = "setup_code", "demo"


class BadSetupCode(UserError):
    """Not the code that the terminal shows."""

    message = N_("This set-up code is not right. It stands in the window in which the server was started.")


class AlreadySetUp(UserError):
    """Somebody set this installation up already."""

    message = N_("This installation is already set up. Sign in instead.")


def is_set_up(session: Session) -> bool:
    """Whether there was ever a coordinator here (any session)."""
    return session.get(Installation, roles.SET_UP) is not None


def is_demo(session: Session) -> bool:
    """Whether this database holds the example (any session)."""
    row = session.get(Installation, DEMO)
    return row is not None and row.value == "true"


def new_code(session: Session) -> str | None:
    """A new set-up code to print in the terminal, in place of an earlier one; None when nothing is left to set up."""
    if is_set_up(session):
        return None
    code = "-".join(secrets.token_hex(2).upper() for _ in range(3))
    session.merge(Installation(key=CODE, value=_hashed(code)))
    return code


def check_code(session: Session, code: str) -> None:
    """Stop whoever has not the code of the terminal. Raises BadSetupCode, AlreadySetUp."""
    kept = session.get(Installation, CODE, with_for_update=True)
    if is_set_up(session):
        raise AlreadySetUp
    if kept is None or not hmac.compare_digest(kept.value, _hashed(code)):
        raise BadSetupCode


def first(
    session: Session, *, code: str, association: str, slug: str, timezone: str, name: str, username: str, sealed: Sealed,
    now: datetime,
) -> UUID:
    """Make the first association and its coordinator (a session that belongs to no association); returns the account.

    Raises BadSetupCode, AlreadySetUp, and what is wrong with the names.
    """
    check_code(session, code)
    actor = associations.create(session, slug=slug, name=association, timezone=timezone, now=now)
    account = accounts.create(session, actor, name=name, username=username, sealed=sealed, must_change=False, now=now)
    roles.grant(session, actor, account=account, role=COORDINATOR, since=today(now), now=now)
    session.execute(delete(Installation).where(Installation.key == CODE))
    return account


def _hashed(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()
