"""What must hold before the server answers anybody; the key of its cookies; the personas of the example."""

from __future__ import annotations

import os
import re
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR
from cblp.people.models import Installation
from cblp.people.services import seals
from cblp.settings import ROOT, Secret, Settings
from cblp.web import server, visitors
from tests.conftest import new_association
from tests.web.conftest import ORIGIN, PASSWORD, Browser, add, browser, serve


def mark_as_example(app: App) -> None:
    with app.database.writing(None) as session:
        session.merge(Installation(key="demo", value="true"))


@pytest.fixture
def example(make: Callable[..., App]) -> App:
    app = make(demo=True)
    add(app, new_association(app), "wati", COORDINATOR, PASSWORD)
    mark_as_example(app)
    return app


def test_an_own_installation_starts_on_this_machine(make: Callable[..., App]) -> None:
    app = make()
    for address in ("127.0.0.1", "localhost", "::1", "[::1]", "127.0.0.9"):
        server.check(app, address)


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.7", "::", "", "example.org"])
def test_nobody_else_is_served_before_there_is_a_coordinator(make: Callable[..., App], address: str) -> None:
    app = make(allowed_hosts=("app.example.org",))
    with pytest.raises(server.Refused, match="Nobody can sign in yet"):
        server.check(app, address)
    add(app, new_association(app), "wati", COORDINATOR, PASSWORD)
    server.check(app, address)
    with pytest.raises(server.Refused, match="CBLP_ALLOWED_HOSTS"):
        server.check(make(), address)


def test_t11_the_example_starts_only_where_it_is_harmless(example: App, make: Callable[..., App]) -> None:
    server.check(example, "127.0.0.1")
    with pytest.raises(server.Refused, match="only for this machine"):
        server.check(example, "0.0.0.0")
    with pytest.raises(server.Refused, match="holds the example"):
        server.check(make(), "127.0.0.1")
    with example.database.writing(None) as session:
        session.merge(Installation(key="demo", value="false"))
    with pytest.raises(server.Refused, match="somebody's own data"):
        server.check(example, "127.0.0.1")


def test_t11_a_persona_is_chosen_with_one_press(example: App) -> None:
    client = browser(example)
    assert client.open("/penjualan").headers["location"] == "/masuk?ke=/penjualan"
    assert client.get("/masuk?ke=/penjualan").headers["location"] == "/contoh?ke=/penjualan"
    page = client.get("/contoh").text
    assert "Wati" in page
    account = re.search(r'name="account" value="([^"]+)"', page)
    assert account
    answer = client.post_form("/contoh", account=account[1], role="coordinator", ke="/penjualan")
    assert answer.headers["location"] == "/penjualan"
    visitor = visitors.current(example, dict(client.cookies))
    assert visitor is not None
    assert (visitor.demo, visitor.must_change, visitor.actor.role) == (True, False, COORDINATOR)
    assert client.post_form("/contoh", account=account[1], role="treasurer").status_code == 404


def test_t11_a_persona_speaks_the_language_that_was_chosen_at_the_door(example: App) -> None:
    client = browser(example)
    account = re.search(r'name="account" value="([^"]+)"', client.get("/contoh").text)
    assert account
    for code in ("en", "id"):
        client.post_form("/bahasa", bahasa=code, ke="/contoh")
        client.post_form("/contoh", account=account[1], role="coordinator")
        visitor = visitors.current(example, dict(client.cookies))
        assert visitor is not None and visitor.language == code


def test_t11_a_persona_needs_every_condition(example: App, make: Callable[..., App]) -> None:
    jar = browser(example)
    page = jar.get("/contoh").text
    account = re.search(r'name="account" value="([^"]+)"', page)
    assert account
    jar.post_form("/contoh", account=account[1], role="coordinator")
    own = make()
    assert visitors.current(own, dict(jar.cookies)) is None, "a persona's cookie is worth nothing without the example mode"
    assert browser(own).get("/contoh").status_code == 404
    assert browser(make(demo=True, host="0.0.0.0")).get("/contoh").status_code == 404
    named = make(demo=True, allowed_hosts=("app.example.org",))
    assert browser(named).get("/contoh", headers={"host": "app.example.org"}).status_code == 404
    far = browser(example)
    far._transport.client = ("192.168.1.7", 50000)  # type: ignore[attr-defined]
    assert far.get("/contoh").status_code == 404
    with example.database.writing(None) as session:
        session.merge(Installation(key="demo", value="false"))
    assert browser(example).get("/contoh").status_code == 404


