"""Pelatihan: the schedule with who comes and who was there, learning rounds, and the materials."""

from cblp.ui import page
from cblp.ui.components import trainings

trainings.show(page.open("trainings"))
