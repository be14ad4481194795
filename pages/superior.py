"""Produk unggulan: which products to put forward, from points given together to the ranking that is kept, and their stories."""

from cblp.ui import page
from cblp.ui.components import superior, superior_points, superior_ranking, superior_story

visit = page.open("superior")
kept = superior_ranking.opened(visit)

if kept:
    superior_ranking.kept(visit, kept)
elif not superior.rows(visit):
    superior_points.nothing_yet(visit)
else:
    superior.sentence(visit)
    part = superior.choice(visit)
    if part == superior.POINTS:
        superior_points.show(visit)
    elif part == superior.STORY:
        superior_story.show(visit)
    else:
        superior_ranking.show(visit)
