"""Match income: choose a shop, read whether its files agree, take the list along."""

from cblp.ui import page
from cblp.ui.components import intake_matching

visit = page.open("reconcile")
shop = intake_matching.choose(visit)
if shop:
    intake_matching.show(shop)
