"""The figures of a month as a meeting keeps them: numbers, days, ids and codes, never a name and never a sentence.

What stands in it may be read by everybody in the hall. Sums are of enough businesses (rules.public; the association's own sales
as members know them, from sales.reports.SHOWN_FROM businesses on), else they are null; who needs help is a count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from cblp.campaigns.reports import campaigns as promotions
from cblp.campaigns.states import JOINABLE, OPENED
from cblp.catalogue import reports as catalogue
from cblp.catalogue.rules import DEAD_LINK, NOT_LISTED, PRICE_DIFFERS
from cblp.days import Span, add_months
from cblp.days import month as whole_month
from cblp.db.actor import Actor
from cblp.forum.models import Meeting
from cblp.forum.reports.decks import shown_businesses
from cblp.forum.rules import public
from cblp.growth import materials, states
from cblp.growth.reports import capital as digital
from cblp.growth.reports import clinic as questions
from cblp.growth.reports import mentors, trainings
from cblp.growth.rules import clinic as asked
from cblp.i18n import formats
from cblp.intake import reports as intake
from cblp.intake.reports import Coverage
from cblp.people.reports import register
from cblp.reach import reports as reached
from cblp.reach.metrics import CONTENT, Reach, figure
from cblp.sales import calendar
from cblp.sales import reports as sold
from cblp.sales.reports.figures import SHOWN_FROM
from cblp.sharing.reports import ledger
from cblp.sharing.rules import books

MONTHS: Final = 12
REACH_MONTHS: Final = 6
AT_ONCE: Final = 3
"""Campaigns of a month that are told, and campaigns and trainings to come."""
WAVES: Final = 4
"""Rounds of questions that are looked through for one with enough answers."""

Json = dict[str, Any]


def make(session: Session, actor: Actor, meeting: Meeting, now: datetime) -> Json:
    """The figures that the slides of ``meeting`` are made from, as they are ``now`` (coordinator).

    Rupiah are whole and rounded as they are said; shares and changes are basis points, index figures hundredths of a point; days
    are ISO. A subject of which nothing is known is null. ``why`` is "few" where something is hidden.
    """
    today = actor.day(now)
    pair, year = calendar.calendar(meeting.month, today)
    span = pair.now
    covered = intake.coverage(session, actor, first=span.first, last=span.last)
    sellers = _sellers(session, actor, Span(add_months(span.first, 1 - MONTHS), span.last))
    return {
        "made_on": today.isoformat(),
        "period": {
            "now": _days(span), "before": _days(pair.before), "closed": span == whole_month(span.first),
            "unfair": [[feast.kind, feast.in_now] for feast in calendar.unfair(pair)],
        },
        "members": _members(session, actor, span, today, covered, sellers.get(span.first, {})),
        "sales": _sales(session, actor, pair, year, sellers, covered, today),
        "reach": _reach(session, actor, pair, today),
        "campaigns": _campaigns(session, actor, span, today),
        "listings": _listings(session, actor, today),
        "mentoring": _mentoring(session, actor, pair, today),
        "capital": _capital(session, actor, today),
        "money": _money(session, actor, span),
        "clinic": _clinic(session, actor, span),
    }


# -- who we are ----------------------------------------------------------------------------------------------------------


def _members(session: Session, actor: Actor, span: Span, today: date, covered: Coverage, sold_by: Mapping[UUID | None, int]) -> Json:
    lacking = {shop.shop_id for shop in covered.each if not shop.covered}
    no_file = {shop.owner_id for shop in catalogue.shops(session, actor, today=today) if shop.id in lacking and shop.owner_id}
    needs = [one for one in catalogue.needs(session, actor, today=today) if one.business_id]
    dead, out = ({one.business_id for one in needs if getattr(one, what)} for what in ("dead_links", "out_of_stock"))
    active = {id_ for id_, *_rest in register.names(session, actor, today=span.last)}
    sellers = len(active & sold_by.keys())  # neither products that nobody knows yet nor members who have left
    return {
        "active": len(active), "sellers": None if public.few(sellers) else sellers,
        "help": {"any": len(no_file | dead | out), "no_file": len(no_file), "dead": len(dead), "out": len(out)},
    }


# -- what was sold -------------------------------------------------------------------------------------------------------


def _sellers(session: Session, actor: Actor, span: Span) -> Mapping[date, Mapping[UUID | None, int]]:
    """By month, what each business sold."""
    found: dict[date, dict[UUID | None, int]] = defaultdict(dict)
    for group in sold.grouped(session, actor, by="month", split="business", selection=sold.Selection(span)):
        if group.measures.orders or group.measures.typed:
            found[group.key][group.split] = group.measures.sales
    return found


def _sales(
    session: Session, actor: Actor, pair: calendar.Pair, year: calendar.Pair, sellers: Mapping[date, Mapping[UUID | None, int]],
    covered: Coverage, today: date,
) -> Json | None:
    now = sold.total(session, actor, selection=sold.Selection(pair.now))
    coverage = _coverage(covered, today)
    if not now.orders and not now.typed:
        return None if not covered.shops else {**_NO_SALES, "coverage": coverage, "nothing": True}
    if not _enough(sellers, pair.now):
        return {**_NO_SALES, "coverage": coverage}
    before, last_year = (sold.total(session, actor, selection=sold.Selection(span)) for span in (pair.before, year.before))
    past = _sellers(session, actor, year.before)
    by_place: dict[str, dict[UUID | None, int]] = defaultdict(dict)
    for group in sold.grouped(session, actor, by="marketplace", split="business", selection=sold.Selection(pair.now)):
        if group.measures.sales:
            by_place[group.key][group.split] = group.measures.sales
    steady = _enough(sellers, pair.before)
    return {
        "now": public.rounded(now.sales), "change": _change(now.sales, before.sales) if steady else None,
        "year_change": _change(now.sales, last_year.sales) if _enough(past, year.before) else None,
        "orders": now.orders, "orders_before": before.orders if steady else None, "settled": now.settled_orders,
        "months": [
            [month.isoformat(), public.rounded(sum(sellers[month].values())) if len(_known(sellers.get(month, {}))) >= SHOWN_FROM else None]
            for month in (add_months(pair.now.first, step - MONTHS + 1) for step in range(MONTHS))
        ],
        "places": [[list(codes), public.rounded(amount)] for codes, amount in public.split(by_place)],
        "best": _best(session, actor, pair.now), "nothing": False, "coverage": coverage,
    }


_NO_SALES: Final[Mapping[str, Any]] = {
    "now": None, "change": None, "year_change": None, "orders": None, "orders_before": None, "settled": None, "months": [],
    "places": [], "best": [], "nothing": False,
}


def _enough(sellers: Mapping[date, Mapping[UUID | None, int]], span: Span) -> bool:
    return len(_known(sellers.get(span.first, {}))) >= SHOWN_FROM


def _known(parts: Iterable[UUID | None]) -> set[UUID]:
    return {business for business in parts if business is not None}


def _best(session: Session, actor: Actor, span: Span) -> list[str]:
    """What sold best among the products that their owners let everybody see; without a number, which would be one business's."""
    may = shown_businesses(session, actor)
    whose = {row.id: row.business_id for row in catalogue.products(session, actor, today=span.last, status="active")}
    found = sold.best(session, actor, selection=sold.Selection(span), limit=10 * AT_ONCE)
    return [str(group.key) for group in found if whose.get(group.key) in may and group.measures.sales > 0][:AT_ONCE]


