"""Tayangkan: a meeting's slides as one page, for its association's coordinator or treasurer."""

from __future__ import annotations

from uuid import UUID

import htpy as h
from starlette.responses import Response

from cblp import i18n
from cblp.errors import Missing, NotAllowed
from cblp.forum.reports import decks, meetings
from cblp.web import presenting
from cblp.web.visit import Visit, missing


def present(visit: Visit) -> Response:
    """The page of the meeting at this address, in the visitor's language, as its figures and words stand now."""
    visitor, words = visit.visitor, visit.words
    if visitor is None:
        return visit.to("/masuk", ke=visit.here)
    if visitor.must_change:
        return visit.to("/ganti-sandi", ke=visit.here)
    try:
        meeting = UUID(visit.request.path_params["meeting"])
        with i18n.speaking(words.language), visit.app.database.reading(visitor.actor.association, visitor.actor.account) as session:
            deck = decks.deck(session, visitor.actor, meeting_id=meeting)
    except meetings.NotFrozen as error:
        return visit.show(
            words("Nothing to show yet"), h.p[error.text(words.language)],
            h.a(".button", href=visit.address("/temu-bulanan"))[words("To the monthly meeting")], status=409,
        )
    except (ValueError, NotAllowed, Missing):
        return missing(visit, words("This meeting is not here, or only its coordinator may show it."))
    page = presenting.render(deck)
    return Response(page.content, media_type=presenting.MEDIA_TYPE, headers={
        "Cache-Control": "no-store, private", "Content-Security-Policy": page.policy,
    })
