"""What a member can do or look back on: one list by date, filled by votes, campaigns, and whatever else comes with a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Activity:
    """One item of the list. ``title`` and ``sentence`` are safe markdown; ``show`` draws what can be done inside the item.

    ``day`` is when it ends or ended (None: no day yet); ``urgent`` items wait for this member's answer.
    """

    day: date | None
    past: bool
    icon: str
    title: str
    sentence: str
    show: Callable[[], None]
    urgent: bool = False


@dataclass(frozen=True)
class Todo:
    """A thing to do now, for the first list of Toko saya: one sentence, one button that opens a page."""

    sentence: str
    button: str
    page: str
