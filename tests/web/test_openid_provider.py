"""The whole way through a real provider: our routes and middleware, Streamlit's own part between them, tokens over the wire."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from streamlit import auth_util, config
from streamlit.runtime.secrets import Secrets
from streamlit.web.server import server_util
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_auth_routes import create_auth_routes

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, MEMBER
from cblp.people.services import accounts, roles
from cblp.settings import Secret
from cblp.web import server, visitors
from cblp.web.middleware import stack
from cblp.web.precompress import Store
from cblp.web.routes import routes
from tests.conftest import new_association
from tests.web import provider as openid
from tests.web.conftest import PAGES, PASSWORD, Browser, Clock, add
from tests.web.provider import Provider

HERE = "https://app.example.org"
KEY = "k" * 40


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with openid.running(f"{HERE}/app/oauth2callback") as running, pytest.MonkeyPatch.context() as patch:
        # Every request of the sign-in would read all the world's certificates anew, and none of them is needed here.
        patch.setenv("SSL_CERT_DIR", str(tmp_path_factory.mktemp("certificates")))
        yield running


class Person:
    """Somebody with a browser, who presses the button on the sign-in page."""

    def __init__(self, app: App) -> None:
        self.app = app
        base = app.settings.base_path
        inner = Starlette(
            routes=[*routes(app), *create_auth_routes(base)],
            middleware=[
                *stack(app, PAGES, Store(app.settings.data_dir / "from", app.settings.data_dir / "packed")),
                Middleware(SessionMiddleware, secret_key=KEY, same_site="lax", session_cookie="_streamlit_session"),
            ],
        )
        self.client = Browser(inner, base_url=HERE, follow_redirects=False)

    def to_the_provider(self, wanted: str = "/penjualan?bulan=2026-10") -> str:
        """Where the button leads: the provider's address with everything that it is asked."""
        assert self.client.get(f"/app/lewat?ke={wanted}").headers["location"] == "/app/?masuk=oidc"
        begun = self.client.get(f"/app/auth/login?{urlencode({'provider': auth_util.encode_provider_token('default')})}")
        return str(begun.headers["location"])

    def through(self, wanted: str = "/penjualan?bulan=2026-10", change: Callable[[str], str] = str) -> httpx2.Response:
        """The way to the provider and back; ``change`` is what somebody does to the address on which the answer comes back."""
        back = change(httpx2.get(self.to_the_provider(wanted)).headers["location"])
        assert back.startswith(f"{HERE}/app/oauth2callback?")
        return self.client.get(back.removeprefix(HERE))

    @property
    def jar(self) -> dict[str, str]:
        """What the browser keeps."""
        return {cookie.name: (cookie.value or "").strip('"') for cookie in self.client.cookies.jar}

    @property
    def claims(self) -> dict[str, Any]:
        """What Streamlit makes of its cookie for the page (``st.user``)."""
        signed = decode_signed_value(KEY, "_streamlit_user", self.jar.get("_streamlit_user", ""))
        return json.loads(signed) if signed else {}

    @property
    def visitor(self) -> visitors.Visitor | None:
        """Who this is to the page that opens now."""
        return visitors.current(self.app, self.jar) or visitors.of_oidc(self.app, self.jar, self.claims)


