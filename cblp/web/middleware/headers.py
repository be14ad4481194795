"""Security headers on every answer, also on refusals and errors: this is the outermost layer."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cblp.settings import Settings
from cblp.web.visit import origin

POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:; worker-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; "
    "frame-ancestors 'none'; base-uri 'self'; form-action {actions}; object-src 'none'"
)
"""What Streamlit's own page needs. It stops no script, but foreign pictures, requests, forms and frames."""


class SecurityHeaders:
    """Add what an answer does not say itself."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        # Signing out posts to us and ends at the provider; a browser holds form-action over the whole way.
        actions = "'self'" + (f" {origin(settings.oidc_issuer)}" if settings.oidc else "")
        self.headers = {
            "Content-Security-Policy": POLICY.format(actions=actions),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=()",
        }
        if settings.secure_cookies:
            self.headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)
