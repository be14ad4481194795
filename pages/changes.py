"""Riwayat perubahan: who changed what, and when."""

from cblp.ui import page
from cblp.ui.components import accounts_changes

visit = page.open("changes")
accounts_changes.history(visit)
