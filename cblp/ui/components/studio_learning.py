"""How the association uses AI knowingly: what stands beside the features that people don't know to be AI."""

from __future__ import annotations

import streamlit as st

from cblp.i18n import _, formats, ngettext
from cblp.outreach.reports import studio as reports
from cblp.ui import reads


def practice() -> None:
    """How AI is used, for who helps people to know it: never whose text it was."""
    found: reports.Practice = reads.ask(reports.practice)
    if found.asked:
        st.caption(" ".join((
            ngettext("{count} business asked AI for a draft, knowing that it is AI.",
                     "{count} businesses asked AI for a draft, knowing that it is AI.", found.businesses,
                     count=formats.count(found.businesses)),
            _("Of {asked} drafts, {completed} got a sentence of their own.", asked=formats.count(found.asked),
              completed=formats.count(found.completed)),
        )))
