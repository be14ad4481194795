"""The walls in front of Streamlit: headers, hosts, sockets, the gate, downloads, errors, the page's language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.websockets import WebSocketDisconnect

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, Actor
from cblp.people.services import tickets
from cblp.people.services.accounts import Slip
from cblp.web import slips, visitors
from tests.conftest import new_association
from tests.web.conftest import ORIGIN, PASSWORD, PIN, Browser, add, browser

EVERY_ADDRESS = (
    "/", "/masuk", "/mulai", "/contoh", "/ganti-sandi", "/lewat", "/unduh/x", "/kertas-pin/x", "/healthz", "/penjualan",
    "/tidak-ada",
    "/media/x", "/_stcore/metrics", "/_stcore/health", "/_stcore/boom", "/static/js/x.js", "/keluar", "/peran",
    "/bahasa",
)


@pytest.mark.parametrize("path", EVERY_ADDRESS)
def test_t4_every_answer_carries_the_security_headers(web: App, path: str) -> None:
    for client in (browser(web), _signed_in(web)):
        answer = client.open(path)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"


def test_own_pages_allow_no_script_at_all(web: App) -> None:
    policy = browser(web).get("/masuk").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_behind_tls_no_cookie_goes_over_plain_http_also_none_of_streamlits(make: Callable[..., App]) -> None:
    client = browser(make(secure_cookies=True))
    for name in ("_streamlit_xsrf=1; Path=/; SameSite=Lax", "other=1; secure"):
        answer = client.get("/_stcore/health", headers={"x-set": name})
        assert answer.headers["set-cookie"].lower().count("; secure") == 1
        assert answer.headers["strict-transport-security"]
    assert browser(make()).get("/_stcore/health", headers={"x-set": "a=1"}).headers["set-cookie"] == "a=1"


@pytest.mark.parametrize("host", [
    "evil.example", "localhost.evil.example", "user@localhost", "localhost/x", "", "127.0.0.2:8501", "localhost:x",
])
def test_t5_a_foreign_host_is_refused(web: App, host: str) -> None:
    client = browser(web)
    assert client.get("/masuk", headers={"host": host}).status_code == 400
    own = {"host": host, "origin": f"http://{host}"}
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream", headers=own):
        pass


@pytest.mark.parametrize("origin", [
    None, "https://evil.example", "http://localhost:9999", "http://127.0.0.1:8501", "null", "http://[", "",
])
def test_t5_a_socket_opens_for_pages_of_this_host_and_port_only(web: App, origin: str | None) -> None:
    client = _signed_in(web)
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(
        "/_stcore/stream", headers={"host": "localhost:8501", **({"origin": origin} if origin is not None else {})}
    ):
        pass
    with client.websocket_connect("/_stcore/stream", headers={"host": "localhost:8501", "origin": ORIGIN}) as socket:
        assert socket.receive_text() == "hello"


def test_named_hosts_are_served(make: Callable[..., App]) -> None:
    app = make(allowed_hosts=("app.example.org",))
    assert browser(app).get("/healthz", headers={"host": "10.0.0.7"}).status_code == 200, "a health check asks by address"
    assert browser(app).get("/masuk", headers={"host": "APP.example.org:443"}).status_code == 303
    assert browser(app).get("/masuk", headers={"host": "localhost:8501"}).status_code == 400


def test_a_deep_link_leads_through_the_sign_in(web: App) -> None:
    client = browser(web)
    assert client.open("/").headers["location"] == "/masuk"
    wanted = client.open("/penjualan?bulan=2026-10&x=a%20b").headers["location"]
    assert wanted == "/masuk?ke=/penjualan%3Fbulan%3D2026-10%26x%3Da%2520b"
    assert client.get("/penjualan").status_code == 200, "without the browser's word for it, the shell decides"
    answer = client.post_form("/masuk?ke=/penjualan%3Fbulan%3D2026-10", nama="sari", sandi=PIN, ke="/penjualan?bulan=2026-10")
    assert answer.headers["location"] == "/penjualan?bulan=2026-10"


@pytest.mark.parametrize("path", [
    "/_stcore/metrics", "/_stcore/agent/mcp", "/%5fstcore/metrics", "/_stcore/METRICS", "/penjualan/_stcore/agent/interact",
    "/_stcore//metrics", "//_stcore/metrics", "/_stcore/script-health-check",
])
def test_what_is_for_nobody_is_closed_to_everybody(web: App, path: str) -> None:
    for client in (browser(web), _signed_in(web)):
        answer = client.get(f"{ORIGIN}{path}")
        assert answer.status_code in {400, 404}, answer.text
        assert "from Streamlit" not in answer.text


def test_t9_media_and_uploads_need_somebody_who_is_signed_in(web: App) -> None:
    guest, member = browser(web), _signed_in(web)
    for method, path in (("GET", "/media/a.png"), ("HEAD", "/media/a.png"), ("PUT", "/_stcore/upload_file/s/f")):
        assert guest.request(method, path).status_code == 403
        assert member.request(method, path).status_code == 200


def test_t9_a_document_is_its_readers_alone(web: App, system: Actor) -> None:
    chief, same_person, member = _signed_in(web), _signed_in(web), _signed_in(web, "sari", PIN)
    actor = visitors.current(web, dict(chief.cookies)).actor  # type: ignore[union-attr]
    ticket = web.act(actor, tickets.issue, tickets.Document('Laporan "Okt" é.xlsx', "application/x-thing", b"PK"))
    got = chief.get(f"/unduh/{ticket}")
    assert (got.content, got.headers["content-type"]) == (b"PK", "application/x-thing")
    assert got.headers["cache-control"] == "no-store, private"
    assert got.headers["content-disposition"] == "attachment; filename*=UTF-8''Laporan%20%22Okt%22%20%C3%A9.xlsx"
    assert browser(web).get(f"/unduh/{ticket}").status_code == 403
    assert [client.get(f"/unduh/{ticket}").status_code for client in (same_person, member)] == [404, 404]
    assert chief.get("/unduh/x").status_code == 404
    assert chief.get(f"/kertas-pin/{ticket}").status_code == 404, "only a page of slips is shown in place"
    chief.press("/keluar")
    assert chief.get(f"/unduh/{ticket}").status_code == 403


def test_slips_are_shown_to_be_printed_with_one_known_script(web: App) -> None:
    client = _signed_in(web)
    actor = visitors.current(web, dict(client.cookies)).actor  # type: ignore[union-attr]
    slip = Slip(actor.account, "Sari <b>", "Ibu", "sari", "0812-3456-7890", "480915")  # type: ignore[arg-type]
    document = slips.render([slip], association="Batik Jambi", address="http://app", signed="Wati", language="id")
    page = client.get(f"/kertas-pin/{web.act(actor, tickets.issue, document)}")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'sha256-" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"].replace("style-src 'unsafe-inline'", "")
    for words in ("Ibu Sari &lt;b&gt;", "0812-3456-7890 atau sari", "480915", "Terima kasih. Wati", "Kertas PIN baru"):
        assert words in page.text


def test_an_unknown_address_is_our_own_page_in_the_visitors_language(web: App) -> None:
    answer = browser(web).open("/tidak-ada")
    assert answer.status_code == 404
    assert "Halaman ini tidak ada." in answer.text
    assert "This page does not exist." in browser(web, cookies={"cblp_lang": "en"}).get("/a/b/c").text


def test_a_fault_shows_a_number_and_nothing_else(web: App, caplog: pytest.LogCaptureFixture) -> None:
    answer = browser(web).get("/_stcore/boom")
    assert answer.status_code == 500
    assert "hunter2" not in answer.text
    incident = next(record.getMessage() for record in caplog.records if "incident" in record.getMessage()).split()[-1]
    assert incident in answer.text
    assert len(incident) == 8


@pytest.mark.parametrize("language", ["id", "en"])
def test_streamlits_page_speaks_the_visitors_language(web: App, language: str) -> None:
    client = _signed_in(web)
    client.press("/bahasa", bahasa=language)
    answer = client.open("/penjualan")
    assert f'<html lang="{language}" translate="no">' in answer.text
    assert '<meta name="google" content="notranslate" />' in answer.text
    assert "<title>Streamlit</title>" not in answer.text
    assert "service-desc" not in answer.text
    assert ("Sinyal putus" in answer.text) is (language == "id")
    assert answer.text.count("<script") - answer.text.count("</script") == 0
    again = client.get("/penjualan", headers={"if-none-match": answer.headers["etag"], "sec-fetch-dest": "document"})
    assert again.status_code == 304
    plain = client.get("/penjualan", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == answer.text


def test_under_a_base_path_everything_stands_below_it(make: Callable[..., App]) -> None:
    app = make(base_path="/app")
    add(app, new_association(app), "wati", COORDINATOR, PASSWORD)
    client = browser(app)
    assert client.get("/masuk").status_code == 404
    assert client.open("/app/penjualan").headers["location"] == "/app/masuk?ke=/penjualan"
    answer = client.post_form("/app/masuk", nama="wati", sandi=PASSWORD, ke="/penjualan")
    assert answer.headers["location"] == "/app/penjualan"
    assert "Path=/app" in next(value for value in answer.headers.get_list("set-cookie") if value.startswith("cblp_sid"))
    assert '<html lang="id"' in client.open("/app/").text
    assert client.open("/app").text == "from Streamlit", "Streamlit itself adds the slash that relative files need"
    assert client.get("/app/media/x").status_code == 200
    assert client.get("/applause").status_code == 404
    assert client.get("/app/healthz").json() == {"status": "ok"}


def test_health_says_when_the_database_is_gone(web: App, tmp_path: object) -> None:
    client = browser(web)
    assert client.get("/healthz").json() == {"status": "ok"}
    with web.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "schema"})


def _signed_in(app: App, name: str = "wati", secret: str = PASSWORD) -> Browser:
    client = browser(app)
    assert client.sign_in(name, secret).status_code == 303
    return client
