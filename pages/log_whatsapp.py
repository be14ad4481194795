"""Catat WA hari ini: the form of twenty seconds, for WhatsApp, bazaar, showroom and cash."""

from cblp.ui import page
from cblp.ui.components import guide_helping, my_shop_log

visit = page.open("log_whatsapp")

if business_id := my_shop_log.choose_business(visit):
    day = my_shop_log.choose_day(visit)
    my_shop_log.log(visit, business_id, day)
guide_helping.helping_hand(visit, "log_whatsapp")
