"""Partners and what was agreed with them; a liaison reads the agreements of the government offices, without whom to call there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.db.actor import COORDINATOR, LIAISON
from cblp.decisions.services import evidence
from cblp.i18n import N_, _, formats, ngettext
from cblp.programmes import states
from cblp.programmes.reports import partners as reports
from cblp.programmes.reports.partners import AgreementRow, PartnerRow
from cblp.programmes.services import partners
from cblp.ui import page, reads, state
from cblp.ui.components import address, fields, figures, programme_words, tables
from cblp.ui.components import evidence as photos
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Outcome, Visit

OPENED: Final = "mitra"
"""Query parameter: the code of the partner that is open."""
PAGE: Final = 10
COLOURS: Final = {states.PLANNED: "gray", states.RUNNING: "green", states.OVER: "gray"}
EDITED: Final = ("name", "kind", "role", "contact", "note")
AGREED: Final = ("title", "reference", "valid_from", "valid_to", "ours", "theirs")


def _rows(visit: Visit) -> list[PartnerRow]:
    found: list[PartnerRow] = reads.ask(reports.listing, today=visit.today)
    return found


def opened(visit: Visit) -> PartnerRow | None:
    """The partner that the address names; one that is not there is said and forgotten."""
    return address.find(OPENED, lambda: _rows(visit), lambda row: row.code, N_("This partner is not there any more."))


# -- the list ----------------------------------------------------------------------------------------------------------


def listed(visit: Visit) -> None:
    """All partners (a liaison: the government offices) with what is agreed."""
    rows = _rows(visit)
    if rows:
        figures.sentence(_sentence(visit, rows))
        _ending(rows)
    else:
        with st.container(border=True):
            st.write(_("No agreement with a government office is written down yet.") if visit.actor.role == LIAISON else _(
                "No partner yet. Companies, universities, schools and offices that help us stand here with what was agreed."))
    if visit.actor.role == COORDINATOR:
        _add()
    first = tables.start(len(rows), "partners", PAGE)
    for row in rows[first : first + PAGE]:
        _line(row)
    tables.pager(len(rows), "partners", PAGE)


def _sentence(visit: Visit, rows: Sequence[PartnerRow]) -> str:
    now = [row for row in rows if row.ended_on is None]
    agreed = formats.count(sum(row.agreed for row in now))
    if visit.actor.role == LIAISON:
        return ngettext("{agreed} of {count} office has an agreement that runs.",
                        "{agreed} of {count} offices have an agreement that runs.", len(now), agreed=agreed, count=formats.count(len(now)))
    return ngettext("{count} partner works with us, {agreed} under an agreement that runs.",
                    "{count} partners work with us, {agreed} under an agreement that runs.", len(now), agreed=agreed,
                    count=formats.count(len(now)))


def _ending(rows: Sequence[PartnerRow]) -> None:
    """Agreements that end soon, so that nobody works on without one."""
    for row in rows:
        for one in row.agreements:
            if one.ends_soon:
                st.info(_("{title} with {partner} ends on {day}.", title=esc(one.title), partner=esc(row.name),
                          day=formats.day(one.valid_to or row.ended_on)), icon=":material/event_busy:")


def _line(row: PartnerRow) -> None:
    with st.container(border=True):
        name, about, state = st.columns([5, 4, 2], vertical_alignment="center")
        with name, st.container(gap=None):
            if st.button(f"**{esc(row.name)}**", key=f"partner_{row.code}", type="tertiary", icon=":material/chevron_right:"):
                address.go({OPENED: row.code})
            st.caption(" · ".join(part for part in (_(states.PARTNERS[row.kind]), esc(row.role)) if part))
        about.markdown(_counts(row))
        state.markdown(_badge(row))


def _counts(row: PartnerRow) -> str:
    told = [
        ngettext("{count} agreement", "{count} agreements", len(row.agreements), count=formats.count(len(row.agreements)))
        if row.agreements else "",
        ngettext("{count} programme", "{count} programmes", row.programmes, count=formats.count(row.programmes))
        if row.programmes else "",
        ngettext("{count} request", "{count} requests", row.requests, count=formats.count(row.requests)) if row.requests else "",
    ]
    return ", ".join(part for part in told if part)


def _badge(row: PartnerRow) -> str:
    if row.ended_on is not None:
        return f":gray-badge[{_('Ended')}]"
    return f":green-badge[{_('Agreement runs')}]" if row.agreed else f":gray-badge[{_('No agreement runs')}]"


# -- one partner -------------------------------------------------------------------------------------------------------


def show_one(visit: Visit, row: PartnerRow) -> None:
    """A partner with its agreements."""
    if st.button(_("All partners"), icon=":material/arrow_back:", key="all_partners", type="tertiary"):
        address.go({"bagian": "mitra"})
    may = visit.actor.role == COORDINATOR
    st.subheader(esc(row.name), anchor=False)
    st.markdown(f"{_badge(row)} {_counts(row)}")
    if row.ended_on is not None:
        st.markdown(_("A partner no more since {day}.", day=formats.day(row.ended_on)))
    wanted = _wanted()
    fields.card(wanted[1:] if may else wanted[1:3], {name: getattr(row, name) for name in EDITED})
    if may:
        _change(visit, row, wanted)
    st.subheader(_("Agreements"), anchor=False)
    if not row.agreements:
        st.write(_("No agreement is written down yet."))
    for one in row.agreements:
        _agreement(visit, row, one, may)
    if may and row.ended_on is None:
        _agree(visit, row)


def _change(visit: Visit, row: PartnerRow, wanted: Sequence[Field]) -> None:
    def save(version: int, changes: dict[str, Any]) -> Outcome[int]:
        return page.action(partners.edit, partner_id=row.id, version=version, changes=changes)

    key, ends = f"partner_{row.id}", f"end_{row.id}"
    busy = fields.is_open(key) or fields.clashed(key) or state.CONFIRMING.get() == ends
    with st.container(horizontal=not busy):
        fields.edit(visit, key, wanted, row.version, {name: getattr(row, name) for name in EDITED}, save)
        if fields.is_open(key) or fields.clashed(key):
            return
        if row.ended_on is not None:
            if st.button(_("Work together again"), icon=":material/undo:", key="resume_partner") and page.action(
                partners.resume, partner_id=row.id,
            ):
                page.say(_("{name} is a partner again.", name=esc(row.name)))
                st.rerun()
        elif fields.confirm(
            ends, _("End the work together"), _("End the work with {name} today?", name=row.name),
            _("Its agreements end with it. Programmes and requests stay."), icon=":material/close:",
        ) and page.action(partners.end, partner_id=row.id, on=visit.today):
            page.say(_("The work with {name} has ended.", name=esc(row.name)))
            st.rerun()


def _wanted() -> tuple[Field, ...]:
    kinds = {code: _(word) for code, word in states.PARTNERS.items()}
    return (
        Field("name", N_("Name of the partner"), most=160, needed=True), Field("kind", N_("Kind"), fields.CHOICE, kinds, needed=True),
        Field("role", N_("Role of the partner"), most=300),
        Field("contact", N_("Whom to call there, only for the coordinator"), most=160),
        Field("note", N_("Note, only for the coordinator"), fields.LONG, most=600),
    )


def _add() -> None:
    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        return page.action(partners.add, **typed)

    if fields.create("add_partner", _wanted(), {}, make, label=_("Add a partner")):
        page.say(_("The partner is kept. Open it to write down an agreement."))
        st.rerun()


# -- agreements --------------------------------------------------------------------------------------------------------


def _agreement(visit: Visit, partner: PartnerRow, row: AgreementRow, may: bool) -> None:
    with st.container(border=True):
        title, state = st.columns([8, 2], vertical_alignment="center")
        with title, st.container(gap=None):
            st.markdown(f"**{esc(row.title)}**")
            last = min((day for day in (row.valid_to, partner.ended_on) if day), default=None)
            st.caption(" · ".join(part for part in (programme_words.days(row.valid_from, _not_before(row.valid_from, last)),
                                                    esc(row.reference)) if part))
        state.markdown(f":{COLOURS[row.state]}-badge[{_(states.TIMES[row.state])}]")
        ours, theirs = st.columns(2)
        for column, head, text in ((ours, _("What the association does"), row.ours), (theirs, _("What the partner does"), row.theirs)):
            column.markdown(f"**{head}**  \n{esc(text) or formats.UNKNOWN}")
        if row.evidence_id:
            with st.popover(_("Look at the paper"), icon=":material/description:", key=f"paper_{row.id}"):
                photos.show(row.evidence_id, row.title)
        if may:
            _edit(visit, row)


def _not_before(first: date, last: date | None) -> date | None:
    """An agreement that was planned for after the end of the partnership shows its first day only."""
    return max(first, last) if last else None


def _edit(visit: Visit, row: AgreementRow) -> None:
    def save(version: int, changes: dict[str, Any]) -> Outcome[int]:
        return page.action(partners.edit_agreement, agreement_id=row.id, version=version, changes=changes)

    key = f"agreement_{row.id}"
    busy = fields.is_open(key) or fields.clashed(key)
    with st.container(horizontal=not busy):
        fields.edit(visit, key, _terms(), row.version, {name: getattr(row, name) for name in AGREED}, save)
        if not busy:
            _photo(row, save)


def _photo(row: AgreementRow, save: Callable[[int, dict[str, Any]], Outcome[int]]) -> None:
    with st.popover(_("Photo of the agreement"), icon=":material/photo_camera:", key=f"photo_of_{row.id}"):
        picture = photos.choose(_("Photo of the signed paper"), key=f"agreement_photo_{row.id}")
        if picture is not None and st.button(_("Keep this photo"), key=f"keep_photo_{row.id}", type="primary"):
            kept = page.action(evidence.add, picture=picture)
            if kept and save(row.version, {"evidence_id": kept.value}):
                photos.chosen()
                page.say(_("The photo is kept."))
                st.rerun()


def _agree(visit: Visit, row: PartnerRow) -> None:
    def make(typed: dict[str, Any]) -> Outcome[UUID]:
        return page.action(partners.agree, partner_id=row.id, **typed)

    if row.kind == states.GOVERNMENT:
        st.caption(f":material/visibility: {_('Their liaison officer reads the agreements. Write no names of members there.')}")
    if fields.create("add_agreement", _terms(), {"valid_from": visit.today}, make, label=_("Add an agreement")):
        page.say(_("The agreement is kept."))
        st.rerun()


def _terms() -> tuple[Field, ...]:
    return (
        Field("title", N_("Name of the agreement"), most=160, needed=True),
        Field("reference", N_("Number of the letter"), most=80), Field("valid_from", N_("First day"), fields.DAY, needed=True),
        Field("valid_to", N_("Last day (empty: no end)"), fields.DAY),
        Field("ours", N_("What the association does"), fields.LONG, most=600),
        Field("theirs", N_("What the partner does"), fields.LONG, most=600),
    )