@pytest.fixture
def app(make: Callable[..., App], clock: Clock, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """An app under /app, behind TLS, with one person who was invited: to the provider they are 42."""
    clock.now = datetime.now(UTC)  # tokens carry the provider's time
    provider.subject, provider.spoil, provider.refuses = "42", dict, ""
    made = make(
        oidc_issuer=provider.issuer, oidc_client_id=openid.CLIENT, oidc_client_secret=Secret(openid.SECRET), oidc_name="Provider",
        oidc_redirect_uri=provider.redirect, base_path="/app", secure_cookies=True, cookie_secret=Secret(KEY),
    )
    kept = Secrets()
    kept.merge_programmatic_secrets(server.streamlit_secrets(made.settings) or {})
    for module in (auth_util, server_util):
        monkeypatch.setattr(module, "secrets_singleton", kept)
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", "app")
    actor = new_association(made)
    add(made, actor, "wati", COORDINATOR, PASSWORD)
    account = made.act(actor, accounts.create, name="Sari", sealed=None)
    made.act(actor, roles.grant, account=account, role=MEMBER, since=clock.now.date() - timedelta(days=2))
    said = {"is_logged_in": True, "iss": provider.issuer, "sub": "42"}
    visitors.accept_invitation(made, said, made.act(actor, accounts.invite, account=account))
    yield made
    config.set_option("server.baseUrlPath", before)


def test_who_is_linked_comes_in_on_the_wanted_page_and_goes_out_everywhere(app: App, provider: Provider) -> None:
    person = Person(app)
    asked = person.to_the_provider()
    assert asked.startswith(f"{provider.issuer}/authorize?")
    assert all(f"{name}=" in asked for name in ("state", "nonce", "code_challenge")) and "code_challenge_method=S256" in asked
    answer = person.through()
    assert answer.headers["location"] == "/app/penjualan?bulan=2026-10"
    assert person.visitor is not None
    assert (person.visitor.name, person.visitor.kind, person.visitor.actor.role) == ("Sari", "oidc", MEMBER)
    copied, claims = person.jar, person.claims
    out = person.client.post("/app/keluar", headers={"origin": HERE})
    assert out.headers["refresh"] == "0; url=/app/auth/logout" and out.status_code == 200, "a form may not lead to other hosts"
    end = person.client.get("/app/auth/logout").headers["location"]
    assert end.startswith(f"{provider.issuer}/end?") and "id_token_hint=" in end
    home = httpx2.get(end).headers["location"]
    assert person.client.get(home.removeprefix(HERE)).headers["location"] == "/app/"
    assert "_streamlit_user" not in person.jar
    assert visitors.current(app, copied) is None and visitors.of_oidc(app, copied, claims) is None, "the copied cookie is worth nothing"


def test_every_cookie_on_the_way_is_for_https_only_and_out_of_reach_of_scripts(app: App) -> None:
    person = Person(app)
    set_here: list[str] = []
    person.client.event_hooks["response"].append(lambda answer: set_here.extend(answer.headers.get_list("set-cookie")))
    person.through()
    names = {cookie.partition("=")[0] for cookie in set_here}
    assert names >= {"cblp_ke", "_streamlit_session", "_streamlit_user", "_streamlit_user_tokens"}
    for cookie in set_here:
        assert "; secure" in cookie.lower() and "; samesite=" in cookie.lower(), cookie
        assert "; httponly" in cookie.lower() or '=""' in cookie, "or it is being taken away"


@pytest.mark.parametrize("change", [
    {"nonce": "another"}, {"nonce": None}, {"aud": "another client"}, {"iss": "https://evil.example"}, {"exp": 1_000_000_000},
    {"exp": None}, {"sub": None},
], ids=str)
def test_a_token_that_is_not_for_us_now_signs_nobody_in_and_says_so(app: App, provider: Provider, change: dict[str, Any]) -> None:
    provider.spoil = lambda said: {name: value for name, value in {**said, **change}.items() if value is not None}
    person = Person(app)
    answer = person.through()
    assert answer.headers["location"] == "/app/masuk?gagal=1&ke=/penjualan%3Fbulan%3D2026-10"
    assert person.visitor is None and "_streamlit_user" not in person.jar
    page = person.client.get(answer.headers["location"]).text
    assert "Masuk lewat Provider belum berhasil." in page


def test_a_token_signed_with_a_key_that_the_provider_does_not_publish_is_refused(app: App, provider: Provider) -> None:
    published = list(provider.published)
    provider.rotate()
    current = list(provider.published)
    provider.published[:] = published
    assert "gagal" in Person(app).through().headers["location"]
    provider.published[:] = current
    person = Person(app)
    person.through()
    assert person.visitor is not None, "a new key is simply fetched"


@pytest.mark.parametrize("change", [
    lambda back: back.replace("state=", "state=x"), lambda back: re.sub(r"code=[^&]+", "code=guessed", back),
], ids=["state", "code"])
def test_an_answer_that_we_did_not_ask_for_is_refused(app: App, change: Callable[[str], str]) -> None:
    person = Person(app)
    assert "/masuk?gagal=1" in person.through(change=change).headers["location"]
    assert person.visitor is None


def test_an_answer_counts_once_and_in_the_browser_that_asked(app: App) -> None:
    victim, thief = Person(app), Person(app)
    back = httpx2.get(victim.to_the_provider()).headers["location"].removeprefix(HERE)
    assert "gagal" in thief.client.get(back).headers["location"], "a sign-in begun elsewhere"
    assert victim.client.get(back).headers["location"] == "/app/penjualan?bulan=2026-10"
    thief.client.cookies.update(victim.client.cookies)
    assert thief.visitor is not None
    assert "gagal" in victim.client.get(back).headers["location"], "the same answer again"


def test_who_says_no_at_the_provider_is_back_on_our_page(app: App, provider: Provider) -> None:
    provider.refuses = "access_denied"
    person = Person(app)
    assert person.through("/").headers["location"] == "/app/masuk?gagal=1"
    assert person.visitor is None


@pytest.mark.parametrize("verified", [True, False])
def test_t10_the_same_address_is_not_the_same_person(app: App, provider: Provider, verified: bool) -> None:
    provider.subject = "43"
    provider.spoil = lambda said: {**said, "email": "sari@example.org", "email_verified": verified}
    person = Person(app)
    person.through()
    assert person.visitor is None
    assert visitors.is_stranger(app, person.claims)


def test_whose_time_here_has_ended_can_come_in_again(app: App, clock: Clock) -> None:
    person = Person(app)
    person.through()
    assert person.visitor is not None
    clock.forward(days=32)
    assert person.visitor is None and person.claims, "Streamlit still holds its cookie, and starts no sign-in for whoever has one"
    person.client.get("/app/lewat?ke=/")
    assert not [name for name in person.jar if name.startswith("_streamlit_user")]
    clock.now = datetime.now(UTC) + timedelta(seconds=2)
    person.through()
    assert person.visitor is not None


def test_a_provider_that_does_not_answer_leads_back_to_our_page(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Secrets()
    kept.merge_programmatic_secrets(server.streamlit_secrets(replace(app.settings, oidc_issuer="http://127.0.0.1:9")) or {})
    monkeypatch.setattr(auth_util, "secrets_singleton", kept)
    assert Person(app).to_the_provider() == "/app/masuk?gagal=1&ke=/penjualan%3Fbulan%3D2026-10"
