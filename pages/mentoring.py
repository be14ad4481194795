"""Pendampingan: who accompanies whom, what has gone quiet, the matching for all at once, and the mentors."""

from cblp.ui import page
from cblp.ui.components import mentoring

visit = page.open("mentoring")
mentoring.show(visit)
