"""A small form that cannot be lost: each step is a draft in the database, and a stale save is answered with both values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.errors import Stale
from cblp.i18n import N_, _, formats
from cblp.people.services import drafts
from cblp.ui import page, runtime, state, visitor
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome

PREFIX: Final = "my_shop/"
ITSELF: Final = "itself"
"""The row of a sheet that is about one thing only, or about the product among its listings."""

Rows = dict[str, dict[str, Any]]
Send = Callable[[dict[str, int], dict[str, Any]], Outcome[Any]]


def opened() -> str:
    """The name of the form that is open on Toko saya, "" when none is."""
    name = state.EDITING.get()
    return name if name.startswith(PREFIX) else ""


def open_form(name: str) -> None:
    """Open a form on the next run; what was typed into it before still stands there, an empty draft begins afresh."""
    kept = find(name)
    if kept and not kept.content.get("typed"):
        forget(name)
    state.EDITING.set(name)
    st.rerun()


def close(message: str = "") -> None:
    """Close what is open and go back to where it was opened."""
    state.EDITING.set("")
    if message:
        page.say(message)
    st.rerun()


def unsaved() -> list[drafts.Kept]:
    """Drafts in which something was typed, the newest first."""
    actor = visitor.known().actor
    return [kept for kept in runtime.app().read(actor, drafts.under, prefix=PREFIX) if kept.content.get("typed")]


def find(name: str) -> drafts.Kept | None:
    """The own draft of a form."""
    return runtime.app().read(visitor.known().actor, drafts.find, form=name)


def forget(name: str) -> None:
    """Drop the own draft of a form."""
    _write(drafts.drop, form=name)


@dataclass
class Sheet:
    """One open form. ``rows`` are the things it changes as they stood when it was opened: {key: {version, field: value}}.

    What others change meanwhile in other fields is kept; in the same field, both values are shown.
    """

    form: str
    title: str
    rows: Rows
    typed: dict[str, str]
    stale: dict[str, Any]

    @classmethod
    def begin(cls, form: str, title: str, rows: Callable[[], Rows]) -> Sheet:
        """Take up the draft of a form, or begin one with ``rows`` as they are now."""
        kept = find(form)
        if kept:
            return cls(form, kept.content["title"], kept.content["rows"], kept.content["typed"], kept.content["stale"])
        sheet = cls(form, title, rows(), {}, {})
        sheet.keep()
        return sheet

    def keep(self) -> None:
        """Write the sheet down as it is. Not a change of the association's data: nobody's figures are read anew for it."""
        content = {"title": self.title, "rows": self.rows, "typed": self.typed, "stale": self.stale}
        _write(drafts.keep, form=self.form, content=content, now=runtime.app().clock())

    def text(self, field: str, label: str, *, long: bool = False, hint: str = "") -> str:
        """A text field that starts with the value as it was, and is kept while it is typed."""
        start = self.typed.get(field, self.start(field))
        key = f"{self.form}/{field}"
        if long:
            typed = st.text_area(label, value=start, key=key, height=180, placeholder=hint or None)
        else:
            typed = st.text_input(label, value=start, key=key, live="400ms", autocomplete="off", placeholder=hint or None)
        self.note(field, typed or "")
        return typed or ""

    def note(self, field: str, typed: str) -> None:
        """Keep what was typed into a field."""
        known = self.typed.get(field)
        if typed == (self.start(field) if known is None else known):
            return
        self.typed[field] = typed
        self.keep()

    def value(self, field: str) -> Any:
        """The value that all rows had when the sheet was opened; None where they differ or nobody knows it."""
        found = {row[field] for row in self.rows.values() if field in row}
        return found.pop() if len(found) == 1 else None

    def start(self, field: str) -> str:
        """The same as it stands in the field."""
        value = self.value(field)
        return "" if value is None else formats.count(value) if isinstance(value, int) else str(value)

    def differs(self, field: str) -> bool:
        """The rows have different values: nothing stands in the field."""
        return len({row[field] for row in self.rows.values() if field in row}) > 1

    def buttons(self, send: Send, changes: Mapping[str, Any], *, ready: bool, saved: str) -> None:
        """Simpan and Batal, or, after a stale save, both values with two equal buttons. ``saved`` is the message afterwards."""
        if self.stale:
            self._choose(send, saved)
            return
        with st.container(horizontal=True):
            save = st.button(_("Save"), type="primary", key=f"{self.form}/save", width="stretch")
            leave = st.button(_("Cancel"), key=f"{self.form}/leave", width="stretch")
        if leave:
            forget(self.form)
            close()
        if save and ready:
            changed = {field: value for field, value in changes.items() if self.value(field) != plain(value) or self.differs(field)}
            if not changed:
                self._done("")
            self._save(send, changed, saved)

    def _done(self, message: str) -> None:
        forget(self.form)
        close(message)

    def _save(self, send: Send, changes: dict[str, Any], saved: str, answered: Mapping[str, Any] | None = None) -> None:
        """Save, asking about each value of somebody else once: ``answered`` are those for which ours was chosen already."""
        known = answered or {}
        for _round in range(len(self.rows) + 1):
            outcome = send({key: row["version"] for key, row in self.rows.items()}, changes)
            if outcome:
                self._done(saved)
            if not isinstance(outcome.error, Stale):
                return
            values = outcome.error.values
            key = values["listing"].hex if "listing" in values else ITSELF
            theirs, mine = values["theirs"], self.rows[key]
            mine["version"] = values["version"]
            if any(plain(value) not in (mine.get(field), known.get(field, mine.get(field))) for field, value in theirs.items()):
                self.stale = {
                    "key": key, "theirs": {field: plain(value) for field, value in theirs.items()}, "who": values["who"],
                    "at": values["at"].isoformat() if values["at"] else "",
                    "yours": {field: plain(value) for field, value in changes.items()},
                }
                self.keep()
                st.rerun()
            # Somebody changed another field of it: that stays, and ours is saved beside it.

    def _choose(self, send: Send, saved: str) -> None:
        theirs, yours = self.stale["theirs"], self.stale["yours"]
        alone = next(iter(theirs)) if len(theirs) == 1 and theirs.keys() <= NUMBERS.keys() else ""
        st.warning(_stale_sentence(self.stale, alone))
        for field in theirs if not alone else ():
            st.markdown(f"**{_(FIELDS[field])}**")
            st.text(_("Now there: {value}", value=shown(field, theirs[field])))
            st.text(_("You typed: {value}", value=shown(field, yours.get(field))))
        mine = _("Use {value}", value=shown(alone, yours[alone])) if alone else _("Use what I typed")
        other = _("Keep {value}", value=shown(alone, theirs[alone])) if alone else _("Keep what is there")
        left, right = st.columns(2, wrap=False)
        use = left.button(mine, key=f"{self.form}/mine", width="stretch")
        keep = right.button(other, key=f"{self.form}/theirs", width="stretch")
        if keep:
            self._done(_("Nothing was changed."))
        if use:
            self.rows[self.stale["key"]].update(theirs)
            self.stale = {}
            self._save(send, self.read(yours), saved, theirs)

    def read(self, yours: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed, as the service wants it; days were written down as text."""
        return {
            field: date.fromisoformat(value) if value and field.endswith("_on") else value
            for field, value in yours.items()
        }


