"""The example's personas: choosing who to be without a password, under four conditions that all must hold."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from cblp.people.services import setup
from cblp.settings import LOOPBACK
from cblp.web.application import Application


def allowed(app: Application, connection: HTTPConnection) -> bool:
    """Whether this visitor may choose a persona: example mode, this machine on both ends and by name, an example database."""
    if not (app.settings.demo and app.settings.loopback and _local(connection)):
        return False
    with app.database.reading(None) as session:
        return setup.is_demo(session)


def _local(connection: HTTPConnection) -> bool:
    host = urlsplit("//" + connection.headers.get("host", "")).hostname or ""
    try:
        near = connection.client is not None and ip_address(connection.client.host).is_loopback
    except ValueError:
        return False
    return near and host in LOOPBACK
