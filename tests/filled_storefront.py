"""What an association shows to buyers: its storefront is open, each member's product stands in it, somebody came and pressed.

``begin`` is done once all members are there; ``take_part`` is one member's product, of which the owner has allowed everything.
"""

from __future__ import annotations

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR
from cblp.outreach.services import counts, pictures, publishing
from tests.filled import TODAY, House, Owner


def begin(app: App, house: House) -> None:
    """The matter of all: buyers may come."""
    app.act(house.staff[COORDINATOR], publishing.open_storefront, on=True)


def take_part(app: App, house: House, owner: Owner) -> None:
    """A member's product with its picture, opened once and once looked for at a shop."""
    product = owner.ids["product_id"]
    app.act(owner.member, publishing.publish, product_ids=[product])
    pictures.make(app.read, app.jot, owner.member)
    here = house.system.association
    with app.database.writing(here) as session:
        counts.count(session, here, what=counts.PRODUCT, subject=product, day=TODAY)
        counts.count(session, here, what=counts.BUY, subject=product, day=TODAY, marketplace="shopee")
