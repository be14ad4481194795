"""How each service and report of the storefront is called with the ids of an owner, and which of them need none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cblp.outreach.services.pictures import Sized
from tests.calls_together import Call
from tests.filled import TODAY, Owner

WITH_IDS: Final[dict[str, Call]] = {
    "outreach.services.publishing.publish": lambda o: {"product_ids": [o.ids["product_id"]]},
    "outreach.services.publishing.withdraw": lambda o: {"product_ids": [o.ids["product_id"]]},
}
NO_ID: Final = {"outreach.services.publishing.open_storefront", "outreach.services.pictures.forget"}
PARTS_OF_SERVICES: Final = {"outreach.services.pictures.due"}
"""It changes nothing: what is found is drawn, and kept by ``keep``."""
SILENT: Final[dict[str, Call]] = {
    "outreach.services.pictures.keep": lambda o: {"made": [Sized(o.ids["photo_id"], b"WebP", 1, 1)]},
}
"""What is not there (any more) is passed over without a word, and nothing changes."""

ASKED_OF: Final[dict[str, Callable[[Owner], list[dict[str, Any]]]]] = {
    f"outreach.reports.counts.{report}": lambda o: [{"first": TODAY, "last": TODAY}] for report in ("by_product", "own", "totals")
}
