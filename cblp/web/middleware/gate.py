"""The gate: files and uploads only for those who are signed in, a deep link leads through the sign-in, the rest is closed."""

from __future__ import annotations

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from cblp.web import cookies, visitors
from cblp.web.application import Application
from cblp.web.middleware.addresses import Addresses, Kind
from cblp.web.visit import Visit, missing


class Gate:
    """Let through, send to sign in, or refuse, by what stands at the address.

    A request that carries Streamlit's OpenID cookie passes to the shell: only Streamlit can say whether it is genuine.
    """

    def __init__(self, app: ASGIApp, application: Application, addresses: Addresses) -> None:
        self.app = app
        self.application = application
        self.addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = await self._answer(Request(scope))
        await (answer or self.app)(scope, receive, send)

    async def _answer(self, request: Request) -> Response | None:
        kind = self.addresses.kind(request.scope["path"])
        if kind is Kind.CLOSED:
            return PlainTextResponse("Not found", status_code=404)
        if kind is Kind.GUARDED:
            # An upload is no page, but somebody is there: it counts as seen.
            visitor = await run_in_threadpool(visitors.current, self.application, request.cookies)
            return None if visitor else PlainTextResponse("Forbidden", status_code=403)
        if kind is Kind.NOTHING:
            return await run_in_threadpool(missing, Visit(self.application, request, {}))
        if kind is Kind.PAGE:
            return await run_in_threadpool(self._page, request)
        return None

    def _page(self, request: Request) -> Response | None:
        if request.method not in {"GET", "HEAD"}:
            return PlainTextResponse("Method not allowed", status_code=405, headers={"Allow": "GET, HEAD"})
        visitor = visitors.current(self.application, request.cookies, changing=True)
        request.scope["cblp.language"] = visitor.language if visitor else visitors.guest_language(
            self.application, request.cookies
        )
        if request.headers.get("sec-fetch-dest") != "document":
            return None
        if visitor is None and not self._through_openid(request):
            return self._to(request, "/masuk")
        if visitor and visitor.must_change:
            return self._to(request, "/ganti-sandi")
        return None

    def _through_openid(self, request: Request) -> bool:
        asked = self.application.settings.oidc and request.query_params.get("masuk") == "oidc"
        return asked or (self.application.settings.oidc and cookies.OIDC in request.cookies)

    def _to(self, request: Request, path: str) -> Response:
        inside = self.addresses.relative(request.scope["path"]) or "/"
        query = request.scope["query_string"].decode("latin-1")
        wanted = cookies.own_path(inside + (f"?{query}" if query else ""))
        asked = f"?ke={quote(wanted, safe='/')}" if wanted != "/" else ""
        return RedirectResponse(self.addresses.base + path + asked, status_code=303, headers={"Cache-Control": "no-store"})
