"""Signing in through OpenID: matched by issuer and subject only, revocable, and back on the wanted page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, MEMBER, SYSTEM, Actor
from cblp.people.reports import access
from cblp.people.services import accounts, roles
from cblp.settings import ROOT, Secret
from cblp.ui import runtime, visitor
from cblp.web import signing_in, visitors
from tests.conftest import new_association
from tests.web.conftest import PASSWORD, TODAY, Clock, add, browser

ISSUER = "https://id.example"


@pytest.fixture
def oidc(make: Callable[..., App]) -> tuple[App, UUID]:
    app = make(
        oidc_issuer=ISSUER, oidc_client_id="c", oidc_client_secret=Secret("s"), oidc_redirect_uri="http://localhost:8501/oauth2callback",
    )
    actor = new_association(app)
    account = app.act(actor, accounts.create, name="Sari", sealed=None)
    app.act(actor, roles.grant, account=account, role=MEMBER, since=TODAY)
    add(app, actor, "wati", COORDINATOR, PASSWORD)
    code = app.act(actor, accounts.invite, account=account)
    visitors.accept_invitation(app, claims(app.clock()), code)
    return app, account


def system(app: App) -> Actor:
    return Actor(account=None, association=access.associations(app.database)[0], role=SYSTEM)


def claims(now: Any, subject: str = "42", issuer: str = ISSUER) -> dict[str, Any]:
    return {
        "is_logged_in": True, "iss": issuer, "sub": subject, "iat": int(now.timestamp()), "email": "sari@example.org",
        "email_verified": False,
    }


def test_a_known_subject_comes_in_and_the_cookie_alone_is_enough_afterwards(oidc: tuple[App, UUID], clock: Clock) -> None:
    app, account = oidc
    jar = {"_streamlit_user": "signed", "_streamlit_user_1": "more", "_streamlit_user_tokens": "ignored"}
    assert visitors.current(app, jar) is None
    visitor = visitors.of_oidc(app, jar, claims(clock.now))
    assert visitor is not None
    assert (visitor.actor.account, visitor.kind, visitor.must_change) == (account, "oidc", False)
    assert visitors.current(app, jar) == visitor
    assert visitors.current(app, {**jar, "_streamlit_user_tokens": "other"}) == visitor


@pytest.mark.parametrize("change", [
    {"sub": "43"}, {"iss": "https://evil.example"}, {"sub": ""}, {"iss": None}, {"is_logged_in": False}, {"iat": None},
    {"iat": "x"},
])
def test_t10_nobody_else_comes_in_whatever_their_address(oidc: tuple[App, UUID], clock: Clock, change: dict[str, Any]) -> None:
    app, _ = oidc
    assert visitors.of_oidc(app, {"_streamlit_user": "signed"}, {**claims(clock.now), **change}) is None
    assert visitors.is_stranger(app, claims(clock.now, subject="43"))
    assert not visitors.is_stranger(app, claims(clock.now))


def test_t1_a_signed_out_cookie_opens_nothing_again_not_even_with_a_cookie_more(oidc: tuple[App, UUID], clock: Clock) -> None:
    app, _ = oidc
    jar, said = {"_streamlit_user": "signed"}, claims(clock.now)
    assert visitors.of_oidc(app, jar, said) is not None
    clock.forward(minutes=2)
    answer = browser(app, cookies=jar).press("/keluar")
    assert answer.headers["refresh"] == "0; url=/auth/logout", "Streamlit and the provider sign out too"
    for replayed in (jar, {**jar, "_streamlit_user_7": "x"}):
        assert visitors.of_oidc(app, replayed, said) is None
    clock.forward(minutes=1)
    assert visitors.of_oidc(app, {"_streamlit_user": "new"}, claims(clock.now)) is not None


def test_t1_time_limits_hold_for_an_old_cookie_in_new_clothes(oidc: tuple[App, UUID], clock: Clock) -> None:
    app, _ = oidc
    jar, said = {"_streamlit_user": "signed"}, claims(clock.now)
    assert visitors.of_oidc(app, jar, said) is not None
    clock.forward(days=31)
    assert visitors.of_oidc(app, jar, said) is None
    assert visitors.of_oidc(app, {**jar, "_streamlit_user_2": "x"}, said) is None


def test_a_local_sign_in_comes_first(oidc: tuple[App, UUID], clock: Clock) -> None:
    app, _ = oidc
    add(app, new_association(app, "lain", "Lain"), "budi", MEMBER, PASSWORD)
    visitors.of_oidc(app, {"_streamlit_user": "signed"}, claims(clock.now))
    client = browser(app)
    client.sign_in("budi", PASSWORD)
    client.cookies.set("_streamlit_user", "signed")
    assert visitors.current(app, dict(client.cookies)).name == "Budi"  # type: ignore[union-attr]
    jar = dict(client.cookies)
    client.press("/keluar")
    assert visitors.current(app, jar) is None, "one sign-out ends both"


def test_the_way_there_and_back(oidc: tuple[App, UUID]) -> None:
    app, _ = oidc
    client = browser(app)
    assert client.get("/lewat?ke=/penjualan?a=1").headers["location"] == "/?masuk=oidc"
    back = client.get("/oauth2callback")
    assert back.headers["location"] == "/penjualan?a=1"
    assert "cblp_ke" not in client.cookies
    assert client.get("/oauth2callback").headers["location"] == "/"
    client.cookies.set("cblp_ke", "//evil.example")
    assert client.get("/oauth2callback").headers["location"] == "/"


def test_another_name_of_this_host_is_led_to_the_registered_one(oidc: tuple[App, UUID], make: Callable[..., App]) -> None:
    app = make(**{
        name: getattr(oidc[0].settings, name)
        for name in ("oidc_issuer", "oidc_client_id", "oidc_client_secret", "oidc_redirect_uri")
    }, allowed_hosts=("127.0.0.1", "localhost"))
    answer = browser(app).get("/lewat?ke=/penjualan", headers={"host": "127.0.0.1:8501"})
    assert answer.headers["location"] == "http://localhost:8501/lewat?ke=/penjualan"


def test_the_gate_lets_only_the_shell_judge_an_openid_cookie(oidc: tuple[App, UUID]) -> None:
    app, _ = oidc
    client = browser(app)
    assert client.open("/penjualan").status_code == 303
    assert client.open("/?masuk=oidc").status_code == 200
    client.cookies.set("_streamlit_user", "anything")
    assert client.open("/penjualan").status_code == 200, "an empty shell; it asks Streamlit whether the cookie is genuine"
    assert client.get("/media/x").status_code == 403


def test_whose_account_is_closed_is_told_so_and_a_stranger_nothing(oidc: tuple[App, UUID], clock: Clock) -> None:
    app, account = oidc
    actor = system(app)
    jar, said = {"_streamlit_user": "signed"}, claims(clock.now)
    assert visitors.refused(app, said) is None
    app.act(actor, roles.end, account=account, role=MEMBER, on_day=TODAY)
    assert isinstance(visitors.refused(app, said), signing_in.NoRole)
    app.act(actor, accounts.disable, account=account)
    why = visitors.refused(app, said)
    assert visitors.of_oidc(app, jar, said) is None
    assert why and "ditutup" in why.text("id") and "closed" in why.text("en") and "koordinator" in why.text("id")
    assert not visitors.is_stranger(app, said)
    for nobody in (claims(clock.now, subject="43"), {**said, "is_logged_in": False}, {**said, "iss": ""}):
        assert visitors.refused(app, nobody) is None


@pytest.mark.parametrize(("language", "closed"), [("id", "Akun Anda ditutup."), ("en", "Your account is closed.")])
def test_the_screen_says_that_the_account_is_closed_and_not_that_the_time_has_ended(
    oidc: tuple[App, UUID], clock: Clock, monkeypatch: pytest.MonkeyPatch, language: str, closed: str,
) -> None:
    app, account = oidc
    monkeypatch.setattr(runtime, "app", lambda: app)
    monkeypatch.setattr(visitor, "guest_language", lambda: language)
    monkeypatch.setattr(visitor, "current", lambda: None)  # a test of a page has no cookies

    def seen(subject: str = "42") -> str:
        test = AppTest.from_file(ROOT / "cblp" / "ui" / "shell.py", default_timeout=60)
        test.user = claims(clock.now, subject=subject)
        return " ".join(str(part.value) for part in test.run().main if hasattr(part, "value"))

    assert ("Waktu masuk habis" in seen()) is (language == "id") and closed not in seen()
    app.act(system(app), accounts.disable, account=account)
    assert closed in seen() and "Waktu masuk habis" not in seen()
    assert closed not in seen("43")


def test_wrong_invitation_codes_must_wait(oidc: tuple[App, UUID], clock: Clock) -> None:
    from cblp.people.services import attempts

    app, _ = oidc
    for _ in range(5):
        with pytest.raises(accounts.BadInvitation):
            visitors.accept_invitation(app, claims(clock.now, "99"), "AAAA-BBBB-CCCC-DDDD")
    with pytest.raises(attempts.TooManyTries):
        visitors.accept_invitation(app, claims(clock.now, "99"), "AAAA-BBBB-CCCC-DDDD")
