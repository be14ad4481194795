"""What erasing somebody does to decisions: the votes and the count stay, the reason given for a vote and the name go."""

from __future__ import annotations

from cblp.db.erasure import declare
from cblp.decisions.models import (
    Ballot,
    Decision,
    DecisionOption,
    DecisionVoter,
    PaperCount,
    Parameter,
    SharingComponent,
    SharingRule,
    SharingRuleVersion,
)

declare(
    Decision, kept="kind state outcome reason effects parameter counted", scrubbed="title proposal consequence minutes",
)
declare(DecisionOption, kept="code effects", scrubbed="label detail")
declare(DecisionVoter)
declare(
    Ballot, kept="channel choice", scrubbed="reason", whose=lambda gone: Ballot.business_id.in_(gone.businesses), cleared={"reason": ""},
)
declare(PaperCount, kept="counts")
declare(Parameter, kept="key value")
declare(SharingRule, scrubbed="name")
declare(SharingRuleVersion, scrubbed="note")
declare(SharingComponent, kept="code fund bases limits without_base", scrubbed="label")
