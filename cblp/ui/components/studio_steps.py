"""A text step by step, one thing a screen: look at an example, follow it, add one's own sentence; only then it can be copied."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.db.actor import MEMBER
from cblp.i18n import N_, _, formats
from cblp.outreach.reports import studio as reports
from cblp.outreach.reports.studio import Drafted, Example
from cblp.outreach.rules import captions, checks
from cblp.outreach.services import assistant, drafts
from cblp.people import phones
from cblp.people.reports import register
from cblp.ui import menu, page, reads, runtime, state
from cblp.ui.components import (
    copying,
    members,
    members_card,
    my_shop_forms,
    studio,
    studio_learning,
    studio_photo,
    studio_plan,
    studio_words,
)
from cblp.ui.components.clinic_words import quoted
from cblp.ui.components.frame import esc
from cblp.ui.components.my_shop_sheet import ITSELF, Sheet, close, forget
from cblp.ui.page import Visit

TITLES: Final = {
    studio.LOOK: N_("1 · Look at an example"), studio.FOLLOW: N_("2 · Follow it"), studio.ADD: N_("3 · Add your own"),
    studio.CHECK: N_("Check and copy"),
}
ASKED: Final = (
    N_("Who taught you to make this?"), N_("Why do you make it this way?"), N_("Who bought it last, and what did they say?"),
    N_("What do you like best about it?"),
)
"""Questions that help to a sentence that nobody else can write."""
OPENS: Final = {
    captions.WA_STATUS: (N_("Open WA"), ""),
    captions.INSTAGRAM: (N_("Open Instagram"), "https://www.instagram.com/"),
    captions.TIKTOK: (N_("Open TikTok"), "https://www.tiktok.com/upload"),
}
"""Where a copied text goes; WhatsApp, which alone takes it along, has no address of its own here."""


def show(visit: Visit, draft: Drafted) -> None:
    """The step that is on the screen."""
    where, seed = studio.step(draft)
    st.caption(f"{esc(draft.product)} · {studio_words.channel(draft.channel)}" + (f" · {esc(draft.campaign)}" if draft.campaign else ""))
    at = studio.STEPS.index(where)
    st.progress((at + 1) / len(studio.STEPS), _(
        "Step {number} of {count}. What you write is kept at once.", number=at + 1, count=len(studio.STEPS)
    ))
    st.subheader(_(TITLES[where]), anchor=False)
    if where == studio.LOOK:
        _look(visit, draft)
    elif where == studio.FOLLOW:
        _follow(draft, seed)
    elif where == studio.ADD:
        _add(visit, draft)
    else:
        _check(visit, draft)
    if st.button(_("Back to my texts"), type="tertiary", key="studio_leave"):
        close()


# -- 1: niteni ---------------------------------------------------------------------------------------------------------


def _look(visit: Visit, draft: Drafted) -> None:
    """The best posts of the same kind, each with why it worked."""
    found: reports.Examples = reads.ask(reports.best, channel=draft.channel, product_id=draft.product_id, today=visit.today)
    if found.shown:
        st.caption(studio_words.basis(found))
    else:
        st.write(_("There is no example yet. Examples stand here once 3 posts of an account have come in with its files."))
    for one in found.shown:
        with st.container(border=True):
            _example(one)
    named = {trait for one in found.shown for trait in one.why}
    further = [tag for tag in found.tags if tag not in named][:3]
    if further:
        st.markdown(f"**{_('Hashtags that worked')}**")
        st.markdown("\n".join(f"- {studio_words.why(tag)}" for tag in further))
    label = _("I have looked, continue") if found.shown else _("Continue")
    if st.button(label, type="primary", key="studio_looked", width="stretch") and page.action(
        drafts.look, draft_id=draft.id, posts=[one.id for one in found.shown]
    ):
        studio.go(draft.id, studio.FOLLOW)


def _example(one: Example) -> None:
    places = {place.code: place.name for place in reads.ask(catalogue.marketplaces)}
    st.markdown(f"**{esc(one.account)}** · {places.get(one.marketplace, one.marketplace)} · {formats.day(one.day)}")
    if one.text:
        st.markdown(quoted(captions.shortened(one.text, 200)))
    st.markdown(_(
        "**{count} interactions**, {times} times what this account usually gets.", count=formats.count(one.interactions),
        times=formats.number(one.times),
    ))
    if one.why:
        st.markdown("\n".join((f"**{_('Why it worked')}**", "", *(f"- {studio_words.why(trait)}" for trait in one.why))))
    else:
        st.caption(_("Nothing stands out in it. Read how it is said."))
    st.link_button(_("See the post"), one.permalink, icon=":material/open_in_new:", type="tertiary")


# -- 2: niroke ---------------------------------------------------------------------------------------------------------


def _follow(draft: Drafted, seed: int) -> None:
    """A draft from the product's own facts; it is shown so that it can be read, not taken along."""
    if not draft.drafted and page.action(drafts.propose, draft_id=draft.id, seed=seed):
        studio.go(draft.id, studio.FOLLOW, seed)
    if draft.source == drafts.AI:
        st.markdown(f":material/smart_toy: **{_('Written by AI. Read it closely before you use it.')}**")
    else:
        st.caption(_("Made from what is written down about your product. Nothing is added to it."))
    _shown(draft.drafted, selectable=False)
    if st.button(_("Say it otherwise"), icon=":material/refresh:", key="studio_otherwise", width="stretch") and page.action(
        drafts.propose, draft_id=draft.id, seed=seed + 1
    ):
        studio.go(draft.id, studio.FOLLOW, seed + 1)
    if runtime.app().settings.ai:
        _ask_ai(draft, seed)
    _ways(draft, studio.LOOK, studio.ADD)


