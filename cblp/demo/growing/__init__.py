"""How the members of the example grow: mentors, learning rounds, questions and answers, digital capital, superior products.

Like what they decide together, everything goes through the services, each at its own time, by the people of the example.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.demo.growing import capital, clinic, learning, mentoring, superior
from cblp.demo.growing.village import School
from cblp.demo.together import office

TOLD: Final = "Pendampingan, pelatihan, tanya jawab"
"""What the progress of the build says meanwhile."""


def live(app: App, actor: Actor, businesses: Mapping[str, UUID], *, end: date, seed: int) -> None:
    """Let the example's members learn up to ``end``; what they decided together must be there, its weights rank the products."""
    coordinator, treasurer = office(app, actor)
    school = School(app, coordinator, treasurer, businesses, end, {}, random.Random(seed))
    mentoring.plan(school)
    learning.plan(school)
    capital.plan(school)
    clinic.plan(school)
    superior.plan(school)
    school.run()
