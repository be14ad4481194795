"""Export files of marketplaces, tills and social networks: bytes in, typed rows and problems out; no database, no clock.

Bytes pass the door, then a child process with hard limits parses them; only whitelisted fields come back. The calls below
are all that the rest of the program needs; ``Reader`` keeps one child open for many files.
"""

from __future__ import annotations

from pathlib import Path

from cblp.importers.mapping import MEANINGS, lacking, suggest
from cblp.importers.options import Mapping, Options
from cblp.importers.problems import FileRefused, NotRecognised, YearNeeded, note_text, problem_text
from cblp.importers.reader import Reader
from cblp.importers.records import Extract, Identity, Note, Problem, SheetPreview

__all__ = [
    "MEANINGS", "Extract", "FileRefused", "Identity", "Mapping", "NotRecognised", "Note", "Options", "Problem", "Reader",
    "SheetPreview", "YearNeeded", "headers", "identify", "lacking", "note_text", "problem_text", "read", "suggest",
]  # fmt: skip


def identify(source: Path | bytes, name: str, *, reader: Reader | None = None) -> Identity:
    """What a file is: exactly one format claims it, else FileRefused says what was looked for and found."""
    if reader:
        return reader.identify(source, name)
    with Reader() as own:
        return own.identify(source, name)


def read(
    source: Path | bytes,
    name: str,
    *,
    options: Options = Options(),  # noqa: B008 - frozen
    reader: Reader | None = None,
) -> Extract:
    """All rows of a file with its problems and notes; raises FileRefused (YearNeeded when ``options`` must say the year)."""
    if reader:
        return reader.read(source, name, options)
    with Reader() as own:
        return own.read(source, name, options)


def headers(source: Path | bytes, name: str, *, reader: Reader | None = None) -> list[SheetPreview]:
    """Headers and shapes of five rows of each sheet of an unknown file; no value of any cell."""
    if reader:
        return reader.headers(source, name)
    with Reader() as own:
        return own.headers(source, name)
