"""Fetching from addresses that people type, without letting an address reach what it must not: the only way to the network.

Refused before anything is sent: other schemes, ports and hosts than the allowed ones, and every address that is not public.
The name is resolved once and the connection made to the address that was checked, so that a name cannot change its mind in
between; every redirect is checked again from the start. Time and size have ends that no server can move.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from cblp import __version__
from cblp.errors import UserError
from cblp.i18n import N_

if TYPE_CHECKING:
    import requests

USER_AGENT: Final = f"cblp/{__version__} (community product association; checks its members' own pages)"

MARKETPLACE_HOSTS: Final = (
    "shopee.co.id", "shope.ee", "tokopedia.com", "tokopedia.link", "tiktok.com", "lazada.co.id", "blibli.com", "bukalapak.com",
    "blanjo.com", "instagram.com", "facebook.com", "youtube.com", "youtu.be", "x.com",
)
FILE_HOSTS: Final = (
    "docs.google.com", "drive.google.com", "drive.usercontent.google.com", "googleusercontent.com", "dropbox.com",
    "dropboxusercontent.com",
)
"""Hosts, with everything below them, that may be asked without being named in the settings."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 64 * 1024


class FetchRefused(UserError):
    """Nothing was fetched."""

    message = N_("The link could not be opened.")


class AddressNotAllowed(FetchRefused):
    """Not https, not a host of the list, a password in the link, another port, or an address inside a private network."""

    message = N_("This link can't be used: {host}. Use a link of Google Sheets, Google Drive or Dropbox.")


class Unreachable(FetchRefused):
    """No such host, no answer, a broken certificate, a connection that broke off."""

    message = N_("{host} did not answer. The link will be tried again.")


class TooSlow(FetchRefused):
    """The whole answer took longer than is allowed."""

    message = N_("{host} answered too slowly. The link will be tried again.")


class AnswerTooLarge(FetchRefused):
    """More bytes than any report has, counted after unpacking."""

    message = N_("The file behind this link is too large.")


class TooManyRedirects(FetchRefused):
    """The link leads on and on."""

    message = N_("This link leads on to too many other pages.")


@dataclass(frozen=True)
class Limits:
    """Seconds and bytes; ``size`` counts what comes out after unpacking, ``total`` the whole fetch with its redirects."""

    connect: float = 1.0
    read: float = 5.0
    total: float = 30.0
    size: int = 25 * 1024 * 1024
    redirects: int = 3


@dataclass(frozen=True)
class Page:
    """An answer. ``url`` is where the last redirect led, ``name`` what the server calls the file or the path ends in."""

    status: int
    url: str
    content: bytes
    content_type: str
    name: str


class Fetcher:
    """Fetches from allowed hosts, politely: at most one request a second to a host. May be used by several threads.

    ``hosts`` adds to ``allowed`` (FILE_HOSTS or MARKETPLACE_HOSTS). ``loopback`` and ``ports`` are for tests, which have a
    server of their own.
    """

    def __init__(
        self, allowed: Iterable[str], *, hosts: Iterable[str] = (), http: bool = False, limits: Limits = Limits(),
        pause: float = 1.0, loopback: bool = False, ports: Iterable[int] = (443, 80), sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.hosts = frozenset(host.lower().strip(".") for host in (*allowed, *hosts))
        self.limits = limits
        self._schemes = {"https", "http"} if http else {"https"}
        self._ports = frozenset(ports)
        self._loopback = loopback
        self._pause, self._sleep = pause, sleep
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def allows(self, url: str) -> bool:
        """Whether an address may be asked at all, before its name is looked up."""
        try:
            self._checked(url)
        except AddressNotAllowed:
            return False
        return True

    def get(self, url: str, *, most: int | None = None, cut: bool = False) -> Page:
        """Fetch an address; raises FetchRefused. ``most`` replaces the limit of size; ``cut`` keeps the first bytes and stops."""
        ends = time.monotonic() + self.limits.total
        for _hop in range(self.limits.redirects + 1):
            parts = self._checked(url)
            self._wait(parts.hostname or "", ends)
            page = self._once(url, parts, ends, most or self.limits.size, cut)
            if not isinstance(page, str):
                return page
            url = urljoin(url, page)
        raise TooManyRedirects()

    def post(self, url: str, content: bytes, headers: Mapping[str, str]) -> Page:
        """Send bytes to an address; raises FetchRefused. Nothing is sent on to where the answer leads: it may be a secret."""
        ends = time.monotonic() + self.limits.total
        parts = self._checked(url)
        self._wait(parts.hostname or "", ends)
        page = self._once(url, parts, ends, self.limits.size, False, content, headers)
        if isinstance(page, str):
            raise TooManyRedirects()
        return page

    def _checked(self, url: str) -> SplitResult:
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError as error:
            raise AddressNotAllowed(host=url[:60]) from error
        usual = {"https": 443, "http": 80}.get(parts.scheme)
        fits = (
            parts.scheme in self._schemes and parts.username is None and parts.password is None
            and (port or usual) in self._ports and "\\" not in url and not re.search(r"[\x00-\x20\x7f]", url)
            and any(host == allowed or host.endswith("." + allowed) for allowed in self.hosts)
        )
        if not fits:
            raise AddressNotAllowed(host=host or url[:60])
        return parts

    def _wait(self, host: str, ends: float) -> None:
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next.get(host, 0.0))
            self._next[host] = turn + self._pause
        if turn > ends:
            raise TooSlow(host=host)
        if turn > now:
            self._sleep(turn - now)

    def _once(
        self, url: str, parts: SplitResult, ends: float, most: int, cut: bool, sent: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Page | str:
        """One request; the answer, or the address to which it redirects."""
        from cblp.catalogue import wire

        host = parts.hostname or ""
        with wire.session(self._loopback, USER_AGENT) as session, wire.deadline(ends) as late:
            try:
                with session.request(
                    "GET" if sent is None else "POST", url, data=sent, headers=headers, stream=True, allow_redirects=False,
                    timeout=(self.limits.connect, self.limits.read),
                ) as answer:
                    if answer.status_code in _REDIRECTS and "Location" in answer.headers:
                        return answer.headers["Location"]
                    content = _body(answer, most, cut)
            except wire.InvalidIPAddress as error:
                raise AddressNotAllowed(host=host) from error
            except AnswerTooLarge:
                raise
            except wire.FAILURES as error:
                raise (TooSlow if late.is_set() else Unreachable)(host=host) from error
            if late.is_set():
                raise TooSlow(host=host)
            kind = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()
            return Page(answer.status_code, url, content, kind, _name(answer.headers.get("Content-Disposition", ""), parts))


def _body(answer: requests.Response, most: int, cut: bool) -> bytes:
    if answer.headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity", "gzip", "x-gzip"}:
        raise ValueError("an encoding that was not asked for")  # layers of packing multiply a bomb
    kept = bytearray()
    while chunk := answer.raw.read1(_CHUNK, decode_content=True):
        kept += chunk
        if len(kept) > most:
            if cut:
                return bytes(kept[:most])
            raise AnswerTooLarge()
    return bytes(kept)


def _name(disposition: str, parts: SplitResult) -> str:
    wide = re.search(r"filename\*\s*=\s*(?:utf-8|iso-8859-1)''([^;]+)", disposition, re.IGNORECASE)
    plain = re.search(r'filename\s*=\s*"?([^";]+)', disposition, re.IGNORECASE)
    found = unquote(wide[1]) if wide else plain[1] if plain else unquote(parts.path.rsplit("/", 1)[-1])
    safe = re.sub(r"[\x00-\x1f\x7f]", "", found.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    return safe[:120]
