"""Votes as the coordinator brings them in: who is missing and how to remind them, a vote written down, papers counted."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from cblp.decisions import words
from cblp.decisions.reports import decisions as reports
from cblp.decisions.reports.decisions import Detail, Voter
from cblp.decisions.rules import counting
from cblp.decisions.services import ballots
from cblp.decisions.services import evidence as services
from cblp.i18n import _, formats, ngettext
from cblp.ui import page, reads
from cblp.ui.components import decisions, decisions_ballot, evidence, fields, letters
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

STEP: Final = decisions_ballot.STEP
SHOWN: Final = 8
"""So many who have not voted stand on the screen at once."""


def missing(visit: Visit, decision: Detail) -> None:
    """Who has not voted, each with a letter that is ready to be sent."""
    left: list[Voter] = reads.ask(reports.missing, decision_id=decision.id)
    if not left:
        return
    with st.container(border=True, gap="xsmall"):
        told = ngettext("{count} business has not voted", "{count} businesses have not voted", len(left), count=formats.count(len(left)))
        st.markdown(f"**{told}**")
        for voter in left[:SHOWN]:
            _reminder(visit, decision, voter)
        if len(left) > SHOWN:
            with st.expander(_("See {count} more", count=formats.count(len(left) - SHOWN))):
                for voter in left[SHOWN:]:
                    _reminder(visit, decision, voter)


def _reminder(visit: Visit, decision: Detail, voter: Voter) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.markdown(f"{esc(voter.business)}  \n:small[{esc(voter.person)}]", width="stretch")
        letters.remind(visit, voter.phone, letter(visit, decision, voter), key=f"remind_{voter.business_id.hex}")


def letter(visit: Visit, decision: Detail, voter: Voter) -> str:
    """Address and name, one fact, one request with its day, a link, thanks and who writes."""
    with letters.to(visit, voter.business_id):
        until = decisions.until(visit, decision.closes_at) if decision.closes_at else ""
        return letters.write(
            visit, "decision_vote", who=letters.opening(voter.address_form, voter.person, voter.business), title=decision.title,
            until=until, link=letters.address("activities"),
        )


def record(visit: Visit, decision: Detail) -> None:
    """Write down the vote of a member who said it, by phone or in the room."""
    key = f"record_{decision.id}"
    if not fields.is_open(key):
        if st.button(_("Write down a vote"), icon=":material/edit_note:", key=f"open_{key}"):
            fields.open_form(key)
        return
    rows: list[Voter] = reads.ask(reports.voters, decision_id=decision.id)
    free = {voter.business_id: voter for voter in rows if voter.channel in {"", ballots.RECORDED}}
    with st.container(border=True):
        st.markdown(f"**{_('Whose vote?')}**")
        chosen = st.selectbox(
            _("Business"), list(free), index=None, placeholder=_("Type to search"), key=f"{key}_who",
            format_func=lambda id_: free[id_].business + (f" ({_('written down before')})" if free[id_].channel else ""),
        )
        given = decisions_ballot.ask(decision, f"{key}_{chosen}") if chosen else None
        if st.button(_("Close"), key=f"{key}_close"):
            fields.close()
            st.rerun()
    if chosen and given and page.action(
        ballots.vote, decision_id=decision.id, business_id=chosen, choice=given.choice, reason=given.reason,
    ):
        page.say(_("The vote of {name} is written down. They see it on their phone and can change it.", name=esc(free[chosen].business)))
        st.rerun()


def on_paper(visit: Visit, decision: Detail) -> None:
    """The papers of a meeting: whose they are, how many in each heap, and a photo of them."""
    if decision.kind not in counting.ON_PAPER:
        return
    key = f"paper_{decision.id}"
    if not fields.is_open(key):
        again = (decision.turnout or {}).get(ballots.PAPER, 0)
        label = _("Count the papers again") if again else _("Count papers")
        if st.button(label, icon=":material/ballot:", key=f"open_{key}"):
            fields.open_form(key)
        return
    rows: list[Voter] = reads.ask(reports.voters, decision_id=decision.id)
    names = {voter.business_id: voter.business for voter in rows if voter.channel in {"", ballots.PAPER}}
    heaps = counting.heaps(decision.kind, [option.id for option in decision.options])
    labels = {option.id: option.label for option in decision.options}
    with st.container(border=True):
        st.markdown(f"**{_('Papers are counted together. Nobody can say whose is whose.')}**")
        chosen = st.multiselect(
            _("Who voted on paper?"), list(names), [voter.business_id for voter in rows if voter.channel == ballots.PAPER],
            format_func=names.__getitem__, placeholder=_("Choose the businesses"), key=f"{key}_who",
        )
        counted = {
            heap: _papers(column, esc(labels.get(heap) or _(words.ANSWERS[heap])), f"{key}_{heap}")
            for column, heap in zip(_columns(len(heaps)), heaps, strict=True)
        }
        photo = evidence.choose(_("Photo of the papers"), key=f"{key}_photo")
        with st.container(horizontal=True):
            ready = photo is not None and None not in counted.values()
            keep = st.button(_("Save"), type="primary", key=f"{key}_save", disabled=not ready)
            if st.button(_("Cancel"), key=f"{key}_cancel"):
                fields.close()
                st.rerun()
    if not (keep and photo):
        return
    proof = page.action(services.add, picture=photo)
    if proof and page.action(ballots.paper, decision_id=decision.id, businesses=chosen, counts=counted, evidence_id=proof.value):
        evidence.chosen()
        fields.close()
        page.say(ngettext("{count} paper is counted.", "{count} papers are counted.", len(chosen), count=formats.count(len(chosen))))
        st.rerun()


def _columns(how_many: int) -> list[Any]:
    return list(st.columns(how_many)) if how_many <= 4 else [st.container() for _place in range(how_many)]


def _papers(column: Any, label: str, key: str) -> int | None:
    """How many papers lie in a heap; None while it cannot be read."""
    typed = (column.text_input(label, "0", key=key) or "0").strip()
    if typed.isascii() and typed.isdecimal() and len(typed) < 5:
        return int(typed)
    column.markdown(f":red[:material/error: {_('Write digits only, for example 12.')}]")
    return None