def test_t27_the_key_is_made_once_for_its_owner_and_a_weak_one_is_refused(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new")
    key = server.cookie_secret(settings)
    path = tmp_path / "new" / "cookie.key"
    assert len(key) >= 43
    assert server.cookie_secret(settings) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    server.cookie_secret(settings)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("x" * 31)
    with pytest.raises(server.Refused, match="under 32 characters"):
        server.cookie_secret(settings)
    given = Secret("given " * 8)
    assert server.cookie_secret(Settings(data_dir=tmp_path, cookie_secret=given)) == given
    assert [item.name for item in (tmp_path / "new").iterdir()] == ["cookie.key"]


def test_the_code_of_the_first_start_is_told_until_it_is_used(make: Callable[..., App]) -> None:
    app = make(base_path="/app")
    said: list[str] = []
    server.announce(app, said.append)
    assert "Buka http://127.0.0.1:8501/app/mulai\n  Kode awal: " in said[0]
    assert re.search(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", said[0])
    add(app, new_association(app), "wati", COORDINATOR, PASSWORD)
    server.announce(app, said.append)
    assert len(said) == 1


def start(folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CBLP_", "STREAMLIT_"))}
    return subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"], cwd=ROOT, capture_output=True, text=True,
        env={**clean, "CBLP_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT), **environ}, timeout=30, check=False,
    )


@pytest.mark.parametrize(("environ", "reason"), [
    ({"CBLP_DEMO": "1"}, "somebody's own data"),
    ({"CBLP_DEMO": "1", "CBLP_HOST": "0.0.0.0"}, "only on this machine"),
    ({"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}, "Nobody can sign in yet"),
    ({"CBLP_COOKIE_SECRET": "short"}, "at least 32 characters"),
    ({"CBLP_HOTS": "x"}, "no such setting"),
])
def test_a_start_that_would_be_unsafe_ends_with_one_line_and_code_2(
    sqlite_template: Path, tmp_path: Path, environ: dict[str, str], reason: str
) -> None:
    for name in ("cblp.sqlite", "demo.sqlite"):
        shutil.copy(sqlite_template, tmp_path / name)
    done = start(tmp_path, **environ)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
    assert reason in done.stderr


def test_the_example_is_left_for_an_association_of_ones_own(example: App) -> None:
    left: list[int] = []
    client = Browser(serve(example, start_own=lambda: left.append(1)), base_url=ORIGIN, client=("127.0.0.1", 50000))
    page = client.get("/contoh")
    assert "Mulai asosiasi sendiri" in page.text
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token
    answer = client.press("/asosiasi-sendiri", csrf=token[1])
    assert (answer.status_code, left) == (200, [1])
    assert answer.headers["refresh"] == "6; url=/mulai"
    assert client.press("/asosiasi-sendiri").status_code == 403
    unattended = browser(example)
    assert "Mulai asosiasi sendiri" not in unattended.get("/contoh").text
    assert unattended.press("/asosiasi-sendiri", csrf=unattended.cookies["cblp_csrf"]).status_code == 404
    assert left == [1]


def test_the_start_says_what_was_edited_in_the_history(make: Callable[..., App]) -> None:
    app = make()
    actor = new_association(app)
    app.jot(actor, seals.seal)
    said: list[str] = []
    server.look_at_history(app, said.append)
    assert said == []
    with app.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_entry_no_update")
        connection.exec_driver_sql("UPDATE audit_entry SET action = 'given'")
    server.look_at_history(app, said.append)
    assert len(said) == 1 and "association given: catatan ini diubah sesudah ditulis" in said[0]
