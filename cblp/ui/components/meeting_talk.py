"""What is talked about at a meeting: themes with how many raised them, sentences without a speaker, and the questions on needs."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from cblp.forum import needs
from cblp.forum.needs import Pillar, Prompt
from cblp.forum.reports.meetings import Detail, Quote, Theme
from cblp.forum.rules import states
from cblp.forum.services import talk
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui import page
from cblp.ui.components import fields
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

THEME = (
    Field("title", N_("Theme, in a few words"), most=120, needed=True),
    Field("raised", N_("How many people raised it?"), fields.COUNT),
    Field("note", N_("What was said about it"), fields.LONG, most=1_000),
)


def show(visit: Visit, meeting: Detail, writes: bool) -> None:
    """Themes at the left (by the questions of the template, where needs are mapped), quotes at the right."""
    themes, quotes = st.columns([3, 2], gap="large")
    with themes:
        if meeting.kind == states.NEEDS:
            _needs(visit, meeting, writes)
        st.subheader(_("Other themes") if meeting.kind == states.NEEDS else _("Themes"), anchor=False)
        _themes(visit, meeting, [theme for theme in meeting.themes if not theme.pillar], writes)
    with quotes:
        _quotes(meeting, writes)


# -- themes ------------------------------------------------------------------------------------------------------------


def _themes(
    visit: Visit, meeting: Detail, some: Sequence[Theme], writes: bool, pillar: str = "", aspect: str = "",
) -> None:
    for theme in some:
        with st.container(border=True, gap="xsmall"):
            _theme(visit, theme, writes)
    if not some and not (writes or pillar):
        st.write(_("No theme was written down."))
    if not writes:
        return
    made = fields.create(
        f"theme_{meeting.id}_{pillar}_{aspect}", THEME, {}, lambda typed: page.action(
            talk.theme, meeting_id=meeting.id, title=typed["title"], raised=typed["raised"] or 0, note=typed["note"], pillar=pillar,
            aspect=aspect,
        ), label=_("Add a theme"),
    )
    if made:
        st.rerun()


def _theme(visit: Visit, theme: Theme, writes: bool) -> None:
    raised = ngettext("raised by {count} person", "raised by {count} people", theme.raised,
                      count=formats.count(theme.raised)) if theme.raised else _("nobody counted")
    st.markdown(f"**{esc(theme.title)}**  \n{raised}")
    if theme.note:
        st.markdown(esc(theme.note).replace("\n", "  \n"))
    if not writes:
        return
    key = f"theme_{theme.id}"
    with st.container(horizontal=not (fields.is_open(key) or fields.clashed(key))):
        if st.button(_("1 person more"), icon=":material/add:", key=f"more_{theme.id}") and page.action(
            talk.edit_theme, theme_id=theme.id, version=theme.version, changes={"raised": theme.raised + 1},
        ):
            st.rerun()
        values = {"title": theme.title, "raised": theme.raised, "note": theme.note}
        fields.edit(visit, key, THEME, theme.version, values, lambda version, changes: page.action(
            talk.edit_theme, theme_id=theme.id, version=version,
            changes={name: 0 if name == "raised" and value is None else value for name, value in changes.items()},
        ))
        if st.button(_("Take away"), key=f"remove_{theme.id}") and page.action(
            talk.remove_theme, theme_id=theme.id, version=theme.version,
        ):
            st.rerun()


# -- needs -------------------------------------------------------------------------------------------------------------


def _needs(visit: Visit, meeting: Detail, writes: bool) -> None:
    """The table of the template, one pillar at a time: what to ask, what good practice is, and what the members said."""
    template = needs.template()
    answered = {(theme.pillar, theme.aspect) for theme in meeting.themes if theme.pillar}
    asked = len(template.pillars) * len(needs.ASPECTS)
    st.progress(len(answered) / asked, text=_("{done} of {all} questions have an answer", done=formats.count(len(answered)),
                                              all=formats.count(asked)))
    names = {pillar.code: str(pillar.name) for pillar in template.pillars}
    # The names are too long for a row of buttons on a phone.
    chosen = st.pills(_("Show"), list(names), default=needs.PILLARS[0], required=True, format_func=names.__getitem__, key="needs_pillar",
                      label_visibility="collapsed")
    pillar = template.pillar(chosen or "") or template.pillars[0]
    for prompt in pillar.prompts:
        _prompt(visit, meeting, pillar, prompt, str(template.aspects[prompt.aspect]), writes)


def _prompt(visit: Visit, meeting: Detail, pillar: Pillar, prompt: Prompt, aspect: str, writes: bool) -> None:
    with st.container(border=True):
        st.markdown(f":small[{aspect}]  \n**{prompt.ask}**")
        st.caption(_("Good practice: {what}", what=prompt.practice))
        some = [theme for theme in meeting.themes if (theme.pillar, theme.aspect) == (pillar.code, prompt.aspect)]
        _themes(visit, meeting, some, writes, pillar.code, prompt.aspect)


# -- quotes ------------------------------------------------------------------------------------------------------------


def _quotes(meeting: Detail, writes: bool) -> None:
    st.subheader(_("What was said, without names"), anchor=False)
    titles: dict[UUID | None, str] = {theme.id: theme.title for theme in meeting.themes}
    for quote in meeting.quotes:
        _quote(quote, titles.get(quote.theme_id, ""), writes)
    if not meeting.quotes:
        st.write(_("Nothing was written down yet."))
    if not writes:
        return
    wanted = (
        Field("text", N_("What was said"), fields.LONG, most=talk.LONGEST_QUOTE, needed=True),
        *((Field("theme_id", N_("On which theme"), fields.CHOICE, titles),) if titles else ()),
    )
    st.caption(_("Nobody learns who said it. Leave names of people and shops out."))
    if fields.create(f"quote_{meeting.id}", wanted, {}, lambda typed: page.action(talk.quote, meeting_id=meeting.id, **typed),
                     label=_("Add a quote")):
        st.rerun()


def _quote(quote: Quote, theme: str, writes: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.markdown(f"“{esc(quote.text)}”" + (f"  \n:small[{esc(theme)}]" if theme else ""), width="stretch")
        if writes and st.button(_("Take away"), key=f"unquote_{quote.id}") and page.action(talk.remove_quote, quote_id=quote.id):
            st.rerun()
