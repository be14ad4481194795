"""Matching for all at once: a proposal with its visible reasons, which the coordinator edits before anybody is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import streamlit as st

from cblp.growth.reports import mentors_match as reports
from cblp.growth.reports.mentors_match import Option, Proposal, Proposed
from cblp.growth.services import assignments as services
from cblp.growth.services.assignments import Pairing
from cblp.i18n import _, formats, ngettext
from cblp.ui import page, reads
from cblp.ui.components import frame, mentor_words, tables
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

PAGE: Final = 10
"""So many members are matched on one page, and asked for by one press."""
LONGEST_GOAL: Final = 300
NOBODY: Final = ""


def show(visit: Visit) -> None:
    """Who would accompany whom and why; nobody is asked before the button at the end."""
    found: Proposal = reads.ask(reports.match, today=visit.today)
    if not found.rows:
        frame.empty(_("Every member has a mentor, or one was asked. Who still needs one stands here."))
        return
    st.markdown(_("{placed} of {count} members without a mentor can get one now.", placed=formats.count(found.placed),
                  count=formats.count(len(found.rows))))
    rows = sorted(found.rows, key=lambda row: (row.chosen is None, row.code))
    first = tables.start(len(rows), "matching", PAGE)
    pairs = [pair for row in rows[first : first + PAGE] for pair in _row(row)]
    _ask(visit, found, pairs)
    tables.pager(len(rows), "matching", PAGE)


def _row(row: Proposed) -> list[Pairing]:
    """One member with the proposed mentors, to be changed; the pairs as they are chosen now."""
    with st.container(border=True):
        name, mentor, told = st.columns([3, 4, 5])
        name.markdown(f"**{esc(row.business)}**  \n{esc(row.code)}")
        if not row.options:
            told.markdown(f"{_('No mentor yet.')} {_(reports.WHY_NOBODY[row.why])}" if row.why else _("No mentor yet."))
            return []
        with mentor:
            chosen = _choose(_("Mentor"), row.options, row.chosen, f"match_{row.code}")
            others = [one for one in row.options if chosen and one.kind != chosen.kind]
            second = _choose(_("Second mentor"), others, row.second, f"pair_{row.code}_{chosen.code}") if chosen and others else None
        with told:
            for one in (chosen, second):
                if one:
                    st.markdown(why(one))
            if chosen and second:
                st.markdown(mentor_words.pair())
            if chosen is None:
                st.markdown(f"{_('No mentor yet.')} {_(reports.WHY_NOBODY[row.why])}" if row.why else _("No mentor yet."))
                return []
            goal = st.text_input(_("Goal, if there is one already"), key=f"goal_{row.code}", max_chars=LONGEST_GOAL,
                                 placeholder=_("for example brighter product photos")) or ""
    return [Pairing(row.business_id, one.mentor_id, one.reasons, goal.strip()) for one in (chosen, second) if one]


def _choose(label: str, options: Sequence[Option], proposed: Option | None, key: str) -> Option | None:
    by_id = {NOBODY: None, **{one.mentor_id.hex: one for one in options}}
    start = list(by_id).index(proposed.mentor_id.hex) if proposed and proposed.mentor_id.hex in by_id else 0
    chosen = st.selectbox(label, list(by_id), index=start, key=key, format_func=lambda id_: _named(by_id[id_]), placeholder=_("Choose"))
    return by_id[chosen or NOBODY]


def _named(one: Option | None) -> str:
    if one is None:
        return _("Nobody now")
    return _("{name}, {kind}, {points} points", name=one.mentor, kind=_(mentor_words.KINDS[one.kind]), points=formats.count(one.score))


def why(one: Option) -> str:
    """``Tia: bisa membantu yang paling perlu (5), tinggal di kecamatan yang sama (2)``, and whether they are of two generations."""
    said = ", ".join(f"{_(reports.REASONS[code])} ({formats.count(points)})" for code, points in one.reasons)
    pair = f" {mentor_words.generations()}" if one.generations else ""
    return f"**{esc(one.mentor)}**" + (f": {said}" if said else "") + pair


def _ask(visit: Visit, found: Proposal, pairs: Sequence[Pairing]) -> None:
    """The one button; before it, who has been given more than they can accompany."""
    given = Counter(pair.mentor_id for pair in pairs)
    names = {one.mentor_id: one.mentor for row in found.rows for one in row.options}
    over = [id_ for id_, count in given.items() if count > found.seats.get(id_, 0)]
    for id_ in over:
        st.warning(_("{name} has {seats} free places, and {count} are chosen. Choose somebody else for the rest.", name=esc(names[id_]),
                     seats=formats.count(found.seats.get(id_, 0)), count=formats.count(given[id_])))
    label = ngettext("Ask for {count} mentoring", "Ask for {count} mentorings", len(pairs), count=formats.count(len(pairs)))
    if st.button(label, type="primary", icon=":material/send:", key="match_ask", disabled=not pairs or bool(over)) and page.action(
        services.propose_all, pairs=tuple(pairs), now=visit.now,
    ):
        page.say(_("The mentors see it on their phones now and answer there. Tell them by WhatsApp, too."))
        st.rerun()
    st.caption(_("Nobody is told before you press. Each mentor can say no."))
