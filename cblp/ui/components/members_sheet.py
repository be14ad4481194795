"""The register as a sheet: brought in after a look at what would change, and handed out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.documents.tables import XLSX
from cblp.errors import UserError
from cblp.i18n import N_, _, formats, ngettext, translate
from cblp.importers import NotRecognised
from cblp.people import register_csv
from cblp.people.register_csv import BY_FIELD, Entry
from cblp.people.reports import register_sheet
from cblp.people.services import register_import
from cblp.people.services.register_import import CHANGED, NEW, PROBLEM, SAME, Preview, Row
from cblp.people.services.tickets import Document
from cblp.ui import page, reads, runtime, state, visitor
from cblp.ui.components import downloads, tables, uploads
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

STATES: Final = {NEW: N_("New"), CHANGED: N_("Changed"), SAME: N_("Already there"), PROBLEM: N_("To check")}


@dataclass(frozen=True)
class Looked:
    """A sheet that was read and waits for the one button."""

    name: str
    entries: tuple[Entry, ...]


def bring_in(visit: Visit) -> None:
    """Choose a sheet, look at what it would change, press the one button (coordinator)."""
    if visit.actor.role != COORDINATOR:
        return
    looked: Looked | None = state.SHEET.get()
    with st.expander(_("Bring in a list of members"), icon=":material/upload_file:", expanded=looked is not None):
        if looked:
            _preview(visit, looked)
        else:
            _choose()


def hand_out(visit: Visit) -> None:
    """The register as a file for Excel or as csv."""
    with st.expander(_("Save the list of members as a file"), icon=":material/download:"):
        st.caption(_("The same columns as for bringing in. The help flag is never in it: files travel."))
        day = visit.today.isoformat()
        with st.container(horizontal=True):
            downloads.download(_("Download XLSX"), lambda: Document(
                _("members-{day}.xlsx", day=day), XLSX, register_csv.to_xlsx(_values()),
            ), key="members_xlsx")
            downloads.download(_("Download CSV"), lambda: Document(
                _("members-{day}.csv", day=day), "text/csv; charset=utf-8", register_csv.to_csv(_values()),
            ), key="members_csv")


def _values() -> list[Any]:
    return [line.values for line in reads.ask(register_sheet.lines)]


def _choose() -> None:
    st.write(_("A CSV or XLSX file with one business in each row. Nothing is kept before you have looked at it."))
    file = st.file_uploader(_("Choose a file"), type=["csv", "xlsx"], key=f"register_{state.UPLOADS.get()}", max_upload_size=25)
    st.caption(_("Press **Upload** and choose the file. Columns are known by their names, such as Business name."))
    if file is None:
        return
    with st.spinner(_("Reading {name}", name=esc(file.name))):
        found = _read(file.name, file.getvalue())
    if isinstance(found, NotRecognised):
        st.error(_(
            "In {name} no columns of a list of members were found. It needs Business name and one more, such as Phone number.",
            name=esc(file.name),
        ))
        return
    if isinstance(found, UserError):
        st.error(esc(found.text()))
        return
    state.SHEET.set(Looked(file.name, tuple(found)))
    uploads.kept()
    st.rerun()


def _read(name: str, content: bytes) -> list[Entry] | UserError:
    try:
        return register_csv.read(content, name)
    except UserError as refused:
        return refused


def _preview(visit: Visit, looked: Looked) -> None:
    found = _what(visit, looked)
    counts = found.counts
    st.markdown(f"**{esc(looked.name)}**")
    st.write(ngettext(
        "{count} row: {new} new, {changed} changed, {same} already there, {problem} to check.",
        "{count} rows: {new} new, {changed} changed, {same} already there, {problem} to check.", len(found.rows),
        **{name: formats.count(number) for name, number in (("count", len(found.rows)), *counts.items())},
    ))
    rows = [row for row in found.rows if row.state != SAME]
    if rows:
        tables.show(
            [tables.Number(_("Row")), _("Business"), _("State"), _("What")],
            [(row.line, row.name or row.code, _(STATES[row.state]), _what_of(row)) for row in rows], key="register_rows", size=25,
        )
    if counts[PROBLEM]:
        st.caption(_("Rows to check are left out. Mend them in the file and bring it in again; the others stay as they are."))
    todo = counts[NEW] + counts[CHANGED]
    with st.container(horizontal=True):
        label = ngettext("Bring in {count} row", "Bring in {count} rows", todo, count=formats.count(todo))
        yes = bool(todo) and st.button(label, type="primary", key="register_yes")
        no = st.button(_("Leave this file"), key="register_no")
    if no:
        state.SHEET.set(None)
        st.rerun()
    if yes:
        kept = page.action(
            register_import.confirm, entries=looked.entries, digest=found.digest, today=visit.today, now=visit.now,
        )
        if kept:
            state.SHEET.set(None)
            page.say(_("The list is in: {new} new, {changed} changed.", new=formats.count(counts[NEW]),
                       changed=formats.count(counts[CHANGED])))
            st.rerun()


def _what(visit: Visit, looked: Looked) -> Preview:
    # Not cached: a sheet is looked at a few times only, and its rows are no key.
    found: Preview = runtime.app().read(
        visitor.require().actor, register_import.preview, entries=looked.entries, today=visit.today,
    )
    return found


def _what_of(row: Row) -> str:
    if row.state == PROBLEM:
        return " ".join(register_csv.problem_text(row.line, column, code) for column, code in row.problems)
    if row.state == NEW:
        return "; ".join(f"{_heading(name)}: {_cell(name, after)}" for name, _before, after in row.changes if name != "name")
    return "; ".join(
        f"{_heading(name)}: {_cell(name, before)} → {_cell(name, after)}"
        for name, before, after in row.changes
    )


def _heading(name: str) -> str:
    return translate(BY_FIELD[name].heading)


def _cell(name: str, value: Any) -> str:
    return BY_FIELD[name].write(value) or formats.UNKNOWN if value not in (None, "") else formats.UNKNOWN
