"""What members say is wrong with a share: read, answered and settled by the office, written down for those without a phone."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from cblp.db.actor import COORDINATOR
from cblp.i18n import N_, _, formats
from cblp.sharing import states
from cblp.sharing.reports.distributions import Detail, ObjectionRow
from cblp.sharing.services import objections as services
from cblp.ui import page
from cblp.ui.components import fields
from cblp.ui.components import sharing_words as words
from cblp.ui.components.fields import Field
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

COLOURS = {states.OPEN: "orange", states.ANSWERED: "blue", states.UPHELD: "violet", states.REJECTED: "gray"}


def show(visit: Visit, detail: Detail) -> None:
    """All objections to a run; nothing where nobody objected."""
    if not detail.objections:
        return
    st.subheader(_("Objections: {count}", count=formats.count(len(detail.objections))), anchor=False)
    for one in sorted(detail.objections, key=lambda row: row.state not in states.STANDING):
        with st.container(border=True):
            _objection(visit, one)


def told(one: ObjectionRow, zone: str) -> str:
    """An objection with its answer; safe markdown."""
    about = _("About “{part}”", part=esc(one.label)) if one.label else _("About the whole share")
    lines = [f"{about} · {formats.moment(one.raised_at, zone)} :{COLOURS[one.state]}-badge[{_(words.OBJECTIONS[one.state])}]",
             f"“{esc(one.text)}”"]
    if one.answer:
        lines.append(_("Answer: {text}", text=esc(one.answer)))
    return "  \n".join(lines)


def _objection(visit: Visit, one: ObjectionRow) -> None:
    st.markdown(f"**{esc(one.name)}** · {told(one, visit.actor.timezone)}")
    if one.state not in states.STANDING:
        return
    wanted = (Field("answer", N_("Answer to the member"), fields.LONG, most=1000, needed=True),)
    fields.edit(
        visit, f"answer_{one.id}", wanted, one.version, {"answer": one.answer},
        lambda version, changes: page.action(
            services.answer, objection_id=one.id, version=version, text=changes["answer"], now=visit.now,
        ), label=_("Change the answer") if one.answer else _("Answer this"), icon=":material/reply:",
    )
    if one.state == states.ANSWERED and not fields.is_open(f"answer_{one.id}"):
        _settle(visit, one)


def _settle(visit: Visit, one: ObjectionRow) -> None:
    with st.container(horizontal=True):
        right = fields.confirm(
            f"right_{one.id}", _("The member is right"), _("Agree with the objection of {name}?", name=one.name),
            _("This calculation can then not be approved. Withdraw it, mend the figures and calculate again."),
        )
        wrong = fields.confirm(
            f"wrong_{one.id}", _("The share is right"), _("Keep the share of {name} as it is?", name=one.name),
            _("The member reads your answer."),
        )
    if (right or wrong) and page.action(services.settle, objection_id=one.id, version=one.version, upheld=right, now=visit.now):
        page.say(_("The objection of {name} is settled.", name=esc(one.name)))
        st.rerun()


def on_behalf(visit: Visit, detail: Detail, business_id: UUID, name: str) -> None:
    """What a member says in person, written down by the coordinator."""
    run = detail.summary
    open_ = run.state == states.OBJECTION and run.objections_until is not None and visit.today <= run.objections_until
    if visit.actor.role != COORDINATOR or not open_:
        return
    wanted = (Field("text", N_("What the member says"), fields.LONG, most=1000, needed=True),)
    if fields.create(
        f"objection_{business_id}", wanted, {},
        lambda typed: page.action(
            services.raise_, distribution_id=run.id, business_id=business_id, text=typed["text"], now=visit.now,
        ), label=_("Write down an objection"), icon=":material/feedback:",
    ):
        page.say(_("The objection of {name} is written down.", name=esc(name)))
        st.rerun()
