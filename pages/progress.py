"""Kemajuan: what was published of each quarter, by area, against targets and official figures; the office publishes here."""

from cblp.ui import page
from cblp.ui.components import progress

visit = page.open("progress")
progress.show(visit)
