"""The cookies of the server's own routes, and the one rule for addresses that a visitor may be sent back to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from starlette.responses import Response

from cblp.settings import Settings

CSRF: Final = "cblp_csrf"
LANGUAGE: Final = "cblp_lang"
BACK: Final = "cblp_ke"
OIDC: Final = "_streamlit_user"

YEAR: Final = 365 * 24 * 3600
MONTH: Final = 30 * 24 * 3600

OWN_PATH: Final = re.compile(r"/(?:[a-z0-9-]+(?:/[A-Za-z0-9._-]+)*)?(?:\?[A-Za-z0-9_.~%&=+:,;/?-]*)?")
"""An address of this app, relative to its base: never another host, whatever a browser makes of slashes."""


def session_name(settings: Settings) -> str:
    """The session cookie's name; with the browser's own host lock where it is allowed."""
    return "__Host-cblp_sid" if settings.secure_cookies and not settings.base_path else "cblp_sid"


def session_token(settings: Settings, cookies: Mapping[str, str]) -> str:
    """The token that the browser brought, "" for none."""
    return cookies.get(session_name(settings), "")


def put(
    response: Response, settings: Settings, name: str, value: str, *, seconds: int | None = None, strict: bool = False
) -> None:
    """Set a cookie that scripts cannot read; without ``seconds`` it ends with the browser."""
    response.set_cookie(
        name, value, max_age=seconds, path=settings.base_path or "/", secure=settings.secure_cookies, httponly=True,
        samesite="strict" if strict else "lax",
    )


def drop(response: Response, settings: Settings, name: str) -> None:
    """Remove a cookie."""
    response.delete_cookie(
        name, path=settings.base_path or "/", secure=settings.secure_cookies, httponly=True, samesite="lax",
    )


def drop_openid(response: Response, settings: Settings, cookies: Iterable[str]) -> None:
    """Remove what Streamlit keeps of a sign-in through OpenID, of the ``cookies`` that the browser brought."""
    for name in cookies:
        if name == OIDC or name.startswith(f"{OIDC}_"):
            drop(response, settings, name)


def own_path(text: str) -> str:
    """``text`` if it is an address of this app, else "/"."""
    return text if len(text) <= 600 and OWN_PATH.fullmatch(text) else "/"
