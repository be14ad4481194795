"""The learning materials on a phone: the modules, then one step a screen with two buttons, and the links beside them."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.growth import materials
from cblp.growth.materials import Module
from cblp.growth.reports import trainings as reports
from cblp.i18n import _, formats, language
from cblp.ui import reads
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

MODULE: Final = "materi"
STEP: Final = "langkah"
"""Query parameters: the module that is open, and which of its steps (from 1)."""


def titles() -> dict[str, str]:
    """The modules' titles by code, in the order in which they are learned."""
    return {code: materials.module(code, language()).title for code in materials.codes()}


def show(visit: Visit) -> None:
    """The list of modules, or the step that is open."""
    code = st.query_params.get(MODULE, "")
    if code in materials.codes():
        _step(visit, materials.module(code, language()))
        return
    st.subheader(_("Learning materials"), anchor=False)
    for each in materials.codes():
        module = materials.module(each, language())
        with st.container(border=True):
            st.markdown(f"**{module.title}**  \n{module.about}")
            st.caption(_("{steps} steps, about {minutes} minutes.", steps=formats.count(len(module.steps)),
                         minutes=formats.count(module.minutes)))
            if st.button(_("Learn this"), icon=":material/menu_book:", key=f"material_{each}", width="stretch"):
                _go(each, 1)


def _step(visit: Visit, module: Module) -> None:
    last = len(module.steps)
    at = st.query_params.get(STEP, "1")
    number = min(max(int(at), 1), last) if at.isascii() and at.isdecimal() and len(at) < 4 else 1
    step = module.steps[number - 1]
    st.subheader(module.title, anchor=False)
    st.progress(number / last, _("Step {step} of {steps}", step=formats.count(number), steps=formats.count(last)))
    with st.container(border=True):
        st.markdown(f"**{step.head}**\n\n{step.text}")
    back, on = st.columns(2, wrap=False)
    if back.button(_("Back"), icon=":material/chevron_left:", key="step_back", width="stretch"):
        _go(module.code, number - 1)
    if number < last and on.button(_("Continue"), icon=":material/chevron_right:", key="step_on", type="primary", width="stretch"):
        _go(module.code, number + 1)
    if number == last and on.button(_("Finished"), icon=":material/check:", key="step_done", type="primary", width="stretch"):
        _go("", 0)
    _links(module.code)


def _links(code: str) -> None:
    """Videos and examples of our own; they need a network, the steps above don't."""
    found = reads.ask(reports.links, module=code)
    if found:
        st.markdown(f"**{_('Videos and good examples')}**")
    for link in found:
        st.link_button(esc(link.title), link.url, icon=":material/play_circle:", width="stretch")


def _go(code: str, number: int) -> None:
    """Open a step; below the first and after the last stands the list."""
    for name in (MODULE, STEP):
        st.query_params.pop(name, None)
    if number:
        st.query_params[MODULE] = code
        st.query_params[STEP] = str(number)
    st.rerun()
