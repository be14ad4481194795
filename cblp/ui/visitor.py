"""Who is on this page now: asked of the database at every rerun, never kept; what is taken away is gone at the next click."""

from __future__ import annotations

from contextvars import ContextVar

import streamlit as st

from cblp.errors import NotSignedIn
from cblp.ui import runtime, state
from cblp.web import visitors
from cblp.web.visitors import Visitor

__all__ = [
    "Visitor", "accept_invitation", "current", "forget", "guest_language", "is_known", "is_stranger", "known", "language", "refused",
    "require", "wants_oidc",
]


_looked_up: ContextVar[Visitor | None] = ContextVar("visitor", default=None)
"""Who was found in this run of the page. Every run begins with a look-up of its own and ends with ``forget``, so it is never older."""


def current(*, seen: bool = True) -> Visitor | None:
    """Whoever is signed in, looked up now; None for a guest. ``seen=False`` for a part that refreshes by itself."""
    app = runtime.app()
    found = visitors.current(app, st.context.cookies, seen=seen)
    if found is None and app.settings.oidc:
        found = visitors.of_oidc(app, st.context.cookies, st.user.to_dict(), seen=seen)
    _looked_up.set(found)
    return found


def known(*, seen: bool = True) -> Visitor:
    """Whoever this run of the page began with, for all that it only reads; looked up where nobody did yet. Raises NotSignedIn."""
    return _looked_up.get() or require(seen=seen)


def is_known() -> bool:
    """Whether this run has looked up who is there."""
    return _looked_up.get() is not None


def forget() -> None:
    """The run is over: the next one in this thread looks again."""
    _looked_up.set(None)


def language() -> str:
    """The language of whoever is there; of a guest the one that the browser chose."""
    found = _looked_up.get()
    return found.language if found else state.LANGUAGE.get()


def require(*, seen: bool = True) -> Visitor:
    """Whoever is signed in; raises NotSignedIn."""
    found = current(seen=seen)
    if found is None:
        raise NotSignedIn
    return found


def guest_language() -> str:
    """The language of somebody who is not signed in."""
    return visitors.guest_language(runtime.app(), st.context.cookies)


def is_stranger() -> bool:
    """Somebody came through the provider, and nobody here has that identity."""
    app = runtime.app()
    return app.settings.oidc and bool(st.user.get("is_logged_in")) and visitors.is_stranger(app, st.user.to_dict())


def refused() -> str:
    """Why somebody whom the provider knows, and we do, is not let in; "" when only their time here has ended."""
    app = runtime.app()
    found = visitors.refused(app, st.user.to_dict()) if app.settings.oidc else None
    return found.text() if found else ""


def accept_invitation(code: str) -> None:
    """Join whoever came through the provider to the account that a coordinator's code names. Raises UserError."""
    visitors.accept_invitation(runtime.app(), st.user.to_dict(), code)


def wants_oidc() -> bool:
    """The sign-in page sent them here to go on to the provider."""
    return st.query_params.get("masuk") == "oidc"
