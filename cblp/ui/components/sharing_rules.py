"""The rules for sharing money: what each does in words, how far its vote is, and what can be done with it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cblp.decisions.presets import PRESETS
from cblp.decisions.reports import sharing_rules as reports
from cblp.decisions.reports.sharing_rules import RuleVersion
from cblp.decisions.services import sharing_rules as services
from cblp.i18n import _, formats
from cblp.ui import page, reads
from cblp.ui.components import decisions, fields, sharing_editor
from cblp.ui.components import sharing_words as words
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

CHOOSING: Final = "sharing/preset"


def known() -> list[RuleVersion]:
    """All versions of all rules, the newest of each rule first."""
    found: list[RuleVersion] = reads.ask(reports.versions)
    return found


def show(visit: Visit) -> None:
    """The rules one below the other: those that hold first, then drafts."""
    rules = known()
    _unsaved()
    if not rules:
        st.write(_("No rule yet. The rule says how money is shared; the members vote on it before any money is counted."))
    _start(visit, first=not rules)
    newest = {rule.rule_id: rule for rule in reversed(rules)}
    for rule in sorted(rules, key=lambda one: (one.frozen, one.name.lower(), -one.number)):
        with st.container(border=True):
            _rule(visit, rule, newest[rule.rule_id].id == rule.id)


def _unsaved() -> None:
    kept = sharing_editor.unsaved()
    if kept is None:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.write(_("Not saved yet: {name}.", name=f"**{esc(kept.name or _('New rule'))}**"))
        if st.button(_("Continue"), key="rule_continue"):
            sharing_editor.take_up()


def _start(visit: Visit, *, first: bool) -> None:
    """A new rule begins with one that others use."""
    if not fields.is_open(CHOOSING):
        if st.button(_("Make a rule"), icon=":material/add:", key="rule_new", type="primary" if first else "secondary"):
            fields.open_form(CHOOSING)
        return
    with st.container(border=True):
        st.markdown(f"**{_('Which rule is nearest to yours?')}**")
        st.caption(_("Every number can be changed afterwards."))
        for column, preset in zip(st.columns(len(PRESETS)), PRESETS.values(), strict=True):
            with column.container(border=True, height="stretch"):
                st.markdown(f"**{_(preset.name)}**  \n{words.rule(preset.components)}")
                if st.button(_("Start with this"), key=f"preset_{preset.code}", width="stretch"):
                    fields.close()
                    sharing_editor.begin(sharing_editor.NEW, "", _(preset.name), preset.components)
        if st.button(_("Cancel"), key="preset_cancel"):
            fields.close()
            st.rerun()


def _rule(visit: Visit, rule: RuleVersion, newest: bool) -> None:
    st.markdown(f"**{named(rule)}** {badge(rule)}  \n{words.rule(rule.components)}")
    if rule.note:
        st.caption(esc(rule.note))
    with st.container(horizontal=True):
        if rule.decision_number:
            decisions.link(rule.decision_number)
        if rule.frozen or rule.decision_state == "open":
            if newest and st.button(_("Make a new version"), icon=":material/content_copy:", key=f"next_{rule.id}"):
                sharing_editor.begin(sharing_editor.NEXT, rule.rule_id, rule.name, rule.components)
            return
        if st.button(_("Change"), icon=":material/edit:", key=f"edit_{rule.id}"):
            sharing_editor.begin(
                sharing_editor.VERSION, rule.id, rule.name, rule.components, version=rule.version, note=rule.note,
            )
        if st.button(_("Put it to the vote"), icon=":material/how_to_vote:", key=f"vote_{rule.id}"):
            propose(visit, rule)


def propose(visit: Visit, rule: RuleVersion) -> None:
    """Draft the decision on a rule and say where it is opened."""
    made = page.action(services.propose, version_id=rule.id, now=visit.now)
    if made:
        page.say(_("The proposal on {rule} is ready under Decisions. Open the vote there.", rule=named(rule)))
        st.rerun()


def named(rule: RuleVersion) -> str:
    """A version by its name; safe markdown."""
    return _("{name}, version {number}", name=esc(rule.name), number=formats.count(rule.number))


def plain_name(rule: RuleVersion) -> str:
    """The same for lists and stored texts."""
    return _("{name}, version {number}", name=rule.name, number=formats.count(rule.number))


def badge(rule: RuleVersion) -> str:
    """How far it is."""
    if rule.frozen:
        return f":green-badge[:material/check: {_('passed')}]"
    if rule.decision_state == "open":
        return f":orange-badge[{_('being voted on')}]"
    if rule.decision_state == "closed":
        return f":gray-badge[{_('not passed')}]"
    return f":gray-badge[{_('draft')}]"
