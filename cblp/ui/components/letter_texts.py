"""Teks WA: the letters that the association says in its own words, and one of them with its example in both languages."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import streamlit as st

from cblp.errors import Stale
from cblp.i18n import LANGUAGES, N_, _, formats, language, ngettext, translate
from cblp.outreach import letters
from cblp.outreach.letters import Letter
from cblp.outreach.reports import letters as reports
from cblp.outreach.reports.letters import Own
from cblp.outreach.services import letters as services
from cblp.ui import page, reads, state
from cblp.ui.components import fields, figures, filters
from cblp.ui.components.fields import Clash, Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

GROUPS: Final = {
    "promo": letters.PROMOTION, "kas": letters.TOGETHER, "toko": letters.SHOPS, "belajar": letters.LEARNING,
    "pendampingan": letters.MENTORING, "laporan": letters.REPORTS,
}
"""Words of the address for the groups of letters."""
TONGUES: Final = {"id": N_("Indonesian"), "en": N_("English")}
TEXT: Final = Field("text", N_("WA text"), fields.LONG, most=letters.STORED)


def lead() -> None:
    """How many texts are the association's own."""
    changed = len({own.code for own in _own().values()})
    figures.sentence(ngettext(
        "{count} of {all} texts is in your own words.", "{count} of {all} texts are in your own words.", changed,
        count=formats.count(changed), all=formats.count(len(letters.ALL)),
    ) if changed else _("All {count} texts are ready to use. Each of them can be changed.", count=formats.count(len(letters.ALL))))
    st.caption(_("Every text ends with thanks and the name of who sends it. It is sent only when you press send in WA."))


def _own() -> dict[tuple[str, str], Own]:
    found: list[Own] = reads.ask(reports.own)
    return {(own.code, own.language): own for own in found}


def choose() -> Letter:
    """The group in a row, the letters of it below; those in own words are marked."""
    group = filters.one_of("letters", "bagian", _("Which part?"), {word: _(name) for word, name in GROUPS.items()})
    changed = {code for code, _language in _own()}
    there = {letter.code: translate(letter.name) for letter in letters.ALL if letter.group == GROUPS[group]}
    # The mark stands below the name: a choice whose own words change is no longer chosen.
    code = st.radio(
        _("Which text?"), list(there), horizontal=True, key=f"letter_{group}", format_func=there.__getitem__,
        captions=[_("own words") if code in changed else "" for code in there] if changed & there.keys() else None,
    )
    return letters.BY_CODE[code or next(iter(there))]


def one(visit: Visit, letter: Letter) -> None:
    """A letter in both languages side by side, the reader's first, and what is filled in."""
    columns = st.columns(2, gap="large")
    for column, tongue in zip(columns, sorted(LANGUAGES, key=lambda tongue: tongue != language()), strict=True):
        with column.container(border=True):
            st.subheader(_(TONGUES[tongue]), anchor=False)
            _text(visit, letter, tongue, _own().get((letter.code, tongue)))


def _text(visit: Visit, letter: Letter, tongue: str, own: Own | None) -> None:
    key = f"letter_{letter.code}_{tongue}"
    stored = own.text if own else letters.product_words(letter.code, tongue)
    save = partial(_save, letter, tongue)
    if fields.clashed(key):
        fields.edit(visit, key, (TEXT,), 0, {}, save)
    elif fields.is_open(key):
        _editor(visit, letter, tongue, key)
    else:
        _preview(visit, letter, tongue, stored)
        st.caption(_("Own words, changed by {name} {when}.", name=esc(own.changed_by) or _("somebody"), when=formats.ago(
            visit.actor.day(own.changed_at), visit.today)) if own else _("The words that came with the product."))
        if st.button(_("Change"), icon=":material/edit:", key=f"open_{key}"):
            fields.open_form(key, own.version if own else 0, {"text": letters.typed(letter, stored, tongue)})
        if own:
            _give_up(letter, tongue, own, key)


def _preview(visit: Visit, letter: Letter, tongue: str, stored: str) -> None:
    """The letter as it arrives, filled in with the examples."""
    said = letters.example(letter, stored, language=tongue, day=visit.today, name=visit.visitor.name)
    with st.container(border=True):
        st.markdown(esc(said).replace("\n", "  \n"))
    st.caption(_("Example, {count} of at most {most} characters.", count=formats.count(len(said)), most=formats.count(letter.longest)))


def _editor(visit: Visit, letter: Letter, tongue: str, key: str) -> None:
    """The text to be changed, what can be filled in, and the example of what is typed so far."""
    started = state.FORM.get()
    written = st.text_area(
        _(TEXT.label), started.values["text"], height=200, max_chars=letters.STORED, key=f"{key}_text",
    ) or ""
    _places(letter, tongue)
    _preview(visit, letter, tongue, letters.understood(letter, written, tongue))
    with st.container(horizontal=True):
        save = st.button(_("Save"), type="primary", key=f"save_{key}")
        cancel = st.button(_("Cancel"), key=f"cancel_{key}")
    if cancel:
        fields.close()
        st.rerun()
    if save:
        _keep(key, _save(letter, tongue, started.version, {"text": written}))


def _places(letter: Letter, tongue: str) -> None:
    """Which words in braces are filled in by themselves; those that the letter is sent for first."""
    for needed, head in ((True, _("Must stay in the text:")), (False, _("May be left out:"))):
        listed = [f"`{place.word(tongue)}` {_(place.meaning)}" for place in letter.places if place.needed is needed]
        if listed:
            st.markdown(f"{head} {' · '.join(listed)}")
    if letter.note:
        st.caption(_(letter.note))


def _save(letter: Letter, tongue: str, version: int, changes: dict[str, Any]) -> Outcome[int]:
    return page.action(services.set, code=letter.code, language=tongue, text=changes["text"], version=version)


def _keep(key: str, kept: Outcome[int]) -> None:
    if kept:
        fields.close()
        page.say(_("The text was saved. It is used from now on."))
    elif isinstance(kept.error, Stale):
        state.STALE.set(Clash(key, kept.error))
    else:
        return
    st.rerun()


def _give_up(letter: Letter, tongue: str, own: Own, key: str) -> None:
    sure = fields.confirm(
        f"reset_{key}", _("Use the first text"), _("Use the text that came with the product again?"),
        _("Your own words are then gone from this text."), icon=":material/undo:",
    )
    if sure and page.action(services.reset, code=letter.code, language=tongue, version=own.version):
        page.say(_("The text that came with the product is used again."))
        st.rerun()
