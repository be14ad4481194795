"""Forms declared as fields: shown, asked, read back, and saved so that nobody's change is overwritten unseen.

One form is open at a time. It remembers the version and the values that it started from; a save sends what was changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from html import escape
from typing import Any, Final, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cblp.errors import Stale
from cblp.i18n import N_, _, formats, translate
from cblp.people.register_csv import Unreadable, read_day
from cblp.ui import page, state
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

T = TypeVar("T")

TEXT, LONG, CHOICE, ANSWER, DAY, MONEY, COUNT = "text", "long", "choice", "answer", "day", "money", "count"
SEVERAL, PERCENT = "several", "percent"
"""Any number of ``options``, as a list; a share in basis points, which people type and read in per cent."""
FEW: Final = 5
"""Up to so many choices all stand on the screen."""

ANSWERS: Final = {True: N_("Yes"), False: N_("No"), None: N_("Not known yet")}
HINTS: Final = {DAY: N_("For example: 4 May 2027"), MONEY: N_("For example: 25.000"), COUNT: N_("For example: 12"),
                PERCENT: N_("For example: 2,5")}
FIXES: Final = {
    DAY: N_("Write the date like 4 May 2027."), MONEY: N_("Write the amount with digits only, for example 25.000."),
    COUNT: N_("Write digits only, for example 12."),
    PERCENT: N_("Write the per cent from 0 to 100 with at most two decimals, for example 2,5."),
}


@dataclass(frozen=True)
class Field:
    """A field: ``label`` is a msgid, ``options`` maps a choice's values to what is shown; ``needed``: not to be left blank.

    ``hint`` stands in an empty field; of several choices it says what none of them means.
    """

    name: str
    label: str
    kind: str = TEXT
    options: Mapping[Any, str] = field(default_factory=dict)
    hint: str = ""
    most: int | None = None
    needed: bool = False


@dataclass(frozen=True)
class Started:
    """The open form: which it is, and the version and values that its save starts from."""

    key: str
    version: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Clash:
    """A save that somebody else was quicker than."""

    key: str
    stale: Stale


# -- showing -----------------------------------------------------------------------------------------------------------


def shown(one: Field, value: Any) -> str:
    """A value as people read it."""
    if one.kind == ANSWER:
        return _(ANSWERS[value])
    if value is None or value == "":
        return formats.UNKNOWN
    show: dict[str, Callable[[Any], str]] = {
        CHOICE: lambda v: one.options.get(v, str(v)), DAY: formats.day, MONEY: formats.money, COUNT: formats.count,
        SEVERAL: lambda v: ", ".join(one.options.get(code, str(code)) for code in v) or translate(one.hint) or formats.UNKNOWN,
        PERCENT: lambda v: formats.percent(Fraction(v, 10_000), 2),
    }
    return show.get(one.kind, str)(value)


def card(fields: Sequence[Field], values: Mapping[str, Any]) -> None:
    """Fields with their values, two columns that also fit a phone."""
    pairs = "".join(
        f'<dt style="color:#6b6258;margin:0;font-weight:400">{escape(_(one.label))}</dt>'
        f'<dd style="margin:0;overflow-wrap:anywhere">{escape(shown(one, values.get(one.name)))}</dd>' for one in fields
    )
    look = "display:grid;grid-template-columns:minmax(7rem,11rem) 1fr;gap:.4rem 1rem;margin:0;padding:0"
    st.html(f'<dl style="{look}">{pairs}</dl>')


# -- asking ------------------------------------------------------------------------------------------------------------


def _widget(one: Field, value: Any, key: str) -> Any:
    label = _(one.label)
    hint = translate(one.hint or HINTS.get(one.kind, ""))
    if one.kind in (CHOICE, ANSWER):
        options = {v: _(said) for v, said in ANSWERS.items()} if one.kind == ANSWER else one.options
        order = list(options)
        at = order.index(value) if value in order else None
        if len(order) <= FEW:
            return st.radio(label, order, index=at, format_func=lambda v: options[v], key=key, horizontal=True)
        return st.selectbox(label, order, index=at, format_func=lambda v: options[v], key=key, placeholder=hint or _("Choose"))
    if one.kind == SEVERAL:
        return st.pills(label, list(one.options), selection_mode="multi", default=list(value or ()), key=key,
                        format_func=lambda v: one.options[v])
    written = {
        PERCENT: lambda: formats.number(Fraction(value, 100), 2),
        DAY: lambda: formats.day(value), MONEY: lambda: formats.count(value), COUNT: lambda: formats.count(value),
    }.get(one.kind, lambda: str(value))() if value not in (None, "") else ""
    if one.kind == LONG:
        return st.text_area(label, written, key=key, placeholder=hint, max_chars=one.most)
    return st.text_input(label, written, key=key, placeholder=hint, max_chars=one.most)


def _read(one: Field, typed: Any) -> tuple[Any, str]:
    """The value of a widget, and what to do about one that cannot be read."""
    if one.kind in (CHOICE, ANSWER):
        return typed, _("Choose one of these.") if one.needed and typed is None else ""
    if one.kind == SEVERAL:
        return list(typed or ()), ""
    text = (typed or "").strip()
    if one.needed and not text:
        return text, _("Fill this in.")
    if one.kind in (TEXT, LONG):
        return text, ""
    if not text:
        return None, ""
    value: date | int | None
    if one.kind == DAY:
        value = _day(text)
    elif one.kind == MONEY:
        value = formats.parse_rupiah(text)
    elif one.kind == PERCENT:
        value = _basis_points(text)
    else:
        digits = text.replace(".", "").replace(" ", "")
        value = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None
    return value, "" if value is not None else _(FIXES[one.kind])


def _day(text: str) -> date | None:
    try:
        return read_day(text)
    except Unreadable:
        return None


def _basis_points(text: str) -> int | None:
    match = re.fullmatch(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%?", text, re.ASCII)
    points = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else None
    return points if points is not None and points <= 10_000 else None


# -- saving ------------------------------------------------------------------------------------------------------------


def is_open(key: str) -> bool:
    """Whether this form is the one that is open."""
    started = state.FORM.get()
    return started is not None and started.key == key


def clashed(key: str) -> bool:
    """Whether a save of this form met somebody else's, and the two values wait for a choice."""
    return isinstance(clash := state.STALE.get(), Clash) and clash.key == key


