"""Pieces of content in words: the three steps with an example each, what was made, and what each point of a rater means."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.growth.reports import pieces as reports
from cblp.growth.reports.pieces import Work
from cblp.growth.rules import rubric
from cblp.i18n import N_, _, formats
from cblp.ui import reads
from cblp.ui.components import clinic_words, papers, training_words
from cblp.ui.components.frame import esc

MOST: Final = rubric.HIGH
STEPS: Final = {"seen": N_("1 · Look at an example"), "followed": N_("2 · Follow it"), "added": N_("3 · Add your own")}
"""The three steps by the field that holds each."""
EXAMPLES: Final = {
    "seen": N_("For example: a photo of a bag beside the window. The light is soft, and the hands of the maker show."),
    "followed": N_("For example: I put my bag beside the window, too."),
    "added": N_("For example: I told who taught me this pattern, and why it is called so."),
}
LEVELS: Final[Mapping[str, tuple[str, ...]]] = {
    rubric.LOCAL: (
        N_("No story of the place"), N_("The place is named only"), N_("The story is told"), N_("The story makes one want it"),
    ),
    rubric.OWN: (N_("The same as the example"), N_("A little is different"), N_("Something is new"), N_("A style of their own")),
    rubric.CLEAR: (N_("Hard to see or read"), N_("Clear in part"), N_("Clear"), N_("Very clear at one look")),
    rubric.INVITES: (
        N_("No way to order"), N_("A way, but not clear"), N_("How to order stands there"), N_("Ordering takes one press"),
    ),
}
"""What 1, 2, 3 and 4 mean, by criterion."""


def level(name: str, points: int) -> str:
    """``3 · Ceritanya disampaikan``."""
    return f"{formats.count(points)} · {_(LEVELS[name][points - 1])}"


def given(name: str, points: Fraction) -> str:
    """A criterion with what the raters gave on the average."""
    criterion = _(training_words.CRITERIA[name])
    return _("{criterion}: **{mark}** of {most}", criterion=criterion, mark=formats.number(points), most=formats.count(MOST))


def head(work: Work) -> str:
    """The title and the day, with the mark once it is known."""
    mark = f" · {_('mark {mark}', mark=training_words.mark(work.mark))}" if work.mark is not None else ""
    return f"**{esc(work.title)}** · {formats.day(work.made_on)}{mark}"


def told(work: Work) -> None:
    """The steps as they were written, the link and the photo."""
    about = [part for part in (work.product, work.cycle) if part]
    if about:
        st.caption(esc(", ".join(about)))
    for name, step in STEPS.items():
        if text := getattr(work, name):
            st.markdown(f"**{_(step)}**  \n{clinic_words.quoted(text)}")
    if work.evidence_id:
        photo(work.id, work.title)
    if work.link:
        st.link_button(_("Open the link"), work.link, icon=":material/open_in_new:", width="stretch")


def photo(piece_id: UUID, title: str) -> None:
    """The photo, fetched when somebody wants it: a phone with little data reads the list without."""
    if st.toggle(_("See the photo"), key=f"piece_photo_{piece_id.hex}"):
        papers.shown(reads.ask(reports.photo, piece_id=piece_id), _("Photo of “{title}”", title=title))
