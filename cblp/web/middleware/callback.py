"""After a sign-in through OpenID, go on to the page that was wanted: Streamlit itself always returns to the first one."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cblp.settings import Settings
from cblp.web import cookies


class OidcCallback:
    """Rewrite the redirect of ``/oauth2callback`` to the address that ``/lewat`` kept in a cookie."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        base = self.settings.base_path
        if scope["type"] != "http" or scope["path"] != f"{base}/oauth2callback":
            await self.app(scope, receive, send)
            return
        wanted = cookies.own_path(Request(scope).cookies.get(cookies.BACK, "/"))

        async def redirected(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 302:
                headers = MutableHeaders(scope=message)
                if headers.get("location", "").rstrip("/") == base:
                    headers["location"] = base + wanted
                spent = Response()
                cookies.drop(spent, self.settings, cookies.BACK)
                headers.append("set-cookie", spent.headers["set-cookie"])
            await send(message)

        await self.app(scope, receive, redirected)
