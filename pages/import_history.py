"""File history: what came in, who brought it, and the way back."""

from cblp.ui import page
from cblp.ui.components import intake_history

visit = page.open("import_history")
file = intake_history.opened()
if file:
    intake_history.show_one(visit, file)
else:
    intake_history.show_all(visit)
