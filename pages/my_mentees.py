"""Dampingan saya: the mentor's home on the phone. Who needs them first, what changed in the shop, one press to write down."""

from cblp.ui import page
from cblp.ui.components import guide_helping, mentor_mentees, piece_rating

visit = page.open("my_mentees")
mentor_mentees.show(visit)
piece_rating.hint(visit)
guide_helping.helping_hand(visit, "my_mentees")
