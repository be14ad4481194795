"""How each service of the storefront is called with the ids of an owner, and which of them need none."""

from __future__ import annotations

from typing import Final

from cblp.outreach.services.pictures import Sized
from tests.calls_together import Call

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
