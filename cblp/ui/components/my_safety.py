"""How safe the own accounts are, on the phone: so many of so many, the next thing to do step by step, and the list itself."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from cblp.growth import checklist
from cblp.growth.reports import safety as reports
from cblp.growth.reports.safety import Check
from cblp.growth.rules.safety import Item
from cblp.i18n import _, formats, language
from cblp.ui import reads
from cblp.ui.components import safety_ask
from cblp.ui.components.activities import Todo
from cblp.ui.page import Visit


def asking(business_id: UUID) -> bool:
    """Whether the list is open: then nothing else belongs on the screen."""
    return safety_ask.opened() == business_id


def show(visit: Visit, business_id: UUID) -> None:
    """The score, the next step, and the button to the list; or the list alone while it is answered."""
    if asking(business_id):
        safety_ask.show(visit, business_id)
        return
    st.subheader(_("Account safety"), anchor=False)
    now, before = reads.ask(reports.mine, business_id=business_id)
    if now is None:
        count = formats.count(len(checklist.newest().items))
        st.write(_("Are your accounts safe? Answer {count} short questions. After that you see what to do first.", count=count))
    else:
        told(visit, now, before)
    begun = safety_ask.unsent(business_id)
    if begun:
        st.caption(_("The list is not finished. What you answered is kept."))
    label = _("Continue the list") if begun else _("Check again") if now else _("Begin the list")
    if st.button(label, key=f"safety_begin_{business_id.hex}", icon=":material/checklist:", width="stretch"):
        safety_ask.begin(business_id)


def told(visit: Visit, now: Check, before: Check | None) -> None:
    """The score with what changed, and the next step; also for a mentor to read."""
    score = now.score
    said = _("{safe} of {all} things are safe.", safe=formats.count(score.safe), all=formats.count(score.of))
    st.markdown(f"**{said}**  \n:small[{_('Checked on {day}.', day=formats.day(visit.actor.day(now.checked_at)))}]")
    st.progress(score.safe / score.of)
    if before and before.version == now.version and before.score.safe != score.safe:
        st.caption(_("Before, it was {safe} of {all}.", safe=formats.count(before.score.safe), all=formats.count(before.score.of)))
    if now.added:
        st.caption(_("The list has {count} new questions. Check again.", count=formats.count(now.added)))
    items = {item.code: item for item in checklist.versions()[now.version].items}
    if not score.next:
        st.success(_("Everything on the list is safe. Check again in 3 months."), icon=":material/verified_user:")
        return
    with st.container(border=True):
        st.markdown(f":orange-badge[{_('Next step')}] **{items[score.next].question[language()]}**")
        steps(items[score.next])
    later = [item for code, item in items.items() if now.answers.get(code) is not True and code != score.next]
    if later:
        with st.expander(_("After that: {count} more", count=formats.count(len(later)))):
            for item in later:
                st.markdown(f"**{item.question[language()]}**")
                steps(item)


def steps(item: Item) -> None:
    """Why, and how, step by step."""
    st.write(item.why[language()])
    st.markdown("\n".join(f"{number}. {step}" for number, step in enumerate(item.steps[language()], 1)))


def tasks(visit: Visit, business_id: UUID) -> list[Todo]:
    """The list that was begun and not finished, or was never answered: one line for the first list of Toko saya."""
    if safety_ask.unsent(business_id):
        return [Todo(_("Your account-safety list is not finished yet."), _("Continue the list"), "learning")]
    now, _before = reads.ask(reports.mine, business_id=business_id)
    return [] if now else [Todo(_("Are your accounts safe? Answer a few short questions."), _("Begin the list"), "learning")]
