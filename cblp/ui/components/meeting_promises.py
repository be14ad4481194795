"""The promises of a meeting: what it begins with, and who does what until the next one."""

from __future__ import annotations

import streamlit as st

from cblp.forum.reports.meetings import Detail
from cblp.i18n import _, formats
from cblp.ui.components import action_item_rows
from cblp.ui.page import Visit


def show(visit: Visit, meeting: Detail, writes: bool) -> None:
    """New promises first: they are written while people talk; then the earlier ones with their state."""
    now, before = st.columns(2, gap="large")
    with now:
        st.subheader(_("Promised in this meeting"), anchor=False)
        for item in meeting.items:
            action_item_rows.show(visit, item, acts=meeting.writable)
        if not meeting.items:
            st.write(_("Nothing was promised yet."))
        if meeting.writable:
            action_item_rows.new(visit, meeting_id=meeting.id)
    with before:
        st.subheader(_("Promised before"), anchor=False)
        if not meeting.promises:
            st.write(_("No earlier promise is open."))
        else:
            done = sum(item.state == "done" for item in meeting.promises)
            st.write(_("{done} of {promised} promises done", done=formats.count(done), promised=formats.count(len(meeting.promises))))
        for item in meeting.promises:
            action_item_rows.show(visit, item, acts=meeting.writable, told=True)
