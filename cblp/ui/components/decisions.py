"""Musyawarah: the sentence, what is put to the members, the drafts, what was decided, and the figures that hold."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from cblp.decisions import words
from cblp.decisions.reports import decisions as reports
from cblp.decisions.reports import parameters, sharing_rules
from cblp.decisions.reports.decisions import Detail, Row
from cblp.decisions.reports.parameters import Setting
from cblp.decisions.reports.sharing_rules import RuleVersion
from cblp.decisions.rules.parameters import KEYS, WEIGHTS
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui import menu, reads
from cblp.ui.components import address, figures, frame, sharing_words, tables
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

OPENED: Final = "keputusan"
"""Query parameter: the number of the decision that is open."""
PAGE: Final = 10
COLOURS: Final = {"passed": "green", "failed": "gray", "no_quorum": "orange", "second_round": "blue"}


def opened() -> Detail | None:
    """The decision that the address names; one that nobody knows is said and forgotten."""
    found = address.find(OPENED, every, lambda row: row.number, N_("There is no decision no. {name}."))
    detail: Detail | None = reads.ask(reports.one, decision_id=found.id) if found else None
    return detail


def open_one(number: int) -> None:
    """Open a decision: its number stands in the address, so that the page can be shared."""
    address.open_one(OPENED, number)


def every() -> list[Row]:
    """All decisions: open ones, drafts, then what was decided."""
    found: list[Row] = reads.ask(reports.listing)
    return found


def link(number: int) -> None:
    """A link to a decision, from any page."""
    entry = menu.BY_ID["decisions"]
    st.page_link(entry.file, label=_("Decision no. {number}", number=number), icon=entry.icon, query_params={OPENED: str(number)})


def until(visit: Visit, at: datetime) -> str:
    """``Senin, 23 November 2026 pukul 20.00 WIB``."""
    zone = visit.actor.timezone
    return f"{formats.full_day(at.astimezone(ZoneInfo(zone)).date())} {formats.clock(at, zone)}"


def badge(visit: Visit, row: Row | Detail) -> str:
    """How far it is, as a badge of markdown."""
    if row.state == "open":
        over = row.closes_at is not None and row.closes_at <= visit.now
        return f":orange-badge[{_('Waiting to be counted')}]" if over else f":blue-badge[{_('Waiting for votes')}]"
    if row.state == "draft":
        return f":gray-badge[{_('Draft')}]"
    if row.state == "dropped":
        return f":gray-badge[{_('Not put forward')}]"
    if row.superseded if isinstance(row, Row) else row.superseded_by is not None:
        return f":gray-badge[{_('Replaced')}]"
    if row.review_on and row.review_on <= visit.today and row.outcome == "passed":
        return f":orange-badge[{_('To be looked at again')}]"
    return f":{COLOURS[row.outcome]}-badge[{_(words.OUTCOMES[row.outcome])}]"


def follows(decision: Detail) -> list[str]:
    """What a pass does, as safe markdown: what changes for each member, what it sets unless the proposal says just that."""
    said = [esc(decision.consequence)] if decision.consequence else []
    for one in decision.effects:
        if one["kind"] == "rule":
            version: RuleVersion = reads.ask(sharing_rules.version, version_id=UUID(one["version"]))
            said.append(_("The rule: {parts}.", parts=sharing_words.rule(version.components)))
        elif words.effect(one).rstrip(".") not in decision.proposal:
            said.append(esc(words.effect(one)))
    return said


# -- the list ----------------------------------------------------------------------------------------------------------


def sentence(visit: Visit) -> None:
    """The answer of the page: what waits for votes, until when, and how many are in."""
    rows = every()
    running = [row for row in rows if row.state == "open"]
    if not running:
        passed = sum(row.outcome == "passed" for row in rows)
        figures.sentence(ngettext("Nothing waits for votes. {count} proposal was passed so far.",
                                  "Nothing waits for votes. {count} proposals were passed so far.", passed,
                                  count=formats.count(passed)) if rows else _("Nothing was put to the members yet."))
        return
    said = ngettext("{count} proposal waits for votes.", "{count} proposals wait for votes.", len(running),
                    count=formats.count(len(running)))
    if running[0].closes_at and running[0].closes_at > visit.now:
        said += " " + _("The next one closes on {until}.", until=until(visit, running[0].closes_at))
    figures.sentence(said)


def listed(visit: Visit) -> None:
    """What waits for votes, the drafts, and what was decided, each with its state and votes."""
    rows = every()
    if not rows:
        frame.empty(_("Proposals stand here, first those that wait for votes. Make the first one with the button above."))
        return
    for title, states in ((_("Waiting for votes"), {"open"}), (_("Drafts"), {"draft"})):
        some = [row for row in rows if row.state in states]
        if some:
            st.markdown(f"**{title}**")
            for row in some:
                _row(visit, row)
    done = [row for row in rows if row.state == "closed"]
    if done:
        st.markdown(f"**{_('Decided')}**")
        first = tables.start(len(done), "decisions", PAGE)
        for row in done[first : first + PAGE]:
            _row(visit, row)
        tables.pager(len(done), "decisions", PAGE)


def _row(visit: Visit, row: Row) -> None:
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            if st.button(f"**{row.number}. {esc(row.title)}**", key=f"open_{row.id}", type="tertiary"):
                open_one(row.number)
            st.markdown(badge(visit, row), width="content")
        if row.state == "open" and row.closes_at and row.voted is not None:
            st.progress(row.voted / row.voters, text=_(
                "{voted} of {voters} businesses have voted · closes on {until}", voted=formats.count(row.voted),
                voters=formats.count(row.voters), until=until(visit, row.closes_at),
            ))
        elif row.closed_at:
            how = _("agreed by talking it over") if row.by_consensus else _(
                "{voted} of {voters} businesses voted", voted=formats.count(row.voted), voters=formats.count(row.voters))
            said = [formats.day(visit.actor.day(row.closed_at)), how]
            if row.review_on:
                said.append(_("looked at again on {day}", day=formats.day(row.review_on)))
            st.caption(" · ".join(said))


# -- the figures -------------------------------------------------------------------------------------------------------


def settings(visit: Visit) -> None:
    """The figures that hold today, each with the decision behind it and its history."""
    with st.container(border=True):
        st.markdown(f"**{_('What holds today')}**")
        for key in KEYS.values():
            now: Setting = reads.ask(parameters.setting, key=key.code, day=visit.today)
            if now.since is None and key.unit == WEIGHTS:
                continue  # nobody weighed them yet
            rows: list[Setting] = reads.ask(parameters.history, key=key.code)
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                undecided = "" if rows else f" :gray[:small[{_('not decided yet')}]]"
                st.markdown(f":small[{_(key.label)}]  \n**{esc(words.value(key.code, now.value))}**{undecided}", width="stretch")
                if rows:
                    _history(key.code, now, rows)


def _history(key: str, now: Setting, rows: list[Setting]) -> None:
    label = _("no. {number}", number=now.number) if now.number else formats.day(now.since)
    with st.popover(label, icon=":material/history:", wrap=False, key=f"history_{key}"):
        st.markdown(f"**{_(KEYS[key].label)}**")
        for row in rows:
            days = _("since {day}", day=formats.day(row.since)) if row.until is None else _(
                "{since} to {until}", since=formats.day(row.since), until=formats.day(row.until))
            st.markdown(f"{esc(words.value(key, row.value))}, {days}")
            if row.number:
                link(row.number)
            else:
                st.caption(_("written down at the start"))
