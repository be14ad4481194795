"""What a person can tell the reader of a file that the file does not say itself."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Mapping:
    """Which columns of a file that no format knows mean what; saved per shop by the mapping page.

    ``columns`` maps a meaning (``day``, ``receipt``, ``product``, ``sku``, ``quantity``, ``amount``) to the header as the file
    prints it; ``header_row`` is counted from 1, as a person counts; ``marketplace`` is the code under which rows are kept.
    """

    marketplace: str
    columns: Dict[str, str] = field(default_factory=dict)
    header_row: int = 1
    sheet: str = ""


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
