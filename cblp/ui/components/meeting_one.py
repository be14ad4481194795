"""One meeting: what it is, what can be done with it now, and its parts from the slides to the minutes."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.forum.reports.meetings import Detail
from cblp.forum.rules import states
from cblp.forum.services import meetings as services
from cblp.i18n import N_, _, formats, ngettext
from cblp.ui import page, runtime, state
from cblp.ui.components import (
    address,
    fields,
    figures,
    filters,
    letters,
    meeting_decisions,
    meeting_end,
    meeting_people,
    meeting_promises,
    meeting_slides,
    meeting_talk,
    meeting_words,
    meetings,
)
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

SLIDES, PEOPLE = "bahan", "hadir"
PARTS: Final = {
    SLIDES: (N_("Slides"), meeting_slides.show), PEOPLE: (N_("Who was there"), meeting_people.show),
    "tema": (N_("Themes and quotes"), meeting_talk.show), "keputusan": (N_("Decisions"), meeting_decisions.show),
    "tindak-lanjut": (N_("Action items"), meeting_promises.show), "catatan": (N_("Minutes and summary"), meeting_end.show),
}


def show(visit: Visit, meeting: Detail) -> None:
    """Everything about one meeting; only a coordinator writes, and only until it is closed for good."""
    if st.button(_("All meetings"), icon=":material/arrow_back:", key="all_meetings", type="tertiary"):
        address.go()
    st.subheader(f"{meeting.number}. {esc(meeting_words.name(meeting))} {meeting_words.badge(meeting)}", anchor=False)
    st.markdown(f"{meeting_words.when(visit, meeting.starts_at)}, {meeting_words.where(meeting.place)}")
    if meeting.state == states.OFF:
        st.info(_("This meeting was called off: {why}", why=esc(meeting.called_off)))
        return
    figures.sentence(_sentence(visit, meeting))
    writes = visit.actor.role == COORDINATOR and meeting.writable
    _deeds(visit, meeting, writes)
    if writes and meeting.new_files and meeting.state == states.PLANNED:
        st.info(ngettext(
            "{count} file came in or was taken out since the figures were made. Make them anew to count it.",
            "{count} files came in or were taken out since the figures were made. Make them anew to count them.",
            meeting.new_files, count=formats.count(meeting.new_files)))
    words = {code: _(said) for code, (said, _show) in PARTS.items()}
    # A step forward opens the part that it leads to, whatever was looked at before.
    part = filters.one_of(f"meeting_{meeting.number}_{meeting.state}", meetings.PART, _("Show"), words,
                          PEOPLE if meeting.state == states.HELD else SLIDES)
    PARTS[part][1](visit, meeting, writes)


def _sentence(visit: Visit, meeting: Detail) -> str:
    day = visit.actor.day(meeting.starts_at)
    if meeting.state == states.PLANNED and day > visit.today:
        return _("The meeting is {when}. Its slides are ready.", when=formats.ago(day, visit.today)) if meeting.frozen_at else _(
            "The meeting is {when}. Its figures are not made yet.", when=formats.ago(day, visit.today))
    if meeting.state == states.PLANNED:
        return _("The day has come. Press “Begin the meeting” and write down who is there.")
    told = [f"{meeting_words.came(len(meeting.businesses), len(meeting.guests))}."]
    if meeting.items:
        told.append(ngettext("{count} thing was promised.", "{count} things were promised.", len(meeting.items),
                             count=formats.count(len(meeting.items))))
    if meeting.state == states.FINAL:
        told.append(_("Nothing here changes any more."))
    return " ".join(told)


# -- what can be done --------------------------------------------------------------------------------------------------


def _deeds(visit: Visit, meeting: Detail, writes: bool) -> None:
    busy = writes and (fields.is_open(f"meeting_{meeting.id}") or fields.clashed(f"meeting_{meeting.id}")
                       or state.CONFIRMING.get() == f"freeze_{meeting.id}")
    with st.container(horizontal=not busy, vertical_alignment="center"):
        if meeting.frozen_at:
            st.link_button(_("Show on the screen"), f"{runtime.app().settings.base_path}/tayangkan/{meeting.id}",
                           icon=":material/slideshow:", type="primary")
        if writes and meeting.state == states.PLANNED and visit.actor.day(meeting.starts_at) <= visit.today:
            _begin(meeting)
        meeting_slides.files(visit, meeting)
        if not writes:
            return
        _change(visit, meeting)
        if meeting.state == states.PLANNED:
            _freeze(visit, meeting)
            if visit.now < meeting.starts_at:
                letters.remind(visit, "", _invitation(visit, meeting), key=f"invite_{meeting.number}", label=_("Invite by WA"),
                               told=_("Choose the members' group in WA."))
            _call_off(meeting)


def _begin(meeting: Detail) -> None:
    if st.button(_("Begin the meeting"), icon=":material/play_arrow:", key="hold_meeting") and page.action(
        services.hold, meeting_id=meeting.id,
    ):
        page.say(_("The meeting has begun. Its figures stay as they are now."))
        meetings.open_one(meeting.number)


def _change(visit: Visit, meeting: Detail) -> None:
    at = meeting_words.clock(visit, meeting.starts_at)
    start = {"day": visit.actor.day(meeting.starts_at), "at": at, "place": meeting.place, "title": meeting.title}
    wanted = (*meeting_words.wanted(at), Field("title", N_("Name of the meeting, if it has one"), most=120))

    def save(version: int, changes: dict[str, Any]) -> page.Outcome[int]:
        moved = {"day": start["day"], "at": at} if changes.keys() & {"day", "at"} else {}
        kept = page.action(
            services.edit, meeting_id=meeting.id, version=version, changes=meeting_words.read(visit, {**moved, **changes}))
        if kept.error and "theirs" in kept.error.values and moved:  # the form knows a day and a time, not an instant
            newest = meetings.one(meeting.id)
            now = {"day": visit.actor.day(newest.starts_at), "at": meeting_words.clock(visit, newest.starts_at)}
            for name in moved.keys() & changes.keys():
                kept.error.values["yours"][name], kept.error.values["theirs"][name] = changes[name], now[name]
            for side in ("yours", "theirs"):
                kept.error.values[side].pop("starts_at", None)
        return kept

    fields.edit(visit, f"meeting_{meeting.id}", wanted, meeting.version, start, save)


def _freeze(visit: Visit, meeting: Detail) -> None:
    if not meeting.frozen_at:
        if st.button(_("Make the figures"), icon=":material/auto_awesome:", key="freeze_first"):
            _frozen(meeting)
        return
    again = fields.confirm(
        f"freeze_{meeting.id}", _("Make the figures anew"), _("Make the figures of the slides anew?"),
        _("They are of {moment}. What was typed into the slides stays.", moment=formats.moment(meeting.frozen_at, visit.actor.timezone)),
        icon=":material/refresh:",
    )
    if again:
        _frozen(meeting)


def _frozen(meeting: Detail) -> None:
    with st.spinner(_("The figures of the month are being collected …")):
        done = page.action(services.freeze, meeting_id=meeting.id)
    if done:
        page.say(_("The slides show the figures as they are now."))
        st.rerun()


def _call_off(meeting: Detail) -> None:
    with st.popover(_("Call it off"), key="call_off_meeting"):
        why = st.text_input(_("Why?"), key=f"why_{meeting.id}", max_chars=200)
        if st.button(_("Call off this meeting"), key="call_off_now") and page.action(
            services.call_off, meeting_id=meeting.id, reason=why or "",
        ):
            page.say(_("The meeting is called off. Members read why."))
            st.rerun()


def _invitation(visit: Visit, meeting: Detail) -> str:
    """A letter to the members' group: what, when, where, and who writes."""
    place = meeting.place.rstrip(".") or _("a place still to be told")
    return letters.write(
        visit, "meeting_invited", when=meeting_words.when(visit, meeting.starts_at), place=place, month=formats.month(meeting.month),
    )
