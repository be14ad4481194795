"""What a person can tell the reader of a file that the file does not say itself."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Mapping as Dict
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Mapping:
    """Which columns of a file that no format knows mean what; made on the mapping page and saved per shop.

    ``columns`` maps a meaning of ``mapping.MEANINGS`` to the header as the file prints it; the header row is found by these.
    ``marketplace`` is the code under which rows are kept, "" to leave it to the shop that is chosen. ``sheet`` names the sheet
    of a workbook, "" for the first that has the columns. ``shop`` is a sign of the shop (its id): it is mixed into the order
    numbers that are made up for rows without one, so that equal sales of two shops stay apart.
    """

    columns: Dict[str, str] = field(default_factory=dict)
    marketplace: str = ""
    sheet: str = ""
    shop: str = ""


@dataclass(frozen=True)
class Options:
    """``year`` of the last day in files that print days without one; ``mapping`` reads the file by hand-picked columns."""

    year: int | None = None
    mapping: Mapping | None = None

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Options:
        """The inverse of to_json."""
        mapping = given.get("mapping")
        return cls(year=given.get("year"), mapping=Mapping(**mapping) if mapping else None)


def likeliest_year(last: str, leap: int | None, today: date) -> int:
    """The latest year of the day ``last`` (MM-DD) in which it does not lie in the future.

    ``leap`` says how many years before ``last`` the same file has a 29 February, None when it has none.
    """
    year = today.year if last <= f"{today:%m-%d}" else today.year - 1
    while leap is not None and not isleap(year - leap):
        year -= 1
    return year
