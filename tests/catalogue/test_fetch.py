"""Fetching from addresses that people type: hostile addresses, servers that never end, and what an answer says of a link."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar

import pytest

from cblp.catalogue import links
from cblp.catalogue.fetch import (
    FILE_HOSTS,
    MARKETPLACE_HOSTS,
    AddressNotAllowed,
    AnswerTooLarge,
    Fetcher,
    FetchRefused,
    Limits,
    Page,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)  # fmt: skip
from tests.serving import serving

ANY_HOST = ("com", "id", "org", "net", "internal", "test", "localhost", "0", "1", "local")


class Server(BaseHTTPRequestHandler):
    """Answers by path; notes what it was asked."""

    asked: ClassVar[list[tuple[str, dict[str, str]]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        name = self.path.split("?")[0].strip("/").replace("-", "_") or "root"
        getattr(self, f"on_{name}", self.on_missing)()

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.go("/file") if self.path == "/hop" else self.answer(sent[::-1])

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def go(self, where: str) -> None:
        self.answer(b"", 302, Location=where, Set_Cookie="track=1")

    def on_root(self) -> None:
        self.answer(b"beranda", Content_Type="text/html; charset=utf-8")

    def on_file(self) -> None:
        self.answer(b"a,b\n1,2\n", Content_Type="text/csv", Content_Disposition='attachment; filename="../Laporan Okt.csv"')

    def on_packed(self) -> None:
        self.answer(gzip.compress(b"isi" * 100), Content_Encoding="gzip")

    def on_bomb(self) -> None:
        self.answer(gzip.compress(bytes(30_000_000)), Content_Encoding="gzip")

    def on_layers(self) -> None:
        self.answer(gzip.compress(gzip.compress(b"x")), Content_Encoding="gzip, gzip")

    def on_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.drip(b"x" * 65536, 0)

    def on_slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.drip(b"x", 0.05)

    def on_slow_head(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self.drip(b"X-A: b\r\n", 0.05)

    def drip(self, piece: bytes, pause: float) -> None:
        try:
            for _ in range(100_000):
                self.wfile.write(piece)
                time.sleep(pause)
        except OSError:
            return

    def on_hop(self) -> None:
        self.go("/file")

    def on_loop(self) -> None:
        self.go("/loop")

    def on_inside(self) -> None:
        self.go("http://169.254.169.254/latest/meta-data/")

    def on_elsewhere(self) -> None:
        self.go("https://evil.example/x")

    def on_to_file_scheme(self) -> None:
        self.go("file:///etc/passwd")

    def on_home(self) -> None:
        self.go("/")

    def on_gone(self) -> None:
        self.answer(b"", 410)

    def on_missing(self) -> None:
        self.answer(b"", 404)

    def on_forbidden(self) -> None:
        self.answer(b"", 403)

    def on_busy(self) -> None:
        self.answer(b"", 429)

    def on_broken(self) -> None:
        self.answer(b"", 503)

    def on_captcha(self) -> None:
        self.answer(b"<html><title>Please solve the CAPTCHA</title>")

    def on_login(self) -> None:
        self.answer(b"masuk dulu")

    def on_wants_login(self) -> None:
        self.go("/login?next=/x")

    def on_large_page(self) -> None:
        self.answer(b"<html>" + b"x" * 1_000_000)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving(Server) as address:
        yield address


@pytest.fixture
def fetcher(server: str) -> Fetcher:
    Server.asked.clear()
    port = int(server.rsplit(":", 1)[1])
    return Fetcher([], hosts=["127.0.0.1"], http=True, loopback=True, ports=[port], pause=0, limits=Limits(total=1.0))


# -- what comes back ---------------------------------------------------------------------------------------------------


def test_a_file_comes_with_its_name_and_kind(fetcher: Fetcher, server: str) -> None:
    page = fetcher.get(f"{server}/file")
    assert page == Page(200, f"{server}/file", b"a,b\n1,2\n", "text/csv", "Laporan Okt.csv")
    [(_, asked)] = Server.asked
    assert asked["user-agent"].startswith("cblp/")
    assert asked["accept-encoding"] == "gzip, identity"


def test_redirects_are_followed_without_their_cookies(fetcher: Fetcher, server: str) -> None:
    assert fetcher.get(f"{server}/hop").url == f"{server}/file"
    assert all("cookie" not in headers for _, headers in Server.asked)
    with pytest.raises(TooManyRedirects):
        fetcher.get(f"{server}/loop")
    assert [path for path, _ in Server.asked].count("/loop") == 4


def test_no_proxy_and_no_password_file_is_used(fetcher: Fetcher, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetcher.get(f"{server}/file").status == 200


def test_what_is_sent_goes_to_its_address_and_no_further(fetcher: Fetcher, server: str) -> None:
    assert fetcher.post(f"{server}/chat", b"abc", {"Authorization": "Bearer x"}).content == b"cba"
    assert Server.asked[0][1]["authorization"] == "Bearer x"
    with pytest.raises(TooManyRedirects):
        fetcher.post(f"{server}/hop", b"abc", {"Authorization": "Bearer x"})
    assert [path for path, _ in Server.asked] == ["/chat", "/hop"]
    with pytest.raises(AddressNotAllowed):
        fetcher.post("https://169.254.169.254/", b"abc", {})


# -- servers that never end --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["slow", "slow-head"])
def test_a_server_that_drips_is_cut_off_in_time(fetcher: Fetcher, server: str, path: str) -> None:
    started = time.monotonic()
    with pytest.raises(TooSlow):
        fetcher.get(f"{server}/{path}")
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("path", ["bomb", "endless"])
def test_too_much_is_stopped_after_unpacking(fetcher: Fetcher, server: str, path: str) -> None:
    with pytest.raises(AnswerTooLarge):
        fetcher.get(f"{server}/{path}", most=1_000_000)


def test_packing(fetcher: Fetcher, server: str) -> None:
    assert fetcher.get(f"{server}/packed").content == b"isi" * 100
    with pytest.raises(Unreachable):
        fetcher.get(f"{server}/layers")
    assert len(fetcher.get(f"{server}/large-page", most=1000, cut=True).content) == 1000


def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        lonely = Fetcher([], hosts=["127.0.0.1"], http=True, loopback=True, ports=[port], pause=0)
        with pytest.raises(Unreachable):
            lonely.get(f"http://127.0.0.1:{port}/")


# -- hostile addresses -------------------------------------------------------------------------------------------------

HOSTILE = [
    "http://127.0.0.1/", "http://127.1/", "http://0.0.0.0/", "http://0/", "http://2130706433/", "http://0x7f000001/",
    "http://0177.0.0.1/", "http://localhost/", "http://localhost./", "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/",
    "http://[::127.0.0.1]/", "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
    "http://[fe80::1]/", "http://[fc00::1]/", "http://[ff02::1]/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://192.0.0.1/", "http://198.18.0.1/",
    "http://224.0.0.1/", "http://240.0.0.1/", "http://255.255.255.255/", "http://192.0.2.1/", "http://203.0.113.1/",
]  # fmt: skip


@pytest.mark.parametrize("url", HOSTILE)
def test_no_address_inside_is_ever_connected_to(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where the host itself would be allowed: the address decides."""
    connected: list[Any] = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: connected.append(address))
    host = url.split("/")[2].strip("[]").rstrip(".")
    with pytest.raises(FetchRefused):
        Fetcher([], hosts=[host], http=True, pause=0).get(url)
    assert connected == []


