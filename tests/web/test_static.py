"""Compressed copies of static files: the right bytes for whatever a browser takes, while they are built and after."""

from __future__ import annotations

import gzip
import threading
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from cblp.web.middleware.static import Precompressed, accepted
from cblp.web.precompress import Store

CODE = b"const answer = 42; // words words words\n" * 500


@pytest.fixture
def store(tmp_path: Path) -> Store:
    folder = tmp_path / "source" / "static" / "js"
    folder.mkdir(parents=True)
    (folder / "index.abc.js").write_bytes(CODE)
    (folder / "tiny.js").write_bytes(b"1")
    (folder / "font.woff2").write_bytes(CODE)
    (tmp_path / "secret.js.gz").write_bytes(gzip.compress(b"secret"))
    return Store(tmp_path / "source", tmp_path / "packed")


@pytest.fixture
def client(store: Store) -> TestClient:
    app = Starlette(
        routes=[Mount("/app", StaticFiles(directory=store.source))],
        middleware=[Middleware(Precompressed, base="/app", store=store)],
    )
    return TestClient(app, headers={"accept-encoding": "identity"})


URL = "/app/static/js/index.abc.js"


@pytest.mark.parametrize(("header", "expected"), [
    ("br, gzip", "br"), ("gzip, deflate, br;q=0", "gzip"), ("gzip;q=1.0, br;q=0.5", "gzip"), ("*", "br"), ("identity", None),
    ("gzip;q=0, br;q=0", None), ("br;q=x", None), ("*;q=0.1, br;q=0", "gzip"), ("", None),
])
def test_each_browser_gets_what_it_takes(store: Store, client: TestClient, header: str, expected: str | None) -> None:
    store.build()
    answer = client.get(URL, headers={"accept-encoding": header})
    assert answer.headers.get("content-encoding") == expected
    assert answer.content == CODE
    assert "Accept-Encoding" in answer.headers["vary"]
    assert accepted(header)[:1] == ([expected] if expected else [])


def test_a_copy_is_fetched_once(store: Store, client: TestClient) -> None:
    store.build()
    first = client.get(URL, headers={"accept-encoding": "br"})
    assert "immutable" in first.headers["cache-control"]
    assert first.headers["accept-ranges"] == "none"
    assert first.headers["content-type"].startswith(("text/javascript", "application/javascript"))
    again = client.get(URL, headers={"accept-encoding": "br", "if-none-match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(URL, headers={"accept-encoding": "gzip"}).headers["etag"] != first.headers["etag"]
    head = client.head(URL, headers={"accept-encoding": "br"})
    assert (head.headers["content-length"], head.content) == (first.headers["content-length"], b"")


def test_a_part_of_a_file_is_a_part_of_the_plain_one(store: Store, client: TestClient) -> None:
    store.build()
    answer = client.get(URL, headers={"accept-encoding": "br", "range": "bytes=0-4"})
    assert (answer.status_code, answer.content, answer.headers.get("content-encoding")) == (206, CODE[:5], None)


@pytest.mark.parametrize("path", [
    "/app/static/../../secret.js", "/app/static/%2e%2e/%2e%2e/secret.js", "/app/static/..%5csecret.js",
])
def test_nothing_outside_the_folder_is_served(store: Store, client: TestClient, path: str) -> None:
    store.build()
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 404
    assert b"secret" not in answer.content


def test_small_and_packed_files_stay_as_they_are(store: Store, client: TestClient) -> None:
    store.build()
    for name in ("tiny.js", "font.woff2"):
        assert "content-encoding" not in client.get(f"/app/static/js/{name}", headers={"accept-encoding": "br"}).headers
    assert sorted(path.name for path in store.target.rglob("*.*")) == ["index.abc.js.br", "index.abc.js.gz"]


def test_two_processes_may_build_while_browsers_read(store: Store, client: TestClient) -> None:
    wrong: list[str] = []
    builders = [threading.Thread(target=Store(store.source, store.target).build) for _ in range(2)]
    for builder in builders:
        builder.start()
    for _ in range(60):
        for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
            path = store.find("static/js/index.abc.js", encoding)
            if path and unpack(path.read_bytes()) != CODE:
                wrong.append(encoding)
        if client.get(URL, headers={"accept-encoding": "br, gzip"}).content != CODE:
            wrong.append("served")
    for builder in builders:
        builder.join()
    assert wrong == []
    assert [path for path in store.target.rglob("*") if path.name.startswith(".")] == []


def test_a_copy_carries_the_time_of_its_source(store: Store) -> None:
    store.build()
    source = store.source / "static/js/index.abc.js"
    packed = store.find("static/js/index.abc.js", "gzip")
    assert packed is not None
    assert packed.stat().st_mtime_ns == source.stat().st_mtime_ns
