"""Who takes part in a programme, by name for the office, and what changed for them: sales and digital capital, from 5 businesses on."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.campaigns.rules import effect as rules
from cblp.campaigns.rules.effect import Effect
from cblp.db.actor import COORDINATOR
from cblp.i18n import N_, _, formats
from cblp.people.reports import register
from cblp.programmes.reports import programmes as reports
from cblp.programmes.reports.programmes import Brought, Capital, Detail, Participant, Sales
from cblp.programmes.rules import alive
from cblp.programmes.services import programmes
from cblp.ui import page, reads
from cblp.ui.components import campaign_results, fields, figures, programme_words, tables
from cblp.ui.components.figures import Card
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

PAGE: Final = 10
WHY: Final = {
    rules.FEW_PARTICIPANTS: N_("Not enough data: {participants} participants can be compared; 5 are needed."),
    rules.FEW_OTHERS: N_("Not enough data: {others} members who do not take part can be compared; 5 are needed."),
    rules.NO_BASE: N_("Not enough data: there are too few sales from before to compare with."),
    rules.UNSTEADY: N_("Not enough data: the sales go up and down too much."),
}


def show(visit: Visit, found: Detail, *, may: bool) -> None:
    """What it brought them (coordinator), and the list."""
    if not found.participants:
        with st.container(border=True):
            st.write(_("Nobody takes part yet. From {count} businesses on, their sales before and after stand here.",
                       count=formats.count(reports.FEWEST)))
    elif visit.actor.role == COORDINATOR:
        _brought(reads.ask(reports.brought, programme_id=found.row.id, today=visit.today))
    if may:
        _add(visit, found)
    if found.participants:
        st.caption(f":material/visibility_off: {_('This page names members. Keep it off the projector.')}")
    first = tables.start(len(found.participants), "participants", PAGE)
    for person in found.participants[first : first + PAGE]:
        _line(found, person, may)
    tables.pager(len(found.participants), "participants", PAGE)


def _line(found: Detail, person: Participant, may: bool) -> None:
    with st.container(border=True):
        name, since, button = st.columns([5, 3, 3], vertical_alignment="center")
        name.markdown(f"**{esc(person.business)}** ({esc(person.code)})")
        since.caption(_("since {day}", day=formats.day(person.joined_on)))
        if not may:
            return
        with button:
            if fields.confirm(
                f"leave_{person.business_id}", _("Take out"), _("Take {name} out of this programme?", name=person.business),
                _("Do this only for who never took part. Who gave up stays, so that the figures are not those of the lucky ones."),
            ) and page.action(programmes.leave, programme_id=found.row.id, business_id=person.business_id):
                page.say(_("{name} is not in this programme any more.", name=esc(person.business)))
                st.rerun()


def _add(visit: Visit, found: Detail) -> None:
    known = {person.business_id for person in found.participants}
    others = {id_: f"{name} ({code})" for id_, code, name in reads.ask(register.names, today=visit.today) if id_ not in known}
    if not others:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect(_("Who takes part?"), list(others), format_func=others.__getitem__, key=f"join_{found.row.id}",
                                placeholder=_("Choose members"))
        pressed = st.button(_("Add them"), icon=":material/add:", key="join_now", disabled=not chosen)
    if pressed and page.action(programmes.join, programme_id=found.row.id, businesses=chosen):
        page.say(_("{businesses} added.", businesses=programme_words.businesses(len(chosen))))
        st.rerun()


# -- before and after --------------------------------------------------------------------------------------------------


def _brought(found: Brought) -> None:
    with st.container(border=True):
        st.markdown(f"**{_('What changed for those who take part')}**")
        if found.windows is None or found.against is None:
            st.write(_("Too early to compare sales: {days} days of the programme must be over.", days=formats.count(alive.LEAST)))
        else:
            _sales(found)
        if found.capital is not None:
            st.markdown(_capital(found.capital))


def _sales(found: Brought) -> None:
    windows = found.windows
    assert windows is not None and found.against is not None
    if found.own.before is None:
        st.write(_("Not enough data yet: {sold} of {people} sold in both times. It takes at least {least}.",
                   sold=formats.count(found.own.people), people=programme_words.businesses(found.participants),
                   least=formats.count(reports.FEWEST)))
        return
    figures.cards([
        _card(_("Sales of who takes part: {people}", people=programme_words.businesses(found.own.people)), found.own),
        _card(_("Sales of the others: {people}", people=programme_words.businesses(found.others.people)), found.others),
    ])
    st.markdown(_said(found.against))
    sure = campaign_results.sure(found.against)
    if sure:
        st.markdown(sure)
    after = _("days since the budget ended") if windows.phase == alive.SINCE else _("days of the budget")
    st.caption(_(
        "Compared: {before} with {after} ({phase}). Fees are not taken off.", phase=after,
        before=formats.said_range(windows.before.first, windows.before.last, year=True),
        after=formats.said_range(windows.after.first, windows.after.last, year=True),
    ))
    if found.left_out:
        st.caption(_("Left out: {people} who were no members throughout or did not sell in both times.",
                     people=programme_words.businesses(found.left_out)))


def _said(effect: Effect) -> str:
    """Participants against the others in one sentence, or why there is no number."""
    if effect.value is None:
        return _(WHY[effect.why], participants=formats.count(effect.participants), others=formats.count(effect.others))
    share = formats.percent(abs(effect.value), 0)
    told = _("Who takes part sold {share} more than expected from the others.", share=share) if effect.value >= 0 else _(
        "Who takes part sold {share} less than expected from the others.", share=share)
    return told if campaign_results.proven(effect) else _("Not proven.") + " " + told


def _card(label: str, side: Sales) -> Card:
    if side.before is None:
        return Card(label, formats.UNKNOWN, note=_("Shown from {count} businesses on.", count=formats.count(reports.FEWEST)))
    return Card(label, formats.headline(side.after), *figures.moved(side.after, side.before, _("before the programme")))


def _capital(found: Capital) -> str:
    """The same people in two rounds of digital capital."""
    if found.before is None or found.after is None:
        return _("Digital capital: not enough data yet. {count} answered both times, {least} are needed.",
                 count=formats.count(found.change.pairs), least=formats.count(reports.FEWEST))
    told = _(
        "Digital capital of {count} people who answered both times: from {before} to {after} of 100 ({first} to {second}).",
        count=formats.count(found.change.pairs), before=formats.number(found.before), after=formats.number(found.after),
        first=esc(found.first_round), second=esc(found.second_round),
    )
    if found.change.proven is None:
        return told
    return f"{told} {_('That is more than chance.') if found.change.proven else _('Not proven yet: chance alone can give as much.')}"
