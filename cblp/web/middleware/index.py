"""Streamlit's page in the visitor's language (``lang``, our words where it would speak English), and in sizes for a thumb."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from cblp.i18n import LANGUAGES, N_
from cblp.web import html
from cblp.web.application import Application
from cblp.web.middleware.addresses import Addresses, Kind
from cblp.web.precompress import streamlit_folder

TEXTS = {
    "Connection error": N_("The connection is lost"),
    "Streamlit server is not responding. Are you connected to the internet?":
        N_("The connection is lost. What you typed is saved up to the last step. Wait, then open it again."),
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
        N_("The connection is lost. What you typed is saved up to the last step. Wait, then open it again."),
    "streamlit run yourscript.py": "",
    "Connection lost. Please wait for the app to reconnect, then try again.":
        N_("The connection is lost. Wait a moment, then try again."),
    "CONNECTING": N_("Connecting …"),
    "Connecting": N_("Connecting …"),
    "Page not found": N_("This page does not exist."),
    "Skip to main content": N_("To the content"),
    "Upload": N_("Choose a file"),
    "Drag and drop a file here": N_("Put the file here"),
    "Drag and drop files here": N_("Put the files here"),
    "Only one file is allowed.": N_("One file only."),
    "Close": N_("Close"),
    "No results": N_("Nothing found"),
    "Press Enter to apply": "",
    "Press Enter to submit form": "",
    "Show password": N_("Show"),
    "Hide password": N_("Hide"),
    "Fullscreen": N_("Large"),
    "Close fullscreen": N_("Close"),
    "Navigate to home page": N_("To the first page"),
    "Link to heading": N_("Link to this place"),
    "Search": N_("Search"),
    "Download as CSV": N_("Download"),
    "Show/hide columns": N_("Choose columns"),
    "Add row": N_("Add row"),
    "Delete row(s)": N_("Delete row"),
}
"""English that Streamlit shows by itself and offers no setting for (in English it stays as it is)."""

PATTERNS = {
    r"Running the app's main page\.$": "",
    r"^•\s*(.*)$": "$1",  # stood between the limit and the kinds of file
    r"^\d+MB per file": "",  # the limit that counts is our own, and stands in our own words beside it
    r"^File must be (\d+)(?:\.\d+)?MB or smaller\.$": N_("This file is too large. The most is $1 MB."),
    r"^Fullscreen: (.+)$": N_("Large: $1"),  # what the picture shows
    r"^Close fullscreen: (.+)$": N_("Close: $1"),
    r"files are not allowed\.$": N_("This kind of file cannot be read here."),
}
"""The same for texts with a part that changes; ``$1`` is what the first bracket found."""

PLACES = (
    "stConnectionStatus", "stStatusWidget", "stDialog", "stFileUploader", "stSkipToContent", "stElementToolbar", "stSelectbox",
    "stMultiSelect", "stTextInput", "InputInstructions", "stSelectboxVirtualDropdown", "stToast",
    "stLogoLink", "stHeaderActionElements",
)
"""Only inside these parts of Streamlit: what a person wrote is never touched."""


@dataclass(frozen=True)
class Page:
    """The page in one language, plain and packed."""

    plain: bytes
    packed: bytes
    etag: str


class Index:
    """Answer for the pages with Streamlit's index, made ours; everything else goes on."""

    def __init__(self, app: ASGIApp, application: Application, addresses: Addresses) -> None:
        self.app = app
        self.lang = application.settings.lang
        self.addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._is_page(scope):
            await self.app(scope, receive, send)
            return
        language = scope.get("cblp.language", self.lang)
        await _response(Request(scope), page(language if language in LANGUAGES else self.lang))(scope, receive, send)


    def _is_page(self, scope: Scope) -> bool:
        path = scope["path"]
        if scope["method"] not in {"GET", "HEAD"} or self.addresses.kind(path) is not Kind.PAGE:
            return False
        # The page names its files relative to its own folder: Streamlit itself redirects what has the wrong slash.
        return bool(path.endswith("/") == (self.addresses.relative(path) == "/"))


@cache
def page(language: str) -> Page:
    """Streamlit's index in a language. Raises ValueError when a new version of Streamlit looks otherwise."""
    words = html.Words(language)
    text = (streamlit_folder() / "index.html").read_text(encoding="utf-8")
    for old, new in (
        ('<html lang="en">', f'<html lang="{language}" translate="no">'),
        ("<title>Streamlit</title>", f"<title>{words(html.PRODUCT)}</title>"),
        ('<link rel="service-desc" href="./_stcore/agent/openapi.json" />', ""),
        ('<meta charset="UTF-8" />', '<meta charset="UTF-8" /><meta name="google" content="notranslate" />'),
        ("</head>", f"<style>{_web_file('touch.css')}</style></head>"),
        ('<div id="root"></div>', f'<div id="root">{_waiting(words)}</div>{_script(words)}'),
    ):
        if text.count(old) != 1:
            raise ValueError(f"Streamlit's index.html has changed: {old!r}")
        text = text.replace(old, new)
    before, _, rest = text.partition("<noscript>")
    without = words("This app needs JavaScript. Open it in Chrome or another browser.")
    text = f"{before}<noscript><p>{without}</p>{rest[rest.index('</noscript>'):]}"
    plain = text.encode()
    return Page(plain, gzip.compress(plain, 9, mtime=0), hashlib.sha256(plain).hexdigest()[:24])


def _waiting(words: html.Words) -> str:
    style = "font:16px system-ui,sans-serif;color:#6b6155;padding:4rem 1rem;text-align:center"
    return f'<p style="{style}">{words("Opening …")}</p>'


def _script(words: html.Words) -> str:
    if words.language == "en":
        return ""
    texts = {english: words(ours) for english, ours in TEXTS.items()}
    patterns = [(pattern, words(ours)) for pattern, ours in PATTERNS.items()]
    # "</" would end the script element.
    data = orjson.dumps([texts, patterns, list(PLACES)]).decode().replace("</", "<\\/")
    return f"<script>({_web_file('speak.js')})({data})</script>"


def _web_file(name: str) -> str:
    return (Path(__file__).parent.parent / name).read_text(encoding="utf-8").strip()


def _response(request: Request, found: Page) -> Response:
    packed = "gzip" in request.headers.get("accept-encoding", "")
    etag = f'"{found.etag}{"-gzip" if packed else ""}"'
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding, Cookie", "ETag": etag}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(found.packed if packed else found.plain, media_type="text/html; charset=utf-8", headers=headers)
