"""Regencies and cities by the official code of the Ministry of Home Affairs, found from the many ways files print them."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Final

from cblp.importers.columns import Cell, Column
from cblp.settings import ROOT

AREAS: Final = ROOT / "data" / "areas.csv"
_KINDS: Final = re.compile(r"^(kabupaten|kab|kota|city of|regency of)\b\.?\s*(?:(?:administrasi|adm)\b\.?\s*)?")
_TRAILING: Final = re.compile(r"\s+(city|regency)$")

_FORMER: Final = {  # other official, former and English names, without spaces
    "toba": "tobasamosir", "malukutenggarabarat": "kepulauantanimbar", "mamujuutara": "pasangkayu",
    "pangkajenedankepulauan": "pangkajenekepulauan", "pangkep": "pangkajenekepulauan", "mahakamhulu": "mahakamulu",
    "siautagulandangbiaro": "kepulauansiautagulandangbiaro", "yapenwaropen": "kepulauanyapen",
    "southjakarta": "jakartaselatan", "northjakarta": "jakartautara", "eastjakarta": "jakartatimur",
    "westjakarta": "jakartabarat", "centraljakarta": "jakartapusat", "southtangerang": "tangerangselatan",
}  # fmt: skip


class Regency(Column):
    """The code of the buyer's regency or city (such as 15.71), "" when the name is not a known one.

    It is all that is kept of a buyer, so an unknown name is no problem of the row and never leaves the child.
    """

    def __init__(self, field: str, *headers: str) -> None:
        super().__init__(field, *headers, required=False, empty="")

    def read(self, cell: Cell, seen: str) -> str:
        return code(seen)


def code(name: str) -> str:
    """The code of a regency or city as printed ("KAB. MUARO JAMBI", "Kota Jambi", "Jambi"); "" when it is not a known one.

    A name without its kind that a regency and a city share (Bandung) is the city: sources that leave the kind out print it
    for regencies.
    """
    for variant in (name, *name.split("/")[:1]):
        kind, bare = _split(variant)
        bare = _FORMER.get(bare, bare)
        for guess in (kind,) if kind else ("c", "k"):
            if (guess, bare) in _index():
                return _index()[guess, bare]
    return ""


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
    with AREAS.open(encoding="utf-8", newline="") as source:
        return {_split(row["name"]): row["code"] for row in csv.DictReader(source) if "." in row["code"]}
