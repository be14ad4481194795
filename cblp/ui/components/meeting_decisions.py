"""What a meeting wants decided: a proposal becomes a draft in Musyawarah by one form; others that exist are linked."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import streamlit as st

from cblp.decisions.reports.decisions import Row
from cblp.forum.reports.meetings import Detail
from cblp.forum.services import talk
from cblp.i18n import N_, _
from cblp.ui import page
from cblp.ui.components import decisions, fields
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

PROPOSAL: Final = (
    Field("title", N_("Title"), most=120, needed=True),
    Field("proposal", N_("The proposal in one sentence"), fields.LONG, most=600, needed=True),
)


def show(visit: Visit, meeting: Detail, writes: bool) -> None:
    """The decisions that came out of the meeting, each with how far it is now."""
    rows = {row.id: row for row in decisions.every()}
    linked = [rows[one.id] for one in meeting.decisions if one.id in rows]
    for row in linked:
        _line(visit, meeting, row, writes)
    if not linked:
        st.write(_("No proposal came out of this meeting yet."))
    if not writes:
        return
    made = fields.create(
        f"decide_{meeting.id}", PROPOSAL, {}, lambda typed: page.action(talk.decide, meeting_id=meeting.id, **typed),
        label=_("Write down a proposal"), icon=":material/how_to_vote:", primary=True,
    )
    if made:
        page.say(_("The proposal stands in Decisions as a draft. Open the vote there, or write it down as agreed."))
        st.rerun()
    _link(meeting, [row for row in rows.values() if row.id not in {one.id for one in linked} and row.state != "dropped"])


def _line(visit: Visit, meeting: Detail, row: Row, writes: bool) -> None:
    with st.container(border=True):
        name, there, away = st.columns([6, 3, 1], vertical_alignment="center")
        name.markdown(f"**{esc(row.title)}** {decisions.badge(visit, row)}")
        with there:
            decisions.link(row.number)
        if writes and away.button(_("Take away"), key=f"unlink_{row.number}") and page.action(
            talk.unlink_decision, meeting_id=meeting.id, decision_id=row.id,
        ):
            st.rerun()


def _link(meeting: Detail, others: list[Row]) -> None:
    if not others:
        return
    titles: dict[UUID, str] = {row.id: f"{row.number}. {row.title}" for row in others}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(_("A proposal that exists already"), list(titles), index=None, format_func=titles.__getitem__,
                              placeholder=_("Choose one"), key=f"link_{meeting.id}_{len(titles)}")
        if st.button(_("Add to this meeting"), key="link_decision", disabled=chosen is None) and chosen and page.action(
            talk.link_decision, meeting_id=meeting.id, decision_id=chosen,
        ):
            st.rerun()
