"""WhatsApp letters of mentoring: to a mentor who is awaited or whose time ends, and to a member whose yes is awaited."""

from __future__ import annotations

from urllib.parse import quote

from cblp.growth import states
from cblp.growth.reports.mentors import AssignmentRow, Mentee
from cblp.i18n import _, formats
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
    link = letters.address("my_mentees")
    if row.state == states.PROPOSED:
        said = _("Can you accompany {business}? Please answer here: {link}", business=row.business, link=link)
    elif row.ending:
        said = _("The mentoring of {business} ends on {day}. Is the goal reached, or should it go on? Tell me by WA.",
                 business=row.business, day=formats.day(row.until))
    elif row.last:
        said = _("How is it going with {business}? The last session was on {day}. Write down the next one when you have met: {link}",
                 business=row.business, day=formats.day(row.last), link=link)
    else:
        said = _("You accompany {business}, and there was no session yet. When can you meet?", business=row.business)
    return "\n\n".join([f"{letters.opening(row.mentor_form, row.mentor, row.mentor)}.", said, letters.closing(visit)])


def to_member(visit: Visit, row: AssignmentRow, member: BusinessRow | None) -> str:
    """What the member is asked: whether a session was as it was written down."""
    form, owner = (member.address_form, member.owner) if member else ("", "")
    said = _("{mentor} wrote down what you did together. Is it right? Press yes or no here: {link}", mentor=row.mentor,
             link=letters.address("learning"))
    return "\n\n".join([f"{letters.opening(form, owner, row.business)}.", said, letters.closing(visit)])


def of_mentor(visit: Visit, one: Mentee) -> str:
    """The address that opens WhatsApp with a mentor's own letter to a mentee: what waits for them, else how the shop is."""
    if one.waiting:
        said = _("I wrote down what we did together. Is it right? Press yes or no here: {link}", link=letters.address("learning"))
    elif one.ending and one.until:
        said = _("Our mentoring ends on {day}. What should we still do before?", day=formats.day(one.until))
    elif one.next_step:
        said = _("How is it going with: {step}?", step=one.next_step.rstrip(".?"))
    else:
        said = _("How is the shop?")
    text = " ".join([f"{letters.opening(one.address_form, one.owner, one.business)},", said, _("Thank you."), visit.visitor.name])
    return f"https://wa.me/{one.phone.lstrip('+')}?text={quote(text)}"
