"""Points for what members made, on a mentor's phone: one piece a screen, each number with what it means; and writing down for a mentee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from cblp.growth.reports import pieces as reports
from cblp.growth.reports.mentors import Mentee
from cblp.growth.reports.pieces import Work
from cblp.growth.rules import rubric
from cblp.growth.services import pieces
from cblp.i18n import _, formats, ngettext
from cblp.ui import page, reads, state
from cblp.ui.components import frame, mentor_mentees, my_pieces_form, piece_words, training_words
from cblp.ui.components.frame import esc
from cblp.ui.components.my_shop_sheet import Sheet, close, forget, open_form
from cblp.ui.page import Visit

PREFIX: Final = "learning/rate/"
NOTE: Final = "note"


def asking(visit: Visit) -> bool:
    """Whether a piece is being rated or written down: then nothing else belongs on the screen."""
    return state.EDITING.get().startswith(PREFIX) or _writing(visit) is not None


def hint(visit: Visit) -> None:
    """On the mentor's first page: what waits for points, with the way there."""
    waits = _waits(visit)
    if not waits:
        return
    with st.container(border=True):
        st.write(_sentence(len(waits)))
        frame.way("mentor_learning", _("Give points"), key="to_rate", icon=":material/star:")


def show(visit: Visit) -> None:
    """What can be rated, the way to write down what a mentee made; or the one that is open."""
    writing = _writing(visit)
    if writing:
        st.markdown(f"**{esc(writing.business)}**")
        my_pieces_form.show(visit, writing.business_id, reads.ask(reports.of_business, business_id=writing.business_id))
        return
    works: list[Work] = reads.ask(reports.to_rate)
    if state.EDITING.get().startswith(PREFIX):
        opened = next((work for work in works if state.EDITING.get() == _form(work)), None)
        if opened:
            _rate(visit, opened)
            return
        state.EDITING.set("")
        st.info(_("This piece has its points already."))
    mentees = mentor_mentees.running(visit)
    if not works and not mentees:
        return
    waits, done = [work for work in works if work.mine is None], [work for work in works if work.mine is not None]
    st.subheader(_("Content of my mentees"), anchor=False)
    if waits:
        st.write(_sentence(len(waits)))
        if st.button(_("Give points"), type="primary", icon=":material/star:", key="rate_next", width="stretch"):
            open_form(_form(waits[0]))
    else:
        st.write(_("Nothing waits for your points."))
    if done:
        with st.expander(_("My points: {count}", count=formats.count(len(done)))):
            for work in done:
                st.markdown(f"**{esc(work.title)}** · {esc(work.business)}  \n{_mine(work)}")
                if st.button(_("Change my points"), key=f"rate_{work.id.hex}", width="stretch"):
                    open_form(_form(work))
    if mentees:
        with st.expander(_("Write down for a mentee")):
            for business_id, name in {one.business_id: one.business for one in mentees}.items():
                st.markdown(f"**{esc(name)}**")
                my_pieces_form.begin(business_id, _("Write down content"))


def _waits(visit: Visit) -> list[Work]:
    return [work for work in reads.ask(reports.to_rate) if work.mine is None]


def _writing(visit: Visit) -> Mentee | None:
    """The mentee for whom something is being written down."""
    return next((one for one in mentor_mentees.running(visit) if my_pieces_form.asking(one.business_id)), None)


def _sentence(count: int) -> str:
    return ngettext("{count} piece of content waits for your points.", "{count} pieces of content wait for your points.", count,
                    count=formats.count(count))


def _mine(work: Work) -> str:
    given: Mapping[str, int] = work.mine or {}
    return ", ".join(f"{_(training_words.CRITERIA[name])}: {formats.count(given[name])}" for name in rubric.CRITERIA if name in given)


# -- one piece -----------------------------------------------------------------------------------------------------------


def _form(work: Work) -> str:
    return f"{PREFIX}{work.id.hex}"


@page.fragment
def _rate(visit: Visit, work: Work) -> None:
    """The piece, then four questions; what is pressed is kept until it is saved."""
    kept = {name: str(points) for name, points in (work.mine or {}).items()}
    sheet = Sheet.begin(_form(work), work.title, lambda: {"mine": {"version": 0, **kept}})
    st.subheader(esc(work.title), anchor=False)
    st.caption(f"{esc(work.business)}, {formats.day(work.made_on)}")
    with st.container(border=True):
        piece_words.told(work)
    points = {name: _points(sheet, name) for name in rubric.CRITERIA}
    note = sheet.text(NOTE, _("Note, if you like"), long=True) if st.toggle(
        _("Add a note"), value=bool(sheet.typed.get(NOTE)), key=f"{sheet.form}/add_note") else ""
    st.caption(_("The other person who gives points does not see yours."))
    with st.container(horizontal=True):
        back = st.button(_("Back"), key=f"{sheet.form}/back", width="stretch")
        save = st.button(_("Save"), type="primary", key=f"{sheet.form}/save", width="stretch")
    if back:
        close()
    lacking = next((name for name, given in points.items() if not given), "")
    if save and lacking:
        st.markdown(f":red[:material/error: {_('Press a number: {criterion}.', criterion=_(training_words.CRITERIA[lacking]).lower())}]")
    elif save and page.action(
        pieces.score, piece_id=work.id, points={name: int(given) for name, given in points.items()}, note=note.strip(), now=visit.now,
    ):
        forget(sheet.form)
        _next(work, reads.ask(reports.to_rate))


def _points(sheet: Sheet, name: str) -> str:
    numbers = [str(number) for number in range(rubric.LOW, rubric.HIGH + 1)]
    known = sheet.typed.get(name, sheet.start(name))
    chosen = st.pills(
        _(training_words.CRITERIA[name]), numbers, default=known if known in numbers else None, key=f"{sheet.form}/{name}",
        format_func=lambda number: piece_words.level(name, int(number)),
    )
    sheet.note(name, chosen or "")
    return chosen or ""


def _next(done: Work, works: Sequence[Work]) -> None:
    """On to the piece that waits longest, until nothing waits."""
    page.say(_("Your points are saved."))
    following = next((work for work in works if work.mine is None and work.id != done.id), None)
    if following and done.mine is None:
        open_form(_form(following))
    close()
