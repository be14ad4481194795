"""The example's texts for posts: some posted, some planned, some still waiting for their writer's own sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from cblp.bootstrap import App
from cblp.catalogue import reports as catalogue
from cblp.db.actor import Actor
from cblp.outreach.services import drafts
from cblp.people.reports import register
from cblp.people.services import consent
from cblp.settings import ROOT

FILE: Final = ROOT / "data" / "demo" / "texts.toml"
EXAMPLE: Final = "example"
EVENING: Final = time(19)
"""When they are posted."""


def live(app: App, actor: Actor, businesses: Mapping[str, UUID], *, end: date, now: datetime) -> None:
    """Let owners say yes to being an example, and write every text of the file as far as it goes."""
    tale = tomllib.loads(FILE.read_text("utf-8"))
    for code in tale["examples"]:
        person = app.read(actor, register.business, business_id=businesses[code], today=end).person
        if person:
            app.act(actor, consent.answer, person_id=person.id, purpose=EXAMPLE, given=True, channel="paper", now=now)
    for number, one in enumerate(tale["texts"]):
        _write(app, actor, businesses[one["business"]], one, seed=number, end=end, now=now)


def _write(app: App, actor: Actor, business: UUID, one: Mapping[str, Any], *, seed: int, end: date, now: datetime) -> None:
    product = next(row.id for row in app.read(actor, catalogue.products, today=end, business_id=business) if row.sku == one["sku"])
    at = now - timedelta(days=one.get("back", 0))
    draft = app.act(actor, drafts.begin, business_id=business, product_id=product, channel=one["channel"], now=at)
    app.act(actor, drafts.propose, draft_id=draft, seed=seed, now=at)
    if "own" not in one:
        return
    app.act(actor, drafts.add, draft_id=draft, sentence=one["own"], photo=drafts.ON_PHONE, now=at)
    if "ahead" in one:
        day = datetime.combine(end + timedelta(days=1 + one["ahead"]), EVENING, ZoneInfo(actor.timezone))
        app.act(actor, drafts.plan, draft_id=draft, at=day, now=at)
    app.act(actor, drafts.copied, draft_id=draft, now=at)
    if "back" in one:
        app.act(actor, drafts.posted, draft_id=draft, now=at)
