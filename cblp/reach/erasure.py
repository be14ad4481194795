"""What erasing somebody does to posts: their figures stay, what they said and where they stood goes."""

from __future__ import annotations

from cblp.catalogue.erasure import shops
from cblp.db.erasure import declare
from cblp.reach.models import AccountDay, AccountSnapshot, PostMetric, ShopDay, WhatsappLog

declare(
    PostMetric, kept="post_id kind", whose=lambda gone: PostMetric.shop_id.in_(shops(gone)),
    cleared={"title": "", "hashtags": "", "permalink": ""},
)
declare(AccountDay, kept="metric")
declare(AccountSnapshot, kept="evidence")
declare(ShopDay, kept="report")
declare(WhatsappLog)
