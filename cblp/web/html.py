"""The frame of the server's own pages: plain HTML that needs no script, one column, readable on a cheap phone."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import htpy as h
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from cblp.i18n import N_, translate

PRODUCT: Final = N_("Association memory")
STRICT: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
"""Content security policy of these pages: no script at all."""


class Words:
    """The words of one language: ``words(msgid, **fields)``."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, msgid: str, **values: object) -> str:
        text = translate(msgid, self.language)
        return text.format(**values) if values else text


def page(
    words: Words, title: str, *content: h.Node, status: int = 200, foot: h.Node = None, wide: bool = False,
    headers: dict[str, str] | None = None,
) -> Response:
    """One of our own pages: a heading, what stands under it, and a foot."""
    whole = h.html(lang=words.language)[
        h.head[
            h.meta(charset="utf-8"), h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="google", content="notranslate"), h.meta(name="robots", content="noindex"),
            h.title[f"{title} · {words(PRODUCT)}"], h.style[Markup(_look())],
        ],
        h.body[h.main(class_="wide" if wide else None)[h.div(".card")[h.h1[title], content], foot]],
    ]
    return HTMLResponse(str(whole), status_code=status, headers={"Cache-Control": "no-store", **(headers or {})})


def problem(text: str | None) -> h.Node:
    """What went wrong, above the form."""
    return h.p(".problem", role="alert")[text] if text else None


def note(text: str | None) -> h.Node:
    """Something to know, above the form."""
    return h.p(".note")[text] if text else None


def hidden(**values: str) -> h.Node:
    """Hidden fields of a form."""
    return [h.input(type="hidden", name=name, value=value) for name, value in values.items()]


def field(
    name: str, label: str, *, kind: str = "text", value: str = "", hint: str = "", complete: str = "off", mode: str | None = None,
    focus: bool = False, most: int = 200,
) -> h.Node:
    """A labelled field of a form; it keeps what was typed."""
    return [
        h.label(for_=name)[label],
        h.input(
            id=name, name=name, type=kind, value=value or None, required=True, maxlength=most, autocomplete=complete,
            inputmode=mode, autofocus=focus, autocapitalize="none" if kind != "text" or complete == "username" else None,
            spellcheck="false", aria_describedby=f"{name}-hint" if hint else None,
        ),
        h.p(".hint", id=f"{name}-hint")[hint] if hint else None,
    ]


@cache
def _look() -> str:
    return (Path(__file__).parent / "look.css").read_text(encoding="utf-8").replace("\n", "")
