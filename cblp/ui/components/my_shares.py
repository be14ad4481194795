"""Bagian saya on the phone: how much, why so much, whether it was paid, and what to do when something is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Final
from uuid import UUID

import streamlit as st

from cblp.campaigns.reports import campaigns
from cblp.campaigns.states import OPENED
from cblp.charts import Panel, sorted_bars
from cblp.days import add_months, month
from cblp.decisions.reports import sharing_rules
from cblp.decisions.reports.sharing_rules import RuleVersion
from cblp.decisions.rules.sharing import CAPITAL, WHOLE
from cblp.i18n import _, formats
from cblp.people.services import drafts
from cblp.sharing import states
from cblp.sharing.reports import distributions as reports
from cblp.sharing.reports import simulate
from cblp.sharing.reports.distributions import MyShare, ObjectionRow, Summary
from cblp.sharing.services import objections as services
from cblp.ui import menu, page, reads, runtime
from cblp.ui.components import evidence, fields, sharing_objections, tables
from cblp.ui.components import sharing_words as words
from cblp.ui.components.activities import Todo
from cblp.ui.components.frame import esc
from cblp.ui.components.papers import drawn
from cblp.ui.page import Visit

FORM: Final = "my_shares/"
EXAMPLE: Final = 1_000_000
"""Rupiah that are shared for an example where there is no money yet."""
WIDE, HIGH = 640, 420
"""The picture for a phone: its letters are readable at half its size."""


def show(visit: Visit, business_id: UUID) -> None:
    """The newest share with everything about it, older ones folded below, and what a rule under vote would bring."""
    st.subheader(_("My share"), anchor=False)
    found = _mine(business_id)
    left_out = _left_out(visit, found)
    if not found and not left_out:
        st.write(_("No money was shared with you yet. Your share stands here once it is calculated."))
    for run in left_out:
        with st.container(border=True):
            st.write(_("{run}: your business was not counted.", run=_title(run)))
            _objecting(visit, run, business_id, {}, ())
    for place, share in enumerate(found):
        if place == 0:
            with st.container(border=True):
                _share(visit, share)
        else:
            with st.expander(f"{_title(share.summary)}: {formats.money(share.amount)}"):
                _share(visit, share)
    _under_vote(visit, business_id)


def tasks(visit: Visit, business_id: UUID) -> list[Todo]:
    """A share to look at while there is time to object."""
    return [
        Todo(
            _("Your share is {amount}. Look at it until {day}.", amount=f"**{formats.money(share.amount)}**",
              day=formats.full_day(share.summary.objections_until)), _("See my share"), "my_money",
        )
        for share in _mine(business_id)
        if _open(visit, share.summary) and share.summary.objections_until and not share.objections
    ]


@dataclass(frozen=True)
class Under:
    """What rules that are put to the members would bring a business (None: it cannot be said yet); ``example`` of how much money."""

    amounts: dict[UUID, int | None]
    example: int = 0
    figures: str = ""


def under(visit: Visit, business_id: UUID, version_ids: tuple[UUID, ...]) -> Under:
    """Of the money that is there for the newest campaign, or for last month; where there is none, of a million for an example."""
    run = [row for row in reads.ask(campaigns.listing) if row.state in OPENED]
    newest = max(run, key=lambda row: (row.ends_on, row.id), default=None)
    last = month(add_months(visit.today.replace(day=1), -1))
    asked = partial(
        reads.ask, simulate.own, business_id=business_id, version_ids=version_ids, now=visit.now.replace(minute=0, second=0, microsecond=0),
    )
    told = asked(campaign_id=newest.id) if newest else []
    if not told:
        told = asked(span=last)
    if told:
        return Under({one.version_id: one.amount for one in told})
    tried = asked(span=last, example=EXAMPLE)
    return Under({one.version_id: one.amount for one in tried}, EXAMPLE, formats.month(last.first))


# -- one share ---------------------------------------------------------------------------------------------------------


def _mine(business_id: UUID) -> list[MyShare]:
    found: list[MyShare] = reads.ask(reports.mine, business_id=business_id)
    return found


def _left_out(visit: Visit, found: list[MyShare]) -> list[Summary]:
    """Runs that may still be objected to and give this business nothing."""
    own = {share.summary.id for share in found}
    return [run for run in reads.ask(reports.listing) if _open(visit, run) and run.id not in own]


def _open(visit: Visit, run: Summary) -> bool:
    return run.state == states.OBJECTION and run.objections_until is not None and visit.today <= run.objections_until


def _title(run: Summary) -> str:
    about = esc(run.campaign) if run.campaign else formats.day_range(run.span.first, run.span.last)
    return _("Profit sharing no. {number} · {about}", number=run.number, about=about)


def _share(visit: Visit, mine: MyShare) -> None:
    run = mine.summary
    st.markdown(f"{_title(run)}\n## {formats.money(mine.amount)}")
    st.markdown(f"**{_state(visit, mine)}**")
    told = words.Share.of(mine.lines, run.pool, mine.funds, run.span.days)
    said = words.explain(told)[1:]  # the share itself stands above, large
    st.markdown("  \n".join(said if mine.lines else [*said, _("Your business was not counted.")]))
    rule = next((one for one in _rules() if one.id == run.rule_version_id), None)
    if rule and rule.decision_number:
        st.page_link(menu.BY_ID["activities"].file, icon=menu.BY_ID["activities"].icon,
                     label=_("Decided together: decision no. {number}", number=rule.decision_number))
    if mine.lines:
        with st.expander(_("Every number")):
            _numbers(mine)
    _picture(visit, mine)
    if mine.share and mine.share.evidence_id:
        with st.expander(_("See the proof of payment")):
            evidence.show(mine.share.evidence_id, _("Proof of payment"))
    for one in mine.objections:
        with st.container(border=True):
            st.markdown(sharing_objections.told(one, visit.actor.timezone))
    if _open(visit, run):
        _objecting(visit, run, mine.business_id, {line.component: line.label for line in mine.lines}, mine.objections)


def _state(visit: Visit, mine: MyShare) -> str:
    run, share = mine.summary, mine.share
    if share and share.method:
        paid = _("Paid on {day}, {how}.", day=formats.day(share.paid_on), how=_(words.METHODS[share.method]))
        return f"{paid} {words.kept_back(share.set_off)}" if share.set_off else paid
    if run.state in states.BINDING:
        return _("Approved. Not paid yet.") if share else _("Approved.")
    if _open(visit, run) and run.objections_until:
        return _("Not final yet. Something wrong? Say so until {day}.", day=formats.full_day(run.objections_until))
    return _("Not final yet. It waits for approval.")


def _rules() -> list[RuleVersion]:
    found: list[RuleVersion] = reads.ask(sharing_rules.versions)
    return found


def _numbers(mine: MyShare) -> None:
    """What each part follows from, one below the other: a table would not fit."""
    for line in mine.lines:
        told = [f"**{esc(line.label)}**: {formats.money(line.amount)}"]
        for part in line.parts:
            per = mine.summary.span.days if part.base == CAPITAL else 1
            own, whole = (words.figure(part.base, Fraction(value, per)) for value in (part.counted, part.total))
            points = words.percent(Fraction(line.basis_points * part.share, WHOLE))
            told.append(_("{points} {base}: mine {own}, all together {whole}.", points=points, base=_(words.BASE_NAMES[part.base]),
                          own=own, whole=whole))
        told.append(_("Before rounding {exact}, of {size}.", exact=words.exact(line.exact), size=formats.money(line.size)))
        st.markdown("  \n".join(told))


def _picture(visit: Visit, mine: MyShare) -> None:
    """Where the own share stands among all, without a name; with names where the members decided so."""
    with st.expander(_("Everybody's shares, without names")):
        bars = reads.ask(reports.spread_of, distribution_id=mine.summary.id, now=visit.now.replace(minute=0, second=0, microsecond=0))
        panel = Panel("", bars.amounts, bars.spread.median if bars.spread else None, (), mine.amount)
        picture = sorted_bars([panel], unit="rupiah", label=_("Everybody's shares"), width=WIDE, height=HIGH)
        drawn(picture)
        st.caption(_("The red bar is my share. The dotted line is the middle."))
        if bars.names:
            pairs = sorted(zip(bars.names, bars.amounts, strict=True), key=lambda pair: pair[0].lower())
            tables.show([_("Member"), tables.Number(_("Share in rupiah"))], [(name, formats.money(amount)) for name, amount in pairs],
                        key=f"names_{mine.summary.id.hex}")


# -- something wrong ---------------------------------------------------------------------------------------------------


def _objecting(visit: Visit, run: Summary, business_id: UUID, parts: dict[str, str], said: Sequence[ObjectionRow]) -> None:
    """Ada yang salah? What is typed is kept until it is sent; what waits for its answer already is not asked again."""
    waiting = {one.component for one in said if one.state in states.STANDING}
    named = {"": _("The whole share"), **(parts if len(parts) > 1 else {})}
    options = {code: label for code, label in named.items() if code not in waiting}
    if not options:
        return
    form = f"{FORM}{run.id.hex}"
    if not fields.is_open(form):
        if st.button(_("Is something wrong?"), icon=":material/feedback:", key=f"wrong_{run.id.hex}", width="stretch"):
            fields.open_form(form)
        return
    kept = runtime.app().read(visit.actor, drafts.find, form=form)
    before = str(kept.content["text"]) if kept else ""
    about = ""
    if len(named) > 1:
        about = st.radio(_("What is wrong?"), list(options), format_func=lambda code: esc(options[code]), key=f"{form}/about") or ""
    text = st.text_area(
        _("Tell us in your own words"), before, max_chars=1000, key=f"{form}/text", placeholder=_("For example: my sales are missing"),
    ) or ""
    if text != before:
        runtime.app().jot(visit.actor, drafts.keep, form=form, content={"text": text}, now=visit.now)
    send = st.button(_("Send"), type="primary", key=f"{form}/send", width="stretch")
    leave = st.button(_("Cancel"), key=f"{form}/leave", width="stretch")
    if send and page.action(
        services.raise_, distribution_id=run.id, business_id=business_id, component=about, text=text, now=visit.now,
    ):
        page.say(_("Sent. The coordinator answers here. Nothing is paid before that."))
    elif not leave:
        return
    runtime.app().jot(visit.actor, drafts.drop, form=form)
    fields.close()
    st.rerun()


# -- a rule under vote -------------------------------------------------------------------------------------------------


def _under_vote(visit: Visit, business_id: UUID) -> None:
    """What the rules on which the members vote right now would give to this business."""
    open_ = [rule for rule in _rules() if not rule.frozen and rule.decision_state == "open"]
    if not open_:
        return
    told = under(visit, business_id, tuple(rule.id for rule in open_))
    st.subheader(_("If this rule is accepted"), anchor=False)
    if told.example:
        st.write(_("Of every {amount} that we share, with the figures of {month}:", amount=formats.money(told.example), month=told.figures))
    for rule in open_:
        amount = told.amounts.get(rule.id)
        with st.container(border=True):
            said = f"### {formats.money(amount)}" if amount is not None else _("It cannot be counted yet.")
            st.markdown(f"{esc(rule.name)}\n\n{said}\n\n{words.rule(rule.components)}")
    if not told.example:
        st.caption(_("Counted with the money that is there today. It can still change."))
    st.page_link(menu.BY_ID["activities"].file, label=_("To the vote"), icon=menu.BY_ID["activities"].icon)
