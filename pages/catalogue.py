"""Produk & toko: what is sold where, what is still missing, which products nobody knows yet, and whose shops they are."""

from cblp.ui import page
from cblp.ui.components import (
    catalogue,
    catalogue_missing,
    catalogue_places,
    catalogue_product,
    catalogue_products,
    catalogue_shops,
    first_steps,
    matching,
)

visit = page.open("catalogue")
product = catalogue.opened(visit)

if product:
    catalogue_product.show(visit, product)
elif catalogue.is_empty(visit):
    catalogue.nothing_yet(visit)
    catalogue_shops.add(visit, None)
    catalogue_products.add(visit, None)
    first_steps.show(visit, only_on="catalogue")
else:
    catalogue.sentence(visit)
    member, part = catalogue.choice(visit)
    if part == catalogue.PLACES:
        catalogue_places.show(visit, member)
    elif part == catalogue.MISSING:
        catalogue_missing.show(visit, member)
    elif part == catalogue.UNKNOWN:
        matching.show(visit, member)
    elif part == catalogue.PRODUCTS:
        catalogue_products.show(visit, member)
    else:
        catalogue_shops.show(visit, member)
