"""Writing down what was made, one small thing a screen, kept at each step: the member for themselves, a mentor for a mentee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.catalogue import reports as catalogue
from cblp.db.ids import uuid7
from cblp.growth.reports import cycles
from cblp.growth.reports.pieces import Work
from cblp.growth.rules import rubric
from cblp.growth.services import pieces
from cblp.i18n import N_, _, formats
from cblp.ui import page, reads, state
from cblp.ui.components import clinic_words, past_day, piece_words
from cblp.ui.components import evidence as photos
from cblp.ui.components.frame import esc
from cblp.ui.components.my_shop_sheet import ITSELF, Rows, Sheet, close, find, forget, open_form, plain
from cblp.ui.page import Outcome, Visit

PREFIX: Final = "learning/piece/"
STEP: Final = "step"
WHAT, SHOW, CHECK = "what", "show", "check"
STEPS: Final = (WHAT, *piece_words.STEPS, SHOW, CHECK)
FEW: Final = 5
OLDEST: Final = 730
"""Days back that something can have been made."""
FIELDS: Final = ("title", "product_id", "made_on", "seen", "followed", "added", "evidence_id", "link")
ASKS: Final = {
    "seen": N_("Which example did you look at? What is good about it?"), "followed": N_("What did you do in the same way?"),
    "added": N_("What is your own in it?"),
}


def asking(business_id: UUID) -> bool:
    """Whether a piece of this business is being written down or changed."""
    return state.EDITING.get().startswith(_of(business_id))


def unsaved(business_id: UUID) -> bool:
    """Whether a piece was begun and is not saved yet."""
    kept = find(_new(business_id))
    return bool(kept and kept.content.get("typed"))


def begin(business_id: UUID, label: str) -> None:
    """The button that opens an empty form, or the one that was left."""
    if st.button(_("Continue what I began") if unsaved(business_id) else label, icon=":material/add_a_photo:",
                 key=f"{_new(business_id)}/begin", width="stretch"):
        open_form(_new(business_id))


def change(work: Work) -> None:
    """The button that opens a piece to be changed."""
    if st.button(_("Change"), icon=":material/edit:", key=f"{_change(work)}/begin", width="stretch"):
        open_form(_change(work))


def show(visit: Visit, business_id: UUID, works: Sequence[Work]) -> None:
    """The form that is open."""
    old = next((work for work in works if state.EDITING.get() == _change(work)), None)
    if old is None and state.EDITING.get() != _new(business_id):
        close(_("This can't be changed any more."))
    _form(visit, business_id, old)


def _of(business_id: UUID) -> str:
    return f"{PREFIX}{business_id.hex}/"


def _new(business_id: UUID) -> str:
    return f"{_of(business_id)}new"


def _change(work: Work) -> str:
    return f"{_of(work.business_id)}{work.id.hex}"


def _rows(old: Work | None, today: date) -> Rows:
    if old is None:  # its id is there from the start: sent twice over a weak network, it is written down once
        return {ITSELF: {"version": 0, "id": uuid7().hex, "made_on": today.isoformat()}}
    return {ITSELF: {"version": old.version, **{name: plain(getattr(old, name)) for name in FIELDS}}}


@page.fragment
def _form(visit: Visit, business_id: UUID, old: Work | None) -> None:
    name = _change(old) if old else _new(business_id)
    sheet = Sheet.begin(name, _("What was made"), lambda: _rows(old, visit.today))
    at = min(int(sheet.typed.get(STEP, "0")), len(STEPS) - 1)
    step = STEPS[at]
    st.subheader(_("What was made"), anchor=False)
    st.progress((at + 1) / len(STEPS), _("Step {number} of {count}. What you write is kept at once.", number=at + 1, count=len(STEPS)))
    if step == CHECK:
        _check(visit, business_id, sheet, old)
        return
    if step == WHAT:
        lacks = _what(visit, sheet, business_id)
    elif step == SHOW:
        lacks = _show(visit, sheet, business_id)
    else:
        lacks = _step(sheet, step)
    with st.container(horizontal=True):
        back = st.button(_("Back"), key=f"{sheet.form}/back/{step}", width="stretch")
        on = st.button(_("Continue"), type="primary", key=f"{sheet.form}/on/{step}", width="stretch")
    if back:
        if at == 0:
            close()
        _go(sheet, at - 1)
    if on and not lacks:
        _go(sheet, at + 1)
    elif on:
        st.markdown(f":red[:material/error: {lacks}]")
    if any(name in sheet.typed for name in FIELDS) and st.button(_("Delete this draft"), type="tertiary", key=f"{sheet.form}/drop"):
        forget(sheet.form)
        close()


def _go(sheet: Sheet, step: int) -> None:
    sheet.note(STEP, str(step))
    st.rerun()


def _value(sheet: Sheet, field: str) -> str:
    """What a field holds now: as typed, else as it was."""
    return sheet.typed.get(field, sheet.start(field))


# -- the screens: each returns what it lacks, "" for nothing ------------------------------------------------------------


def _what(visit: Visit, sheet: Sheet, business_id: UUID) -> str:
    title = sheet.text("title", _("What did you make?"), hint=_("for example a photo of the new bag"))
    made = reads.ask(catalogue.products, today=visit.today, business_id=business_id, status="active")
    names = {"": _("No single product"), **{one.id.hex: one.name for one in made}}
    kept = _value(sheet, "product_id")
    if 1 < len(names) <= FEW:
        chosen = st.radio(_("Which product?"), list(names), index=list(names).index(kept) if kept in names else 0,
                          format_func=lambda key: esc(names[key]), key=f"{sheet.form}/product")
        sheet.note("product_id", chosen or "")
    elif len(names) > FEW:
        chosen = st.selectbox(_("Which product?"), list(names), index=list(names).index(kept) if kept in names else 0,
                              format_func=names.__getitem__, key=f"{sheet.form}/product", placeholder=_("Choose one"))
        sheet.note("product_id", chosen or "")
    past_day.choose(sheet, "made_on", date.fromisoformat(_value(sheet, "made_on")), today=visit.today, oldest=OLDEST)
    return "" if title.strip() else _("Write what you made.")


def _step(sheet: Sheet, step: str) -> str:
    st.markdown(f"**{_(piece_words.STEPS[step])}**")
    sheet.text(step, _(ASKS[step]), long=True)
    st.caption(_(piece_words.EXAMPLES[step]))
    return ""


def _show(visit: Visit, sheet: Sheet, business_id: UUID) -> str:
    st.markdown(f"**{_('Show it: a photo or a link')}**")
    if _value(sheet, "evidence_id"):
        st.markdown(f":material/check: {_('The photo is kept.')}")
        if st.button(_("Without the photo"), type="tertiary", key=f"{sheet.form}/no_photo"):
            sheet.note("evidence_id", "")
            st.rerun()
    else:
        picture = photos.choose(_("Choose a photo"), key=f"{sheet.form}/file")
        kept = picture and page.action(pieces.keep_photo, picture=picture, business_id=business_id, now=visit.now)
        if kept and kept.value:
            photos.chosen()
            sheet.note("evidence_id", kept.value.hex)
            st.rerun()
    sheet.text("link", _("Link of the post, if there is one"), hint="https://")
    return ""


# -- the last screen ----------------------------------------------------------------------------------------------------


def _check(visit: Visit, business_id: UUID, sheet: Sheet, old: Work | None) -> None:
    """Everything once more, then Simpan."""
    with st.container(border=True):
        st.markdown(f"**{esc(_value(sheet, 'title'))}**  \n{formats.full_day(date.fromisoformat(_value(sheet, 'made_on')))}")
        for name, step in piece_words.STEPS.items():
            text = _value(sheet, name)
            st.markdown(f"**{_(step)}**  \n{clinic_words.quoted(text) if text else _('Not written yet.')}")
        if link := _value(sheet, "link"):
            st.caption(esc(link))
        if _value(sheet, "evidence_id"):
            st.markdown(f":material/check: {_('The photo is kept.')}")
    st.caption(_("Your mentor and the coordinator read this and give points. Other members don't see it."))
    if not sheet.stale and st.button(_("Back"), key=f"{sheet.form}/back/check", width="stretch"):
        _go(sheet, len(STEPS) - 2)
    values = {name: _value(sheet, name).strip() for name in FIELDS}
    changes = {**values, "made_on": date.fromisoformat(values["made_on"]),
               **{name: values[name] or None for name in ("product_id", "evidence_id")}}

    def send(versions: Mapping[str, int], changed: Mapping[str, Any]) -> Outcome[Any]:
        fields = {name: UUID(value) if name.endswith("_id") and value else value for name, value in changed.items()}
        if old:
            return page.action(pieces.edit, piece_id=old.id, version=versions[ITSELF], changes=fields, now=visit.now)
        return _add(visit, business_id, UUID(sheet.rows[ITSELF]["id"]), {**fields, "made_on": changes["made_on"]})

    sheet.buttons(send, changes, ready=True, saved=_("What was made is saved."))


def _add(visit: Visit, business_id: UUID, piece_id: UUID, fields: dict[str, Any]) -> Outcome[UUID]:
    """Into the round that the business takes part in now, if there is one."""
    running = next(iter(reads.ask(cycles.running_of, business_id=business_id)), None)
    title, made_on = fields.pop("title"), fields.pop("made_on")
    wave = rubric.wave_at(running.stage, running.first, made_on) if running else rubric.DURING
    return page.action(
        pieces.add, business_id=business_id, title=title, made_on=made_on, cycle_id=running.id if running else None, wave=wave,
        details=fields, piece_id=piece_id, now=visit.now,
    )
