"""Anggota: who is in the association, what is known of each business, which licences run out, and the register as a sheet."""

from cblp.ui import page
from cblp.ui.components import erasing, first_steps, members, members_card, members_sheet

visit = page.open("members")
erasing.told(visit)
member = members.opened(visit)

if member:
    members_card.show(visit, member)
elif members.is_empty(visit):
    members.nobody_yet()
    members.add(visit)
    members_sheet.bring_in(visit)
    first_steps.show(visit, only_on="members")
else:
    members.sentence(visit)
    members.add(visit)
    members.listed(visit)
    members.alike(visit)
    members_sheet.bring_in(visit)
    members_sheet.hand_out(visit)
