"""One training: who is invited, who comes, the letters to those who have not answered, who was there, held or called off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.growth.reports import trainings as reports
from cblp.growth.reports.trainings import Guest, Row
from cblp.growth.services import trainings
from cblp.i18n import N_, _, formats, ngettext
from cblp.people.reports import register
from cblp.ui import page, reads
from cblp.ui.components import address, fields, figures, letters, materials, tables, training_words
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

OPENED: Final = "pelatihan"
"""Query parameter: the code of the training that is open."""


@dataclass(frozen=True)
class Editable:
    """The form of a training, and how what was typed becomes what the service wants."""

    fields: tuple[Field, ...]
    read: Callable[[Mapping[str, Any]], dict[str, Any]]


def opened(visit: Visit) -> Row | None:
    """The training that the address names; one that is not there is said and forgotten."""
    return address.find(OPENED, lambda: reads.ask(reports.listing), lambda row: row.code, N_("This training is not there any more."))


def open_one(code: str) -> None:
    """Open a training at its own address."""
    address.go({OPENED: code})


def taking_part(row: Row) -> str:
    """``8 usaha datang, 11 diundang``; of a held one who was there."""
    if row.state == trainings.HELD:
        return ngettext("{count} business was there", "{count} businesses were there", row.present, count=formats.count(row.present))
    invited = _("{count} invited", count=formats.count(row.invited))
    if row.state == trainings.CALLED_OFF:
        return invited
    coming = ngettext("{count} business is coming", "{count} businesses are coming", row.coming, count=formats.count(row.coming))
    return f"{coming}, {invited}"


def show(visit: Visit, row: Row, editable: Editable) -> None:
    """Everything about one training."""
    if st.button(_("All trainings"), icon=":material/arrow_back:", key="all_trainings", type="tertiary"):
        address.go()
    guests: list[Guest] = reads.ask(reports.guests, training_id=row.id)
    st.subheader(esc(row.title), anchor=False)
    st.markdown(training_words.badge(row.state))
    figures.sentence(f"{taking_part(row)}.")
    about = [training_words.when(visit, row.starts_at), ngettext(
        "{number} minute", "{number} minutes", row.minutes, number=formats.count(row.minutes),
    ),
             esc(training_words.where(row)), materials.titles()[row.module], esc(row.trainer)]
    st.markdown(" · ".join(part for part in about if part))
    if row.note:
        st.markdown(esc(row.note))
    may = visit.actor.role == COORDINATOR
    if may and row.state == trainings.PLANNED:
        _change(visit, row, editable)
        _invite(visit, row, {guest.business_id for guest in guests})
    _guests(visit, row, guests, may)
    if may and row.state != trainings.CALLED_OFF and visit.actor.day(row.starts_at) <= visit.today:
        _attendance(visit, row, guests)
    if may and row.state == trainings.PLANNED:
        _end(visit, row)


def _change(visit: Visit, row: Row, editable: Editable) -> None:
    day, clock = visit.actor.day(row.starts_at), _clock(visit, row)
    values = {"title": row.title, "module": row.module, "minutes": row.minutes, "place": row.place, "trainer": row.trainer,
              "seats": row.seats, "link": row.link, "cycle_id": row.cycle_id, "day": day, "at": clock}

    def save(version: int, changes: dict[str, Any]) -> page.Outcome[int]:
        both = {"day": day, "at": clock, **changes} if changes.keys() & {"day", "at"} else changes
        return page.action(trainings.edit, training_id=row.id, version=version, changes=editable.read(both))

    fields.edit(visit, f"training_{row.id}", editable.fields, row.version, values, save)


def _clock(visit: Visit, row: Row) -> str:
    from zoneinfo import ZoneInfo

    return f"{row.starts_at.astimezone(ZoneInfo(visit.actor.timezone)):%H:%M}"


def _invite(visit: Visit, row: Row, known: set[UUID]) -> None:
    others = {id_: f"{name} ({code})" for id_, code, name in reads.ask(register.names, today=visit.today) if id_ not in known}
    if not others:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect(_("Who is invited?"), list(others), format_func=others.__getitem__, key=f"invite_{row.id}",
                                placeholder=_("Choose members"))
        some = st.button(_("Invite"), key="invite_some", disabled=not chosen, type="primary" if chosen else "secondary")
        everybody = st.button(_("Invite everybody"), key="invite_all")
    wanted = list(others) if everybody else chosen
    if (some or everybody) and wanted:
        made = page.action(trainings.invite, training_id=row.id, businesses=wanted)
        if made:
            page.say(ngettext("{count} business is invited. Letters for WA stand below.",
                              "{count} businesses are invited. Letters for WA stand below.", made.value or 0,
                              count=formats.count(made.value or 0)))
            st.rerun()


def _guests(visit: Visit, row: Row, guests: Sequence[Guest], may: bool) -> None:
    if not guests:
        st.write(_("Nobody is invited yet."))
        return
    waiting = [guest for guest in guests if guest.answer == trainings.INVITED and row.state == trainings.PLANNED]
    tables.show(
        [_("Member"), _("Answer"), tables.Number(_("People")), _("Present")],
        [(f"{guest.business} ({guest.code})", _(training_words.ANSWERS[guest.answer]), formats.count(guest.people), present(guest))
         for guest in guests], key="training_guests", size=20,
    )
    if not waiting or not may or visit.now >= row.starts_at:
        return
    st.subheader(_("Have not answered"), anchor=False)
    first = tables.start(len(waiting), "training_waiting", 10)
    for guest in waiting[first : first + 10]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(esc(guest.business), width="stretch")
            letters.remind(visit, guest.phone, letter(visit, row, guest), key=f"remind_{guest.business_id}", label=_("Invite by WA"))
            for answer, label in ((trainings.COMING, _("Comes")), (trainings.NOT_COMING, _("Does not come"))):
                if st.button(label, key=f"{answer}_{guest.business_id}") and page.action(
                    trainings.answer, training_id=row.id, business_id=guest.business_id, answer=answer,
                ):
                    st.rerun()
    tables.pager(len(waiting), "training_waiting", 10)


def present(guest: Guest) -> str:
    """Whether somebody was there."""
    return formats.UNKNOWN if guest.present is None else _("Yes") if guest.present else _("No")


def letter(visit: Visit, row: Row, guest: Guest) -> str:
    """The invitation as a letter."""
    with letters.to(visit, guest.business_id):
        who = letters.opening(guest.address_form, guest.person, guest.business)
        return letters.write(
            visit, "training_invited", who=who, title=row.title, when=training_words.when(visit, row.starts_at),
            place=training_words.where(row).rstrip("."), link=letters.address("activities"),
        )


def _attendance(visit: Visit, row: Row, guests: Sequence[Guest]) -> None:
    """Who was there: everybody who said so is chosen at first; others may have come too."""
    names = {id_: f"{name} ({code})" for id_, code, name in reads.ask(register.names, today=visit.today)}
    names |= {guest.business_id: f"{guest.business} ({guest.code})" for guest in guests}
    written = any(guest.present is not None for guest in guests)
    start = [guest.business_id for guest in guests if (guest.present if written else guest.answer == trainings.COMING)]
    with st.container(border=True):
        st.subheader(_("Who was there?"), anchor=False)
        there = st.multiselect(_("Present"), list(names), default=start, format_func=names.__getitem__, key=f"there_{row.id}",
                               placeholder=_("Choose members"))
        if st.button(_("Save who was there"), key="save_there", type="primary"):
            all_of_them = {guest.business_id: False for guest in guests} | dict.fromkeys(there, True)
            if page.action(trainings.attend, training_id=row.id, present=all_of_them):
                page.say(ngettext("{count} business was there.", "{count} businesses were there.", len(there),
                                  count=formats.count(len(there))))
                st.rerun()


def _end(visit: Visit, row: Row) -> None:
    if visit.now >= row.starts_at:
        note = st.text_area(_("What came of it"), key=f"note_{row.id}", max_chars=4000)
        if st.button(_("The training was held"), key="hold", icon=":material/check:") and page.action(
            trainings.hold, training_id=row.id, note=note or "",
        ):
            page.say(_("The training is closed."))
            st.rerun()
    with st.popover(_("Call it off"), key="call_off"):
        why = st.text_input(_("Why?"), key=f"why_{row.id}", max_chars=300)
        if st.button(_("Call off this training"), key="call_off_now") and page.action(
            trainings.call_off, training_id=row.id, reason=why or "",
        ):
            page.say(_("The training is called off. Members read why."))
            st.rerun()
