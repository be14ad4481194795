"""Promo bersama: campaigns by state, and one of them from its plan over who takes part to what it brought."""

from cblp.ui import page
from cblp.ui.components import campaign, campaigns

visit = page.open("campaigns")
opened = campaigns.opened(visit)

if opened:
    campaign.show(visit, opened)
else:
    campaigns.show(visit)
