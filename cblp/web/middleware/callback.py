"""The way through OpenID where Streamlit leaves people standing: on to the page that was wanted, or back to our sign-in with a word."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cblp.settings import Settings
from cblp.web import cookies

FAILED: Final = "gagal"
"""In the address of the sign-in page: the provider was asked, and nobody is signed in."""


class OidcCallback:
    """Rewrite the answers of ``/auth/login`` and ``/oauth2callback``; the wanted page is in the cookie that ``/lewat`` set.

    Streamlit sends everybody to its first page, whether it worked or not, and shows one English line when it cannot ask.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.login = f"{settings.base_path}/auth/login"
        self.callback = f"{settings.base_path}/oauth2callback"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in {self.login, self.callback}:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        # The provider also sends people here after their sign-out; that answers nothing that we asked.
        asked = scope["path"] == self.login or "state" in request.query_params
        wanted = cookies.own_path(request.cookies.get(cookies.BACK, "/"))
        ours: Response | None = None

        async def rewritten(message: Message) -> None:
            nonlocal ours
            if ours is not None:
                return
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                home = message["status"] == 302 and headers.get("location", "").rstrip("/") == self.settings.base_path
                if asked and (message["status"] != 302 or (home and not _signed_in(headers))):
                    ours = self._failed(wanted, headers)
                    await ours(scope, receive, send)
                    return
                if home:
                    headers["location"] = self.settings.base_path + wanted
                if scope["path"] == self.callback:
                    spent = Response()
                    cookies.drop(spent, self.settings, cookies.BACK)
                    headers.append("set-cookie", spent.headers["set-cookie"])
            await send(message)

        await self.app(scope, receive, rewritten)

    def _failed(self, wanted: str, headers: MutableHeaders) -> Response:
        on = f"&ke={quote(wanted, safe='/')}" if wanted != "/" else ""
        response = RedirectResponse(f"{self.settings.base_path}/masuk?{FAILED}=1{on}", status_code=303)
        for cookie in headers.getlist("set-cookie"):
            response.headers.append("set-cookie", cookie)
        return response


def _signed_in(headers: MutableHeaders) -> bool:
    begin = f"{cookies.OIDC}="
    return any(cookie.startswith(begin) and not cookie.startswith(f'{begin}""') for cookie in headers.getlist("set-cookie"))
