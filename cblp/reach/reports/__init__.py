"""How promotion goes: posts and their figures, followers, replies, ratings, the WhatsApp log; one statement a figure.

Results hold ids and numbers, never translated text, so that they may be cached. Engagement beside sales is made by asking
both features by week: their groups have the same keys.
"""

from cblp.days import TIMES, periods
from cblp.reach.reports.accounts import (
    Level,
    Rating,
    followers,
    ratings,
    shop_visits,
    whatsapp,
)
from cblp.reach.reports.posts import Post, Regularity, best_posts, grouped, hashtags, regularity, total
from cblp.reach.reports.query import GROUPS, Group, Selection

__all__ = [
    "GROUPS", "TIMES", "Group", "Level", "Post", "Rating", "Regularity", "Selection", "best_posts", "followers", "grouped",
    "hashtags", "periods", "ratings", "regularity", "shop_visits", "total", "whatsapp",
]
