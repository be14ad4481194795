"""Etalase bersama: whether buyers see our products, which of them, how often they came, and codes that lead there."""

from cblp.ui import page
from cblp.ui.components import storefront, storefront_codes

visit = page.open("storefront")
if storefront.rows(visit):
    storefront.lead(visit)
    storefront.products(visit)
    storefront_codes.show(visit)
else:
    storefront.nothing_yet()