@pytest.mark.parametrize("url", [
    "http://docs.google.com/x", "https://docs.google.com:8443/x", "https://user:pw@docs.google.com/x", "https://docs.google.com@evil.id/",
    "https://evil.id/docs.google.com", "https://docs.google.com.evil.id/x", "https://evildropbox.com/x", "ftp://docs.google.com/x",
    "file:///etc/passwd", "gopher://docs.google.com/", "//docs.google.com/x", "docs.google.com/x", "https://", "",
    "https://docs.google.com\\@evil.id/", "https://evil.id\t.docs.google.com/", "https://docs.google.com:99999/", "https://[::1",
    "https://docs.google.com/x y", "https://docs.google.com/\r\nHost: evil.id",
])  # fmt: skip
def test_only_known_hosts_over_https_are_asked(url: str) -> None:
    fetcher = Fetcher(FILE_HOSTS, pause=0)
    assert not fetcher.allows(url)
    with pytest.raises(AddressNotAllowed):
        fetcher.get(url)


def test_hosts_below_a_known_one_and_those_of_the_settings_are_allowed() -> None:
    fetcher = Fetcher(FILE_HOSTS, hosts=["Toko.Example"])
    for url in ("https://docs.google.com/x", "https://doc-0s-sheets.googleusercontent.com/x", "https://uc1.dl.dropboxusercontent.com/",
                "https://toko.example/a", "https://www.toko.example:443/a"):
        assert fetcher.allows(url), url
    assert not Fetcher(MARKETPLACE_HOSTS).allows("https://docs.google.com/x")


