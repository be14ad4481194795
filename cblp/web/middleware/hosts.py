"""Only our own names reach this server, and only our own pages its socket; cookies alone would not tell ports apart."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from cblp.settings import LOOPBACK, Settings


def allowed_hosts(settings: Settings) -> frozenset[str]:
    """The host names under which this server answers."""
    named = {name.lower().rstrip(".") for name in settings.allowed_hosts}
    if settings.oidc_redirect_uri:
        named.add(urlsplit(settings.oidc_redirect_uri).hostname or "")
    return frozenset(named or LOOPBACK)


class KnownHosts:
    """Refuse a request for another host (DNS rebinding), and a socket that no page of this very host and port opened."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.hosts = allowed_hosts(settings)
        self.health = f"{settings.base_path}/healthz"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"} or scope["path"] == self.health:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        known = self._known(headers)
        if scope["type"] == "http":
            await (self.app if known else PlainTextResponse("Unknown host", status_code=400))(scope, receive, send)
            return
        if known and _netloc(headers.get("origin", "")) == headers["host"].lower():
            await self.app(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": "foreign origin"})

    def _known(self, headers: Headers) -> bool:
        given = headers.getlist("host")
        try:
            # An exact name: credentials, paths or a second header would mean something else to somebody behind us.
            parts = urlsplit(f"//{given[0]}") if len(given) == 1 else None
            if parts is None or parts.netloc != given[0] or "@" in given[0]:
                return False
            return (parts.hostname or "").rstrip(".") in self.hosts and (parts.port is None or parts.port > 0)
        except ValueError:
            return False


def _netloc(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""
