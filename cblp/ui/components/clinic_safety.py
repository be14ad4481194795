"""Account safety of all members, for the coordinator: what is missing most, who was not asked yet, asking them, reminding them."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.growth import checklist
from cblp.growth.reports import safety as reports
from cblp.growth.reports.safety import Member, Overview
from cblp.i18n import _, formats, language
from cblp.ui import reads
from cblp.ui.components import figures, letters, my_safety, safety_ask, tables
from cblp.ui.components.figures import Card
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

PAGE: Final = 20


def show(visit: Visit) -> None:
    """The overview; or the list of one member while the coordinator asks them."""
    found: Overview = reads.ask(reports.overview, today=visit.today)
    asked = next((member for member in found.members if member.business_id == safety_ask.opened()), None)
    if asked:
        with st.container(border=True):
            st.markdown(_("You ask **{business}**.", business=esc(asked.business)))
            safety_ask.show(visit, asked.business_id)
        return
    if not found.members:
        with st.container(border=True):
            st.write(_("There are no active members yet. Their account safety stands here once they answer the list."))
        return
    _lead(found)
    first = tables.start(len(found.members), "safety", PAGE)
    with st.container(gap=None):
        for member in found.members[first : first + PAGE]:
            _member(visit, member)
    tables.pager(len(found.members), "safety", PAGE)


def _lead(found: Overview) -> None:
    items = {item.code: item for item in checklist.newest().items}
    safe = [member for member in found.members if member.check and not member.check.score.next]
    figures.cards([
        Card(_("Answered the list"), _("{count} of {all}", count=formats.count(found.asked), all=formats.count(len(found.members))),
             note=_("active members")),
        Card(_("Everything safe"), formats.count(len(safe)), note=_("members")),
    ])
    worst = [(code, count) for code, count in found.missing if count][:3]
    if worst:
        st.markdown(f"**{_('What is missing most')}**")
        tables.show(
            (_("Question"), tables.Number(_("Members who don't have it"))),
            [(items[code].question[language()], _("{count} of {all}", count=formats.count(count), all=formats.count(found.asked)))
             for code, count in worst],
        )
    st.caption(f":material/visibility_off: {_('This page names members. Keep it off the projector.')}")


def _member(visit: Visit, member: Member) -> None:
    with st.container(border=True):
        name, said, act = st.columns([3, 5, 4], vertical_alignment="center")
        name.markdown(f"**{esc(member.business)}**")
        check = member.check
        if check is None:
            said.markdown(f":orange-badge[{_('Not asked yet')}]")
        else:
            score = _("{safe} of {all} things are safe.", safe=formats.count(check.score.safe), all=formats.count(check.score.of))
            said.markdown(f"{score}  \n:small[{_('Checked on {day}.', day=formats.day(visit.actor.day(check.checked_at)))}]")
        with act.container(horizontal=True):
            if st.button(_("Ask them"), key=f"safety_ask_{member.business_id.hex}", icon=":material/checklist:"):
                safety_ask.begin(member.business_id)
            if check is None:
                _remind(visit, member)
            elif check.score.next:
                with st.popover(_("Next step"), icon=":material/arrow_forward:", key=f"safety_next_{member.business_id.hex}"):
                    items = {item.code: item for item in checklist.versions()[check.version].items}
                    st.markdown(f"**{items[check.score.next].question[language()]}**")
                    my_safety.steps(items[check.score.next])


def _remind(visit: Visit, member: Member) -> None:
    with letters.to(visit, member.business_id):
        text = letters.write(
            visit, "safety_check", who=letters.opening(member.address_form, member.person, member.business),
            count=formats.count(len(checklist.newest().items)), link=letters.address("learning"),
        )
    letters.remind(visit, member.phone, text, key=f"safety_remind_{member.business_id.hex}")
