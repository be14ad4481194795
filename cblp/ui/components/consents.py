"""Persetujuan data: one question for each purpose, with two equal buttons; what was allowed is taken back in the same place."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from cblp.i18n import N_, _, formats
from cblp.people.reports import register
from cblp.people.reports.register import ConsentRow, PersonCard
from cblp.people.services import consent
from cblp.ui import page, reads
from cblp.ui.components.frame import esc
from cblp.ui.page import Visit

TITLES = {
    "storefront_phone": N_("WhatsApp number in the storefront"), "storefront_products": N_("Products in the storefront"),
    "photos": N_("Photos of you"), "sharing_names": N_("Your name beside your share"),
    "example": N_("Your shop as an example"),
}


def ask(visit: Visit) -> None:
    """The purposes for every person who runs a business of this account."""
    persons = _persons(visit)
    if not persons:
        st.write(_("There is nothing to decide yet. Questions stand here once your account is joined to a business."))
        return
    for person in persons:
        if len(persons) > 1:
            st.markdown(f"**{esc(person.name)}**")
        answers = {row.purpose: row for row in person.consents}
        for purpose, question in consent.PURPOSES.items():
            _purpose(visit, person.id, purpose, _(question), answers.get(purpose))


def _persons(visit: Visit) -> list[PersonCard]:
    found: dict[UUID, PersonCard] = {}
    for row in reads.ask(register.businesses, today=visit.today):
        person = reads.ask(register.business, business_id=row.id, today=visit.today).person
        if person:
            found[person.id] = person
    return list(found.values())


def _purpose(visit: Visit, person: UUID, purpose: str, question: str, answer: ConsentRow | None) -> None:
    open_ = answer is None or answer.withdrawn_at is not None
    with st.container(border=True):
        st.markdown(f"**{_(TITLES[purpose])}**")
        if answer and not open_:
            day = formats.day(answer.given_at.date())
            st.write(_("You said yes on {day}.", day=day) if answer.given else _("You said no on {day}.", day=day))
        if answer and answer.holds:
            st.caption(question)
            if st.button(_("Take this back"), key=f"withdraw_{person}_{purpose}", width="stretch") and page.action(
                consent.withdraw, person_id=person, purpose=purpose,
            ):
                page.say(_("Taken back. Its use stops within 3 times 24 hours."))
                st.rerun()
            return
        st.write(question)
        if answer and answer.withdrawn_at:
            st.caption(_("You took this back on {day}.", day=formats.day(answer.withdrawn_at.date())))
        _two_buttons(person, purpose, refused=bool(answer and not open_))


def _two_buttons(person: UUID, purpose: str, *, refused: bool) -> None:
    """Yes and no of the same size and colour; after a no only the yes is left."""
    left, right = st.columns(2, wrap=False)
    yes = left.button(_("Yes, I allow it"), key=f"yes_{person}_{purpose}", width="stretch")
    no = not refused and right.button(_("No"), key=f"no_{person}_{purpose}", width="stretch")
    if (yes or no) and page.action(consent.answer, person_id=person, purpose=purpose, given=yes):
        page.say(_("Your answer was saved. You can change it at any time."))
        st.rerun()
