"""Riwayat perubahan, the foot of the page: the last seal and whether it is intact, a check of everything, a seal from paper."""

from __future__ import annotations

import streamlit as st

from cblp.i18n import _, formats, ngettext
from cblp.people import rules_seals, seal_words
from cblp.people.reports import seals as reports
from cblp.people.reports.seals import Checked, Entry
from cblp.people.services import seals
from cblp.ui import runtime
from cblp.ui.components import audit_words
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit


def foot(visit: Visit) -> None:
    """The line about the last seal, and below it what somebody asks for."""
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="center"):
        everything = st.button(_("Seal and check everything"), icon=":material/verified_user:", key="check_seals")
    # Never from the cache: what is looked for is a change that told nobody.
    if everything:
        runtime.app().jot(visit.actor, seals.seal)
    checked = runtime.app().read(visit.actor, reports.check if everything else reports.glance)
    with place:
        _last(visit, checked)
    if everything and checked.intact:
        st.success(" ".join(filter(None, [_("Everything is as it was written."), seal_words.looked(checked), _emptied(checked)])))
    _compare(visit)


def _last(visit: Visit, checked: Checked) -> None:
    zone = visit.actor.timezone
    if head := checked.head:
        state = _("intact") if checked.intact else _("not intact")
        st.caption(_("Last seal: no. {number}, {code}, {moment}: {state}", number=formats.count(head.number), code=head.code,
                     moment=formats.moment(head.sealed_at, zone), state=state))
    elif checked.intact:
        st.caption(_("The history has no seal yet. It gets one every hour."))
    if not checked.intact:
        lines = [f"- {esc(seal_words.told(finding, zone, _said))}" for finding in checked.findings]
        more = checked.wrong - len(lines)
        if more > 0:
            lines.append("- " + ngettext("and {count} more", "and {count} more", more, count=formats.count(more)))
        lead = _("Somebody changed the history in the database itself. Keep the last backups, and ask whoever runs the server.")
        st.error("\n".join([lead, "", *lines]))


def _said(entry: Entry) -> str:
    return audit_words.said(entry.action, entry.entity, {})


def _emptied(checked: Checked) -> str:
    if not checked.emptied:
        return ""
    return ngettext("{count} change was emptied when the data of somebody was erased.",
                    "{count} changes were emptied when the data of somebody was erased.", checked.emptied,
                    count=formats.count(checked.emptied))


def _compare(visit: Visit) -> None:
    """Is the seal on last month's paper still there?"""
    with st.expander(_("Compare a seal on paper")):
        st.write(_("The slides of the monthly meeting and the quarterly report carry a seal. Whoever has the paper can see here "
                   "whether the history was changed afterwards."))
        with st.form("compare_seal", border=False):
            typed = st.text_input(_("Letters of the seal"), key="typed_seal", placeholder="K7QM-2XRT-9FDA", autocomplete="off", width=320)
            sent = st.form_submit_button(_("Compare"))
        if not sent:
            return
        try:
            found = runtime.app().read(visit.actor, reports.find, code=typed)
        except rules_seals.BadCode as error:
            st.error(error.text())
            return
        (st.success if found.intact else st.error)(seal_words.found(found, visit.actor.timezone))
