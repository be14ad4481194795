"""One request to one of our own routes: who asks, in which language, and that a form really comes from our own page."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from typing import Final
from urllib.parse import quote, urlsplit

import htpy as h
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cblp.i18n import N_
from cblp.settings import Settings
from cblp.web import cookies, html, visitors
from cblp.web.application import Application

LARGEST_FORM: Final = 64 * 1024
Handler = Callable[["Visit"], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


class Visit:
    """A request, for a handler that runs in a thread of its own and may use the database."""

    def __init__(self, app: Application, request: Request, form: Mapping[str, str]) -> None:
        self.app = app
        self.request = request
        self.form = form
        self.new_token = ""

    @property
    def settings(self) -> Settings:
        """The settings of the server."""
        return self.app.settings

    @cached_property
    def visitor(self) -> visitors.Visitor | None:
        """Who is signed in, also while they must choose a new PIN or password."""
        return visitors.current(self.app, self.request.cookies, changing=True)

    @cached_property
    def words(self) -> html.Words:
        """The words of the visitor's language."""
        if self.visitor:
            return html.Words(self.visitor.language)
        return html.Words(visitors.guest_language(self.app, self.request.cookies))

    @property
    def back(self) -> str:
        """Where the visitor wanted to go, relative to the base; "/" if nowhere, or nowhere of ours."""
        return cookies.own_path(self.form.get("ke") or self.request.query_params.get("ke") or "/")

    @property
    def here(self) -> str:
        """The address of this page itself, relative to the base."""
        path = self.request.url.path.removeprefix(self.settings.base_path)
        return cookies.own_path(path + (f"?{self.request.url.query}" if self.request.url.query else ""))

    def address(self, path: str, **query: str) -> str:
        """A path of ours with the base before it, and what follows the question mark."""
        asked = "&".join(f"{name}={quote(value, safe='/')}" for name, value in query.items() if value and value != "/")
        return self.settings.base_path + path + (f"?{asked}" if asked else "")

    def to(self, path: str, **query: str) -> Response:
        """Send the browser on to another page of ours."""
        return RedirectResponse(self.address(path, **query), status_code=303)

    def csrf(self) -> str:
        """The token that a form carries and that the browser's cookie must repeat."""
        known = self.request.cookies.get(cookies.CSRF, "")
        if len(known) == 43:
            return known
        self.new_token = self.new_token or secrets.token_urlsafe(32)
        return self.new_token

    def show(self, title: str, *content: h.Node, status: int = 200, wide: bool = False, language: bool = True,
             headers: dict[str, str] | None = None) -> Response:
        """One of our pages, with the switch of languages at its foot."""
        return html.page(
            self.words, title, *content, status=status, wide=wide, foot=self._foot() if language else None, headers=headers,
        )

    def form_to(self, path: str, *content: h.Node, **fields: str) -> h.Node:
        """A form of ours, with its token."""
        return h.form(method="post", action=self.address(path))[html.hidden(csrf=self.csrf(), **fields), content]

    def _foot(self) -> h.Node:
        other, label = ("en", "English") if self.words.language == "id" else ("id", "Bahasa Indonesia")
        return h.div(".foot")[
            h.span[self.words(html.PRODUCT)],
            h.form(method="post", action=self.address("/bahasa"))[
                html.hidden(bahasa=other, ke=self.here), h.button(type="submit", lang=other)[label]
            ],
        ]


def handled(app: Application, handler: Handler, *, csrf: bool = True) -> Endpoint:
    """The endpoint of a handler. A form must come from our own page: Origin equals Host, and (unless ``csrf`` is off, for
    acts that harm nobody) the hidden token equals the cookie.
    """

    async def endpoint(request: Request) -> Response:
        form: dict[str, str] = {}
        if request.method == "POST":
            if int(request.headers.get("content-length") or LARGEST_FORM + 1) > LARGEST_FORM:
                return Response(status_code=413)
            async with request.form(max_files=0, max_fields=40) as given:
                form = {name: value for name, value in given.items() if isinstance(value, str)}
        visit = Visit(app, request, form)
        response = await run_in_threadpool(_run, visit, handler, csrf)
        if visit.new_token:
            cookies.put(response, app.settings, cookies.CSRF, visit.new_token, strict=True)
        response.headers.setdefault("Content-Security-Policy", html.STRICT)
        return response

    return endpoint


def _run(visit: Visit, handler: Handler, csrf: bool) -> Response:
    if visit.request.method == "POST":
        given, known = visit.form.get("csrf", ""), visit.request.cookies.get(cookies.CSRF, "")
        if not same_origin(visit.request) or (csrf and not (known and hmac.compare_digest(given.encode(), known.encode()))):
            return stopped(visit)
    return handler(visit)


def same_origin(request: Request) -> bool:
    """Whether a form was sent from a page of ours: Origin, or where a browser leaves it out Referer, names our own host."""
    source = request.headers.get("origin") or request.headers.get("referer") or ""
    return bool(source) and urlsplit(source).netloc == request.headers.get("host")


def origin(address: str) -> str:
    """Scheme and host of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


EXPIRED = N_("This page was open for too long. Nothing was changed. Open it again.")


def stopped(visit: Visit) -> Response:
    """The form did not come from our own page, or that page is too old."""
    words = visit.words
    return visit.show(
        words("Open the page again"), h.p[words(EXPIRED)],
        h.a(".button", href=visit.address(visit.here))[words("Open again")], status=403,
    )


def missing(visit: Visit, text: str = "") -> Response:
    """There is nothing at this address."""
    words = visit.words
    return visit.show(
        words("This page does not exist."), h.p[text or words("The address may be wrong, or the page has moved.")],
        h.a(".button", href=visit.address("/"))[words("Go home")], status=404,
    )
