"""From cookies to a visitor: looked up afresh at every request and every rerun, because a right may have ended since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cblp.db.actor import Actor
from cblp.errors import UserError
from cblp.i18n import LANGUAGES
from cblp.people.reports import access
from cblp.people.reports.access import Place
from cblp.people.services import accounts, attempts, sessions
from cblp.web import cookies as names
from cblp.web.application import Application
from cblp.web.signing_in import AccountClosed, NoRole


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in, with what every page shows about them and their association."""

    actor: Actor
    name: str
    language: str
    association_name: str
    colour: str
    data_version: int
    places: tuple[Place, ...]
    kind: str
    must_change: bool
    secret_kind: str
    set_by: str
    set_at: datetime | None

    @property
    def demo(self) -> bool:
        """A persona of the example."""
        return self.kind == sessions.DEMO


def current(
    app: Application, cookies: Mapping[str, str], *, seen: bool = True, changing: bool = False
) -> Visitor | None:
    """The visitor behind a browser's cookies; None for a guest, and from the moment on at which a right has ended.

    Somebody who must first choose a PIN or password counts as a guest, unless ``changing`` says that this is where they do.
    ``seen=False`` for a look that is no sign of life (a part of a page that refreshes by itself). The local sign-in comes
    before the one through OpenID.
    """
    local = names.session_token(app.settings, cookies)
    for token in (local, sessions.oidc_token(cookies)):
        found = _of(app, sessions.hashed(token), seen) if token else None
        if found:
            return found if changing or not found.must_change else None
    return None


def of_oidc(app: Application, cookies: Mapping[str, str], claims: Mapping[str, Any], *, seen: bool = True) -> Visitor | None:
    """The visitor of an OpenID sign-in that Streamlit has verified (``claims`` = st.user); at first sight it opens the session.

    None when nobody here has that identity, it was signed out, or it is too old to begin a session. Matched by issuer and
    subject only: an e-mail address proves nothing.
    """
    token = sessions.oidc_token(cookies)
    if not token or not claims.get("is_logged_in"):
        return None
    found = _of(app, sessions.hashed(token), seen)
    if found is None and _open(app, token, claims):
        found = _of(app, sessions.hashed(token), seen)
    return found


def is_stranger(app: Application, claims: Mapping[str, Any]) -> bool:
    """Whether an OpenID user has no account here: the answer is the page that asks for the coordinator's code."""
    key = _key(claims)
    with app.database.reading(None) as session:
        return bool(key) and access.secret_of(session, accounts.OIDC, key) is None


def refused(app: Application, claims: Mapping[str, Any]) -> UserError | None:
    """What keeps an OpenID user out whose account we know: it is closed, or has no role today. None: only the time has ended.

    It is theirs, the provider has said so; a stranger learns of no account (``is_stranger``).
    """
    key = _key(claims)
    if not claims.get("is_logged_in") or not key:
        return None
    with app.database.reading(None) as session:
        found = access.secret_of(session, accounts.OIDC, key)
    if found is None:
        return None
    if found.disabled:
        return AccountClosed()
    with app.database.reading(None, found.account) as session:
        return None if access.last_place(session, found.account, now=app.clock()) else NoRole()


def accept_invitation(app: Application, claims: Mapping[str, Any], code: str) -> None:
    """Join a verified OpenID user to the account of an invitation. Raises accounts.BadInvitation (TooManyTries after five)."""
    issuer, subject = str(claims.get("iss", "")), str(claims.get("sub", ""))
    if not claims.get("is_logged_in") or not (issuer and subject):
        raise accounts.BadInvitation
    now = app.clock()
    with app.database.writing(None) as session:
        attempts.count(session, f"\0invitation {issuer}|{subject}", now=now)
    with app.database.writing(None) as session:
        accounts.redeem(session, code=code, issuer=issuer, subject=subject, now=now)
        attempts.clear(session, f"\0invitation {issuer}|{subject}")


def guest_language(app: Application, cookies: Mapping[str, str]) -> str:
    """The language of somebody who is not signed in: what this browser chose before, else the installation's.

    What the browser asks for does not count: many phones here speak English because nobody ever set them.
    """
    chosen = cookies.get(names.LANGUAGE, "")
    return chosen if chosen in LANGUAGES else app.settings.lang


def _of(app: Application, token_hash: bytes, seen: bool) -> Visitor | None:
    now = app.clock()
    with app.database.reading(None) as session:
        who = access.signed_in(session, token_hash, now=now, idle_minutes=app.settings.idle_minutes)
        if who is None or (who.kind == sessions.DEMO and not app.settings.demo):
            return None
        set_by = access.account_name(session, who.set_by) if who.must_change and who.set_by != who.account else ""
    with app.database.reading(who.association, who.account) as session:
        here = access.standing(session, who, now=now)
        places = access.places(session, who.account, now=now)
    if here is None:
        return None
    if seen and now - who.seen_at >= sessions.SEEN_EVERY:
        with app.database.writing(None) as session:
            sessions.see(session, token_hash, now=now)
    return Visitor(
        actor=here.actor, name=who.name, language=who.language, association_name=here.association_name, colour=here.colour,
        data_version=here.data_version, places=tuple(places), kind=who.kind, must_change=who.must_change,
        secret_kind=who.secret_kind, set_by=set_by, set_at=who.set_at,
    )


def _open(app: Application, token: str, claims: Mapping[str, Any]) -> bool:
    now = app.clock()
    try:
        issued = datetime.fromtimestamp(float(claims["iat"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError):
        return False
    with app.database.reading(None) as session:
        secret = access.secret_of(session, accounts.OIDC, _key(claims))
        known = access.is_known(session, sessions.hashed(token))
    if secret is None or secret.disabled or known or not _key(claims):
        return False
    account: UUID = secret.account
    with app.database.writing(None, account) as session:
        place = access.last_place(session, account, now=now)
        if place is None or not sessions.may_open_oidc(session, account=account, issued_at=issued, now=now):
            return False
        sessions.open_session(session, token=token, account=account, kind=sessions.OIDC, place=place, now=now)
    return True


def _key(claims: Mapping[str, Any]) -> str:
    issuer, subject = str(claims.get("iss") or ""), str(claims.get("sub") or "")
    return accounts.oidc_key(issuer, subject) if issuer and subject else ""
