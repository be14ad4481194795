"""The account-safety list as it stands in ``data/safety.toml``, with every version that was ever asked."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Final

from cblp.growth.rules import safety
from cblp.growth.rules.safety import Checklist
from cblp.settings import ROOT

FILE: Final = ROOT / "data" / "safety.toml"


@cache
def versions() -> dict[int, Checklist]:
    """Every version by its number."""
    return safety.read(tomllib.loads(FILE.read_text("utf-8")))


def newest() -> Checklist:
    """The version that is asked now."""
    return versions()[max(versions())]
