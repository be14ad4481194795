"""Whether the server can do its work: for a proxy, a container, or the operator's own eyes."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from cblp.db import migrations
from cblp.web.application import Application

log = logging.getLogger("cblp.health")


def endpoint(app: Application) -> Callable[[Request], Awaitable[Response]]:
    """200 with ``{"status": "ok"}`` while the database answers with the schema of this version, else 503."""

    def check() -> str:
        try:
            return "ok" if migrations.current(app.database) == migrations.head() else "schema"
        except Exception:
            log.exception("the database does not answer")
            return "database"

    async def health(_request: Request) -> Response:
        state = await run_in_threadpool(check)
        return JSONResponse({"status": state}, status_code=200 if state == "ok" else 503, headers={"Cache-Control": "no-store"})

    return health
