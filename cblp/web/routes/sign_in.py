"""In and out: the sign-in form, the way through OpenID, another role, another language, sign-out."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import htpy as h
from starlette.responses import RedirectResponse, Response

from cblp.errors import NotAllowed, UserError
from cblp.i18n import N_
from cblp.people.services import attempts, sessions, setup
from cblp.web import cookies, html, personas, signing_in
from cblp.web.middleware.callback import FAILED
from cblp.web.visit import Visit, origin, stopped

NOT_THROUGH: Final = N_("Signing in with {name} did not work. Nothing has changed. Try again, or sign in here.")


def sign_in(visit: Visit) -> Response:
    """GET shows the form, POST signs in and goes on to ``ke``."""
    with visit.app.database.reading(None) as session:
        if not setup.is_set_up(session):
            return visit.to("/mulai")
    if visit.request.method == "GET":
        if visit.visitor:
            return visit.to(visit.back)
        return visit.to("/contoh", ke=visit.back) if personas.allowed(visit.app, visit.request) else _form(visit)
    name, secret = visit.form.get("nama", ""), visit.form.get("sandi", "")
    try:
        token, _place = signing_in.sign_in(
            visit.app, name, secret, replaces=cookies.session_token(visit.settings, visit.request.cookies),
            device=signing_in.device_name(visit.request.headers.get("user-agent", "")),
        )
    except attempts.TooManyTries as error:
        return _form(visit, error, name, status=429, headers={"Retry-After": str(error.values["minutes"] * 60)})
    except UserError as error:
        return _form(visit, error, name, status=401)
    return welcome(visit, token)


def welcome(visit: Visit, token: str) -> Response:
    """Give the browser its session and send it where it wanted to go."""
    response = visit.to(visit.back)
    cookies.put(response, visit.settings, cookies.session_name(visit.settings), token, seconds=cookies.MONTH)
    return response


def sign_out(visit: Visit) -> Response:
    """End this browser's sign-in, whichever way it came in; a copy of the cookie is worth nothing afterwards."""
    tokens = (cookies.session_token(visit.settings, visit.request.cookies), sessions.oidc_token(visit.request.cookies))
    with visit.app.database.writing(None) as session:
        for token in filter(None, tokens):
            sessions.end(session, sessions.hashed(token), now=visit.app.clock())
    response = _to_provider(visit) if cookies.OIDC in visit.request.cookies else visit.to("/masuk")
    cookies.drop(response, visit.settings, cookies.session_name(visit.settings))
    return response


def switch_role(visit: Visit) -> Response:
    """Put on another role of one's own."""
    if visit.visitor is None:
        return visit.to("/masuk")
    actor = visit.visitor.actor
    assert actor.session is not None
    assert actor.account is not None
    try:
        with visit.app.database.writing(None, actor.account) as session:
            sessions.move(
                session, actor.session, account=actor.account, association=UUID(visit.form.get("association", "")),
                role=visit.form.get("role", ""), now=visit.app.clock(),
            )
    except (ValueError, NotAllowed):
        return stopped(visit)
    return visit.to("/")


def language(visit: Visit) -> Response:
    """Keep the chosen language and return to where the switch stood."""
    chosen = "en" if visit.form.get("bahasa") == "en" else "id"
    if visit.visitor and visit.visitor.actor.session:
        with visit.app.database.writing(None) as session:
            sessions.speak(session, visit.visitor.actor.session, language=chosen)
    response = visit.to(visit.back if "ke" in visit.form else _referer(visit))
    cookies.put(response, visit.settings, cookies.LANGUAGE, chosen, seconds=cookies.YEAR)
    return response


def through_oidc(visit: Visit) -> Response:
    """Begin a sign-in through OpenID; the shell, which alone can, starts it when it sees ``masuk=oidc``."""
    if not visit.settings.oidc:
        return visit.to("/masuk", ke=visit.back)
    home = origin(visit.settings.oidc_redirect_uri)
    if urlsplit(home).netloc != visit.request.headers.get("host"):
        # Under another name of this host the provider's answer would not find its cookie.
        return RedirectResponse(home + visit.address("/lewat", ke=visit.back), status_code=303)
    response = RedirectResponse(visit.settings.base_path + "/?masuk=oidc", status_code=303)
    cookies.put(response, visit.settings, cookies.BACK, visit.back, seconds=300)
    # Streamlit's cookie outlives our session by weeks, and while it is there Streamlit sees nobody to sign in.
    cookies.drop_openid(response, visit.settings, visit.request.cookies)
    return response


def _to_provider(visit: Visit) -> Response:
    # Not as a redirect: a browser holds form-action over the whole way of a form, and which hosts a provider leads over on
    # its way out only the provider knows.
    words, on = visit.words, visit.address("/auth/logout")
    return visit.show(
        words("Sign out"), h.p[words("You are signed out here. You are being signed out of {name}, too.", name=visit.settings.oidc_name)],
        h.a(".button", href=on)[words("Continue")], language=False, headers={"Refresh": f"0; url={on}"},
    )


def _referer(visit: Visit) -> str:
    parts = urlsplit(visit.request.headers.get("referer", ""))
    path = parts.path.removeprefix(visit.settings.base_path) or "/"
    return cookies.own_path(path + (f"?{parts.query}" if parts.query else ""))


def _not_through(visit: Visit) -> str | None:
    """What a sign-in through the provider that came to nothing has to say for itself."""
    if not visit.settings.oidc or FAILED not in visit.request.query_params:
        return None
    return visit.words(NOT_THROUGH, name=visit.settings.oidc_name)


def _form(
    visit: Visit, error: UserError | None = None, name: str = "", status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    words = visit.words
    return visit.show(
        words("Sign in"),
        html.problem(error.text(words.language) if error else _not_through(visit)),
        visit.form_to(
            "/masuk",
            html.field("nama", words("Phone number or sign-in name"), value=name, complete="username", focus=not name),
            html.field("sandi", words("Password or PIN"), kind="password", complete="current-password", focus=bool(name)),
            h.button(type="submit")[words("Sign in")],
            ke=visit.back,
        ),
        h.a(".button.second", href=visit.address("/lewat", ke=visit.back))[
            words("Sign in with {name}", name=visit.settings.oidc_name)
        ] if visit.settings.oidc else None,
        h.p(".hint", style="margin-top:1.5rem")[words("Forgot your PIN? Ask your coordinator for a new PIN slip.")],
        status=status, headers=headers,
    )
