"""The slides of a meeting on the page: what each shows, what is typed into it, and the files that are made of them."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.charts import slide_svg
from cblp.documents import deck_parts, deck_pptx, deck_print
from cblp.forum import deck as decks
from cblp.forum.reports import decks as words
from cblp.forum.reports import meetings as reports
from cblp.forum.reports.meetings import Detail, Material, Typed
from cblp.forum.services import meetings as services
from cblp.forum.slides import Deck, Line, Slide
from cblp.i18n import N_, _, formats
from cblp.ui import page, reads, runtime
from cblp.ui.components import downloads, fields, frame, letters, papers
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

TYPED: Final = (Field("text", N_("What we add on this slide"), fields.LONG, most=services.LONGEST_SLIDE),)
SIZE: Final = {"width": 560, "height": 280, "letters": 20}


def show(visit: Visit, meeting: Detail, writes: bool) -> None:
    """Every slide in its order."""
    if not meeting.frozen_at:
        frame.empty(_("The slides stand here once the figures are made. Press “Make the figures” above."))
        return
    st.caption(_("Figures as they were on {moment}. Everybody in the hall may see these slides.",
                 moment=formats.moment(meeting.frozen_at, visit.actor.timezone)))
    made = deck(meeting)
    for number, slide in enumerate(made.slides, 1):
        with st.container(border=True, gap="small"):
            _slide(visit, meeting, slide, number, made.colour, writes)


def deck(meeting: Detail) -> Deck:
    """The slides in the language in use."""
    material: Material = reads.ask(reports.material, meeting_id=meeting.id)
    # What is kept between runs is what the slides are made from: the slides themselves speak one language.
    return decks.slides(material, reads.ask(words.names, snapshot=material.snapshot))


def files(visit: Visit, meeting: Detail) -> None:
    """The slides for PowerPoint, and as a page to print."""
    if meeting.frozen_at:
        downloads.download(_("Download PowerPoint"), lambda: deck_pptx.document(deck(meeting)), key=f"pptx_{meeting.number}")
        downloads.download(_("Print the slides"), lambda: deck_print.document(deck(meeting)), key=f"print_{meeting.number}")


def summary(visit: Visit, meeting: Detail) -> str:
    """The meeting in fewer than 1,000 characters, for a group in WhatsApp."""
    return runtime.app().read(visit.actor, words.letter, meeting_id=meeting.id, words=letters.words("meeting_summary"))


# -- one slide ---------------------------------------------------------------------------------------------------------


def _slide(visit: Visit, meeting: Detail, slide: Slide, number: int, colour: str, writes: bool) -> None:
    words, picture = st.columns([3, 2], gap="large") if slide.chart else (st.container(), None)
    with words:
        above, head = esc(deck_parts.kicker(slide)), esc(deck_parts.headline(slide))
        st.markdown(f":small[{number}. {above}]  \n**{head}**" if above else f"**{number}. {head}**")
        if slide.figures:
            with st.container(horizontal=True, gap="medium"):
                for figure in slide.figures:
                    under = f"  \n:small[{esc(figure.under)}]" if figure.under else ""
                    st.markdown(f":small[{esc(figure.label)}]  \n**{esc(figure.value)}**{under}", width="content")
        if slide.lines:
            st.markdown("\n".join(map(_line, slide.lines)))
        if slide.small:
            st.caption(esc(slide.small))
        _typed(visit, meeting, slide, writes)
    if slide.chart and picture:
        with picture:
            papers.drawn(slide_svg.draw(slide.chart, tone=colour, **SIZE))


def _line(row: Line) -> str:
    mark = deck_parts.mark(row.state)
    return f"- {f'{mark.word}: ' if mark else ''}{esc(row.text)}" + (f" :small[{esc(row.under)}]" if row.under else "")


def _typed(visit: Visit, meeting: Detail, slide: Slide, writes: bool) -> None:
    key = f"slide_{slide.kind}_{meeting.id}"
    typed = meeting.typed.get(slide.kind, Typed())
    if typed.text and not fields.is_open(key):
        st.markdown(f":small[{_('Noted in the meeting')}]  \n" + esc(typed.text).replace("\n", "  \n"))
    if writes:
        fields.edit(visit, key, TYPED, typed.version, {"text": typed.text}, lambda version, changes: page.action(
            services.write, meeting_id=meeting.id, slide=slide.kind, text=changes["text"], version=version,
        ), label=_("Change the note") if typed.text else _("Type into this slide"))
