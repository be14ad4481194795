"""Signed-in browsers: opened with a token of which only the hash is kept, seen, moved to another role, ended."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session as Database

from cblp.errors import NotAllowed
from cblp.people.models import Account, Session
from cblp.people.reports import access

LOCAL, OIDC, DEMO = "local", "oidc", "demo"

SEEN_EVERY: Final = timedelta(minutes=1)
FRESH: Final = timedelta(minutes=10)
"""How old an OpenID sign-in may be when it is met for the first time."""
KEPT: Final = timedelta(days=90)


def new_token() -> str:
    """A token of 256 random bits, for the browser's cookie."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


def oidc_token(cookies: Mapping[str, str]) -> str:
    """The token of a sign-in through OpenID: Streamlit's own signed cookies, joined; "" when there are none.

    The browser may add cookies of that name and so get another hash: that is why ``open_oidc`` trusts only fresh sign-ins.
    """
    names = [name for name in cookies if name == "_streamlit_user" or name.removeprefix("_streamlit_user_").isdigit()]
    return "|".join(f"{name}={cookies[name]}" for name in sorted(names))


def open_session(
    session: Database, *, token: str, account: UUID, kind: str, place: access.Place, now: datetime,
    language: str = "", device: str = "", replaces: bytes | None = None,
) -> None:
    """Sign an account in on one browser. ``replaces`` is the token hash of whoever was signed in on the same browser."""
    if replaces:
        end(session, replaces, now=now)
    session.add(Session(
        token_hash=hashed(token), account_id=account, kind=kind, association_id=place.association, role=place.role,
        language=language, created_at=now, seen_at=now, device=device[:80],
    ))


def may_open_oidc(session: Database, *, account: UUID, issued_at: datetime, now: datetime) -> bool:
    """Whether an OpenID sign-in may open a session: a fresh one, made after the account last signed out that way.

    Without this, a copy of the cookie with one cookie more would be a new browser after every sign-out and every time limit.
    """
    if abs(now - issued_at) > FRESH:
        return False
    ended = session.scalar(select(func.max(Session.revoked_at)).where(Session.account_id == account, Session.kind == OIDC))
    return ended is None or issued_at > ended


def see(session: Database, token_hash: bytes, *, now: datetime) -> None:
    """Note that somebody clicked."""
    session.execute(
        update(Session).where(Session.token_hash == token_hash, Session.seen_at <= now - SEEN_EVERY).values(seen_at=now)
    )


def move(session: Database, token_hash: bytes, *, account: UUID, association: UUID, role: str, now: datetime) -> None:
    """Switch a session to another role or association of its account. Raises NotAllowed when the account has no such role."""
    if not any((place.association, place.role) == (association, role) for place in access.places(session, account, now=now)):
        raise NotAllowed("no such role")
    session.execute(
        update(Session).where(Session.token_hash == token_hash, Session.account_id == account)
        .values(association_id=association, role=role)
    )


def speak(session: Database, token_hash: bytes, *, language: str) -> None:
    """Keep the language that somebody chose, for this browser and for the next."""
    account = session.scalar(
        update(Session).where(Session.token_hash == token_hash).values(language=language).returning(Session.account_id)
    )
    if account:
        session.execute(update(Account).where(Account.id == account).values(language=language))


def end(session: Database, token_hash: bytes, *, now: datetime) -> None:
    """Sign one browser out, for good."""
    session.execute(
        update(Session).where(Session.token_hash == token_hash, Session.revoked_at.is_(None)).values(revoked_at=now)
    )


def end_all(session: Database, account: UUID, *, now: datetime, but: bytes | None = None) -> None:
    """Sign every browser of an account out, but for one."""
    statement = update(Session).where(Session.account_id == account, Session.revoked_at.is_(None))
    session.execute((statement.where(Session.token_hash != but) if but else statement).values(revoked_at=now))


def forget(session: Database, *, now: datetime) -> None:
    """Remove sessions that nobody used for months."""
    session.execute(delete(Session).where(Session.seen_at < now - KEPT))
