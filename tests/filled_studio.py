"""What members write for their posts: a text that may be copied, one that is posted, and questions to AI."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from cblp.bootstrap import App
from cblp.outreach.reports.studio import Known
from cblp.outreach.rules import captions
from cblp.outreach.rules.captions import Facts
from cblp.outreach.services import assistant, drafts
from cblp.outreach.services.assistant import Answer, Question, Service
from cblp.settings import Secret
from tests.conftest import NOW
from tests.filled import House, Owner

HELPER: Final = Service("https://ai.example/v1", Secret(""), "m", 1_000_000, 1, 1)


def own(word: str) -> str:
    """A sentence that only one member can have written."""
    return f"Cerita {word} ini dari dapur nenek saya."


def question(owner: Owner) -> Question:
    """The question whose answer has not come yet."""
    return Question(owner.ids["use_id"], owner.ids["text_id"], captions.TIKTOK, (), Known(Facts(owner.word), frozenset(), None))


def take_part(app: App, house: House, owner: Owner) -> None:
    """A text planned and ready to be posted, drafted by AI first; one that is posted; one more question to AI on its way."""
    member, ids = owner.member, owner.ids
    for name in ("posted_text_id", "text_id"):
        ids[name] = app.act(
            member, drafts.begin, business_id=ids["business_id"], product_id=ids["product_id"], channel=captions.TIKTOK,
        )
        app.act(member, drafts.look, draft_id=ids[name], posts=[f"contoh/{owner.word}"])
        app.act(member, drafts.propose, draft_id=ids[name])
        app.act(member, drafts.add, draft_id=ids[name], sentence=own(owner.word))
        app.act(member, drafts.plan, draft_id=ids[name], at=NOW + timedelta(days=2))
    for _answered in range(2):
        asked = app.act(member, assistant.prepare, draft_id=ids["text_id"], helper=HELPER)
        assert asked
        ids["use_id"] = asked.use_id
        if not _answered:
            app.act(member, assistant.keep, question=asked, answer=Answer(f"Tulisan {owner.word}.", 9, 9), helper=HELPER)
    for name in ("posted_text_id", "text_id"):
        app.act(member, drafts.copied, draft_id=ids[name])
    app.act(member, drafts.posted, draft_id=ids["posted_text_id"])
