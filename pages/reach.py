"""Reach: who saw the posts and reacted, where and when, how buyers are answered, and what sales did meanwhile."""

from cblp.i18n import _
from cblp.ui import page
from cblp.ui.components import filters, reach_details, reach_groups, reach_lead, reach_time

visit = page.open("reach")
asked = filters.choose(visit, "reach", reach_lead.places(), _("All channels"))
base = reach_lead.basis(visit, asked)
if reach_lead.show(visit, base):
    reach_time.show(base)
    reach_groups.show(base)
    reach_details.show(visit, base)