def open_form(key: str, version: int = 0, values: Mapping[str, Any] | None = None) -> None:
    """Open a form in place of the one before."""
    state.FORM.set(Started(key, version, dict(values or {})))
    st.rerun()


def close() -> None:
    """Close whatever form is open."""
    state.FORM.set(None)
    state.STALE.set(None)


def edit(
    visit: Visit, key: str, fields: Sequence[Field], version: int, values: Mapping[str, Any],
    save: Callable[[int, dict[str, Any]], Outcome[Any]], *, label: str | None = None, icon: str = ":material/edit:",
) -> None:
    """A button that opens a form on ``values``; it saves what was changed by ``save(version, changes)``, never over others."""
    if clashed(key):
        _both(visit, state.STALE.get(), fields, save)
        return
    if not is_open(key):
        if st.button(label or _("Change"), icon=icon, key=f"open_{key}"):
            open_form(key, version, {one.name: values.get(one.name) for one in fields})
        return
    started: Started = state.FORM.get()
    typed = _form(key, fields, started.values, border=False)
    if typed is None:
        return
    changes = {name: value for name, value in typed.items() if value != started.values.get(name)}
    _keep(key, fields, changes, save(started.version, changes) if changes else Outcome(True))


def create(
    key: str, fields: Sequence[Field], values: Mapping[str, Any], make: Callable[[dict[str, Any]], Outcome[T]], *, label: str,
    icon: str = ":material/add:", primary: bool = False,
) -> Outcome[T]:
    """A button that opens an empty form; what came of ``make``, true in the run in which it was kept."""
    if not is_open(key):
        if st.button(label, icon=icon, key=f"open_{key}", type="primary" if primary else "secondary"):
            open_form(key)
        return Outcome(False)
    typed = _form(key, fields, values, title=label)
    if typed is None:
        return Outcome(False)
    made = make(typed)
    if made:
        close()
    return made


