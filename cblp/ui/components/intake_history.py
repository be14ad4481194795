"""The history of files: a list with filters, and one file with its receipt, its rows to check and the way to take it out."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import streamlit as st

from cblp.db.actor import COORDINATOR, TREASURER
from cblp.i18n import _, formats, ngettext
from cblp.intake import guards, reports
from cblp.intake.models import CHECKED, POSTED, REVERTED
from cblp.intake.reports import Filed
from cblp.ui import menu, reads
from cblp.ui.components import frame, intake_shops, intake_words, tables
from cblp.ui.components.frame import esc
from cblp.ui.components.intake_checked import figures
from cblp.ui.components.intake_undo import undo
from cblp.ui.page import Visit

PAGE: Final = 20


def opened() -> UUID | None:
    """The file whose address was opened."""
    try:
        return UUID(st.query_params.get("file", ""))
    except ValueError:
        return None


def show_all(visit: Visit) -> None:
    """All files that came in, newest first."""
    names = intake_shops.marketplaces()
    left, right = st.columns(2)
    with left:
        shop = _shop(visit)
    with right:
        sources = reads.ask(reports.sources)
        source = st.selectbox(
            _("File from"), sources, index=None, format_func=lambda code: intake_words.source(code, names),
            placeholder=_("All sources"),
        )
    asked = {"shop_id": shop, "source": source or ""}
    total = reads.ask(reports.history_size, **asked)
    if not total:
        _nothing(filtered=bool(shop or source))
        return
    st.write(ngettext("{count} file, the newest first.", "{count} files, the newest first.", total, count=formats.count(total)))
    first = tables.start(total, "history", PAGE)
    for filed in reads.ask(reports.history, limit=PAGE, offset=first, **asked):
        _row(visit, filed)
    tables.pager(total, "history", PAGE)


def show_one(visit: Visit, batch_id: UUID) -> None:
    """One file."""
    st.query_params["file"] = str(batch_id)  # a link inside the same page leaves the browser's address as it was
    if st.button(_("All files"), icon=":material/arrow_back:", key="all_files"):
        st.query_params.clear()
        st.rerun()
    found = reads.ask(reports.one, batch_id=batch_id)
    filed = found.filed
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(filed.name, anchor=False)
        _state(filed)
    if filed.status == CHECKED:
        frame.empty(_("This file is checked and waits to come in."), _("Bring in files"), "import_files")
    else:
        st.markdown(f"**{_said(filed)}**")
    figures(filed)
    _who(visit, filed)
    for note in intake_words.notes(found.notes):
        st.caption(f":material/info: {esc(note)}")
    if found.issues:
        st.markdown(f"**{_('Rows to check')}**")
        tables.show(
            [tables.Number(_("Row")), _("To check")],
            [[formats.count(issue.line), intake_words.issue(issue)] for issue in found.issues], key=f"issues_{batch_id}",
        )
    if filed.status == POSTED:
        if found.shared:
            st.warning(guards.said(found.shared).text(), icon=":material/lock:")
        who = TREASURER if found.shared else COORDINATOR
        if visit.actor.role == who and undo(visit, batch_id, filed.name, filed.rows):
            st.rerun()


def _shop(visit: Visit) -> UUID | None:
    shops = {shop.id: f"{shop.place.name} · {intake_shops.named(shop)}" for shop in intake_shops.all_shops(visit)}
    return st.selectbox(_("Shop"), list(shops), index=None, format_func=shops.__getitem__, placeholder=_("All shops"))


def _row(visit: Visit, filed: Filed) -> None:
    with st.container(border=True):
        left, right = st.columns([5, 2], vertical_alignment="center")
        with left, st.container(gap=None):
            st.markdown(f"**{esc(intake_words.what(filed.format))}** {_into(filed)}, {intake_words.period(filed.period)}")
            st.markdown(intake_words.counted(filed))
            st.caption(f"{esc(filed.name)} · {_by(filed.posted_by)}, {_when(visit, filed)}")
        with right, st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            _state(filed)
            st.page_link(
                menu.BY_ID["import_history"].file, label=_("See"), icon=":material/receipt_long:",
                query_params={"file": str(filed.batch_id)},
            )


def _nothing(*, filtered: bool) -> None:
    if filtered:
        st.info(_("No file fits this choice."))
    else:
        text = _("Files that came in stand here, with what each changed. No file has come in yet.")
        frame.empty(text, _("Bring in files"), "import_files")


def _state(filed: Filed) -> None:
    colour = {CHECKED: "orange", POSTED: "green", REVERTED: "gray"}[filed.status]
    st.badge(_(intake_words.STATES[filed.status]), color=colour)  # type: ignore[arg-type]


def _said(filed: Filed) -> str:
    if filed.status == REVERTED:
        return _('{what} "{shops}", {period}, was taken out. It no longer counts.', what=esc(intake_words.what(filed.format)),
                 shops=_handles(filed), period=intake_words.period(filed.period))
    return intake_words.is_in(filed.format, (handle for _marketplace, handle in filed.shops), filed.period)


def _who(visit: Visit, filed: Filed) -> None:
    zone = visit.actor.timezone
    if filed.posted_at:
        st.caption(_("Brought in by {who}, {when}.", who=_by(filed.posted_by), when=formats.moment(filed.posted_at, zone)))
    if filed.reverted_at:
        st.caption(_("Taken out by {who}, {when}.", who=_by(filed.reverted_by), when=formats.moment(filed.reverted_at, zone)))
    if filed.reverted_reason:
        st.caption(_("Reason: {reason}", reason=esc(filed.reverted_reason)))


def _when(visit: Visit, filed: Filed) -> str:
    at = filed.posted_at or filed.received_at
    return formats.moment(at, visit.actor.timezone)


def _into(filed: Filed) -> str:
    return f'"{_handles(filed)}"' if filed.shops else ""


def _handles(filed: Filed) -> str:
    return esc(", ".join(sorted({handle for _marketplace, handle in filed.shops})))


def _by(name: str) -> str:
    return esc(name) if name else _("the server")