def _shown(text: str, *, selectable: bool) -> None:
    look = ("" if selectable else "user-select:none;-webkit-user-select:none;") + (
        "white-space:pre-wrap;overflow-wrap:anywhere;padding:.8rem 1rem;"
        "border:1px solid #d9cdb8;border-radius:.6rem;background:#fffdf9"
    )
    st.html(f'<div style="{look}">{escape(text)}</div>')


def _ask_ai(draft: Drafted, seed: int) -> None:
    """AI by its name, and what it is told: who knows that it is AI reads its words differently."""
    pressed = st.button(_("Ask AI for a draft"), icon=":material/smart_toy:", key="studio_ai", width="stretch")
    st.caption(_("AI is a programme on another server. It is told the product, not your name or your number."))
    if not pressed:
        return
    helper = assistant.service(runtime.app().settings)
    asked = page.action(assistant.prepare, draft_id=draft.id, helper=helper)
    if not asked:
        return
    if asked.value is None:
        st.info(_("This month's money for AI is used up. You can go on with the draft above."))
        return
    with st.spinner(_("AI writes. This takes up to 30 seconds.")):
        answer = assistant.ask(asked.value, helper)
    kept = page.action(assistant.keep, question=asked.value, answer=answer, helper=helper)
    if not kept:
        return
    if kept.value == assistant.REFUSED:
        page.say(_("AI wrote something that your product does not have. The draft before it stays."), "info")
    elif kept.value == assistant.FAILED:
        page.say(_("AI did not answer. The draft before it stays."), "info")
    studio.go(draft.id, studio.FOLLOW, seed)


# -- 3: nambahi --------------------------------------------------------------------------------------------------------


def _add(visit: Visit, draft: Drafted) -> None:
    """The own sentence and the photo: what makes the text the member's."""
    form = f"{studio.PREFIX}{draft.id.hex}/own"
    sheet = Sheet.begin(form, draft.product, lambda: {ITSELF: {"version": 0, "added": draft.added}})
    st.write(_("Answer one of these questions in your own words."))
    st.markdown("\n".join(f"- {_(question)}" for question in ASKED))
    sentence = sheet.text("added", _("My own sentence"), long=True)
    photo = studio_photo.ask(visit, draft, sheet)
    if st.button(_("Add it to the text"), type="primary", key="studio_add", width="stretch"):
        if photo is None:
            st.error(drafts.OwnPhotoNeeded().text())
        elif page.action(drafts.add, draft_id=draft.id, sentence=sentence, photo=photo[0], evidence_id=photo[1]):
            forget(form)
            studio.go(draft.id, studio.CHECK)
    if st.button(_("Back"), key="studio_back", width="stretch"):
        studio.go(draft.id, studio.FOLLOW)


def _ways(draft: Drafted, back: str, on: str) -> None:
    with st.container(horizontal=True):
        if st.button(_("Back"), key="studio_back", width="stretch"):
            studio.go(draft.id, back)
        if st.button(_("Continue"), type="primary", key="studio_on", width="stretch"):
            studio.go(draft.id, on)