# -- who saw us ----------------------------------------------------------------------------------------------------------


def _reach(session: Session, actor: Actor, pair: calendar.Pair, today: date) -> Json | None:
    months = Span(add_months(pair.now.first, 1 - REACH_MONTHS), pair.now.last)
    by_month: dict[date, dict[UUID | None, Reach]] = defaultdict(dict)
    for group in reached.grouped(session, actor, by="month", split="business", selection=reached.Selection(months)):
        by_month[group.key][group.split] = group.measures
    now, before = (_posts(by_month.get(span.first, {})) for span in (pair.now, pair.before))
    if pair.now.last != whole_month(pair.now.first).last:  # a month that runs is compared up to the same day
        before = reached.total(session, actor, selection=reached.Selection(pair.before)) if before else None
    logged = reached.whatsapp(session, actor, by="business", selection=reached.Selection(pair.now))
    hidden = now is None or public.few(len(logged))
    accounts = intake.coverage(
        session, actor, first=pair.now.first, last=pair.now.last, kinds=("posts",), shop_kinds=("social",),
    )
    posted = now is not None and now.posts > 0
    if not posted and not logged and not hidden:
        return None
    content = _posts({group.split: group.measures for group in reached.grouped(
        session, actor, by="month", split="business", selection=reached.Selection(pair.now, kinds=CONTENT))})
    rate = figure("interaction_rate", content) if content else None
    return {
        "posts": {
            "posts": now.posts, "interactions": now.interactions, "before": before.interactions if before else None,
            "rate": _points(rate),
        } if now and posted else None,
        "followers": _followers(session, actor, pair),
        "whatsapp": {
            name: sum(getattr(group.measures, name) for group in logged) for name in ("days", "chats", "orders")
        } if logged and not public.few(len(logged)) else None,
        "months": [
            [month.isoformat(), posts.interactions if (posts := _posts(by_month.get(month, {}))) and posts.posts else None]
            for month in (add_months(pair.now.first, step - REACH_MONTHS + 1) for step in range(REACH_MONTHS))
        ],
        "coverage": _coverage(accounts, today), "why": "few" if hidden else "",
    }


