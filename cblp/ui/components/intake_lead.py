"""The first sentence about files: how many shops have theirs this month, and what waits."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

import streamlit as st

from cblp.i18n import _, formats, ngettext
from cblp.intake import reports
from cblp.ui import reads
from cblp.ui.components import intake_shops
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit


def show(visit: Visit, waiting: int) -> None:
    """Until the 7th it speaks of the month that has closed, whose files are awaited then."""
    first = (visit.today - timedelta(days=7)).replace(day=1)
    last = min(visit.today, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    found = reads.ask(reports.coverage, first=first, last=last)
    if not found.shops:
        st.write(_("The reports of the shops come in here. There is no shop yet; choose a file, and add its shop with it."))
        return
    sentence = _(
        "{covered} of {shops} shops have their file for {month}.", covered=formats.count(found.covered),
        shops=formats.count(found.shops), month=formats.month(first),
    )
    newest = _("Newest data: {day}.", day=formats.day(found.last_day)) if found.last_day else ""
    waits = ngettext("{count} file waits to come in.", "{count} files wait to come in.", waiting) if waiting else ""
    st.markdown(f"**{sentence}** {newest} {waits}")
    names = intake_shops.marketplaces()
    lacking = defaultdict(list)
    for shop in found.each:
        if not shop.covered:
            lacking[names[shop.marketplace]].append(esc(shop.name or shop.handle))
    if lacking:
        label = ngettext("{count} shop without a file", "{count} shops without a file", found.shops - found.covered)
        with st.expander(label, icon=":material/storefront:"):
            st.markdown("\n".join(f"- **{place}**: {', '.join(shops)}" for place, shops in lacking.items()))
