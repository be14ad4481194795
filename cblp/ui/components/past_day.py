"""Which day it was: today and yesterday by one press, another day by its date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import streamlit as st

from cblp.i18n import N_, _, formats
from cblp.ui.components.my_shop_sheet import Sheet

TODAY, YESTERDAY, OTHER = "today", "yesterday", "other"
DAYS: Final = {TODAY: N_("Today"), YESTERDAY: N_("Yesterday"), OTHER: N_("Another day")}


def choose(sheet: Sheet, field: str, kept: date, *, today: date, oldest: int) -> date:
    """The day that is chosen on a sheet, beginning with ``kept``, at most ``oldest`` days ago; noted under ``field`` as a date.

    A date and not "yesterday": a draft of yesterday evening is not about this morning.
    """
    first = {today: TODAY, today - timedelta(1): YESTERDAY}.get(kept, OTHER)
    chosen = st.segmented_control(_("When?"), list(DAYS), default=first, format_func=lambda code: _(DAYS[code]), required=True,
                                  key=f"{sheet.form}/when", width="stretch")
    day = today - timedelta(1) if chosen == YESTERDAY else today
    if chosen == OTHER:
        picked = st.date_input(
            _("Choose the day"), value=kept if first == OTHER else today - timedelta(2), max_value=today,
            min_value=min(kept, today - timedelta(oldest)), format="DD/MM/YYYY", key=f"{sheet.form}/day",
        )
        day = picked if isinstance(picked, date) else day
    st.caption(formats.full_day(day))
    sheet.note(field, day.isoformat())
    return day
