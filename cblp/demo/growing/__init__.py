"""How the members of the example grow: mentors, learning rounds, questions and answers, digital capital, superior products.

Like what they decide together, everything goes through the services, each at its own time, by the people of the example.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import date
from types import ModuleType
from typing import Final
from uuid import UUID

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.demo.growing import capital, clinic, learning, mentoring, superior
from cblp.demo.growing.village import School
from cblp.demo.together import office

TOLD: Final = "Pendampingan, pelatihan, tanya jawab"
"""What the progress of the build says meanwhile."""
CHAPTERS: Final = (mentoring, learning, capital, clinic, superior)


def live(
    app: App, actor: Actor, businesses: Mapping[str, UUID], *, end: date, seed: int, chapters: Iterable[ModuleType] = CHAPTERS,
) -> None:
    """Let the example's members learn up to ``end``; what they decided together must be there, its weights rank the products."""
    school = School(app, *office(app, actor), businesses, end, {}, random.Random(seed))
    for chapter in chapters:
        chapter.plan(school)
    school.run()
