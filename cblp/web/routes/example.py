"""Choosing who to be in the example association, and leaving it for an association of one's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import htpy as h
from starlette.responses import Response

from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER
from cblp.i18n import N_
from cblp.people.reports import access
from cblp.people.services import sessions
from cblp.web import cookies, html, signing_in
from cblp.web import personas as conditions
from cblp.web.routes.sign_in import welcome
from cblp.web.visit import Handler, Visit, missing

ROLES: Final = {
    COORDINATOR: (N_("Coordinator"), N_("Brings in shop files and sees all sales.")),
    TREASURER: (N_("Treasurer"), N_("Approves and pays shares.")),
    MEMBER: (N_("Member"), N_("Sees the own shop, on the phone.")),
    MENTOR: (N_("Mentor"), N_("Helps a few members.")),
    LIAISON: (N_("Liaison officer"), N_("Reads progress each quarter.")),
}


def personas(may_leave: bool) -> Handler:
    """GET lists who one may be, POST signs in as one of them; ``may_leave`` offers the own association too."""
    return partial(_personas, may_leave)


def own_association(start_own: Callable[[], None] | None) -> Handler:
    """Restart on an empty database of one's own, where the first start begins."""
    return partial(_own_association, start_own)


def _own_association(start_own: Callable[[], None] | None, visit: Visit) -> Response:
    if start_own is None or not conditions.allowed(visit.app, visit.request):
        return missing(visit)
    start_own()
    words = visit.words
    return visit.show(
        words("Your association is being prepared"),
        h.p[words("Wait a few seconds. The set-up code stands in the window in which the server was started.")],
        h.a(".button", href=visit.address("/mulai"))[words("Continue")],
        headers={"Refresh": f"6; url={visit.address('/mulai')}"}, language=False,
    )


def _personas(may_leave: bool, visit: Visit) -> Response:
    if not conditions.allowed(visit.app, visit.request):
        return missing(visit)
    people: list[access.Persona] = []
    for association in access.associations(visit.app.database):
        with visit.app.database.reading(association) as session:
            # Somebody of several associations is one person to choose.
            people += [one for one in access.personas(session, now=visit.app.clock()) if one not in people]
    if visit.request.method == "GET":
        return _list(visit, people, may_leave)
    wanted = visit.form.get("role"), visit.form.get("account")
    chosen = next((one for one in people if (one.role, str(one.account)) == wanted), None)
    if chosen is None:
        return missing(visit)
    token, _place = signing_in.enter(
        visit.app, chosen.account, kind=sessions.DEMO, role=chosen.role, language=visit.words.language,  # the visitor's, not the person's
        replaces=cookies.session_token(visit.settings, visit.request.cookies),
    )
    return welcome(visit, token)


def _list(visit: Visit, people: list[access.Persona], may_leave: bool) -> Response:
    words = visit.words
    return visit.show(
        words("Look at the example"),
        html.note(words("Everything here is made up. Change what you like; nothing reaches a real shop.")),
        h.p[words("Choose who you want to be. You can switch at any time.")],
        [
            visit.form_to(
                "/contoh", h.button(".row", type="submit")[one.name, h.small[f"{words(title)}. {words(does)}"]],
                role=one.role, account=str(one.account), ke=visit.back,
            )
            for one in people for title, does in [ROLES[one.role]]
        ],
        visit.form_to("/asosiasi-sendiri", h.button(".second", type="submit")[words("Start your own association")])
        if may_leave else None,
    )
