"""Documents by ticket: only the session that asked for one gets it, for some minutes."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from cblp.people.services import tickets
from cblp.web import slips as paper
from cblp.web.visit import Visit, missing


def download(visit: Visit) -> Response:
    """The document of a ticket, to be saved."""
    return _document(visit, shown=False)


def slips(visit: Visit) -> Response:
    """The page of a ticket, to be printed."""
    return _document(visit, shown=True)


def _document(visit: Visit, *, shown: bool) -> Response:
    visitor = visit.visitor
    if visitor is None or visitor.must_change:
        return visit.show(visit.words("Sign in"), visit.words("Sign in first, then make the document again."), status=403)
    with visit.app.database.reading(visitor.actor.association, visitor.actor.account) as session:
        document = tickets.open_ticket(session, visitor.actor, ticket=visit.request.path_params["ticket"], now=visit.app.clock())
    if document is None or (shown and document.media_type != paper.MEDIA_TYPE):
        return missing(visit, visit.words("This document is no longer here. Make it again on its page."))
    headers = {"Cache-Control": "no-store, private", "X-Content-Type-Options": "nosniff"}
    if shown:
        headers["Content-Security-Policy"] = paper.POLICY
        return Response(document.content, media_type=document.media_type, headers=headers)
    headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(document.filename)}"
    headers["Content-Security-Policy"] = "sandbox"
    return Response(document.content, media_type=document.media_type, headers=headers)
