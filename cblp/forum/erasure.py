"""What erasing somebody does to meetings: who came is counted on, the name is taken out of what was written."""

from __future__ import annotations

from cblp.db.erasure import declare
from cblp.forum.models import ActionItem, Meeting, MeetingDecision, MeetingGuest, MeetingQuote, MeetingTheme, SlideText

declare(Meeting, kept="kind state", scrubbed="title place snapshot minutes called_off")
declare(SlideText, kept="slide", scrubbed="text")
declare(MeetingGuest, scrubbed="name institution")
declare(MeetingTheme, kept="pillar aspect", scrubbed="title note")
declare(MeetingQuote, scrubbed="text")
declare(MeetingDecision)
declare(
    ActionItem, kept="state", scrubbed="text owner reason result", whose=lambda gone: ActionItem.business_id.in_(gone.businesses),
    cleared={"reason": "", "result": ""},
)
