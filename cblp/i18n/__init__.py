"""Which language now, and what a message is called in it (gettext with English msgids; formats are in formats.py).

The current language is asked for at every call, because one process serves many people: ``use`` takes the function that
knows (session state in the pages, Accept-Language in the routes, ``--lang`` on the command line).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations
from importlib import resources
from io import BytesIO
from typing import Final

LANGUAGES: Final = ("id", "en")
DEFAULT: Final = "id"
LOCALES: Final = {"id": "id_ID", "en": "en_ID"}
"""Babel locales: both write money, dates and separators the Indonesian way or its English twin."""

_source: Callable[[], str] = lambda: DEFAULT  # noqa: E731  (replaced by use)
_here: ContextVar[str] = ContextVar("language", default="")


def use(source: Callable[[], str]) -> None:
    """Set the function that answers which language to speak now (a code of LANGUAGES)."""
    global _source
    _source = source


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Speak ``lang`` inside, whatever the source says: for a document or a route that speaks its reader's language."""
    token = _here.set(lang)
    try:
        yield
    finally:
        _here.reset(token)


def language() -> str:
    """The language in use now; an unknown answer counts as the default."""
    now = _here.get() or _source()
    return now if now in LANGUAGES else DEFAULT


def N_(msgid: str) -> str:  # noqa: N802  (the field's name for it)
    """Mark a msgid for translation where it is declared; it is translated where it is shown."""
    return msgid


def translate(msgid: str, lang: str | None = None) -> str:
    """``msgid`` in ``lang`` (default: the language in use)."""
    return catalogue(lang or language()).gettext(msgid) if msgid else ""


def _(msgid: str, **values: object) -> str:
    """``msgid`` in the language in use, with its named fields filled in."""
    text = translate(msgid)
    return text.format(**values) if values else text


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """The form for ``count`` things; ``{count}`` is filled in as given in values, else as the plain number."""
    text = catalogue(language()).ngettext(one, many, count)
    return text.format(**{"count": count, **values})


@cache
def catalogue(lang: str) -> NullTranslations:
    """All translations of a language, compiled in memory from ``cblp/i18n/<lang>/*.po`` (English is the msgids)."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
    from babel.support import Translations

    merged: NullTranslations | None = None
    folder = resources.files(__package__) / lang
    for entry in sorted(folder.iterdir(), key=lambda e: e.name) if folder.is_dir() else []:
        if not entry.name.endswith(".po"):
            continue
        compiled = BytesIO()
        with entry.open("rb") as source:
            write_mo(compiled, read_po(source, locale=lang))
        compiled.seek(0)
        part = Translations(compiled)
        merged = part if merged is None else merged.merge(part)  # type: ignore[attr-defined]
    return merged or NullTranslations()
