"""Beginning a profit sharing: which money, by which passed rule, what is still open, and who gets what nobody has a base for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.campaigns.reports import campaigns
from cblp.campaigns.states import RECONCILED, SHARED
from cblp.days import Span, last_months, month, periods
from cblp.db.actor import COORDINATOR
from cblp.decisions.reports.sharing_rules import RuleVersion
from cblp.decisions.rules.sharing import EQUAL, FUNDS
from cblp.i18n import _, formats
from cblp.sharing import states
from cblp.sharing.reports import distributions as reports
from cblp.sharing.reports import simulate
from cblp.sharing.reports.simulate import Start
from cblp.sharing.rules.dividing import missing_bases
from cblp.sharing.services import distributions as services
from cblp.ui import menu, page, reads
from cblp.ui.components import fields, sharing, sharing_editor, sharing_rules
from cblp.ui.components import sharing_words as words
from cblp.ui.page import Visit

FORM: Final = "sharing/begin"
MONTHS: Final = 6


@dataclass(frozen=True)
class About:
    """What money is shared: a campaign's, by its own rule, or the general pool's for a month, by any passed rule."""

    label: str
    rules: tuple[RuleVersion, ...]
    campaign_id: UUID | None = None
    span: Span | None = None


def show(visit: Visit) -> None:
    """The button, and after it the choices; for the coordinator."""
    if visit.actor.role != COORDINATOR:
        return
    if not fields.is_open(FORM):
        if st.button(_("Calculate a profit sharing"), icon=":material/calculate:", key="begin"):
            fields.open_form(FORM)
        return
    with st.container(border=True):
        st.markdown(f"**{_('Calculate a profit sharing')}**")
        ready = _form(visit)
        with st.container(horizontal=True):
            if ready and st.button(_("Calculate"), type="primary", key="begin_go"):
                _calculate(visit, *ready)
            if st.button(_("Cancel"), key="begin_cancel"):
                fields.close()
                st.rerun()


def _form(visit: Visit) -> tuple[About, RuleVersion, dict[str, str]] | None:
    """What is to be calculated, by which rule, and who gets what nobody has a base for; None while it cannot be."""
    choices = _abouts(visit)
    if not choices:
        st.write(_("The members have not passed a rule yet. The rule comes before the money."))
        st.page_link(
            menu.BY_ID["sharing"].file, label=_("To the rules"), icon=":material/rule:", query_params={sharing.PART: sharing.RULES},
        )
        return None
    left, right = st.columns(2)
    keys = list(choices)
    key = left.selectbox(_("Which money?"), keys, format_func=lambda one: choices[one].label, key="begin_about", placeholder=_("Choose"))
    about = choices[key or keys[0]]
    versions = {str(rule.id): rule for rule in about.rules}
    rule = about.rules[0]
    if len(versions) > 1:
        named = right.selectbox(
            _("By which rule?"), list(versions), format_func=lambda one: f"{versions[one].name} ({versions[one].number})",
            key=f"begin_rule_{key}", placeholder=_("Choose"),
        )
        rule = versions[named or str(rule.id)]
    st.caption(f"{sharing_rules.named(rule)}: {words.rule(rule.components)}")
    begun: Start = reads.ask(
        simulate.start, campaign_id=about.campaign_id, span=about.span, now=visit.now.replace(minute=0, second=0, microsecond=0),
    )
    st.markdown(_("Money to share: {pool}, for {members}.", pool=f"**{formats.money(begun.pool)}**",
                  members=words.members(len(begun.inputs.members))))
    if begun.pool <= 0:
        st.info(_("There is nothing to share yet. Money comes in through contributions or the cash book."))
        st.page_link(menu.BY_ID["ledger"].file, label=_("To the cash book"), icon=menu.BY_ID["ledger"].icon)
        return None
    waiting = next((run for run in sharing.every(visit) if run.state in states.UNFINISHED and run.campaign_id == about.campaign_id), None)
    if waiting:
        st.info(_("Profit sharing no. {number} of the same money is not finished. Approve or withdraw it first.", number=waiting.number))
        return None
    _open_ends(begun)
    return about, rule, _who_gets(rule, begun)


def _calculate(visit: Visit, about: About, rule: RuleVersion, picked: dict[str, str]) -> None:
    made = page.action(
        services.calculate, rule_version_id=rule.id, campaign_id=about.campaign_id, span=about.span, choices=picked, now=visit.now,
    )
    if made:
        number = next(run.number for run in reads.ask(reports.listing) if run.id == made.value)
        page.say(_("Profit sharing no. {number} is calculated. Nobody else sees it yet.", number=number))
        sharing.open_run(number)


def _abouts(visit: Visit) -> dict[str, About]:
    passed = {rule.id: rule for rule in sharing_rules.known() if rule.frozen}
    found = {}
    for row in reads.ask(campaigns.listing):
        if row.state in (RECONCILED, SHARED):
            chosen = reads.ask(campaigns.one, campaign_id=row.id).rule
            if chosen and chosen.id in passed:
                found[f"c{row.id.hex}"] = About(row.name, (passed[chosen.id],), campaign_id=row.id)
    if passed:
        for first in reversed(periods(last_months(visit.today, MONTHS + 1), "month")[:-1]):
            found[f"m{first:%Y%m}"] = About(
                _("General cash, {month}", month=formats.month(first)), tuple(passed.values()), span=month(first),
            )
    return found


def _open_ends(begun: Start) -> None:
    """What is not settled yet and would be missing from the figures."""
    if begun.inputs.unmatched:
        st.warning(_("Sales of {amount} belong to nobody yet.", amount=formats.money(begun.inputs.unmatched)))
        st.page_link(menu.BY_ID["catalogue"].file, label=_("Match the products"), icon=menu.BY_ID["catalogue"].icon)
    if begun.inputs.unconfirmed:
        st.warning(_("{hours} are not confirmed yet and do not count.", hours=words.hours(begun.inputs.unconfirmed)))
        st.page_link(menu.BY_ID["campaigns"].file, label=_("Look at the hours"), icon=menu.BY_ID["campaigns"].icon)


def _who_gets(rule: RuleVersion, begun: Start) -> dict[str, str]:
    """For each part that nobody has a base for: who gets it, as the rule says to ask."""
    labels = {one.code: one.label for one in rule.components}
    targets = {EQUAL: _("Shared equally"), **{fund: _(sharing_editor.TARGETS[fund]) for fund in FUNDS}}
    bases: dict[str, list[str]] = {}
    for code, base in missing_bases(rule.components, begun.inputs.members):
        bases.setdefault(code, []).append(_(words.BASE_NAMES[base]))
    return {
        code: st.radio(
            _("“{part}”: nothing to count {bases} yet. Who gets it?", part=labels[code], bases=words.listed(names)), list(targets),
            format_func=targets.__getitem__, horizontal=True, key=f"begin_gets_{code}",
        ) or EQUAL
        for code, names in bases.items()
    }
