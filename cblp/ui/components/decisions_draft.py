"""Proposals being written: figures to change, dates and options to choose from, and what the members read before they vote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from cblp.decisions import words
from cblp.decisions.reports import decisions as reports
from cblp.decisions.reports import parameters
from cblp.decisions.reports.decisions import Detail
from cblp.decisions.rules import counting
from cblp.decisions.rules.parameters import CHOICE, DAYS, KEYS, PEOPLE, RUPIAH, SHARE, WEIGHTS
from cblp.decisions.services import decisions as services
from cblp.decisions.services.decisions import Option
from cblp.errors import Stale
from cblp.i18n import N_, _, formats, ngettext
from cblp.people.register_csv import Unreadable, read_day
from cblp.people.reports import register
from cblp.people.rules_register import ACTIVE
from cblp.ui import page, reads
from cblp.ui.components import address, decisions, fields
from cblp.ui.components.fields import Field
from cblp.ui.page import Outcome, Visit

NEW: Final = "new_decision"
DATES: Final = "dates"
KINDS: Final = {
    counting.YES_NO: N_("Agree or not"), DATES: N_("Choose a date"), counting.CHOOSE_ONE: N_("Choose one of several"),
    counting.RANKING: N_("Put several in order"), counting.CONSENT: N_("Does anybody object?"),
    counting.WEIGHTS: N_("Weights for the leading product"),
}
CONSEQUENCES: Final = {
    "contribution": N_("Each business pays this share of its income from a joint promotion."),
    "objection_days": N_("So many days to object before shares are paid."),
    "share_visibility": N_("It holds for all shares that are calculated from then on."),
    "aid_committee": N_("So many people must agree before help is paid."),
    "savings_mandatory": N_("Each business saves this amount every month."),
    "savings_principal": N_("Each new business saves this amount once."),
    "quorum": N_("It holds for proposals that are made from then on."),
    "threshold": N_("It holds for proposals that are made from then on."),
    "fee_rate": N_("It is used where a marketplace has not said its fees yet."),
    "mentor_followers": N_("It holds for everybody who wants to accompany from then on."),
    "mentor_accounts": N_("It holds for everybody who wants to accompany from then on."),
}
UNITS: Final = {SHARE: fields.PERCENT, RUPIAH: fields.MONEY, DAYS: fields.COUNT, PEOPLE: fields.COUNT, CHOICE: fields.CHOICE}
HOURS: Final = (9, 12, 15, 18, 20)
DAYS_TO_VOTE: Final = 7


# -- a new one ---------------------------------------------------------------------------------------------------------


def new(visit: Visit) -> None:
    """A button, then what it is about, then its form."""
    started = [code for code in (*KEYS, *KINDS) if fields.is_open(f"{NEW}/{code}")]
    if started:
        _begun(visit, started[0])
    elif fields.is_open(NEW):
        _about()
    elif st.button(_("New proposal"), icon=":material/add:", key=NEW, type="primary"):
        fields.open_form(NEW)


def _about() -> None:
    with st.container(border=True):
        st.markdown(f"**{_('What is it about?')}**")
        figures = {key.code: key.label for key in KEYS.values() if key.unit != WEIGHTS}
        for title, choices in ((_("A figure that holds"), figures), (_("Something else"), KINDS)):
            st.caption(title)
            with st.container(horizontal=True, gap="small"):
                for code, label in choices.items():
                    if st.button(_(label), key=f"about_{code}"):
                        fields.open_form(f"{NEW}/{code}")
        if st.button(_("Cancel"), key="about_cancel"):
            fields.close()
            st.rerun()


def _begun(visit: Visit, about: str) -> None:
    figure = about if about in KEYS else ""
    wanted = _fields(visit, figure=figure, kind=about)
    values: dict[str, Any] = {
        "quorum": _setting(visit, "quorum"), "threshold": _setting(visit, "threshold"), "asks_reasons": False,
    }
    if figure:
        values |= {"value": _setting(visit, figure), "consequence": _(CONSEQUENCES[figure])}
    made = fields.create(
        f"{NEW}/{about}", wanted, values, lambda typed: _make(visit, about, typed), label=_(KEYS[figure].label if figure else KINDS[about]),
    )
    if made and made.value:
        detail: Detail = reads.ask(reports.one, decision_id=made.value)
        page.say(_("The draft is kept. Open the vote when the members may read it."))
        decisions.open_one(detail.number)


def _fields(visit: Visit, *, figure: str, kind: str) -> tuple[Field, ...]:
    shared = (
        Field("consequence", N_("What changes for each member"), fields.LONG, most=600),
        Field("review_on", N_("Look at it again on"), fields.DAY),
        Field("quorum", N_("Valid when at least so many per cent of the voters vote"), fields.PERCENT, needed=True),
    )
    threshold = (Field("threshold", N_("Passes with so many per cent"), fields.PERCENT, needed=True),)
    if figure:
        key = KEYS[figure]
        choices = {value: _(label) for value, label in (key.choices or {}).items()}
        return (Field("value", N_("New value"), UNITS[key.unit], choices, needed=True), *shared, *threshold)
    texts = (
        Field("title", N_("Title"), most=120, needed=True),
        Field("proposal", N_("The proposal in one sentence"), fields.LONG, most=600, needed=True),
    )
    options = (Field("options", N_("Days, one a line, for example 12 Dec 2026") if kind == DATES else N_("Options, one a line"),
                     fields.LONG, needed=True),) if kind in {DATES, counting.CHOOSE_ONE, counting.RANKING} else ()
    reasons = (Field("asks_reasons", N_("Ask for reasons?"), fields.CHOICE, {True: _("Yes"), False: _("No")}),)
    more = threshold if kind in {counting.YES_NO, counting.CHOOSE_ONE, DATES} else ()
    return (*texts, *options, *shared, *more, *(reasons if kind == counting.YES_NO else ()))


def _make(visit: Visit, about: str, typed: Mapping[str, Any]) -> Outcome[UUID]:
    given = {name: value for name, value in typed.items() if name not in {"value", "options"}}
    if about in KEYS:
        return page.action(services.draft, kind=counting.YES_NO, **_of_figure(visit, about, typed["value"]), **given)
    if about == counting.WEIGHTS:
        return page.action(services.draft, kind=about, parameter="criteria_weights", **given)
    options = _options(about, typed.get("options", ""))
    if options is None:
        st.error(_("Write each day on its own line, like 12 Dec 2026."))
        return Outcome(False)
    return page.action(services.draft, kind=counting.CHOOSE_ONE if about == DATES else about, options=options, **given)


def _of_figure(visit: Visit, key: str, value: Any) -> dict[str, Any]:
    """What a proposal about a figure says by itself."""
    return {
        "title": _(KEYS[key].label), "proposal": _sentence(visit, key, value),
        "effects": [{"kind": "parameter", "key": key, "value": value}],
    }


def _sentence(visit: Visit, key: str, value: Any) -> str:
    return _("{figure}. Now it is {before}.", figure=_figure(key, value), before=_value(key, _setting(visit, key)))


def _figure(key: str, value: Any) -> str:
    return f"{_(KEYS[key].label)}: {_value(key, value)}"


def _value(key: str, value: Any) -> str:
    # A value that the service will refuse must not break the sentence about it.
    return words.value(key, value) if KEYS[key].unit != CHOICE or value in (KEYS[key].choices or {}) else str(value)


def _options(about: str, typed: str) -> tuple[Option, ...] | None:
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if about != DATES:
        return tuple(Option("", line) for line in lines)
    days = [_day(line) for line in lines]
    return None if None in days else tuple(Option(day.isoformat(), formats.full_day(day)) for day in days if day)


def _day(line: str) -> Any:
    try:
        return read_day(line)
    except Unreadable:
        return None


def _setting(visit: Visit, key: str) -> Any:
    return reads.ask(parameters.setting, key=key, day=visit.today).value


# -- a draft -----------------------------------------------------------------------------------------------------------


def edit(visit: Visit, decision: Detail) -> None:
    """Change a draft. What stands for something else (a rule, a promotion) keeps what it decides; only its words change."""
    figure = _figure_of(decision)
    texts = (Field("title", N_("Title"), most=120, needed=True),
             Field("proposal", N_("The proposal in one sentence"), fields.LONG, most=600, needed=True)) if figure else ()
    wanted = (*texts, *_fields(visit, figure=figure, kind=decision.kind))
    values = {one.name: getattr(decision, one.name, None) for one in wanted}
    values["options"] = _lines(decision)
    if figure:
        values["value"] = decision.effects[0]["value"]
    if decision.kind == counting.WEIGHTS or any(option.effects for option in decision.options):
        wanted = tuple(one for one in wanted if one.name != "options")
    fields.edit(visit, f"draft_{decision.id}", wanted, decision.version, values, lambda version, changes: _save(
        visit, decision, figure, version, changes,
    ))


def _save(visit: Visit, decision: Detail, figure: str, version: int, typed: Mapping[str, Any]) -> Outcome[int]:
    changes = {name: value for name, value in typed.items() if name not in {"value", "options"}}
    if "value" in typed:
        made = _of_figure(visit, figure, typed["value"])
        changes["effects"] = made["effects"]
        if "proposal" not in changes and decision.proposal == _sentence(visit, figure, decision.effects[0]["value"]):
            changes["proposal"] = made["proposal"]
    options = None
    if "options" in typed:
        # A line that stayed keeps its explanation.
        known = {option.label: option for option in decision.options}
        options = tuple(
            Option(known[one.label].code, one.label, known[one.label].detail) if one.label in known else one
            for one in _options(decision.kind, typed["options"]) or ()
        )
    kept = page.action(services.edit, decision_id=decision.id, version=version, changes=changes, options=options)
    if isinstance(kept.error, Stale):
        newest: Detail = reads.ask(reports.one, decision_id=decision.id)
        theirs = {"options": _lines(newest), "value": newest.effects[0]["value"] if figure else None}
        for name in {"options", "value"} & typed.keys():
            kept.error.values["yours"][name], kept.error.values["theirs"][name] = typed[name], theirs[name]
        if "value" in typed:
            for side in ("yours", "theirs"):
                kept.error.values[side].pop("effects", None)
    return kept


def _figure_of(decision: Detail) -> str:
    """The figure that the whole decision is about, "" for any other."""
    if decision.kind == counting.YES_NO and len(decision.effects) == 1 and decision.effects[0]["kind"] == "parameter":
        return str(decision.effects[0]["key"])
    return ""


def _lines(decision: Detail) -> str:
    return "\n".join(option.label for option in decision.options)


def drop(visit: Visit, decision: Detail) -> None:
    """Put a draft away."""
    sure = fields.confirm(
        f"drop_{decision.id}", _("Delete the draft"), _("Delete the draft “{title}”?", title=decision.title),
        _("Nobody votes on it. Its number stays taken."), icon=":material/delete:",
    )
    if sure and page.action(services.drop, decision_id=decision.id, version=decision.version):
        page.say(_("The draft is deleted."))
        address.leave(decisions.OPENED)


def open_vote(visit: Visit, decision: Detail) -> None:
    """Put the draft to the members until a day and an hour."""
    voters = reads.ask(register.counts, today=visit.today).get(ACTIVE, 0)
    made = fields.create(
        f"open_{decision.id}", closing_fields(), closing_values(visit), lambda typed: page.action(
            services.open_, decision_id=decision.id, closes_at=instant(visit, typed),
        ), label=_("Open the vote"), icon=":material/how_to_vote:", primary=True,
    )
    if fields.is_open(f"open_{decision.id}"):
        st.caption(ngettext("{count} business may vote. From then on the proposal stays as it is.",
                            "{count} businesses may vote. From then on the proposal stays as it is.", voters,
                            count=formats.count(voters)))
    if made:
        page.say(_("The vote is open. Members find it under Activities."))
        st.rerun()


def closing_fields() -> tuple[Field, ...]:
    """When a vote closes: a day and an hour."""
    return (
        Field("day", N_("Closes on"), fields.DAY, needed=True),
        Field("hour", N_("At what time"), fields.CHOICE, {hour: f"{hour:02}.00" for hour in HOURS}, needed=True),
    )


def closing_values(visit: Visit) -> dict[str, Any]:
    """A week from today in the evening."""
    return {"day": visit.today.fromordinal(visit.today.toordinal() + DAYS_TO_VOTE), "hour": 20}


def instant(visit: Visit, typed: Mapping[str, Any]) -> datetime:
    """The typed day and hour where the association is."""
    return datetime.combine(typed["day"], time(typed["hour"]), ZoneInfo(visit.actor.timezone))

