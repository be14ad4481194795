"""One quarterly report: how far it is, its words and figures, comments, what the reader can do with it, and its files."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from cblp.db.actor import COORDINATOR, LIAISON
from cblp.documents import deck_pptx, period_report_deck
from cblp.documents import period_report as documents
from cblp.i18n import N_, _, formats
from cblp.programmes import progress_words as words
from cblp.programmes import states
from cblp.programmes.reports.period_reports import Content, Detail, Request
from cblp.programmes.services import period_reports as services
from cblp.ui import page
from cblp.ui.components import address, downloads, fields, figures, frame, period_reports, progress_table, tables
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import ROLE_WORDS, esc
from cblp.ui.page import Outcome, Visit

SECTIONS: Final = tuple(
    Field(code, title, fields.LONG, most=services.LONGEST_SECTION) for code, title in words.SECTIONS.items()
)


def show(visit: Visit, report: Detail) -> None:
    """The report."""
    if st.button(_("All reports"), icon=":material/arrow_back:", key="all_reports"):
        address.leave(period_reports.OPENED)
    content = report.content
    figures.sentence(words.sentence(report.period, content.whole) if content else words.quarter(report.period))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{period_reports.badge(report.state)} {esc(' · '.join(_history(visit, report)))}")
    _next(visit, report)
    told, beside = st.columns([3, 1], gap="large")
    with told:
        _sections(visit, report)
        if content:
            progress_table.show(content.whole, key="report")
            _requests(content)
    with beside:
        if content:
            _files(visit, report, content)
            _activities(visit, content)
        _comments(visit, report)


def _history(visit: Visit, report: Detail) -> list[str]:
    told = period_reports.dates(visit, report)
    who = [name for name in (report.submitted_by, report.decided_by) if name]
    return [f"{day} ({name})" for day, name in zip(told, who, strict=False)] if len(who) == len(told) else told


# -- what comes next -------------------------------------------------------------------------------------------------------


def _next(visit: Visit, report: Detail) -> None:
    """The one thing that this reader can do now."""
    if visit.actor.role == COORDINATOR and report.state in services.WRITABLE:
        _submit(report)
    elif visit.actor.role == LIAISON and report.state == services.SUBMITTED:
        _answer(report)
    elif report.state == services.SUBMITTED:
        st.info(_("The liaison officer reads it. It can be changed when it comes back."))
    elif report.state == services.APPROVED:
        st.info(_("Approved. Nothing in it changes any more."))
    elif report.state == services.RETURNED:
        st.info(_("The association is writing it anew. Here stands what was sent before."))


def _submit(report: Detail) -> None:
    if report.content is None:
        frame.empty(
            _("The figures of {quarter} are not published yet. The report can be sent afterwards.", quarter=words.quarter(report.period)),
            _("Publish the quarter"), "progress",
        )
        return
    sure = fields.confirm(
        "submit_report", _("Send the report"), _("Send the report of {quarter}?", quarter=words.quarter(report.period)),
        _("The liaison officer reads it as it is now. It can be changed only when it comes back."), icon=":material/send:",
    )
    if sure and page.action(services.submit, report_id=report.id):
        page.say(_("The report is sent."))
        st.rerun()


def _answer(report: Detail) -> None:
    with st.container(horizontal=not fields.is_open("return_report")):
        approved = fields.confirm(
            "approve_report", _("Approve"), _("Approve the report of {quarter}?", quarter=words.quarter(report.period)),
            _("Nothing in it can change from then on."), icon=":material/check_circle:",
        )
        wanted = (Field("comment", N_("What should be changed?"), fields.LONG, most=services.LONGEST_COMMENT, needed=True),)

        def give_back(typed: dict[str, Any]) -> Outcome[None]:
            return page.action(services.return_, report_id=report.id, **typed)

        returned = fields.create("return_report", wanted, {}, give_back, label=_("Return with a comment"), icon=":material/undo:")
    if returned:
        page.say(_("The report is returned with your comment."))
        st.rerun()
    if approved and page.action(services.approve, report_id=report.id):
        page.say(_("The report is approved."))
        st.rerun()


# -- what it tells ---------------------------------------------------------------------------------------------------------


def _sections(visit: Visit, report: Detail) -> None:
    writes = visit.actor.role == COORDINATOR and report.state in services.WRITABLE
    if not (writes and fields.is_open("report_words")):
        for code, title in words.SECTIONS.items():
            if text := report.sections.get(code, ""):
                st.markdown(f"**{esc(_(title))}**  \n" + esc(text).replace("\n", "  \n"))
    if not writes:
        return
    if not report.sections:
        st.write(_("Nothing is written yet. A summary of a few sentences is enough."))
    fields.edit(
        visit, "report_words", SECTIONS, report.version, {one.name: report.sections.get(one.name, "") for one in SECTIONS},
        lambda version, changes: page.action(services.write, report_id=report.id, version=version, changes=changes),
        label=_("Change") if report.sections else _("Write"), icon=":material/edit_note:",
    )


def _requests(content: Content) -> None:
    if not content.requests:
        return
    st.markdown(f"**{_('Requests to government')}**")
    tables.show([_("Asked"), _("What"), _("State"), _("What came of it")], [
        (formats.day(one.asked_on), " · ".join(filter(None, [one.text, one.addressee])), _(states.REQUESTS[one.state]),
         _outcome(one)) for one in content.requests
    ])


def _outcome(one: Request) -> str:
    if one.state == states.PROMISED:
        promised = one.promised.rstrip(".")
        return _("{what}, for {day}", what=promised, day=formats.day(one.promised_for)) if one.promised_for else one.promised
    return one.result


def _activities(visit: Visit, content: Content) -> None:
    with st.container(border=True):
        st.markdown(f"**{_('Held in the quarter')}**")
        tables.show([_("Activity"), tables.Number(_("How many"))], [
            (_(label), formats.count(content.activities.get(code, 0))) for code, label in words.ACTIVITIES.items()
        ])
        st.caption(words.edition(content.edition, content.published_at, visit.actor.timezone))


def _files(visit: Visit, report: Detail, content: Content) -> None:
    name, zone = visit.visitor.association_name, visit.actor.timezone
    with st.container(border=True):
        st.markdown(f"**{_('Download')}**")
        downloads.download(_("Register (XLSX)"), lambda: documents.workbook(report, content, association=name), key="report_xlsx")
        downloads.download(_("Slides (PPTX)"), lambda: deck_pptx.document(period_report_deck.deck(
            report, content, association=name, colour=visit.visitor.colour, timezone=zone,
        )), key="report_pptx")
        downloads.download(_("Page to print"), lambda: documents.paper(
            report, content, association=name, timezone=zone,
        ), key="report_paper")


def _comments(visit: Visit, report: Detail) -> None:
    with st.container(border=True):
        st.markdown(f"**{_('Comments')}**")
        if not report.comments:
            st.write(_("Nobody has written a comment yet."))
        for one in report.comments:
            who = " · ".join(filter(None, [one.name, _(ROLE_WORDS.get(one.role, ""))]))
            st.markdown(esc(one.text).replace("\n", "  \n") + f"  \n:small[{esc(who)} · "
                        f"{esc(formats.moment(one.written_at, visit.actor.timezone))}]")
        if report.state == services.APPROVED:
            return
        wanted = (Field("text", N_("Comment"), fields.LONG, most=services.LONGEST_COMMENT, needed=True),)

        def say(typed: dict[str, Any]) -> Outcome[None]:
            return page.action(services.comment, report_id=report.id, **typed)

        if fields.create("comment_report", wanted, {}, say, label=_("Write a comment"), icon=":material/comment:"):
            page.say(_("The comment is kept."))
            st.rerun()