def confirm(key: str, label: str, question: str, consequence: str = "", *, icon: str | None = None) -> bool:
    """A button for what cannot simply be taken back: asks, names what follows, and repeats the verb; true on the second yes."""
    if state.CONFIRMING.get() != key:
        if st.button(label, icon=icon, key=f"ask_{key}"):
            state.CONFIRMING.set(key)
            st.rerun()
        return False
    with st.container(border=True):
        st.write(esc(question))
        if consequence:
            st.caption(consequence)
        with st.container(horizontal=True):
            yes = st.button(label, type="primary", key=f"yes_{key}")
            no = st.button(_("Not yet"), key=f"no_{key}")
    if yes or no:
        state.CONFIRMING.set("")
    if no:
        st.rerun()
    return yes


def _form(
    key: str, fields: Sequence[Field], values: Mapping[str, Any], *, title: str = "", border: bool = True,
) -> dict[str, Any] | None:
    with st.form(f"form_{key}", enter_to_submit=False, border=border):
        if title:
            st.markdown(f"**{esc(title)}**")
        typed = [(one, _widget(one, values.get(one.name), f"{key}_{one.name}"), st.container()) for one in fields]
        with st.container(horizontal=True):
            save = st.form_submit_button(_("Save"), type="primary", key=f"save_{key}")
            cancel = st.form_submit_button(_("Cancel"), key=f"cancel_{key}")
    if cancel:
        close()
        st.rerun()
    return _understood(typed) if save else None


def _understood(typed: Sequence[tuple[Field, Any, DeltaGenerator]]) -> dict[str, Any] | None:
    """The values of all widgets; None while one cannot be read, and beside it stands what to do."""
    found = {}
    for one, widget, below in typed:
        value, fix = _read(one, widget)
        if fix:
            below.markdown(f":red[:material/error: {fix}]")
        else:
            found[one.name] = value
    return found if len(found) == len(typed) else None


def _keep(key: str, fields: Sequence[Field], changes: Mapping[str, Any], kept: Outcome[Any]) -> None:
    if kept:
        close()
        page.say(" ".join([_("Saved."), *(_told(one, changes[one.name]) for one in fields if one.name in changes)][:3]))
    elif isinstance(kept.error, Stale):
        state.STALE.set(Clash(key, kept.error))
    else:
        return
    st.rerun()


def _told(one: Field, value: Any) -> str:
    """A saved value in the message; an amount in words too, so that a zero too many is noticed."""
    if one.kind == LONG:
        return ""
    said = f"{shown(one, value)} ({formats.in_words(value)})" if one.kind == MONEY and value is not None else shown(one, value)
    return f"{_(one.label)}: {esc(said)}."


def _both(
    visit: Visit, clash: Clash, fields: Sequence[Field], save: Callable[[int, dict[str, Any]], Outcome[Any]],
) -> None:
    """Both values side by side, who and when, and two equal buttons."""
    found = clash.stale.values
    mine, theirs = found["yours"], found["theirs"]
    touched = [one for one in fields if one.name in mine]
    with st.container(border=True):
        who = found["who"] or _("Somebody else")
        when = formats.clock(found["at"], visit.actor.timezone) if found["at"] else ""
        st.markdown(f":material/sync_problem: {_('{who} changed this {when}.', who=f'**{esc(who)}**', when=when)}")
        for one in touched:
            st.markdown(_("{label}: now {theirs}. What you typed: {mine}.", label=_(one.label),
                          theirs=f"**{esc(shown(one, theirs[one.name]))}**", mine=f"**{esc(shown(one, mine[one.name]))}**"))
        single = touched[0] if len(touched) == 1 and touched[0].kind != LONG else None
        with st.container(horizontal=True):
            use = st.button(_("Use {value}", value=esc(shown(single, mine[single.name]))) if single else _("Use what I typed"),
                            key=f"use_{clash.key}")
            leave = st.button(_("Leave {value}", value=esc(shown(single, theirs[single.name]))) if single else _("Leave theirs"),
                              key=f"leave_{clash.key}")
    if leave:
        close()
        st.rerun()
    if use:
        _keep(clash.key, fields, mine, save(found["version"], dict(mine)))

