"""The learning materials on a phone: the modules, then one step a screen with two buttons; links and examples of our own beside it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.db.actor import MEMBER, MENTOR
from cblp.growth import materials
from cblp.growth.materials import Module
from cblp.growth.reports import cases as examples
from cblp.growth.reports import trainings as reports
from cblp.growth.reports.cases import Cases, ShopCase
from cblp.growth.rules import clinic
from cblp.i18n import _, formats, language, ngettext
from cblp.reach.reports.posts import Post
from cblp.ui import menu, reads, state
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

MODULE: Final = "materi"
STEP: Final = "langkah"
"""Query parameters: the module that is open, and which of its steps (from 1)."""


def titles() -> dict[str, str]:
    """The modules' titles by code, in the order in which they are learned."""
    return {code: materials.module(code, language()).title for code in materials.codes()}


def opened() -> bool:
    """Whether a module is open: then nothing else belongs on the screen."""
    return st.query_params.get(MODULE, "") in materials.codes()


def show(visit: Visit) -> None:
    """The list of modules, or the step that is open."""
    if opened():
        _step(visit, materials.module(st.query_params[MODULE], language()))
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


def offer(visit: Visit, topic: str, *, key: str) -> None:
    """The way from a question's topic to its material, for who can open it; what was begun on this screen is kept."""
    code = clinic.MATERIALS.get(topic, "")
    if not code or visit.actor.role not in (MEMBER, MENTOR):
        return
    module = materials.module(code, language())
    st.caption(_("There is a material on this: {title}", title=module.title))
    if st.button(_("Open the material"), icon=":material/menu_book:", key=f"offer_{key}", width="stretch"):
        state.EDITING.set("")
        if visit.actor.role == MENTOR:
            st.switch_page(menu.BY_ID["mentor_learning"].file, query_params={MODULE: code, STEP: "1"})
        _go(code, 1)


# -- one module --------------------------------------------------------------------------------------------------------


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
    if module.code in (*examples.WITH_POSTS, *examples.WITH_SHOPS):
        _cases(visit, module.code)


def _links(code: str) -> None:
    """Videos and examples that the coordinator chose; they need a network, the steps above don't."""
    found = reads.ask(reports.links, module=code)
    if found:
        st.markdown(f"**{_('Videos and good examples')}**")
    for link in found:
        st.link_button(esc(link.title), link.url, icon=":material/play_circle:", width="stretch")


def _cases(visit: Visit, code: str) -> None:
    """Examples of our own, looked for only when somebody wants them."""
    if not st.toggle(_("Examples of our own"), key=f"cases_{code}"):
        return
    found: Cases = reads.ask(examples.cases, module=code, today=visit.today)
    for at, post in enumerate(found.posts):
        _post(post, f"case_{code}_{at}")
    for shop in found.shops:
        with st.container(border=True):
            st.markdown(f"**{esc(shop.business)}**  \n{_shop(shop)}")
    if found.together:
        st.write(_(
            "{businesses} shops with a mentor put {fixed} things right together.", businesses=formats.count(found.together.businesses),
            fixed=formats.count(found.together.fixed),
        ))
    if not (found.posts or found.shops or found.together):
        st.write(_("There are no examples yet. Shops and posts stand here when their owners allow it in Settings."))
    elif found.posts or found.shops:
        st.caption(_("Shown because their owners allow it."))


def _post(post: Post, key: str) -> None:
    with st.container(border=True, key=key):
        told = [ngettext("{count} interaction", "{count} interactions", post.interactions, count=formats.count(post.interactions))]
        if post.reach:
            told.insert(0, _("{count} people saw it", count=formats.count(post.reach)))
        st.markdown(f"**{esc(post.account)}** · {formats.day(post.day)}  \n{esc(post.title)}  \n{', '.join(told)}")
        st.link_button(_("Open the post"), post.permalink, icon=":material/open_in_new:", width="stretch")


def _shop(shop: ShopCase) -> str:
    """What it did, one short sentence each."""
    said = []
    if shop.new_marketplaces:
        names = {place.code: place.name for place in reads.ask(catalogue.marketplaces)}
        said.append(_("First order ever on {places}", places=", ".join(names[code] for code in shop.new_marketplaces)) + ".")
    if shop.fixed:
        said.append(ngettext("{count} thing of its products put right.", "{count} things of its products put right.", shop.fixed,
                             count=formats.count(shop.fixed)))
    said.append(_("{days} days with a mentor.", days=formats.count(shop.days)))
    return " ".join(said)


def _go(code: str, number: int) -> None:
    """Open a step; below the first and after the last stands the list."""
    others = {name: value for name, value in st.query_params.items() if name not in (MODULE, STEP)}
    st.query_params.from_dict(others | ({MODULE: code, STEP: str(number)} if number else {}))
    st.rerun()
