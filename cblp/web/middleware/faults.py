"""What breaks on the server becomes our own page with an incident number; the detail goes to the log."""

from __future__ import annotations

import logging

import htpy as h
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cblp.db.ids import uuid7
from cblp.i18n import N_
from cblp.web import html, visitors
from cblp.web.application import Application

log = logging.getLogger("cblp.web")

BROKEN = N_("Something broke on our side. What was saved is still there. Try again later.")


class Faults:
    """The edge of the routes."""

    def __init__(self, app: ASGIApp, application: Application) -> None:
        self.app = app
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            incident = uuid7().hex[-8:]
            log.exception("incident %s", incident)
            if begun:
                raise
            request = Request(scope)
            words = html.Words(visitors.guest_language(self.application, request.cookies))
            page = html.page(
                words, words("This page cannot be shown now"), h.p[words(BROKEN)],
                h.p(".hint")[words("If it stays, report number {incident}.", incident=incident)],
                h.a(".button", href=self.application.settings.base_path + "/")[words("Try again")],
                status=500,
            )
            await page(scope, receive, send)
