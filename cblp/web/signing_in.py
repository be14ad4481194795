"""Signing in: the try is counted first, the secret is checked outside any transaction, then the session is opened."""

from __future__ import annotations

from uuid import UUID

from cblp.errors import UserError
from cblp.i18n import N_
from cblp.people import passwords
from cblp.people.reports import access
from cblp.people.services import accounts, attempts, sessions
from cblp.web.application import Application


class WrongNameOrSecret(UserError):
    """Not this name with this secret; which of the two is not said."""

    message = N_("Name and password or PIN do not match. Nothing has changed. Check both and try again.")


class AccountClosed(UserError):
    """The coordinator has closed the account; said only to who has shown that it is theirs."""

    message = N_("Your account is closed. What you saved is still there. To come in again, ask your coordinator.")


class NoRole(UserError):
    """The account has no role in any association today."""

    message = N_("Your account is not open in any association now. Ask your coordinator.")


def sign_in(app: Application, name: str, secret: str, *, replaces: str = "", device: str = "") -> tuple[str, access.Place]:
    """Check a name with its secret; returns the new session's token and where it stands.

    ``replaces`` is the token this browser had before. Raises WrongNameOrSecret, attempts.TooManyTries, AccountClosed, NoRole.
    """
    now = app.clock()
    (kind, key), = accounts.sign_in_names(name)
    with app.database.writing(None) as session:
        attempts.count(session, key, now=now)
    with app.database.reading(None) as session:
        found = access.secret_of(session, kind, key)
    if not passwords.matches(secret, found.hash if found else None) or found is None:
        raise WrongNameOrSecret
    with app.database.writing(None) as session:
        attempts.clear(session, key)
    if found.disabled:
        raise AccountClosed
    return enter(app, found.account, kind=sessions.LOCAL, replaces=replaces, device=device)


def enter(
    app: Application, account: UUID, *, kind: str, replaces: str = "", device: str = "", role: str = "", language: str = "",
) -> tuple[str, access.Place]:
    """Open a session for an account, where it was last or in ``role``, in ``language`` instead of its own. Raises NoRole."""
    now = app.clock()
    token = sessions.new_token()
    with app.database.writing(None, account) as session:
        place = access.last_place(session, account, now=now)
        if role:
            place = next((one for one in access.places(session, account, now=now) if one.role == role), None)
        if place is None:
            raise NoRole
        sessions.open_session(
            session, token=token, account=account, kind=kind, place=place, now=now, language=language, device=device,
            replaces=sessions.hashed(replaces) if replaces else None,
        )
    return token, place


def device_name(user_agent: str) -> str:
    """A browser in two words, for the list of places where somebody is signed in."""
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "CrOS", "Linux")
    browsers = ("SamsungBrowser", "OPR", "Edg", "Firefox", "Chrome", "Safari")
    found = [next((word for word in words if word in user_agent), "") for words in (systems, browsers)]
    return " · ".join(part for part in found if part)
