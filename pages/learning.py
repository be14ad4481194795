"""Belajar of a member: the mentor with the next step, trainings, the own questions and figures, and the materials."""

from cblp.ui import page
from cblp.ui.components import guide_helping, learning, materials, my_shop

visit = page.open("learning")
if business := my_shop.choose_business(visit):
    learning.show(visit, business.id)
else:
    materials.show(visit)
guide_helping.helping_hand(visit, "learning")
