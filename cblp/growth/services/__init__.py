"""What changes in growing: one module per subject, one transaction per call; importing it tells sign-ins who is accompanied."""

import cblp.growth.reports.mentees  # noqa: F401  (it registers: whose shops a mentor sees)
