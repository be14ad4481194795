"""When to post: the best hours from the association's own posts, a day and an hour for a text, and the coming two weeks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from cblp.db.actor import MEMBER
from cblp.i18n import N_, _, formats
from cblp.outreach.reports import studio as reports
from cblp.outreach.reports.studio import Drafted, Planned
from cblp.outreach.rules import captions, examples
from cblp.outreach.services import drafts
from cblp.ui import page, reads
from cblp.ui.components import studio_words
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

AHEAD: Final = 14
FARTHEST: Final = 90
HOURS: Final = (7, 12, 16, 19)
"""Where nobody knows better: before work, at noon, after work, in the evening."""
TODAY, TOMORROW, OTHER = "today", "tomorrow", "other"
DAYS: Final = {TODAY: N_("Today"), TOMORROW: N_("Tomorrow"), OTHER: N_("Another day")}


def ask(visit: Visit, draft: Drafted) -> None:
    """A day and an hour for this text, with the best hours first."""
    planned = formats.moment(draft.planned_for, visit.actor.timezone) if draft.planned_for else ""
    with st.expander(_("Planned for {day}", day=planned) if planned else _("Plan when to post")):
        found: reports.Examples = reads.ask(reports.best, channel=draft.channel, product_id=draft.product_id, today=visit.today)
        st.write(studio_words.best_hours(found))
        day = _day(visit)
        hours = list(dict.fromkeys([*(trait.value + examples.BLOCK // 2 for trait in found.hours[:2]), *HOURS]))[:5]
        hour = st.radio(_("At what time?"), hours, format_func=lambda one: f"{one:02}.00", horizontal=True, key="studio_hour")
        with st.container(horizontal=True):
            keep = st.button(_("Keep the plan"), key="studio_plan", width="stretch")
            drop = bool(draft.planned_for) and st.button(_("Without a plan"), type="tertiary", key="studio_unplan", width="stretch")
    at = datetime.combine(day, time(hour or HOURS[0]), ZoneInfo(visit.actor.timezone))
    if (keep or drop) and page.action(drafts.plan, draft_id=draft.id, at=None if drop else at):
        page.say(_("The plan is kept.") if keep else _("The text has no day any more."))
        st.rerun()


def _day(visit: Visit) -> date:
    words = {code: _(word) for code, word in DAYS.items()}
    chosen = st.segmented_control(
        _("Which day?"), list(words), default=TOMORROW, format_func=words.__getitem__, required=True, key="studio_day", width="stretch",
    )
    day = visit.today + timedelta(chosen == TOMORROW)
    if chosen == OTHER:
        picked = st.date_input(
            _("Choose the day"), value=visit.today + timedelta(2), min_value=visit.today, max_value=visit.today + timedelta(FARTHEST),
            format="DD/MM/YYYY", key="studio_other_day",
        )
        day = picked if isinstance(picked, date) else day
    st.caption(formats.full_day(day))
    return day


def calendar(visit: Visit, business_id: UUID | None = None) -> None:
    """What is to be posted in the coming two weeks; without a business, by everybody."""
    st.subheader(_("What to post when"), anchor=False)
    rows: list[Planned] = reads.ask(
        reports.plan, first=visit.today, last=visit.today + timedelta(AHEAD), business_id=business_id,
    )
    if not rows:
        st.write(_("Nothing is planned for the next {days} days. Plans stand here once a text has a day.", days=AHEAD))
    for day, group in groupby(rows, key=lambda one: one.day):
        st.markdown(f"**{formats.full_day(day)}**")
        for one in group:
            st.markdown(f"- {_line(visit, one)}")
    hours: reports.Examples = reads.ask(reports.best, channel=captions.INSTAGRAM, today=visit.today)
    st.caption(studio_words.best_hours(hours))


def _line(visit: Visit, one: Planned) -> str:
    parts = [formats.clock(one.at, visit.actor.timezone) if one.at else _("any hour"), esc(one.title)]
    if one.channel in studio_words.CHANNELS:
        parts.append(studio_words.channel(one.channel))
    if one.business and visit.actor.role != MEMBER:
        parts.append(esc(one.business))
    return " · ".join(parts) + (f" · {_('posted')}" if one.done else "")
