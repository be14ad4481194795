"""What erasing somebody does to programmes and published progress: figures stay, the name is taken out of what was written."""

from __future__ import annotations

from cblp.db.erasure import declare
from cblp.programmes.models import (
    Advocacy,
    Agreement,
    Edition,
    Financing,
    Partner,
    PeriodReport,
    Programme,
    ProgrammeCost,
    ProgrammeItem,
    ProgrammeLink,
    ProgrammeMember,
    ProgressComment,
    PublishedCell,
    Target,
)

declare(Partner, kept="code kind", scrubbed="name role contact note")
declare(Agreement, scrubbed="title reference ours theirs")
declare(Programme, kept="code", scrubbed="name about called_off")
declare(ProgrammeItem, kept="kind unit", scrubbed="what note")
declare(ProgrammeCost, scrubbed="what")
declare(ProgrammeMember)
declare(ProgrammeLink)
declare(
    Financing, kept="kind state", scrubbed="institution", whose=lambda gone: Financing.business_id.in_(gone.businesses),
    cleared={"institution": "", "purpose": "", "note": ""},
)
declare(Advocacy, kept="state", scrubbed="addressee text why promised result")
declare(Edition, kept="period members", scrubbed="reason")
declare(PublishedCell, kept="period indicator area_code")
declare(Target, kept="period indicator")
declare(PeriodReport, kept="period state", scrubbed="sections snapshot")
declare(ProgressComment, kept="role", scrubbed="text")
