"""Toko saya: the member's home on the phone. What to do now, sales in words, products with price and stock."""

from cblp.ui import page
from cblp.ui.components import (
    campaign_join,
    guide_helping,
    learning,
    my_aid,
    my_meetings,
    my_shares,
    my_shop,
    my_shop_forms,
    my_shop_sheet,
    studio,
    vote,
)

visit = page.open("my_shop")
opened = my_shop_sheet.opened()

if opened:
    my_shop_forms.show(visit, opened)
elif business := my_shop.choose_business(visit):
    elsewhere = [todo for part in (vote, campaign_join, my_meetings, my_shares, my_aid) for todo in part.tasks(visit, business.id)]
    elsewhere += learning.tasks(visit, business.id, dated=True)
    my_shop.to_do(visit, business, elsewhere, later=learning.tasks(visit, business.id, dated=False))
    my_shop.log_today(visit, business)
    studio.way()
    my_shop.my_sales(visit, business)
    my_shop.my_products(visit, business)
guide_helping.helping_hand(visit, "my_shop")
