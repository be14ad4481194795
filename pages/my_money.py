"""Uang saya: the own share with its explanation, the own savings, help from the solidarity fund, and money from outside."""

from cblp.ui import page
from cblp.ui.components import guide_helping, my_aid, my_financing, my_savings, my_shares, my_shop

visit = page.open("my_money")
if business := my_shop.choose_business(visit):
    if not my_aid.asking(business.id):
        my_shares.show(visit, business.id)
        my_savings.show(visit, business.id)
    my_aid.show(visit, business.id)
    if not my_aid.asking(business.id):
        my_financing.show(visit, business.id)
guide_helping.helping_hand(visit, "my_money")