NUMBERS: Final = {
    "price": N_("{who} changed this price to {theirs} {at}. You typed {yours}."),
    "stock": N_("{who} changed this stock to {theirs} {at}. You typed {yours}."),
}
FIELDS: Final = {
    "price": N_("Price"), "stock": N_("Stock"), "description": N_("Description"), "hashtags": N_("Hashtags"), "url": N_("Link"),
    "number": N_("Number"), "state": N_("State"), "expires_on": N_("Valid until"), "promised_stock": N_("Pieces kept ready"),
    "title": N_("What was made"), "seen": N_("1 · Look at an example"), "followed": N_("2 · Follow it"),
    "added": N_("3 · Add your own"), "product_id": N_("Product"), "evidence_id": N_("Photo"), "made_on": N_("Day"),
}


def plain(value: Any) -> Any:
    """A value as a draft keeps it."""
    if isinstance(value, UUID):
        return value.hex
    return value if value is None or isinstance(value, (str, int, bool)) else value.isoformat()


def shown(field: str, value: Any) -> str:
    """A value of a sheet in a sentence."""
    if value is None or value == "":
        return _("not filled in")
    if field == "price":
        return formats.money(value)
    if field.endswith("_on"):
        return formats.day(date.fromisoformat(value))
    if field.endswith("_id"):
        return _("another one")
    return formats.count(value) if isinstance(value, int) else str(value)


def _stale_sentence(stale: Mapping[str, Any], alone: str) -> str:
    who = esc(stale["who"]) or _("Somebody else")
    at = formats.moment(datetime.fromisoformat(stale["at"]), visitor.require().actor.timezone) if stale["at"] else ""
    if alone:
        theirs, yours = (shown(alone, stale[side][alone]) for side in ("theirs", "yours"))
        return _(NUMBERS[alone], who=who, theirs=theirs, at=at, yours=yours)
    return _("{who} changed this {at}. What you typed is still here.", who=who, at=at)


def _write(service: Callable[..., Any], **kwargs: Any) -> None:
    runtime.app().jot(visitor.require().actor, service, **kwargs)
