"""Who is at a meeting: members by a tap on their names, guests by name."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.forum.reports.meetings import Detail
from cblp.forum.services import talk
from cblp.i18n import N_, _, formats, ngettext
from cblp.people.reports import register
from cblp.ui import page, reads
from cblp.ui.components import fields
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

TAPPED: Final = 60
"""Up to so many members every name can be tapped; more are searched for."""


def show(visit: Visit, meeting: Detail, writes: bool) -> None:
    """Members at the left, guests at the right."""
    if writes and visit.actor.day(meeting.starts_at) > visit.today:
        st.write(_("Who is there is written down on the day of the meeting."))
        return
    members, guests = st.columns([2, 1], gap="large")
    with members:
        _members(visit, meeting, writes)
    with guests:
        _guests(visit, meeting, writes)


def _members(visit: Visit, meeting: Detail, writes: bool) -> None:
    there = {one.business_id: one.business for one in meeting.businesses}
    st.subheader(ngettext("{count} business was there", "{count} businesses were there", len(there), count=formats.count(len(there))),
                 anchor=False)
    if not writes:
        if there:
            st.markdown(", ".join(map(esc, there.values())))
        return
    names = {id_: name for id_, _code, name in reads.ask(register.names, today=visit.today)} | there
    missing = names.keys() - there.keys()
    # The names chosen stand for who was there when the form was drawn: with each change it begins anew.
    key = f"there_{meeting.id}_{hash(frozenset(there))}"
    with st.form(f"form_{key}", enter_to_submit=False):
        label = _("Tap the name of everybody who is there")
        order = sorted(names, key=lambda id_: names[id_].casefold())
        chosen = set(
            st.pills(label, order, selection_mode="multi", default=list(there), format_func=lambda id_: esc(names[id_]), key=key)
            if len(names) <= TAPPED else
            st.multiselect(label, order, list(there), format_func=names.__getitem__, key=key, placeholder=_("Choose members"))
        )
        with st.container(horizontal=True):
            keep = st.form_submit_button(_("Save who is there"), type="primary", key=f"save_{key}")
            everybody = bool(missing) and st.form_submit_button(_("All are there"), key=f"all_{key}")
    if everybody:
        chosen = set(names)
    if not (keep or everybody):
        return
    kept = page.action(talk.attend, meeting_id=meeting.id, business_ids=sorted(chosen - there.keys()))
    if kept and there.keys() - chosen:
        kept = page.action(talk.attend, meeting_id=meeting.id, business_ids=sorted(there.keys() - chosen), here=False)
    if kept:
        page.say(ngettext("{count} business is there.", "{count} businesses are there.", len(chosen), count=formats.count(len(chosen))))
        st.rerun()


def _guests(visit: Visit, meeting: Detail, writes: bool) -> None:
    st.subheader(ngettext("{count} guest", "{count} guests", len(meeting.guests), count=formats.count(len(meeting.guests))), anchor=False)
    for guest in meeting.guests:
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.markdown(esc(guest.name) + (f"  \n:small[{esc(guest.institution)}]" if guest.institution else ""), width="stretch")
            if writes and st.button(_("Take away"), key=f"leave_{guest.id}") and page.action(talk.leave_guest, guest_id=guest.id):
                st.rerun()
    if not writes:
        return
    wanted = (Field("name", N_("Name"), most=120, needed=True), Field("institution", N_("From which office or group"), most=120))
    if fields.create(f"guest_{meeting.id}", wanted, {}, lambda typed: page.action(talk.guest, meeting_id=meeting.id, **typed),
                     label=_("Add a guest")):
        st.rerun()
