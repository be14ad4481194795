"""A browser against the routes and the whole middleware, with a stand-in where Streamlit would answer."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from cblp.bootstrap import App, build
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.people import passwords
from cblp.people.services import accounts, roles
from cblp.settings import Settings
from cblp.web.middleware import stack
from cblp.web.precompress import Store
from cblp.web.routes import routes
from tests.conftest import NOW, new_association

TODAY = date(2026, 11, 21)
PASSWORD, PIN = "kopi pagi di teras", "480915"
PAGES = ("beranda", "penjualan", "toko-saya")
ORIGIN = "http://localhost:8501"


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)


class Browser(TestClient):
    """A browser that fills in forms as people do: it opens the page, keeps its cookies, sends Origin."""

    def post_form(self, path: str, origin: str | None = ORIGIN, **fields: str) -> Any:
        page = self.get(path)
        found = re.search(r'name="csrf" value="([^"]+)"', page.text)
        headers = {"origin": origin} if origin else {}
        return self.post(path, data={"csrf": found[1] if found else "", **fields}, headers=headers)

    def press(self, path: str, **fields: str) -> Any:
        return self.post(path, data=fields, headers={"origin": ORIGIN})

    def open(self, path: str) -> Any:
        return self.get(path, headers={"sec-fetch-dest": "document"})

    def sign_in(self, name: str, secret: str, **more: str) -> Any:
        return self.post_form("/masuk", nama=name, sandi=secret, **more)


async def _streamlit(request: Request) -> Response:
    if request.url.path.endswith("/boom"):
        raise RuntimeError("/secret/path and hunter2")
    if request.url.path.endswith("oauth2callback"):
        return Response(status_code=302, headers={"location": "/"})
    return PlainTextResponse("from Streamlit", headers={"set-cookie": request.headers["x-set"]} if "x-set" in request.headers else None)


async def _stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


def serve(app: App, **more: Any) -> Starlette:
    """The server without Streamlit."""
    base = app.settings.base_path
    store = Store(app.settings.data_dir / "static-source", app.settings.data_dir / "static-packed")
    return Starlette(
        routes=[
            *routes(app, **more), WebSocketRoute(f"{base}/_stcore/stream", _stream),
            Route("/{path:path}", _streamlit, methods=["GET", "PUT", "POST", "HEAD"]),
        ],
        middleware=stack(app, PAGES, store),
    )


def browser(app: App, **more: Any) -> Browser:
    return Browser(serve(app), base_url=ORIGIN, follow_redirects=False, client=("127.0.0.1", 50000), **more)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(sqlite_template: Path, tmp_path: Path, clock: Clock) -> Iterator[Callable[..., App]]:
    """Builds apps on one SQLite database with other settings."""
    made: list[App] = []
    shutil.copy(sqlite_template, tmp_path / "cblp.sqlite")

    def build_one(**settings: Any) -> App:
        chosen = replace(Settings(database_url=f"sqlite:///{tmp_path / 'cblp.sqlite'}", data_dir=tmp_path), **settings)
        made.append(build(chosen, clock=clock))
        return made[-1]

    yield build_one
    for one in made:
        one.database.dispose()


@pytest.fixture
def web(make: Callable[..., App]) -> App:
    """An app with an association and two people: wati (coordinator, password) and sari (member, PIN)."""
    made = make()
    actor = new_association(made)
    add(made, actor, "wati", COORDINATOR, PASSWORD)
    add(made, actor, "sari", MEMBER, PIN)
    return made


def add(app: App, actor: Actor, name: str, role: str, secret: str, *, must_change: bool = False) -> UUID:
    kind = passwords.PIN if secret.isdigit() else passwords.PASSWORD
    account = app.act(
        actor, accounts.create, name=name.title(), username=name, sealed=passwords.seal(secret, kind), must_change=must_change,
    )
    app.act(actor, roles.grant, account=account, role=role, since=TODAY)
    return account


@pytest.fixture
def system(web: App) -> Actor:
    """The system actor of the association in ``web``."""
    from cblp.people.reports import access

    return Actor(account=None, association=access.associations(web.database)[0], role="system")


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cheap Argon2id, so that the tests measure rules and not memory."""
    from pwdlib import PasswordHash

    monkeypatch.setattr(passwords, "_hasher", PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),)))
    passwords._nobody.cache_clear()
