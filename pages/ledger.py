"""Kas: what the association has and whose it is, money in and out, savings, contributions, funds, and every note."""

from cblp.ui import page
from cblp.ui.components import ledger

visit = page.open("ledger")
ledger.lead(visit)
ledger.enter(visit)
ledger.part(visit)
