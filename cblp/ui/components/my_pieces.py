"""What a member made while learning, on the phone: write it down in three small steps, and look back at what was made."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import streamlit as st

from cblp.growth.reports import pieces as reports
from cblp.growth.reports.pieces import Work
from cblp.i18n import _, formats, ngettext
from cblp.ui import reads
from cblp.ui.components import my_pieces_form as form
from cblp.ui.components import piece_words, tables
from cblp.ui.components.activities import Todo
from cblp.ui.page import Visit

PAGE: Final = 5
"""So many pieces stand on the phone at once."""


def asking(business_id: UUID) -> bool:
    """Whether a piece is being written down: then nothing else belongs on the screen."""
    return form.asking(business_id)


def show(visit: Visit, business_id: UUID) -> None:
    """The form while it is open; else the way to it, and what was made, the newest first."""
    works: list[Work] = reads.ask(reports.of_business, business_id=business_id)
    if asking(business_id):
        form.show(visit, business_id, works)
        return
    st.subheader(_("What I made"), anchor=False)
    if not works:
        st.write(_("Nothing stands here yet. Write down a post or a photo that you made."))
    form.begin(business_id, _("Write down what I made"))
    first = tables.start(len(works), "my_pieces", PAGE)
    for work in works[first : first + PAGE]:
        with st.expander(piece_words.head(work)):
            piece_words.told(work)
            _points(work)
            if work.open:
                form.change(work)
    tables.pager(len(works), "my_pieces", PAGE)


def line(visit: Visit, business_id: UUID) -> str:
    """How many pieces there are, for the list of what there is to learn."""
    count = len(reads.ask(reports.of_business, business_id=business_id))
    return ngettext("{count} piece of content", "{count} pieces of content", count, count=formats.count(count)) if count else _(
        "Nothing written down yet")


def tasks(visit: Visit, business_id: UUID) -> list[Todo]:
    """A piece that is not saved yet."""
    if not form.unsaved(business_id):
        return []
    return [Todo(_("What you made is not saved yet."), _("Continue"), "learning")]


def _points(work: Work) -> None:
    """What two people gave it, each point with what it means; before the round is closed nobody is told."""
    if work.mark is None:
        if work.open and work.cycle:
            st.caption(_("Its points stand here when the round is closed."))
        return
    st.markdown(f"**{_('Two people gave it {mark} of {most}.', mark=formats.number(work.mark), most=formats.count(piece_words.MOST))}**")
    for name, points in work.points.items():
        st.markdown(piece_words.given(name, points))
