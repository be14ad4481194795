"""Bring in files: choose them, see what each would change, then press one button."""

from cblp.ui import page
from cblp.ui.components import intake_checked, intake_lead, intake_links, intake_receipts, intake_upload

visit = page.open("import_files")
files = intake_checked.waiting(visit)
intake_lead.show(visit, len(files))
intake_receipts.show(visit)
intake_checked.show(visit, files)
intake_upload.asides(visit)
intake_upload.choose(visit)
intake_links.show(visit)
intake_links.saved_columns(visit)
