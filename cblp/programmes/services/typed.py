"""What people type into forms, as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cblp.forum.services.meetings import long
from cblp.i18n import N_
from cblp.people.services.register import DayRefused, clip


class DayTooEarly(DayRefused):
    """Something that came of a request before it was made."""

    message = N_("The day must not be before {day}. Choose a later day.")


def cleaned(typed: Mapping[str, Any], lines: Mapping[str, int], paragraphs: Mapping[str, int]) -> dict[str, Any]:
    """The same values, with ``lines`` and ``paragraphs`` cleaned and of at most so many letters; raises TooLong."""
    def kept(name: str, value: Any) -> Any:
        if name in lines:
            return clip(value, lines[name])
        return long(value, paragraphs[name]) if name in paragraphs else value

    return {name: kept(name, value) for name, value in typed.items()}
