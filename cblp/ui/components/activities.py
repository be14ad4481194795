"""What a member can do or look back on: one list by date, filled by votes, campaigns, and whatever else comes with a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import streamlit as st

from cblp.i18n import _, formats
from cblp.ui.components import tables
from cblp.ui.page import Visit


@dataclass(frozen=True)
class Activity:
    """One item of the list. ``title`` and ``sentence`` are safe markdown; ``show`` draws what can be done inside the item.

    ``day`` is the last one on which something can be done, or, not ``until``, the one on which it takes place (None: no day yet);
    ``urgent`` items wait for this member's answer.
    """

    day: date | None
    past: bool
    icon: str
    title: str
    sentence: str
    show: Callable[[], None]
    urgent: bool = False
    until: bool = True


@dataclass(frozen=True)
class Todo:
    """A thing to do now, for the first list of Toko saya: one sentence, one button that opens a page, and there what ``query`` says."""

    sentence: str
    button: str
    page: str
    query: Mapping[str, str] = field(default_factory=dict)


PAST: Final = 5
"""So many of what is past stand on the page at once."""


def show(visit: Visit, found: Iterable[Activity], *, nothing: str = "") -> None:
    """The list: what waits for the member's answer, what is on or comes, and what is past with what came of it.

    ``nothing`` is said where there is nothing, instead of the sentence on votes and campaigns.
    """
    coming, past = sort(found)
    if not coming and not past:
        with st.container(border=True):
            st.write(nothing or _("There are no activities yet. Votes and campaigns stand here once the coordinator opens them."))
        return
    waiting = [activity for activity in coming if activity.urgent]
    _part(_("Waits for your answer"), waiting, visit.today)
    _part(_("Now and next"), [activity for activity in coming if not activity.urgent], visit.today)
    if past:
        first = tables.start(len(past), "past_activities", PAST)
        _part(_("Past"), past[first : first + PAST], visit.today)
        tables.pager(len(past), "past_activities", PAST)


def sort(found: Iterable[Activity]) -> tuple[list[Activity], list[Activity]]:
    """What is to come (first what waits for an answer, then by day, without a day last) and what is past (the newest first)."""
    both = list(found)
    coming = sorted((a for a in both if not a.past), key=lambda a: (not a.urgent, a.day or date.max))
    past = sorted((a for a in both if a.past), key=lambda a: a.day or date.min, reverse=True)
    return coming, past


def when(activity: Activity, today: date) -> str:
    """The day of an item in full, with how near it is while it can still be missed."""
    if activity.day is None:
        return _("There is no day for it yet.")
    day = formats.full_day(activity.day)
    if activity.past:
        return day
    left = (activity.day - today).days
    if left < 0:
        return _("The day was {day}.", day=day)
    far = _("today") if left <= 0 else _("tomorrow") if left == 1 else _("in {days} days", days=formats.count(left))
    return _("Until {day}, {far}.", day=day, far=far) if activity.until else _("{day}, {far}.", day=day, far=far)


def _part(head: str, some: Sequence[Activity], today: date) -> None:
    if some:
        st.subheader(head, anchor=False)
    for activity in some:
        with st.container(border=True):
            st.markdown(f"{activity.icon} **{activity.title}**  \n{when(activity, today)}")
            if activity.sentence:
                st.markdown(activity.sentence)
            activity.show()
