"""A ballot on the screen, for a thumb: equal buttons, one choice, an order, or points that make a hundred."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from cblp.decisions import words
from cblp.decisions.reports.decisions import Detail
from cblp.decisions.rules import counting
from cblp.i18n import _, formats
from cblp.ui import state
from cblp.ui.components.frame import esc

STEP = 5
"""Points are given in steps that a thumb can hit."""


@dataclass(frozen=True)
class Given:
    """What was chosen, and why, where that is asked."""

    choice: Mapping[str, Any]
    reason: str = ""


def ask(decision: Detail, key: str) -> Given | None:
    """The ballot of a decision; what was chosen, in the run in which it was sent. ``key`` tells ballots of one page apart."""
    reason = ""
    if decision.asks_reasons or decision.kind == counting.CONSENT:
        why = _("What do you object to? May stay empty.") if decision.kind == counting.CONSENT else _("Why? May stay empty.")
        reason = st.text_input(why, max_chars=400, key=f"{key}_reason") or ""
    draw = {
        counting.YES_NO: _answers, counting.CONSENT: _answers, counting.CHOOSE_ONE: _one, counting.RANKING: _order,
        counting.WEIGHTS: _points,
    }[decision.kind]
    choice = draw(decision, key)
    return Given(choice, reason) if choice is not None else None


def _answers(decision: Detail, key: str) -> Mapping[str, Any] | None:
    """Three buttons of the same size and colour, always in the same order."""
    choices: dict[str, dict[str, Any]]
    if decision.kind == counting.YES_NO:
        choices = {answer: {"vote": answer} for answer in (counting.YES, counting.NO, counting.ABSTAIN)}
    else:
        choices = {
            counting.FINE: {"objection": False}, counting.OBJECTION: {"objection": True},
            counting.ABSTAIN: {"vote": counting.ABSTAIN},
        }
    for answer, choice in choices.items():
        if st.button(_(words.ANSWERS[answer]), key=f"{key}_{answer}", width="stretch"):
            return choice
    return None


def _one(decision: Detail, key: str) -> Mapping[str, Any] | None:
    labels = {option.id: option for option in decision.options}
    picked = st.radio(
        _("Choose one"), [*labels, counting.ABSTAIN], index=None, key=f"{key}_one",
        format_func=lambda id_: esc(labels[id_].label) if id_ in labels else _(words.ANSWERS[counting.ABSTAIN]),
        captions=[*(esc(option.detail) for option in decision.options), ""],
    )
    if not st.button(_("Send the vote"), type="primary", key=f"{key}_send", width="stretch", disabled=picked is None):
        return None
    return {"option": picked} if picked in labels else {"vote": counting.ABSTAIN}


def _order(decision: Detail, key: str) -> Mapping[str, Any] | None:
    """Press one after the other: the first is the dearest. Who leaves some out says nothing about them."""
    kept = state.Key[tuple[str, ...]](f"order_{key}", ())
    labels = {option.id: option for option in decision.options}
    order = tuple(id_ for id_ in kept.get() if id_ in labels)
    for place, id_ in enumerate(order, 1):
        st.markdown(f"**{place}\\.** {esc(labels[id_].label)}")
    left = [option for option in decision.options if option.id not in order]
    if left:
        st.write(_("Press your choice no. {place}.", place=len(order) + 1))
    for option in left:
        if st.button(esc(option.label), key=f"{key}_{option.id}", width="stretch", icon=":material/add:"):
            kept.set((*order, option.id))
            st.rerun()
    if order and st.button(_("Start again"), key=f"{key}_again", width="stretch"):
        kept.set(())
        st.rerun()
    sent = st.button(_("Send the vote"), type="primary", key=f"{key}_send", width="stretch", disabled=not order)
    if sent:
        kept.set(())
        return {"order": list(order)}
    return _abstain(key)


def _points(decision: Detail, key: str) -> Mapping[str, Any] | None:
    said = st.container()
    points = {
        option.id: st.slider(esc(option.label), 0, counting.POINTS, 0, STEP, key=f"{key}_{option.id}", help=esc(option.detail) or None)
        for option in decision.options
    }
    left = counting.POINTS - sum(points.values())
    if left > 0:
        said.subheader(_("{count} points left to give", count=formats.count(left)), anchor=False)
    elif left < 0:
        said.subheader(_("{count} points too many", count=formats.count(-left)), anchor=False)
    else:
        said.subheader(_("All 100 points are given"), anchor=False)
    if st.button(_("Send the vote"), type="primary", key=f"{key}_send", width="stretch", disabled=left != 0):
        return {"points": points}
    return _abstain(key)


def _abstain(key: str) -> Mapping[str, Any] | None:
    return {"vote": counting.ABSTAIN} if st.button(_(words.ANSWERS[counting.ABSTAIN]), key=f"{key}_abstain", width="stretch") else None