# -- check, copy, plan, post -------------------------------------------------------------------------------------------


def _check(visit: Visit, draft: Drafted) -> None:
    """The whole text with what to look at again; then copy, plan, and mark as posted."""
    if not draft.ready:
        studio.go(draft.id, studio.ADD)
    found = reads.ask(reports.findings, draft_id=draft.id, today=visit.today)
    for one in found:
        st.markdown(f":material/{'block' if one.code in checks.CLAIMS else 'warning'}: {studio_words.found(one)}")
    stops = any(one.code in checks.CLAIMS for one in found)
    if not found:
        st.markdown(f":material/check: {_('Nothing in it that could harm you.')}")
    else:
        st.caption(_("It can be copied when this is mended.") if stops else _("You decide. The text can be copied as it is."))
    lacking = next((one.code for one in found if one.code in my_shop_forms.LICENCES), "")
    if lacking:
        _to_licence(visit, draft, lacking)
    _text(draft, stops)
    if not stops:
        with st.container():  # what comes and goes in it leaves what stands below as it was unfolded
            studio_photo.show(visit, draft)
        _give(visit, draft)
    studio_plan.ask(visit, draft)
    if st.button(_("Back"), key="studio_back", width="stretch"):
        studio.go(draft.id, studio.ADD)


def _give(visit: Visit, draft: Drafted) -> None:
    """Nothing can be copied before its writer says that it is ready."""
    if draft.copied_at:
        _copy(draft)
        _posted(visit, draft)
    elif st.button(_("Ready, I want to copy it"), type="primary", key="studio_ready", width="stretch") and page.action(
        drafts.copied, draft_id=draft.id
    ):
        st.rerun()


def _to_licence(visit: Visit, draft: Drafted, kind: str) -> None:
    """The way to where a licence is written down: the member's own form, begun with this kind, or the member's card."""
    label, icon = _("Write down the licence"), ":material/verified:"
    if visit.actor.role == MEMBER:
        if st.button(label, icon=icon, key="studio_licence", width="stretch"):
            state.EDITING.set(my_shop_forms.form("new_licence", draft.business_id, kind))
            st.switch_page(menu.BY_ID["my_shop"].file)
        return
    code = next(code for id_, code, _name in reads.ask(register.names, today=visit.today) if id_ == draft.business_id)
    st.page_link(menu.BY_ID["members"].file, label=label, icon=icon,
                 query_params={members.OPENED: code, members_card.PART: members_card.LICENCES})


def _text(draft: Drafted, stops: bool) -> None:
    """Before it is ready the text is read; to change it is to look at it again."""
    if draft.source == drafts.AI:
        st.caption(_("Drafted by AI, with your own sentence."))
    _shown(draft.text, selectable=draft.copied_at is not None and not stops)
    with st.expander(_("Change the text"), expanded=stops):
        written = st.text_area(_("The whole text"), draft.text, height=260, key=f"studio_text_{draft.id.hex}")
        if st.button(_("Save"), key="studio_write", width="stretch") and page.action(
            drafts.write, draft_id=draft.id, text=written or ""
        ):
            st.rerun()


def _copy(draft: Drafted) -> None:
    """Copy buttons (of a marketplace title and description apart), or straight into WA."""
    if draft.channel == captions.LISTING:
        title, _mark, description = draft.text.partition("\n\n")
        with st.container(horizontal=True):
            copying.button(title, _("Copy the title"))
            copying.button(description, _("Copy the description"))
    else:
        with st.container(horizontal=True):
            copying.button(draft.text)
            label, address = OPENS[draft.channel]
            st.link_button(_(label), address or phones.chat(text=draft.text), icon=":material/open_in_new:")
    st.caption(_("Post it yourself. Nothing is posted from here."))


def _posted(visit: Visit, draft: Drafted) -> None:
    learn = st.checkbox(_("Write it down in Learning, too. Your mentor sees it there."), value=True, key="studio_learn")
    if st.button(_("I have posted it"), icon=":material/check:", key="studio_posted", width="stretch") and (
        not learn or studio_learning.note(visit, draft)
    ) and page.action(drafts.posted, draft_id=draft.id):
        close(studio_words.posted(draft.channel))
