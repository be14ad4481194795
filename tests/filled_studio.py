"""What is written to be read outside: the association's words for a letter, members' texts for posts, their questions to AI."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR
from cblp.outreach.reports.studio import Known
from cblp.outreach.rules import captions
from cblp.outreach.rules.captions import Facts
from cblp.outreach.services import assistant, drafts, letters
from cblp.outreach.services.assistant import Answer, Question, Service
from cblp.settings import Secret
from tests.filled import House, Owner

HELPER: Final = Service("https://ai.example/v1", Secret(""), "m", 1_000_000, 1, 1)


HURTS: Final = datetime(2026, 12, 26, 3, tzinfo=UTC)
"""A day of mourning: the check says so."""
LETTER: Final = "decision_vote"
"""The letter for which an association has words of its own."""


def own(word: str) -> str:
    """A sentence that only one member can have written: with another's word in it, it is another sentence."""
    return f"{word} dan {word} nenek {word} ibu {word}."


def question(owner: Owner) -> Question:
    """The question whose answer has not come yet."""
    return Question(owner.ids["use_id"], owner.ids["text_id"], captions.TIKTOK, (), Known(Facts("Kain"), frozenset(), None))


def begin(app: App, house: House) -> None:
    """The matter of all: a letter says it in the association's own words, and only in one language."""
    app.act(
        house.staff[COORDINATOR], letters.set, code=LETTER, language="id", version=0,
        text=f"{{nama}}, {house.word} menunggu suara untuk {{judul}} sampai {{batas}}. {{link}}",
    )


def take_part(app: App, house: House, owner: Owner) -> None:
    """A text planned and ready to be posted, drafted by AI first; one that is posted; one more question to AI on its way."""
    member, ids = owner.member, owner.ids
    for name in ("posted_text_id", "text_id"):
        ids[name] = app.act(
            member, drafts.begin, business_id=ids["business_id"], product_id=ids["product_id"], channel=captions.TIKTOK,
        )
        app.act(member, drafts.look, draft_id=ids[name], posts=[f"contoh/{owner.word}"])
        app.act(member, drafts.propose, draft_id=ids[name])
        app.act(member, drafts.add, draft_id=ids[name], sentence=own(owner.word), photo=drafts.ON_PHONE)
        app.act(member, drafts.plan, draft_id=ids[name], at=HURTS)
    for _answered in range(2):
        asked = app.act(member, assistant.prepare, draft_id=ids["text_id"], helper=HELPER)
        assert asked
        ids["use_id"] = asked.use_id
        if not _answered:
            app.act(member, assistant.keep, question=asked, answer=Answer(f"Tulisan {owner.word}.", 9, 9), helper=HELPER)
    for name in ("posted_text_id", "text_id"):
        app.act(member, drafts.copied, draft_id=ids[name])
    app.act(member, drafts.posted, draft_id=ids["posted_text_id"])
