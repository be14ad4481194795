"""Tindak lanjut: who does what until when, what is late, what was kept, and a letter to whoever should be reminded."""

from cblp.ui import page
from cblp.ui.components import action_items

visit = page.open("action_items")
action_items.lead(visit)
action_items.add(visit)
action_items.remind(visit)
action_items.listed(visit)
