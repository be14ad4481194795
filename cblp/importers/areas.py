"""Regencies and cities by the official code of the Ministry of Home Affairs, found from the many ways files print them."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Any, Final

from cblp.importers.columns import Cell, Column, text
from cblp.settings import ROOT

AREAS: Final = ROOT / "data" / "areas.csv"
_KINDS: Final = re.compile(r"^(kabupaten|kab|kota|city of|regency of)\b\.?\s*(?:(?:administrasi|adm)\b\.?\s*)?")
_TRAILING: Final = re.compile(r"\s+(city|regency)$")


class Regency(Column):
    """The code of the buyer's regency or city (such as 15.71), "" when the name is not a known one.

    It is all that is kept of a buyer, so an unknown name is no problem of the row and never leaves the child.
    """

    def __init__(self, field: str, *headers: str) -> None:
        super().__init__(field, *headers, required=False, empty="")

    def read(self, cell: Cell) -> str:
        return code(text(cell))


def code(name: str) -> str:
    """The code of a regency or city as printed: "KAB. MUARO JAMBI", "Kota Jambi", "Jambi"; "" when unknown or ambiguous."""
    kind, bare = _split(name)
    return _index().get((kind, bare), "")


def _split(name: str) -> tuple[str, str]:
    """Kind ("k" regency, "c" city, "" not said) and the name without spaces, points and abbreviations."""
    plain = " ".join(name.casefold().replace("(", " ").replace(")", " ").split())
    found = _KINDS.match(plain)
    kind = "" if not found else "k" if found[1] in {"kabupaten", "kab", "regency of"} else "c"
    bare = plain[found.end() :] if found else plain
    trailing = _TRAILING.search(bare)
    if trailing and not kind:
        kind, bare = ("c" if trailing[1] == "city" else "k"), bare[: trailing.start()]
    bare = re.sub(r"\bkep\b\.?", "kepulauan", bare)
    return kind, re.sub(r"[^a-z]", "", bare)


@cache
def _index() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], Any] = {}
    with AREAS.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            if "." not in row["code"]:
                continue
            kind, bare = _split(row["name"])
            found[kind, bare] = row["code"]
            # a bare name is accepted only where a regency and a city do not share it (Bandung)
            found["", bare] = "" if ("", bare) in found else row["code"]
    return found
