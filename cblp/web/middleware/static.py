"""Serve the compressed copy of a static file to a browser that takes it; everything else falls through to Streamlit."""

from __future__ import annotations

from mimetypes import guess_type
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cblp.web.precompress import Store

CACHE: Final = "public, immutable, max-age=31536000"


class Precompressed:
    """Whole files under ``/static/`` in brotli or gzip; a range is asked of the plain file."""

    def __init__(self, app: ASGIApp, base: str, store: Store) -> None:
        self.app = app
        self.prefix = f"{base}/static/"
        self.base = base
        self.store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(self.prefix):
            await self.app(scope, receive, send)
            return
        answer = self._answer(scope["path"][len(self.base) + 1:], scope["method"], Headers(scope=scope))
        if answer:
            await answer(scope, receive, send)
            return

        async def varied(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
            await send(message)

        await self.app(scope, receive, varied)

    def _answer(self, relative: str, method: str, headers: Headers) -> Response | None:
        if method not in {"GET", "HEAD"} or "range" in headers or ".." in relative.split("/") or "\\" in relative:
            return None
        for encoding in accepted(headers.get("accept-encoding", "")):
            path = self.store.find(relative, encoding)
            if path:
                return _file(path, relative, encoding, headers.get("if-none-match", ""))
        return None


def accepted(header: str) -> list[str]:
    """Which of br and gzip a browser takes, the one it likes better (else br) first."""
    weights: dict[str, float] = {}
    for part in header.split(","):
        name, _, parameters = part.strip().lower().partition(";")
        weight = parameters.strip().removeprefix("q=") if parameters.strip().startswith("q=") else "1"
        try:
            weights[name.strip()] = float(weight)
        except ValueError:
            weights[name.strip()] = 0.0
    rest = weights.get("*", 0.0)
    liked = {name: weights.get(name, rest) for name in ("br", "gzip")}
    return [name for name in sorted(liked, key=lambda name: -liked[name]) if liked[name] > 0]


def _file(path: Path, relative: str, encoding: str, known: str) -> Response:
    stamp = path.stat()
    etag = f'"{stamp.st_mtime_ns:x}-{stamp.st_size:x}-{encoding}"'
    headers = {"Vary": "Accept-Encoding", "Cache-Control": CACHE, "ETag": etag}
    if etag in {tag.strip().removeprefix("W/") for tag in known.split(",")}:
        return Response(status_code=304, headers=headers)
    kind = guess_type(relative)[0] or "application/octet-stream"
    response = FileResponse(path, media_type=kind, headers={**headers, "Content-Encoding": encoding})
    response.headers["Accept-Ranges"] = "none"
    return response