def test_a_redirect_is_checked_like_an_address(fetcher: Fetcher, server: str) -> None:
    for path in ("inside", "elsewhere", "to-file-scheme"):
        with pytest.raises(AddressNotAllowed):
            fetcher.get(f"{server}/{path}")


def test_a_name_that_changes_its_address_is_resolved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["93.184.215.14", "127.0.0.1", "127.0.0.1"])
    connected: list[Any] = []

    def resolve(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        address = host if host[:1].isdigit() else next(answers)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(_self: socket.socket, address: Any) -> None:
        connected.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(Unreachable):
        Fetcher(["rebind.test"], pause=0).get("https://rebind.test/")
    assert connected == [("93.184.215.14", 443)]


# -- polite ------------------------------------------------------------------------------------------------------------


def test_one_request_a_second_to_a_host(server: str) -> None:
    waited: list[float] = []
    port = int(server.rsplit(":", 1)[1])
    fetcher = Fetcher([], hosts=["127.0.0.1"], http=True, loopback=True, ports=[port], sleep=waited.append)
    for _ in range(3):
        fetcher.get(f"{server}/file")
    assert [round(seconds) for seconds in waited] == [1, 2]  # nobody really slept, so the turns add up


@pytest.mark.parametrize(("path", "state"), [
    ("file", "alive"), ("", "alive"), ("large-page", "alive"), ("hop", "alive"), ("missing", "dead"), ("gone", "dead"),
    ("forbidden", "unknown"), ("busy", "unknown"), ("broken", "unknown"), ("captcha", "unknown"), ("wants-login", "unknown"),
    ("home", "unknown"), ("slow", "unknown"), ("loop", "unknown"), ("inside", "unknown"),
])
def test_what_an_answer_says_about_a_link(fetcher: Fetcher, server: str, path: str, state: str) -> None:
    assert links.state_of(fetcher, f"{server}/{path}") == state


def test_listings_that_share_an_address_ask_once(fetcher: Fetcher, server: str) -> None:
    from cblp.db.ids import uuid7

    found = list(links.look(fetcher, [links.Link(uuid7(), f"{server}/gone") for _ in range(3)]))
    assert [one.state for one in found] == ["dead"] * 3
    assert len(Server.asked) == 1


def test_the_check_reads_asks_and_keeps(fetcher: Fetcher, server: str) -> None:
    from cblp.db.ids import uuid7

    wanted = [links.Link(uuid7(), f"{server}/{path}") for path in ["file"] * 11 + ["gone"]]
    kept: list[int] = []

    def act(_actor: Any, service: Callable[..., Any], *, found: list[links.Seen]) -> dict[str, int]:
        assert service is links.keep
        kept.append(len(found))
        return {state: sum(one.state == state for one in found) for state in ("alive", "dead", "unknown")}

    steps: list[tuple[int, int]] = []
    totals = links.check(lambda *_, **__: wanted, act, None, fetcher, progress=lambda *step: steps.append(step))  # type: ignore[arg-type]
    assert totals == {"alive": 11, "dead": 1, "unknown": 0}
    assert kept == [10, 2]
    assert steps[-1] == (12, 12)
