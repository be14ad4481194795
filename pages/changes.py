"""Riwayat perubahan: who changed what, and when."""

from cblp.ui import page
from cblp.ui.components import accounts_changes, audit_seals

visit = page.open("changes")
accounts_changes.history(visit)
audit_seals.foot(visit)
