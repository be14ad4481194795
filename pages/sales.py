"""Sales: what was sold in the chosen days, against what, when, by whom and where; down to the orders."""

from cblp.i18n import _
from cblp.sales import reports
from cblp.ui import page, reads
from cblp.ui.components import filters, sales_details, sales_groups, sales_lead, sales_time

visit = page.open("sales")
asked = filters.choose(visit, "sales", reads.ask(reports.choices).marketplaces, _("All marketplaces"))
base = sales_lead.basis(visit, asked)
if sales_lead.show(visit, base):
    sales_time.show(visit, base)
    sales_groups.show(base)
    sales_details.show(visit, base)
