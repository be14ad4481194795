"""WhatsApp letters of mentoring: to a mentor who is awaited or whose time ends, and to a member whose yes is awaited."""

from __future__ import annotations

from cblp.growth import states
from cblp.growth.reports.mentors import AssignmentRow, Mentee
from cblp.i18n import _, formats
from cblp.people import phones
from cblp.people.reports.register import BusinessRow
from cblp.ui.components import letters
from cblp.ui.page import Visit


def show(visit: Visit, row: AssignmentRow, member: BusinessRow | None) -> None:
    """The letters that this mentoring calls for, each behind its button."""
    letters.remind(visit, row.mentor_phone, to_mentor(visit, row), key=f"remind_{row.id.hex}", label=_("WA to the mentor"))
    if row.waiting:
        letters.remind(visit, member.phone if member else "", to_member(visit, row, member), key=f"confirm_{row.id.hex}",
                       label=_("WA to the member"))


def to_mentor(visit: Visit, row: AssignmentRow) -> str:
    """What the mentor is asked: to answer, to bring it to its end or let it go on, or how it is going."""
    with letters.to_reader(row.mentor_tongue):
        who, link = letters.opening(row.mentor_form, row.mentor, row.mentor), letters.address("my_mentees")
        if row.state == states.PROPOSED:
            return letters.write(visit, "mentoring_asked", who=who, business=row.business, link=link)
        if row.ending:
            return letters.write(visit, "mentoring_ending", who=who, business=row.business, day=formats.day(row.until))
        if row.last:
            return letters.write(visit, "mentoring_running", who=who, business=row.business, day=formats.day(row.last), link=link)
        return letters.write(visit, "mentoring_first", who=who, business=row.business)


def to_member(visit: Visit, row: AssignmentRow, member: BusinessRow | None) -> str:
    """What the member is asked: whether a session was as it was written down."""
    form, owner = (member.address_form, member.owner) if member else ("", "")
    with letters.to(visit, row.business_id):
        return letters.write(
            visit, "mentoring_confirm", who=letters.opening(form, owner, row.business), mentor=row.mentor, link=letters.address("learning"),
        )


def of_mentor(visit: Visit, one: Mentee) -> str:
    """The address that opens WhatsApp with a mentor's own letter to a mentee: what waits for them, else how the shop is."""
    with letters.to(visit, one.business_id):
        who = letters.opening(one.address_form, one.owner, one.business)
        if one.waiting:
            text = letters.write(visit, "mentee_confirm", who=who, link=letters.address("learning"))
        elif one.ending and one.until:
            text = letters.write(visit, "mentee_ending", who=who, day=formats.day(one.until))
        elif one.next_step:
            text = letters.write(visit, "mentee_next", who=who, step=one.next_step.rstrip(".?"))
        else:
            text = letters.write(visit, "mentee_hello", who=who)
    return phones.chat(one.phone, text)