def _posts(parts: Mapping[UUID | None, Reach]) -> Reach | None:
    """The posts of all together; None where they are of few members (accounts of the association itself are nobody's)."""
    return None if public.few(len(_known(parts))) else sum(parts.values(), Reach())


def _followers(session: Session, actor: Actor, pair: calendar.Pair) -> list[int | None] | None:
    """Followers at the end of both months; None while they are of few accounts."""
    whole = Span(pair.before.first, pair.now.last)
    levels = reached.followers(session, actor, selection=reached.Selection(whole), by="month", split="shop")
    sums = []
    for span in (pair.now, pair.before):
        here = [level.followers for level in levels if level.key == span.first.replace(day=1)]
        sums.append(sum(here) if len(here) >= public.FEWEST else None)
    return sums if sums[0] is not None else None


# -- what we did together ------------------------------------------------------------------------------------------------


def _campaigns(session: Session, actor: Actor, span: Span, today: date) -> Json | None:
    rows = sorted(promotions.listing(session, actor), key=lambda row: (row.starts_on, str(row.id)))
    ran = [row for row in rows if row.state in OPENED and Span(row.starts_on, row.ends_on).overlap(span)][-AT_ONCE:]
    coming = [row for row in rows if row.state in JOINABLE and row.starts_on > max(span.last, today)][:AT_ONCE]
    if not ran and not coming:
        return None
    return {
        "ran": [{**_row(row), **_brought(session, actor, row, today)} for row in ran], "next": [_row(row) for row in coming],
    }


def _row(row: promotions.Row) -> Json:
    return {"id": str(row.id), "first": row.starts_on.isoformat(), "last": row.ends_on.isoformat(), "joined": row.joined}


def _brought(session: Session, actor: Actor, row: promotions.Row, today: date) -> Json:
    found = promotions.results(session, actor, campaign_id=row.id)
    parts = {member.business_id: member.measures.sales for member in found.members}
    effect = promotions.effect(session, actor, campaign_id=row.id, today=today).effect
    return {
        "sales": public.rounded(found.total.sales) if public.told(parts) else None, "target": row.target_sales,
        # Only an interval on one side of zero says in which direction; the rest is chance.
        "effect": _points(effect.value) if effect and effect.value is not None and effect.low is not None
        and effect.high is not None and effect.low * effect.high > 0 else None,
    }


def _listings(session: Session, actor: Actor, today: date) -> Json | None:
    found = catalogue.matrix(session, actor, today=today)
    if not found.rows:
        return None
    if public.few(len({row.business_id for row, _cells in found.rows})):
        return {"why": "few"}
    counts = found.counts
    lacks = Counter(code for row, _cells in found.rows for code in row.missing)
    return {
        "products": len(found.rows), "ready": sum(not row.missing for row, _cells in found.rows),
        "several": sum(sum(cell.state != NOT_LISTED for cell in cells.values()) > 1 for _row, cells in found.rows),
        "dead_links": counts[DEAD_LINK], "price_differs": counts[PRICE_DIFFERS],
        "lacks": [[code, number] for code, number in sorted(lacks.items(), key=lambda one: (-one[1], one[0]))], "why": "",
    }


# -- what we learned -----------------------------------------------------------------------------------------------------


def _mentoring(session: Session, actor: Actor, pair: calendar.Pair, today: date) -> Json | None:
    rows = mentors.assignments(session, actor, today=today)
    live = [row for row in rows if row.state in states.LIVE]
    planned = [row for row in trainings.listing(session, actor) if row.module in materials.codes()]
    held = [row for row in planned if row.state == "held" and actor.day(row.starts_at) in pair.now]
    coming = [row for row in planned if row.state == "planned" and actor.day(row.starts_at) >= today][:AT_ONCE]
    if not rows and not held and not coming:
        return None
    days = [one.day for one in mentors.sessions(session, actor)]
    steady = mentors.continuity(session, actor, today=today)
    return {
        "mentees": len({row.business_id for row in live}), "mentors": len({row.mentor_id for row in live}),
        "sessions": sum(day in pair.now for day in days), "before": sum(day in pair.before for day in days),
        "stalled": len({row.business_id for row in live if row.stalled}),
        "without": len(mentors.without_mentor(session, actor, today=today)),
        "continuity": None if steady.assignments < public.FEWEST else _points(steady.share),
        "held": [
            {
                "module": row.module, "day": actor.day(row.starts_at).isoformat(),
                "present": None if public.few(row.present) else row.present,
            }
            for row in held[-AT_ONCE:]
        ],
        "planned": [{"module": row.module, "day": actor.day(row.starts_at).isoformat()} for row in coming],
    }


