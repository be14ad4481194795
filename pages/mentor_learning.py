"""Belajar for mentors: the own profile with its conditions, what mentees made, and the materials to go through with them."""

from cblp.ui import page
from cblp.ui.components import guide_helping, materials, mentor_profile, piece_rating

visit = page.open("mentor_learning")
if piece_rating.asking(visit):
    piece_rating.show(visit)
else:
    if not materials.opened():
        piece_rating.show(visit)
    mentor_profile.show(visit)
    materials.show(visit)
guide_helping.helping_hand(visit, "mentor_learning")
