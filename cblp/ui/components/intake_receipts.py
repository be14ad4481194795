"""Receipts of the files that were just brought in."""

from __future__ import annotations

import streamlit as st

from cblp.i18n import _, formats, ngettext
from cblp.intake.reports import Filed
from cblp.ui import menu, state
from cblp.ui.components import intake_words
from cblp.ui.components.intake_undo import undo
from cblp.ui.page import Visit


def show(visit: Visit) -> None:
    """Each receipt with the way to its rows and back."""
    kept: tuple[Filed, ...] = state.RECEIPTS.get()
    for filed in kept:
        with st.container(border=True):
            st.markdown(f":material/check_circle: **{sentence(filed)}** {intake_words.counted(filed)}")
            with st.container(horizontal=state.CONFIRMING.get() != str(filed.batch_id), vertical_alignment="center"):
                st.page_link(
                    menu.BY_ID["import_history"].file, icon=":material/receipt_long:", query_params={"file": str(filed.batch_id)},
                    label=ngettext("See {count} row", "See {count} rows", filed.rejected, count=formats.count(filed.rejected))
                    if filed.rejected else _("See the receipt"),
                )
                gone = undo(visit, filed.batch_id, filed.name, filed.rows)
        if gone:
            state.RECEIPTS.set(tuple(other for other in kept if other.batch_id != filed.batch_id))
            st.rerun()
    if kept and st.button(_("Close receipts"), key="close_receipts"):
        state.RECEIPTS.set(())
        st.rerun()


def sentence(filed: Filed) -> str:
    """What came in, into which shop, for which days."""
    return intake_words.is_in(filed.format, (handle for _marketplace, handle in filed.shops), filed.period)