def _capital(session: Session, actor: Actor, today: date) -> Json | None:
    """The newest round with enough answers, and how those who answered the round before it too have changed."""
    waves = [wave for wave in digital.waves(session, actor, today=today) if wave.opens_on <= today and wave.finished >= public.FEWEST]
    for position, wave in enumerate(waves[:WAVES]):
        means = digital.averages(session, actor, wave_id=wave.id)
        if means.index is None or not means.weakest:
            continue
        earlier = next((one for one in waves[position + 1:] if one.questions == wave.questions), None)
        return {
            "questions": wave.questions, "people": means.people, "index": _hundredths(means.index), "weakest": means.weakest,
            "until": min(wave.closes_on, today).isoformat(),
            "areas": [[code, _hundredths(value)] for code, value in means.areas.items() if value is not None],
            "change": _capital_change(session, actor, earlier.id, wave.id) if earlier else None,
        }
    return None


def _capital_change(session: Session, actor: Actor, before: UUID, after: UUID) -> Json | None:
    found = digital.compare(session, actor, before_id=before, after_id=after)
    if found.before is None or found.after is None:
        return None
    return {
        "pairs": found.change.pairs, "before": _hundredths(found.before), "after": _hundredths(found.after),
        "proven": found.change.proven,
    }


# -- what we own, what we asked ------------------------------------------------------------------------------------------


def _money(session: Session, actor: Actor, span: Span) -> Json | None:
    accounts = ledger.balances(session, actor, day=span.last).values()
    moved = ledger.transfers(session, actor, span=span, kinds=(ledger.DISTRIBUTION,), size=0).rows
    if not any(account.balance for account in accounts) and not moved:
        return None
    saved: Counter[UUID | None] = Counter()
    shares: Counter[UUID | None] = Counter()
    for account in accounts:
        if account.kind == books.SAVINGS and account.balance:
            saved[account.business] += account.balance
    for transfer in moved:
        if transfer.reversed_by is None:
            for side in transfer.sides:
                if side.account.kind == books.PAYABLE:
                    shares[side.account.business] += books.natural(books.PAYABLE, side.amount)

    def of(kind: str, word: str = "") -> int:
        return public.rounded(sum(one.balance for one in accounts if one.kind == kind and (not word or one.word == word)))

    # What is at hand less the funds may be little else than what belongs to members: it is told with that, or not at all.
    belongs = saved + Counter({one.business: one.balance for one in accounts if one.kind == books.PAYABLE and one.balance})
    hidden = [parts for parts in (saved, shares, belongs) if parts and not public.told(parts)]
    at_hand = None if belongs in hidden else public.rounded(sum(one.balance for one in accounts if one.kind in books.PLACES))
    return {
        "day": span.last.isoformat(), "at_hand": at_hand, **{fund: of(books.FUND, fund) for fund in books.FUNDS},
        "pool": max(0, of(books.POOL)), "savings": public.rounded(saved.total()) if public.told(saved) else None,
        "shared": {"amount": shares.total(), "members": len(shares)} if public.told(shares) else None, "why": "few" if hidden else "",
    }


def _clinic(session: Session, actor: Actor, span: Span) -> Json | None:
    rows = questions.questions(session, actor)
    new = [row for row in rows if actor.day(row.asked_at) in span]
    waiting = sum(row.state == asked.OPEN for row in rows)
    if not new and not waiting:
        return None
    who: dict[str, set[UUID]] = defaultdict(set)
    for row in new:
        who[row.topic].add(row.business_id)
    number = Counter(row.topic for row in new)
    published = [row for row in rows if row.state == asked.PUBLISHED and row.published_at and actor.day(row.published_at) in span]
    return {
        "asked": len(new), "answered": sum(row.state != asked.OPEN for row in new), "open": waiting,
        "topics": [
            [topic, None if public.few(len(who[topic])) else count]
            for topic, count in sorted(number.items(), key=lambda one: (-len(who[one[0]]), one[0]))
        ],
        "published": [str(row.id) for row in sorted(published, key=lambda row: row.number)[-AT_ONCE:]],
    }


# -- numbers -------------------------------------------------------------------------------------------------------------


def _coverage(found: Coverage, today: date) -> Json:
    """No deck knows of days after the one on which it was made."""
    return {
        "shops": found.shops, "covered": found.covered, "last_day": min(found.last_day, today).isoformat() if found.last_day else None,
    }


def _days(span: Span) -> list[str]:
    return [span.first.isoformat(), span.last.isoformat()]


def _change(now: int, before: int) -> int | None:
    return _points(calendar.change(now, before))


def _points(ratio: int | Fraction | None) -> int | None:
    """A ratio in basis points."""
    return None if ratio is None else int(formats.half_up(Fraction(ratio) * 10_000))


def _hundredths(value: Fraction) -> int:
    return int(formats.half_up(value * 100))
