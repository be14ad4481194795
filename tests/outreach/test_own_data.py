"""A member downloads everything of theirs in the outside face, and nothing of anybody else."""

from __future__ import annotations

import json
from dataclasses import replace

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, Actor
from cblp.outreach.reports import own_data
from cblp.outreach.rules import captions
from cblp.outreach.services import assistant, drafts
from cblp.settings import Secret
from tests.campaigns.making import Fair


def test_texts_and_questions_to_ai_are_in_it(app: App, actor: Actor) -> None:
    fair = Fair(app, actor, "sari", "rina")
    helper = assistant.Service("http://127.0.0.1:9/v1", Secret(""), "m", 10_000, 1, 1)
    for name in ("sari", "rina"):
        member = fair.member(name)
        draft = fair.act(
            drafts.begin, by=member, business_id=fair.ids[name], product_id=fair.ids[f"{name}.product"], channel=captions.TIKTOK
        )
        fair.act(drafts.propose, by=member, draft_id=draft)
        fair.act(assistant.prepare, by=member, draft_id=draft, helper=helper)
    found = fair.read(own_data.kept, by=fair.member("sari"))
    assert [row["drafted"] for row in found["texts"]] == [row["drafted"] for row in found["texts"] if "Tas sari" in row["drafted"]]
    assert len(found["texts"]) == len(found["asked_ai"]) == 1
    assert "rina" not in json.dumps(found, default=str).lower()
    assert fair.read(own_data.kept, by=replace(fair.system, role=COORDINATOR)) == {}
