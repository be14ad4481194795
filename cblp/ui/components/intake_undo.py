"""Taking a file out again: the question names the file and the number of its rows, and asks for the reason."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from cblp.i18n import _, formats, ngettext
from cblp.intake import services
from cblp.ui import page, state
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit


def undo(visit: Visit, batch_id: UUID, name: str, rows: int) -> bool:
    """The button, and after it the question; true in the run in which the file was taken out."""
    if state.CONFIRMING.get() != str(batch_id):
        if st.button(_("Take this file out"), icon=":material/undo:", key=f"undo_{batch_id}"):
            state.CONFIRMING.set(str(batch_id))
            st.rerun()
        return False
    with st.container(border=True):
        st.write(ngettext(
            'Take the file "{name}" out? {count} row will no longer count.',
            'Take the file "{name}" out? {count} rows will no longer count.', rows, name=esc(name), count=formats.count(rows),
        ))
        st.caption(_("All figures become what they would be without this file. It stays in the file history."))
        reason = st.text_input(_("Why?"), max_chars=200, key=f"why_{batch_id}", placeholder=_("For example: wrong shop"))
        with st.container(horizontal=True):
            yes = st.button(_("Take this file out"), type="primary", key=f"undo_yes_{batch_id}")
            no = st.button(_("Not yet"), key=f"undo_no_{batch_id}")
    if no:
        state.CONFIRMING.set("")
        st.rerun()
    if not (yes and page.action(services.revert, batch_id=batch_id, reason=reason.strip(), now=visit.now)):
        return False
    state.CONFIRMING.set("")
    page.say(_('The file "{name}" is out. All figures are as if it had never come.', name=esc(name)))
    return True
