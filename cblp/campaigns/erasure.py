"""What erasing somebody does to campaigns: figures and hours stay, words about them go."""

from __future__ import annotations

from cblp.campaigns.models import Campaign, CampaignListing, CampaignProduct, CampaignTask, Duty, Effort, Participation
from cblp.db.erasure import declare

declare(
    Campaign, kept="code template state marketplaces offers", scrubbed="name story hashtags lessons frozen",
)
declare(CampaignProduct)
declare(CampaignTask, kept="kind channel state", scrubbed="title")
declare(Duty, scrubbed="role")
declare(
    Participation, kept="state", whose=lambda gone: Participation.business_id.in_(gone.businesses), cleared={"reason": ""},
)
declare(CampaignListing)
declare(
    Effort, kept="activity state", scrubbed="note judgement", whose=lambda gone: Effort.business_id.in_(gone.businesses),
    cleared={"note": "", "judgement": ""},
)
