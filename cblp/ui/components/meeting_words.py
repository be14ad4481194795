"""How meetings are spoken of: their names, states, days and places, and the fields of their forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from cblp.forum import deck
from cblp.forum.reports.meetings import Detail, Row
from cblp.forum.rules import states
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui.components import fields
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

STATES: Final = {
    states.PLANNED: N_("Planned"), states.HELD: N_("Being written"), states.FINAL: N_("Closed for good"), states.OFF: N_("Called off"),
}
COLOURS: Final = {states.PLANNED: "blue", states.HELD: "orange", states.FINAL: "green", states.OFF: "gray"}
KINDS: Final = {states.MONTHLY: N_("Monthly meeting"), states.NEEDS: N_("Meeting on needs")}

USUAL: Final = time(9)
HOURS: Final = tuple(time(hour, minute) for hour in range(6, 22) for minute in (0, 30))


def name(meeting: Row | Detail) -> str:
    """``Temu bulanan Oktober 2026``, or the title that was given."""
    return deck.title(meeting.kind, meeting.title, meeting.month)


def badge(meeting: Row | Detail) -> str:
    """How far it is, as a badge of markdown."""
    return f":{COLOURS[meeting.state]}-badge[{_(STATES[meeting.state])}]"


def when(visit: Visit, at: datetime) -> str:
    """``Sabtu, 21 November 2026 pukul 09.00 WIB``."""
    return f"{formats.full_day(visit.actor.day(at))} {formats.clock(at, visit.actor.timezone)}"


def where(place: str) -> str:
    """The place as safe markdown, or that nobody knows it yet."""
    return esc(place) if place else _("The place is not known yet.")


def came(businesses: int, guests: int) -> str:
    """``12 usaha dan 2 tamu hadir``."""
    if not businesses and not guests:
        return _("Who came is not written down yet")
    count = formats.count(businesses)
    if not guests:
        return ngettext("{count} business was there", "{count} businesses were there", businesses, count=count)
    return _("{businesses} and {guests} were there", businesses=ngettext("{count} business", "{count} businesses", businesses, count=count),
             guests=ngettext("{count} guest", "{count} guests", guests, count=formats.count(guests)))


def clock(visit: Visit, at: datetime) -> time:
    """The time of day where the association is."""
    return at.astimezone(ZoneInfo(visit.actor.timezone)).time().replace(second=0, microsecond=0)


def instant(visit: Visit, day: date, at: time) -> datetime:
    """A day and a time of day where the association is."""
    return datetime.combine(day, at, ZoneInfo(visit.actor.timezone))


def wanted(at: time = USUAL) -> tuple[Field, ...]:
    """When and where; ``at`` stands among the times that can be chosen even where it is none of the usual ones."""
    return (
        Field("day", N_("On which day"), fields.DAY, needed=True),
        Field("at", N_("At what time"), fields.CHOICE, {one: f"{one:%H.%M}" for one in sorted({*HOURS, at})}, needed=True),
        Field("place", N_("Place"), most=160),
    )


def read(visit: Visit, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The typed day and time as one instant, everything else as it is."""
    rest = {key: value for key, value in typed.items() if key not in {"day", "at"}}
    return {**rest, "starts_at": instant(visit, typed["day"], typed["at"])} if {"day", "at"} <= typed.keys() else rest
