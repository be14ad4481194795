"""The top of the reach page: how many saw the posts, against what, how complete, and four figures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cblp.catalogue import reports as catalogue
from cblp.days import Span
from cblp.i18n import _, formats, ngettext
from cblp.metric import Value
from cblp.reach import reports as reach
from cblp.reach.metrics import CONTENT, METRICS, Reach, figure
from cblp.reach.reports import Level, Selection
from cblp.sales import calendar
from cblp.sales import reports as sales
from cblp.sales.calendar import Pair
from cblp.ui import reads
from cblp.ui.components import coverage, figures, frame
from cblp.ui.components.figures import Card
from cblp.ui.components.filters import Asked
from cblp.ui.page import Visit


@dataclass(frozen=True)
class Basis:
    """What every part of the page starts from: the selection, its total, what it is compared with, and how complete it is."""

    asked: Asked
    selection: Selection
    total: Reach
    pair: Pair
    before: Reach
    trust: str

    @property
    def note(self) -> str:
        """What a file says under its title: days, choice, how complete."""
        return f"{self.asked.note}. {self.trust}"


def places() -> list[tuple[str, str]]:
    """Where the association shows itself: its social accounts, and marketplaces with posts of their own."""
    used = {code for code, _name in reads.ask(sales.choices).marketplaces}
    return [(place.code, place.name) for place in reads.ask(catalogue.marketplaces)
            if place.code in used and place.kind in {"social", "marketplace"}]


def basis(visit: Visit, asked: Asked) -> Basis:
    """Ask for the totals."""
    selection = Selection(asked.span, marketplaces=asked.marketplaces, businesses=frozenset(asked.businesses))
    pair = calendar.pairs(asked.span, visit.today)[0]
    now, before = (reads.ask(reach.total, selection=replace(selection, span=span)) for span in (pair.now, pair.before))
    return Basis(asked, selection, now, pair, before, coverage.words(coverage.of(visit, asked, coverage.POSTS), coverage.POSTS))


def show(visit: Visit, base: Basis) -> bool:
    """The sentence and the cards; false (and why) where nothing was posted."""
    days, than = figures.said(base.asked.span, visit.today), figures.said(base.pair.before, visit.today)
    now, before = base.total, base.before
    if not now.posts:
        figures.sentence(_("No posts yet for {days}.", days=days))
        coverage.line(base.trust)
        frame.empty(_("Reach appears here once the files of the social accounts are in. Or choose other days above."),
                    *((_("Bring in files"), "import_files") if visit.actor.role == "coordinator" else ()))
        return False
    name = "reach" if now.with_reach else "views"
    change, _direction = figures.moved(figure(name, now), figure(name, before), than)
    seen = formats.count(figure(name, now))
    text = _("Posts {days}: seen by {count} people", days=days, count=seen) if name == "reach" else _(
        "Posts {days}: {count} views", days=days, count=seen)
    figures.sentence(f"{text}, {change}." if change else f"{text}.")
    known = "" if now.with_reach == now.posts else _(
        "Reach is known for {known} of {posts} posts.", known=formats.count(now.with_reach), posts=formats.count(now.posts))
    coverage.line(base.trust, known, figures.unfair(base.pair, None) if change else "")
    than = figures.tight(base.pair, visit.today)
    more, direction = figures.moved(figure(name, now), figure(name, before), than)
    interactions, up = figures.moved(now.interactions, before.interactions, than)
    views = figure("views", now)
    figures.cards([
        Card(_("Reach, people who saw it") if name == "reach" else METRICS["views"].name(), seen, more, direction,
             note=" · ".join((ngettext("{count} post", "{count} posts", now.posts, count=formats.count(now.posts)),
                              ngettext("{count} view", "{count} views", int(views or 0), count=formats.count(views))))),
        Card(METRICS["interactions"].name(), formats.count(now.interactions), interactions, up,
             note=_("{number} per post", number=METRICS["interactions_per_post"].shown(figure("interactions_per_post", now)))),
        _rate(base, than),
        _followers(base, than),
    ])
    return True


def _rate(base: Basis, than: str) -> Card:
    now, before = (rate(replace(base.selection, span=span)) for span in (base.pair.now, base.pair.before))
    if now is None:
        return Card(_("Out of 100 who saw it"), formats.UNKNOWN, note=_("These files do not tell how many people saw a post"))
    note = _("{before} in {days}", before=formats.of_hundred(before), days=than) if before is not None else ""
    return Card(_("Out of 100 who saw it"), _("{count} interacted", count=formats.count(now * 100)), note=note)


def without_lives(selection: Selection) -> Selection:
    """The same without lives, whose rate says nothing (see CONTENT)."""
    return replace(selection, kinds=CONTENT)


def rate(selection: Selection) -> Value:
    """Interactions out of those who saw it, lives left out; None where nobody knows."""
    return figure("interaction_rate", reads.ask(reach.total, selection=without_lives(selection)))


def _followers(base: Basis, than: str) -> Card:
    now, before = (_last(reads.ask(reach.followers, selection=replace(base.selection, span=span)))
                   for span in (base.pair.now, base.pair.before))
    if not now:
        return Card(_("Followers"), formats.UNKNOWN, note=_("Nobody has written them down yet"))
    total = sum(level.followers for level in now)
    change, direction = figures.moved(total, sum(level.followers for level in before) or None, than)
    return Card(_("Followers"), formats.count(total), change, direction,
                note=" · ".join(f"{level.split_label} {formats.tight(level.followers)}" for level in
                                sorted(now, key=lambda level: -level.followers)[:3]))


def _last(levels: list[Level]) -> list[Level]:
    latest = max((level.key for level in levels), default=None)
    return [level for level in levels if level.key == latest]


def weeks(span: Span, at_least: int = 26) -> Span:
    """Whole weeks up to the end of ``span``: enough of them to see whether two figures go together."""
    if span.days >= at_least * 7:
        return span
    return Span(span.last.fromordinal(span.last.toordinal() - at_least * 7 + 1), span.last)
