"""The mentors: who waits to be looked at, what each can do, how many they accompany, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.growth import states
from cblp.growth.reports.mentors import Profile
from cblp.growth.rules import mentors as rules
from cblp.growth.services import mentors as services
from cblp.i18n import N_, _, formats
from cblp.people.reports import register
from cblp.ui import page, reads
from cblp.ui.components import fields, mentor_profile, mentor_words, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

PAGE: Final = 10
ORDER: Final = (states.SUBMITTED, states.APPROVED, states.DRAFT, states.REJECTED, states.INACTIVE)


def show(visit: Visit, people: Sequence[Profile]) -> None:
    """Those who wait first, then who accompanies, then the others."""
    if visit.actor.role == COORDINATOR:
        add(visit, people)
    some = sorted(people, key=lambda one: (ORDER.index(one.state), one.code))
    first = tables.start(len(some), "mentors", PAGE)
    for one in some[first : first + PAGE]:
        _row(visit, one)
    tables.pager(len(some), "mentors", PAGE)


def add(visit: Visit, people: Sequence[Profile]) -> None:
    """Write somebody down who offers to accompany others."""
    there = {one.person_id for one in people}
    persons = {id_: name for id_, name in reads.ask(register.persons) if id_ not in there}
    if not persons:
        return
    asked = [Field("person_id", N_("Who?"), fields.CHOICE, persons, hint=N_("Choose a person"), needed=True),
             *mentor_profile.profile_fields(N_("Kind of mentor"))]

    def make(typed: dict[str, Any]) -> Outcome[Any]:
        return page.action(services.apply, person_id=typed.pop("person_id"), kind=typed.pop("kind"),
                           details=mentor_profile.plain(typed), now=visit.now)

    start = {"kind": rules.SELLER, "capacity": 2}
    if fields.create("mentor_new", asked, start, make, label=_("Write down a mentor"), icon=":material/person_add:"):
        page.say(_("The profile is written down. Send it on once the conditions are fulfilled."))
        st.rerun()


def _row(visit: Visit, one: Profile) -> None:
    with st.container(border=True):
        name, told, held = st.columns([4, 5, 3])
        name.markdown(f"**{esc(one.name)}** ({esc(one.code)})  \n{_(mentor_words.KINDS[one.kind])}"
                      + (f", {esc(one.institution)}" if one.institution else "")
                      + f"  \n{mentor_words.badge(mentor_words.PROFILES, mentor_words.PROFILE_COLOURS, one.state)}")
        told.markdown("  \n".join(_lines(one)))
        held.markdown(_("{held} of {most} places taken", held=formats.count(one.held), most=formats.count(one.capacity)))
        if visit.actor.role == COORDINATOR:
            with st.expander(_("Details"), expanded=one.state == states.SUBMITTED, key=f"mentor_{one.code}"):
                _details(visit, one)


def _lines(one: Profile) -> list[str]:
    lines = [_("Can help with: {skills}", skills=esc(mentor_words.skills(one.skills)))] if one.skills else []
    if one.standing.eligible:
        lines.append(f":material/check_circle: {_('Conditions fulfilled')}")
        if one.standing.until:
            lines[-1] += f", {_('evidence counts until {day}', day=formats.day(one.standing.until))}"
    else:
        lines += [f":material/radio_button_unchecked: {_(services.SENTENCES[code])}" for code in one.standing.missing]
    return lines


def _details(visit: Visit, one: Profile) -> None:
    if one.about:
        st.markdown(esc(one.about))
    if one.reason:
        st.caption(_("Reason: {reason}", reason=esc(one.reason)))
    mentor_profile.conditions(one)
    shown = mentor_profile.profile_fields(N_("Kind of mentor"))
    values = {each.name: getattr(one, each.name) for each in shown}
    fields.edit(visit, f"mentor_edit_{one.id.hex}", shown, one.version, values, lambda version, changes: page.action(
        services.edit, profile_id=one.id, version=version, changes=mentor_profile.plain(changes), now=visit.now,
    ))
    if one.state == states.SUBMITTED:
        _review(visit, one)
    elif one.state == states.APPROVED:
        ended = fields.confirm(
            f"mentor_end_{one.id.hex}", _("Accompanies nobody now"), _("Will {name} not accompany anybody for now?", name=one.name),
            _("They can offer themselves again."),
        )
        if ended and page.action(services.set_inactive, profile_id=one.id, now=visit.now):
            st.rerun()
    else:
        mentor_profile.send(visit, one, _("Send it on"))


def _review(visit: Visit, one: Profile) -> None:
    with st.container(horizontal=True):
        if st.button(_("Approve"), type="primary", icon=":material/check:", key=f"approve_{one.id.hex}") and page.action(
            services.review, profile_id=one.id, approve=True, now=visit.now,
        ):
            page.say(_("{name} may accompany others now.", name=f"**{esc(one.name)}**"))
            st.rerun()
        refused = fields.create(
            f"refuse_{one.id.hex}", [Field("reason", N_("Why not yet? The mentor reads it."), most=200, needed=True)], {},
            lambda typed: page.action(services.review, profile_id=one.id, approve=False, reason=typed["reason"], now=visit.now),
            label=_("Not yet approved"), icon=":material/close:",
        )
        if refused:
            page.say(_("{name} reads why.", name=f"**{esc(one.name)}**"))
            st.rerun()
