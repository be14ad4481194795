"""A member's own loans and grants from outside on the phone: how much, from whom, and by when it is paid back."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from cblp.i18n import _, formats
from cblp.programmes import states
from cblp.programmes.reports import financing as reports
from cblp.programmes.reports.financing import Row
from cblp.ui import reads
from cblp.ui.components import financing
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit


def show(visit: Visit, business_id: UUID) -> None:
    """What waits for an answer first, then the newest; nothing where nothing is written down, for most members never ask for any."""
    everything: list[Row] = reads.ask(reports.listing)
    own = [row for row in everything if row.business_id == business_id]
    if not own:
        return
    st.subheader(_("Loans and grants"), anchor=False)
    for row in own:
        with st.container(border=True):
            st.markdown(_told(visit, row))
    st.caption(_("Only you and the coordinator see this. If something changes, tell the coordinator."))


def _told(visit: Visit, row: Row) -> str:
    """``KUR · BRI``, the rupiah with what they are for, and where it stands."""
    late = f" :orange-badge[{_('late')}]" if row.overdue(visit.today) else ""
    when = financing.when(row, visit.today)
    lines = [
        " · ".join(dict.fromkeys([esc(_(states.FINANCING[row.kind])), esc(row.institution)])),  # a kind may be the giver's name
        f"**{formats.money(row.amount)}**" + (f", {esc(row.purpose)}" if row.purpose else ""),
        f"{when[0].upper()}{when[1:]}.{late}",
    ]
    return "  \n".join(lines)
