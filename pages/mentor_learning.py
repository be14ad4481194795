"""Belajar for mentors: the own profile with its conditions, and the materials to go through with members."""

from cblp.ui import page
from cblp.ui.components import guide_helping, materials, mentor_profile

visit = page.open("mentor_learning")
mentor_profile.show(visit)
materials.show(visit)
guide_helping.helping_hand(visit, "mentor_learning")
