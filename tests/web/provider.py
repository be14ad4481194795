"""A small OpenID provider that is real on the wire: discovery, authorization code with PKCE, signed ID tokens, keys that change.

It asks nobody anything: who comes to it is whoever ``subject`` says. What a bad or broken provider does is set on it.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "cblp", "a secret between the two"


@dataclass
class Provider:
    """What the provider says, and to whom; ``issuer`` is its address."""

    issuer: str
    redirect: str
    subject: str = "42"
    claims: dict[str, Any] = field(default_factory=lambda: {"email": "sari@example.org", "email_verified": True})
    refuses: str = ""
    spoil: Callable[[dict[str, Any]], dict[str, Any]] = dict
    """Makes another ID token of the right one."""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"}))
    published: list[RSAKey] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.published.append(self.key)

    def rotate(self) -> None:
        """Sign with a new key; the old one is published no more."""
        self.key = RSAKey.generate_key(2048, {"kid": str(int(self.key.kid or 0) + 1), "use": "sig", "alg": "RS256"})
        self.published[:] = [self.key]

    def app(self) -> Starlette:
        """The provider's addresses."""
        return Starlette(routes=[
            Route("/.well-known/openid-configuration", self.about), Route("/keys", self.keys), Route("/authorize", self.authorize),
            Route("/token", self.token, methods=["POST"]), Route("/end", self.end),
        ])

    def about(self, _request: Request) -> Response:
        """Discovery."""
        here = self.issuer
        return JSONResponse({
            "issuer": here, "authorization_endpoint": f"{here}/authorize", "token_endpoint": f"{here}/token",
            "jwks_uri": f"{here}/keys", "end_session_endpoint": f"{here}/end", "response_types_supported": ["code"],
            "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        })

    def keys(self, _request: Request) -> Response:
        """The public halves of the keys."""
        return JSONResponse({"keys": [key.as_dict(private=False) for key in self.published]})

    def authorize(self, request: Request) -> Response:
        """Send whoever comes straight back with a code."""
        asked = dict(request.query_params)
        if (asked.get("client_id"), asked.get("redirect_uri")) != (CLIENT, self.redirect):
            return PlainTextResponse("unknown client or address", status_code=400)
        self.asked.append(asked["redirect_uri"])
        right = asked.get("response_type") == "code" and "openid" in asked.get("scope", "").split()
        if not right or asked.get("code_challenge_method") != "S256" or not (asked.get("nonce") and asked.get("state")):
            return self._back(asked, error="invalid_request")
        if self.refuses:
            return self._back(asked, error=self.refuses, error_description="the person said no")
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return self._back(asked, code=code)

    async def token(self, request: Request) -> Response:
        """A code, once, by the client that asked for it, with what its challenge was made of: for an ID token."""
        async with request.form() as form:
            given = {name: str(value) for name, value in form.items()}
        asked = self.codes.pop(given.get("code", ""), {})
        proof = urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if _client(request, given) != (CLIENT, SECRET):
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        if not asked or given.get("redirect_uri") != asked["redirect_uri"] or proof != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(time.time())
        said = self.spoil({
            "iss": self.issuer, "aud": CLIENT, "sub": self.subject, "iat": now, "exp": now + 300, "nonce": asked["nonce"], **self.claims,
        })
        signed = jwt.encode({"alg": "RS256", "kid": self.key.kid}, said, self.key)
        return JSONResponse(
            {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "expires_in": 300, "id_token": signed},
            headers={"Cache-Control": "no-store"},
        )

    def end(self, request: Request) -> Response:
        """Sign out here, too, and go back."""
        back = request.query_params.get("post_logout_redirect_uri", "")
        self.asked.append("end")
        return RedirectResponse(back, status_code=302) if back == self.redirect else PlainTextResponse("signed out")

    @staticmethod
    def _back(asked: dict[str, str], **said: str) -> Response:
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({**said, 'state': asked.get('state', '')})}", status_code=302)


def _client(request: Request, given: dict[str, str]) -> tuple[str, str]:
    kind, _, packed = request.headers.get("authorization", "").partition(" ")
    if kind == "Basic":
        name, _, secret = b64decode(packed).decode().partition(":")
        return unquote(name), unquote(secret)
    return given.get("client_id", ""), given.get("client_secret", "")


@contextmanager
def running(redirect: str, port: int = 0) -> Iterator[Provider]:
    """A provider on this machine, in a thread of its own, for the client whose address for answers is ``redirect``."""
    config = uvicorn.Config(lambda: None, host="127.0.0.1", port=port, log_config=None, access_log=False, lifespan="off", ws="none")
    socket = config.bind_socket()
    provider = Provider(f"http://127.0.0.1:{socket.getsockname()[1]}", redirect)
    config.app = provider.app()
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([socket],), daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield provider
    finally:
        server.should_exit = True
        thread.join(10)
        socket.close()
