"""The connection of a fetch: a session that checks the address it connects to, and ends when the time is up.

On its own because requests takes long to import and few processes ever fetch.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any, Final

import requests
import urllib3
from requests_hardened import HTTPSession
from requests_hardened.config import Config
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

__all__ = ["FAILURES", "InvalidIPAddress", "deadline", "session"]

FAILURES: Final = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError)
"""What a request that came to nothing raises."""
_IPV4_COMPATIBLE: Final = ipaddress.ip_network("::/96")


class _Adapter(IPFilterAdapter):  # type: ignore[misc]  # (the library is not typed)
    """Also refuses what is not a public address although no list names it, and IPv4 addresses dressed as IPv6."""

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: bool | str, cert: Any = None,
    ) -> tuple[Any, Any]:
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        address = ipaddress.ip_address(host["host"].strip("[]"))
        if not (self._allow_loopback and address.is_loopback) and (
            not address.is_global or address.is_multicast or (address.version == 6 and address in _IPV4_COMPATIBLE)
        ):
            raise InvalidIPAddress(address)
        return host, pool

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SafePool}


_open: ContextVar[list[socket.socket] | None] = ContextVar("_open", default=None)


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _watched(super()._new_conn())


class _SafeConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _watched(super()._new_conn())


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SafePool(HTTPSConnectionPool):
    ConnectionCls = _SafeConnection


def _watched(made: socket.socket) -> socket.socket:
    sockets = _open.get()
    if sockets is not None:
        sockets.append(made.dup())  # a handle that stays ours when TLS takes the socket over
    return made


@contextmanager
def deadline(ends: float) -> Iterator[threading.Event]:
    """Cut every connection made inside when the time is up: a server that drips bytes never runs into a read timeout."""
    sockets: list[socket.socket] = []
    late = threading.Event()

    def cut() -> None:
        late.set()
        for one in list(sockets):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, ends - time.monotonic()), cut)
    timer.daemon = True
    token = _open.set(sockets)
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        _open.reset(token)
        for one in sockets:
            one.close()


@contextmanager
def session(loopback: bool, user_agent: str) -> Iterator[requests.Session]:
    """A session for one request: no proxy, no password file, no cookie of another host."""
    config = Config(
        ip_filter_enable=True, ip_filter_allow_loopback_ips=loopback, never_redirect=True, default_timeout=(1.0, 5.0),
        user_agent_override=user_agent,
    )
    with HTTPSession(config) as made:
        made.trust_env = False
        made.headers["Accept-Encoding"] = "gzip, identity"
        made.mount("https://", _Adapter(is_https_proto=True, allow_loopback=loopback))
        made.mount("http://", _Adapter(is_https_proto=False, allow_loopback=loopback))
        yield made
