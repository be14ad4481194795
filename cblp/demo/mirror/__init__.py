"""The example looks into its mirror: monthly meetings, programmes with partners, and what was published of each quarter.

It comes last, because it tells of everything else; like that it goes through the services, each at its own time.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import ModuleType
from typing import Final
from uuid import UUID

from cblp.bootstrap import App
from cblp.db.actor import Actor
from cblp.demo.mirror import government, meetings, neighbours, programmes
from cblp.demo.mirror.hall import Hall, officer
from cblp.demo.together import office

TOLD: Final = "Temu bulanan, program dan mitra, kemajuan"
"""What the progress of the build says meanwhile."""
CHAPTERS: Final = (programmes, meetings, government, neighbours)


def live(
    app: App, actor: Actor, businesses: Mapping[str, UUID], *, end: date, seed: int, now: datetime,
    chapters: Iterable[ModuleType] = CHAPTERS,
) -> None:
    """Let the example meet, work with partners and publish up to ``end``; what it sold, decided and learned must be there.

    The meeting to come has its figures made at ``now``, the last instant of the example: nothing in it is newer.
    """
    hall = Hall(app, *office(app, actor), businesses, end, {}, random.Random(seed), liaison=officer(app, actor))
    for chapter in chapters:
        chapter.plan(hall)
    hall.run()
    meetings.prepare(hall, now)
