"""A mentor's profile: what somebody offers, the conditions with what is missing, and how the coordinator answered."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.growth import states
from cblp.growth.reports import mentors as reports
from cblp.growth.reports.mentors import Profile
from cblp.growth.rules import mentors as rules
from cblp.growth.services import mentors as services
from cblp.growth.services.mentors import SENTENCES
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui import page, reads
from cblp.ui.components import fields, materials, members_words, mentor_words
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

CONDITIONS: Final = {
    rules.SELLER: ((rules.FEW_SHOPS,), (rules.FEW_FOLLOWERS, rules.OLD_EVIDENCE)),
    rules.STUDENT: ((rules.NO_INSTITUTION,), (rules.NO_SKILL,)),
}
"""Each condition with the codes that say it is not fulfilled; it is named by the first."""
MOST: Final = 5
EARLIEST, LATEST = 1940, 2012
"""Years of birth to choose from."""


def offer(visit: Visit) -> None:
    """For a member, who may become a mentor beside selling: the question, and what follows from it."""
    show(visit, N_("Do you want to accompany others?"), primary=False)


def show(visit: Visit, invitation: str = N_("My profile"), *, primary: bool = True) -> None:
    """The own profile with its conditions, or below ``invitation`` (a msgid) the form to offer oneself.

    Nothing while a step of the materials is read.
    """
    if materials.MODULE in st.query_params:
        return
    mine: Profile | None = reads.ask(reports.own_profile, today=visit.today)
    st.subheader(_("My profile") if mine else _(invitation), anchor=False)
    if mine is None:
        st.write(_("Tell what you are good at. The coordinator then finds somebody for you to accompany."))
        made = fields.create("mentor_profile", profile_fields(), {"capacity": 2}, lambda typed: _apply(visit, typed),
                             label=_("Offer to accompany"), icon=":material/volunteer_activism:", primary=primary)
        if made:
            page.say(_("Your profile is kept. Look at the conditions, then send it."))
            st.rerun()
        return
    with st.container(border=True):
        st.markdown(f"**{esc(mine.name)}** {mentor_words.badge(mentor_words.PROFILES, mentor_words.PROFILE_COLOURS, mine.state)}")
        if mine.reason:
            st.markdown(_("The coordinator says: {reason}", reason=esc(mine.reason)))
        shown = profile_fields()
        values = {one.name: getattr(mine, one.name) for one in shown}
        key = f"mentor_profile_{mine.id.hex}"
        if not fields.is_open(key):
            fields.card(shown, values)
        fields.edit(visit, key, shown, mine.version, values, lambda version, changes: _edit(visit, mine, version, changes))
    conditions(mine)
    if mine.state in {states.DRAFT, states.REJECTED, states.INACTIVE}:
        send(visit, mine, _("Send to the coordinator"))


def profile_fields(kind: str = N_("I am")) -> list[Field]:
    """What a mentor tells; ``kind`` is the msgid beside the kinds."""
    return [
        Field("kind", kind, fields.CHOICE, {code: _(said) for code, said in mentor_words.KINDS.items()}, needed=True),
        Field("institution", N_("Campus or school (students)"), most=120),
        Field("skills", N_("I am good at"), fields.SEVERAL, {code: _(said) for code, said in states.SKILLS.items()}),
        Field("capacity", N_("I can accompany so many"), fields.CHOICE, _businesses(), needed=True),
        Field("born", N_("Year of birth"), fields.CHOICE, {year: str(year) for year in range(LATEST, EARLIEST - 1, -1)}, hint=N_("Choose")),
        Field("area_code", N_("Where I live"), fields.CHOICE, members_words.regencies(), hint=N_("Choose")),
        Field("about", N_("About me"), fields.LONG, most=600),
    ]


def _businesses() -> dict[int, str]:
    """How many, each with its thing."""
    return {n: ngettext("{count} business", "{count} businesses", n) for n in range(1, MOST + 1)}


def conditions(profile: Profile) -> None:
    """Each condition of the kind, as fulfilled or not; and until when the evidence counts."""
    with st.container(border=True):
        st.markdown(f"**{_('Conditions')}**")
        for codes in CONDITIONS[profile.kind]:
            lacking = next((code for code in codes if code in profile.standing.missing), None)
            mark = ":material/check_circle:" if lacking is None else ":material/radio_button_unchecked:"
            told = [f"{mark} {mentor_words.condition(codes[0], profile.evidence)}", *_shown(codes[0], profile)]
            st.markdown("  \n".join([*told, _(SENTENCES[lacking])] if lacking else told))
        if profile.standing.until:
            st.caption(_("The evidence counts until {day}.", day=formats.full_day(profile.standing.until)))


def _shown(code: str, profile: Profile) -> list[str]:
    """What a seller has of it: the marketplaces, or the followers with the day on which they were read."""
    if code == rules.FEW_SHOPS and profile.evidence.marketplaces:
        names = {place.code: place.name for place in reads.ask(catalogue.marketplaces)}
        return [", ".join(names[one] for one in profile.evidence.marketplaces)]
    if code == rules.FEW_FOLLOWERS:
        return [
            _("{account}: {count} ({day})", account=esc(one.account), count=formats.count(one.count), day=formats.day(one.seen_on))
            for one in sorted(profile.evidence.followers, key=lambda one: -one.count)
        ]
    return []


def _apply(visit: Visit, typed: dict[str, Any]) -> Outcome[Any]:
    kind = typed.pop("kind")
    return page.action(services.apply, kind=kind, details=plain(typed), now=visit.now)


def _edit(visit: Visit, mine: Profile, version: int, changes: dict[str, Any]) -> Outcome[Any]:
    return page.action(services.edit, profile_id=mine.id, version=version, changes=plain(changes), now=visit.now)


def plain(typed: dict[str, Any]) -> dict[str, Any]:
    """No area chosen is an empty one."""
    return typed | {"area_code": typed["area_code"] or ""} if "area_code" in typed else typed


def send(visit: Visit, profile: Profile, label: str) -> None:
    """The button that hands a profile to the coordinator's look."""
    if st.button(label, type="primary", key=f"mentor_send_{profile.id.hex}") and page.action(
        services.submit, profile_id=profile.id, now=visit.now,
    ):
        page.say(_("Sent. The coordinator looks at it."))
        st.rerun()
