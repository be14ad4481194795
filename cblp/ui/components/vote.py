"""Votes on a member's phone: what is proposed, what changes, the answers, and what came out once all have voted."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from cblp.decisions import words
from cblp.decisions.reports import decisions as reports
from cblp.decisions.reports.decisions import Detail, ToVote
from cblp.decisions.rules import counting
from cblp.decisions.services import ballots
from cblp.i18n import _, formats
from cblp.ui import page, reads, state
from cblp.ui.components import decisions, decisions_ballot
from cblp.ui.components.activities import Activity, Todo
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

ICON: Final = ":material/how_to_vote:"
LONG: Final = frozenset({counting.RANKING, counting.WEIGHTS})
"""Ballots that would fill the screen."""


def activities(visit: Visit, business_id: UUID) -> list[Activity]:
    """The votes of a business: the open ones, to vote on, and the closed ones with their result."""
    return [
        *(_open(visit, business_id, item) for item in _to_vote(business_id)),
        *(_past(visit, item) for item in reads.ask(reports.past, business_id=business_id)),
    ]


def tasks(visit: Visit, business_id: UUID) -> list[Todo]:
    """The open votes in which this business has not voted yet."""
    return [
        Todo(
            _("**{title}** waits for your vote until {day}.", title=esc(item.decision.title),
              day=formats.full_day(_day(visit, item.decision.closes_at))),
            _("Vote"), "activities",
        )
        for item in _to_vote(business_id) if item.own is None and not _over(visit, item.decision)
    ]


def _to_vote(business_id: UUID) -> list[ToVote]:
    found: list[ToVote] = reads.ask(reports.to_vote, business_id=business_id)
    return found


def _over(visit: Visit, decision: Detail) -> bool:
    """Its time is over, and it waits for the count."""
    return decision.closes_at is None or decision.closes_at <= visit.now


def _day(visit: Visit, at: datetime | None) -> date:
    return visit.actor.day(at) if at else visit.today


def _until(visit: Visit, decision: Detail) -> str:
    """``Senin, 23 November 2026 pukul 20.00 WIB``."""
    if decision.closes_at is None:
        return ""
    zone = visit.actor.timezone
    return f"{formats.full_day(decision.closes_at.astimezone(ZoneInfo(zone)).date())} {formats.clock(decision.closes_at, zone)}"


def _open(visit: Visit, business_id: UUID, item: ToVote) -> Activity:
    decision = item.decision
    return Activity(
        day=_day(visit, decision.closes_at), past=False, icon=ICON, title=esc(decision.title), sentence=esc(decision.proposal),
        show=partial(_ballot, visit, business_id, item), urgent=item.own is None and not _over(visit, decision),
    )


def _past(visit: Visit, item: ToVote) -> Activity:
    return Activity(
        day=_day(visit, item.decision.closed_at), past=True, icon=ICON, title=esc(item.decision.title),
        sentence=esc(words.result(item.decision)), show=partial(_result, item),
    )


@page.fragment
def _ballot(visit: Visit, business_id: UUID, item: ToVote) -> None:
    """What changes, and the answers; a vote that is in stands there and can be changed."""
    decision, own = item.decision, item.own
    if follows := decisions.follows(decision):
        st.markdown(_("If it passes: {what}", what=" ".join(follows)))
    key = f"vote_{decision.id}_{business_id}"
    if own:
        st.markdown(f":material/check: {_('My vote: {vote}', vote='**' + esc(words.choice(decision.options, own.choice)) + '**')}")
        if own.channel == ballots.RECORDED:
            st.caption(_("The coordinator wrote it down for you."))
    if _over(visit, decision):
        st.caption(_("The vote is closed. The votes are being counted."))
    elif own and own.channel == ballots.PAPER:
        st.caption(_("The result shows after the end. One business, one vote."))
    else:
        _answer(decision, business_id, key, own is not None)
        st.caption(_("A vote can be changed until {until}. The result shows after that.", until=_until(visit, decision)))


def _answer(decision: Detail, business_id: UUID, key: str, voted: bool) -> None:
    """The ballot, at once where it is three buttons; behind one button where it is longer or a vote is in."""
    if (voted or decision.kind in LONG) and state.EDITING.get() != key:
        if st.button(_("Change my vote") if voted else _("Vote"), key=f"{key}_begin", width="stretch"):
            state.EDITING.set(key)
            st.rerun()
        return
    given = decisions_ballot.ask(decision, key)
    if given and page.action(
        ballots.vote, decision_id=decision.id, business_id=business_id, choice=given.choice, reason=given.reason,
    ):
        state.EDITING.set("")
        page.say(_("Your vote on “{title}” is in: {vote}.", title=esc(decision.title),
                   vote=esc(words.choice(decision.options, given.choice))))
        st.rerun()


def _result(item: ToVote) -> None:
    """What was proposed, what came out, and the own vote."""
    decision = item.decision
    st.markdown(esc(decision.proposal))
    if decision.options and not decision.by_consensus:
        st.markdown("  \n".join(f"{esc(what)}: {said}" for what, _how_many, said in words.tallies(decision)))
    for one in decision.wrote if decision.kind != counting.WEIGHTS else ():  # weights stand above, one below the other
        st.markdown(_("{figure}, since {day}", figure=esc(words.figure(one.key, one.value)), day=formats.day(one.since)))
    if item.own:
        st.caption(_("My vote: {vote}", vote=esc(words.choice(decision.options, item.own.choice))))
    elif item.may_vote and not decision.by_consensus:
        st.caption(_("My vote did not come in."))
