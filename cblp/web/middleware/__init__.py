"""What every request passes before Streamlit or a route of ours sees it, outermost first; pure ASGI, one module each."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.middleware import Middleware

from cblp.web.application import Application
from cblp.web.middleware.addresses import Addresses
from cblp.web.middleware.callback import OidcCallback
from cblp.web.middleware.faults import Faults
from cblp.web.middleware.gate import Gate
from cblp.web.middleware.headers import SecurityHeaders
from cblp.web.middleware.hosts import KnownHosts
from cblp.web.middleware.index import Index
from cblp.web.middleware.static import Precompressed
from cblp.web.precompress import Store


def stack(app: Application, pages: Iterable[str], store: Store) -> list[Middleware]:
    """The middleware of the server. ``pages`` are the addresses of the Streamlit pages, without slashes."""
    addresses = Addresses.of(app, pages)
    return [
        Middleware(SecurityHeaders, settings=app.settings),
        Middleware(Faults, application=app),
        Middleware(KnownHosts, settings=app.settings),
        Middleware(Precompressed, base=app.settings.base_path, store=store),
        Middleware(OidcCallback, settings=app.settings),
        Middleware(Gate, application=app, addresses=addresses),
        Middleware(Index, application=app, addresses=addresses),
    ]
