"""What changes campaigns; importing it tells decisions what a passed campaign writes."""

import cblp.campaigns.services.plan  # noqa: F401
