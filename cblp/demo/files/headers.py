"""Column names as the marketplaces print them, written down in one line."""

from __future__ import annotations


def names(line: str) -> list[str]:
    """The column names of ``line``, which has a ``|`` between them."""
    return line.split("|")
