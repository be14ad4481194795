"""How each service and report of the content studio and of the letters is called with the ids of an owner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from cblp.i18n import LANGUAGES
from cblp.outreach.rules import captions
from cblp.outreach.services.assistant import Answer
from tests.calls_together import Call, given
from tests.conftest import NOW
from tests.filled import TODAY, Owner
from tests.filled_studio import HELPER, LETTER, own, question

WITH_IDS: Final[dict[str, Call]] = {
    "outreach.services.drafts.begin": given("business_id product_id campaign_id", channel=captions.INSTAGRAM),
    "outreach.services.drafts.look": given("draft_id=text_id", posts=["contoh/lain"]),
    "outreach.services.drafts.propose": given("draft_id=text_id", seed=3),
    "outreach.services.drafts.add": given("draft_id=text_id evidence_id=own_evidence_id", sentence=own("lain")),
    "outreach.services.drafts.illustrate": given("draft_id=text_id", photo="phone"),
    "outreach.services.drafts.write": lambda o: {"draft_id": o.ids["text_id"], "text": f"Baru. {own(o.word)}"},
    "outreach.services.drafts.copied": given("draft_id=text_id"),
    "outreach.services.drafts.plan": given("draft_id=text_id", at=NOW + timedelta(days=3)),
    "outreach.services.drafts.posted": given("draft_id=text_id"),
    "outreach.services.drafts.remove": given("draft_id=text_id"),
    "outreach.services.assistant.prepare": given("draft_id=text_id", helper=HELPER),
    "outreach.services.assistant.keep": lambda o: {"question": question(o), "answer": Answer("Lain.", 1, 1), "helper": HELPER},
}
NO_ID: Final = {"outreach.services.assistant.left", "outreach.services.letters.reset", "outreach.services.letters.set"}
PARTS_OF_SERVICES: Final = {"outreach.services.drafts.known", "outreach.services.drafts.opened"}

ASKED_OF: Final[dict[str, Callable[[Owner], list[dict[str, Any]]]]] = {
    "outreach.reports.letters.text": lambda o: [{"code": LETTER, "language": language} for language in LANGUAGES],
    **{
        f"outreach.reports.studio.{report}": lambda o: [
            {"draft_id": o.ids[name]} for name in ("text_id", "posted_text_id") if name in o.ids
        ]
        for report in ("findings", "one")
    },
    "outreach.reports.studio.best": lambda o: [{"channel": channel} for channel in captions.CHANNELS],
    "outreach.reports.studio.plan": lambda o: [{"first": TODAY, "last": date(2026, 12, 31)}],
}
PARTS_OF_REPORTS: Final = {"outreach.reports.studio.checked": "a part of findings, which find the text within the scope first"}
OTHERS_IN_SUM: Final = {"outreach.reports.studio.best", "outreach.reports.studio.known"}
"""What works in the posts of the whole association, from three posts on; the posts themselves only of who said yes."""
