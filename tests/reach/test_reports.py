"""Posts, followers, replies, ratings and the WhatsApp log: sums, unknowns kept apart, each seen by whom it belongs to."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from cblp.bootstrap import App
from cblp.days import Span
from cblp.db.actor import Actor
from cblp.reach import reports
from cblp.reach.metrics import Reach, figure
from cblp.reach.models import AccountDay, AccountSnapshot, PostMetric, ShopDay, WhatsappLog
from cblp.reach.reports import Selection
from tests.sales.build import NOW, World, member_of, world

OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))


def day(number: int, of_month: int = 10) -> date:
    return date(2026, of_month, number)


def batch(w: World) -> Any:
    if "batch" not in w.ids:
        w.ids["batch"] = w.batch()
    return w.ids["batch"]


def post(w: World, account: str, post_id: str, on: date, *, kind: str = "post", tags: str = "", **figures: Any) -> None:
    names = ("duration", "reach", "views", "likes", "comments", "shares", "saves", "clicks", "new_followers", "peak_viewers",
             "orders", "sales")
    w.add(PostMetric(
        shop_id=w.id(account), post_id=post_id, batch_id=batch(w), row_hash=1, is_current=True, kind=kind, title=post_id.title(),
        hashtags=tags, permalink="", published_on=on, **{name: figures.get(name) for name in names},
    ))


def account_day(w: World, account: str, on: date, metric: str, value: int) -> None:
    w.add(AccountDay(shop_id=w.id(account), day=on, metric=metric, batch_id=batch(w), row_hash=1, is_current=True, value=value))


def shop_day(w: World, shop: str, on: date, report: str, **figures: Any) -> None:
    w.add(ShopDay(shop_id=w.id(shop), day=on, report=report, batch_id=batch(w), row_hash=1, is_current=True, **figures))


def snapshot(w: World, shop: str, on: date, revoked: bool = False, **figures: Any) -> None:
    w.add(AccountSnapshot(shop_id=w.id(shop), day=on, entered_at=NOW, revoked_at=NOW if revoked else None, **figures))


def promotion(w: World) -> None:
    w.business("sari")
    w.business("ilham")
    w.shop("sari.ig", "instagram", "sari")
    w.shop("ilham.yt", "youtube", "ilham")
    w.shop("quiet.x", "x", "ilham")
    w.shop("sari.shopee", "shopee", "sari")
    post(
        w, "sari.ig", "p1", day(5), tags="batik jambi", reach=1_000, views=1_500, likes=40, comments=10, shares=5,
        saves=5, clicks=3,
    )
    post(w, "sari.ig", "p2", day(6), kind="reel", tags="batik", reach=500, views=900, likes=30)
    post(w, "sari.ig", "p3", day(6), tags="", likes=100)  # nobody knows how many saw it
    post(w, "ilham.yt", "v1", day(20), kind="video", tags="jambi", views=2_000, likes=20, duration=90)
    post(w, "sari.shopee", "l1", day(21), kind="live", views=300, likes=5, peak_viewers=80, orders=4, sales=400_000)
    post(w, "sari.ig", "old", day(30, 9), reach=100, likes=1)


@pytest.fixture
def made(app: App, actor: Actor) -> World:
    return world(app, actor, promotion)


def ask(app: App, who: Actor, report: Any, **values: Any) -> Any:
    return app.read(who, report, **values)


def test_only_posts_whose_reach_is_known_are_divided_by_it(app: App, actor: Actor, made: World) -> None:
    total: Reach = ask(app, actor, reports.total, selection=Selection(OCTOBER))
    assert (total.posts, total.reach, total.views, total.interactions) == (5, 1_500, 4_700, 215)
    assert figure("interaction_rate", total) == Fraction(60 + 30, 1_500)
    only_video: Reach = ask(app, actor, reports.total, selection=Selection(OCTOBER, kinds=frozenset({"video"})))
    assert [figure(name, only_video) for name in ("reach", "views", "interaction_rate")] == [None, 2_000, None]


@pytest.mark.parametrize("by", reports.GROUPS)
def test_every_grouping_adds_up(app: App, actor: Actor, made: World, by: str) -> None:
    groups = ask(app, actor, reports.grouped, by=by, selection=Selection(OCTOBER))
    assert sum((group.measures for group in groups), Reach()) == ask(app, actor, reports.total, selection=Selection(OCTOBER))


def test_groups_have_names_and_an_order(app: App, actor: Actor, made: World) -> None:
    channels = ask(app, actor, reports.grouped, by="marketplace", selection=Selection(OCTOBER))
    assert [(g.label, g.measures.posts) for g in channels] == [("YouTube", 1), ("Instagram", 3), ("Shopee", 1)]
    members = ask(app, actor, reports.grouped, by="business", selection=Selection(OCTOBER))
    assert {g.label: g.measures.posts for g in members} == {"sari": 4, "ilham": 1}
    weeks = ask(app, actor, reports.grouped, by="week", selection=Selection(OCTOBER))
    assert [(g.key, g.measures.posts) for g in weeks] == [
        (day(28, 9), 0), (day(5), 3), (day(12), 0), (day(19), 2), (day(26), 0),
    ]
    split = ask(app, actor, reports.grouped, by="month", split="kind", selection=Selection(OCTOBER))
    assert {g.split: g.measures.posts for g in split} == {"post": 2, "reel": 1, "video": 1, "live": 1}


def test_a_post_counts_under_each_of_its_hashtags(app: App, actor: Actor, made: World) -> None:
    tags = ask(app, actor, reports.hashtags, selection=Selection(OCTOBER))
    assert [(g.label, g.measures.posts, g.measures.reach) for g in tags] == [("batik", 2, 1_500), ("jambi", 2, 1_000)]


def test_best_posts_and_lives(app: App, actor: Actor, made: World) -> None:
    titles = lambda **values: [p.title for p in ask(app, actor, reports.best_posts, **values)]  # noqa: E731
    assert titles(selection=Selection(OCTOBER), limit=2) == ["P3", "P1"]
    assert titles(selection=Selection(OCTOBER), by="reach") == ["P1", "P2", "L1", "V1", "P3"]
    live = ask(app, actor, reports.best_posts, selection=Selection(OCTOBER, kinds=frozenset({"live"})), by="sales")
    assert [(p.marketplace, p.peak_viewers, p.orders, p.sales, p.reach) for p in live] == [("shopee", 80, 4, 400_000, None)]


def test_regularity_counts_days_and_lists_the_silent(app: App, actor: Actor, made: World) -> None:
    rows = ask(app, actor, reports.regularity, selection=Selection(Span(day(1), day(11))))
    assert [(r.label, [days for _, days in r.weeks]) for r in rows] == [
        ("sari.ig", [1, 2]), ("ilham.yt", [0, 0]), ("quiet.x", [0, 0]),
    ]
    assert rows[0].average == Fraction(3, 2)


def test_followers_carry_on_until_a_newer_number_comes(app: App, actor: Actor, made: World) -> None:
    def more(w: World) -> None:
        w.ids.update(made.ids)
        account_day(w, "sari.ig", day(20, 8), "followers", 900)
        account_day(w, "sari.ig", day(20, 9), "followers", 950)
        account_day(w, "sari.ig", day(21, 9), "reach", 77)
        snapshot(w, "sari.ig", day(15), followers=1_010)
        snapshot(w, "sari.ig", day(16), followers=5, revoked=True)
        account_day(w, "ilham.yt", day(1), "followers", 100)

    world(app, actor, more)
    levels = ask(app, actor, reports.followers, selection=Selection(Span(day(1, 9), day(31))))
    assert [(level.key, level.split, level.followers) for level in levels] == [
        (day(1, 9), "instagram", 950), (day(1), "instagram", 1_010), (day(1), "youtube", 100),
    ]
    weeks = ask(app, actor, reports.followers, selection=Selection(Span(day(7, 9), day(27, 9))), by="week", split="shop")
    assert [level.followers for level in weeks] == [900, 950, 950]


def test_replies_are_weighted_by_chats_and_no_day_counts_twice(app: App, actor: Actor, made: World) -> None:
    def more(w: World) -> None:
        w.ids.update(made.ids)
        shop_day(w, "sari.shopee", day(1), "shopee.stats", visitors=100, buyers=5, chats=10)
        shop_day(w, "sari.shopee", day(1), "shopee.chat", chats=10, chats_answered=9, response_seconds=60, satisfaction=9_000)
        shop_day(w, "sari.shopee", day(2), "shopee.chat", chats=30, chats_answered=30, response_seconds=180)

    world(app, actor, more)
    [shop] = ask(app, actor, reports.shop_visits, by="shop", selection=Selection(OCTOBER))
    assert (shop.label, shop.measures.visitors, shop.measures.chats) == ("sari.shopee", 100, 40)
    assert figure("reply_seconds", shop.measures) == Fraction(60 * 10 + 180 * 30, 40)
    assert figure("answered_share", shop.measures) == Fraction(39, 40)
    assert figure("satisfaction", shop.measures) == Fraction(9, 10)
    assert figure("buyers_share", shop.measures) == Fraction(5, 100)
    days = ask(app, actor, reports.shop_visits, by="day", selection=Selection(Span(day(1), day(3))))
    assert [figure("visitors", g.measures) for g in days] == [100, None, None]


def test_the_newest_whatsapp_log_of_a_day_counts(app: App, actor: Actor, made: World) -> None:
    def more(w: World) -> None:
        w.ids.update(made.ids)
        for chats, replaced in ((3, NOW), (7, None)):
            w.add(WhatsappLog(
                business_id=w.id("sari"), day=day(5), statuses=2, chats=chats, entered_at=NOW, replaced_at=replaced
            ))
        w.add(WhatsappLog(business_id=w.id("ilham"), day=day(6), group_posts=1, orders=2, entered_at=NOW))

    world(app, actor, more)
    members = ask(app, actor, reports.whatsapp, by="business", selection=Selection(OCTOBER))
    assert [(g.label, g.measures.chats, g.measures.orders) for g in members] == [("sari", 7, 0), ("ilham", 0, 2)]
    assert {g.measures.days for g in members} == {1}
    own = ask(app, member_of(actor, [made.ids["ilham"]]), reports.whatsapp, by="month", selection=Selection(OCTOBER))
    assert [(g.key, g.measures.chats, g.measures.group_posts) for g in own] == [(day(1), 0, 1)]


def test_ratings_stand_beside_those_before_the_span(app: App, actor: Actor, made: World) -> None:
    def more(w: World) -> None:
        w.ids.update(made.ids)
        snapshot(w, "sari.shopee", day(1, 9), rating=470, reviews=80)
        snapshot(w, "sari.shopee", day(10), rating=480, reviews=100)
        snapshot(w, "sari.shopee", day(1, 11), rating=490, reviews=130)
        snapshot(w, "ilham.yt", day(3), followers=100)

    world(app, actor, more)
    best, other = ask(app, actor, reports.ratings, selection=Selection(OCTOBER))
    assert (best.label, best.rating, best.reviews, best.rating_before, best.reviews_before) == ("sari.shopee", 480, 100, 470, 80)
    assert (other.followers, other.rating, other.rating_before) == (100, None, None)


def test_members_see_their_own_accounts_only(app: App, actor: Actor, made: World) -> None:
    ilham = member_of(actor, [made.ids["ilham"]])
    assert ask(app, ilham, reports.total, selection=Selection(OCTOBER)).posts == 1
    assert [p.title for p in ask(app, ilham, reports.best_posts, selection=Selection(OCTOBER))] == ["V1"]
    assert {r.label for r in ask(app, ilham, reports.regularity, selection=Selection(OCTOBER))} == {"ilham.yt", "quiet.x"}


@pytest.mark.parametrize(("report", "values"), [
    (reports.grouped, {"by": "shop"}), (reports.hashtags, {}), (reports.best_posts, {}), (reports.regularity, {}),
    (reports.followers, {}), (reports.shop_visits, {"by": "shop"}), (reports.whatsapp, {"by": "business"}), (reports.ratings, {}),
])
def test_who_has_no_business_and_other_associations_see_nothing(
    app: App, actor: Actor, made: World, report: Any, values: dict[str, Any],
) -> None:
    from tests.conftest import new_association

    def more(w: World) -> None:
        w.ids.update(made.ids)
        account_day(w, "sari.ig", day(20), "followers", 900)
        shop_day(w, "sari.shopee", day(1), "shopee.stats", visitors=100)
        snapshot(w, "sari.shopee", day(10), rating=480)
        w.add(WhatsappLog(business_id=w.id("sari"), day=day(5), statuses=2, entered_at=NOW))

    world(app, actor, more)
    assert ask(app, actor, report, selection=Selection(OCTOBER), **values)
    for role in ("member", "mentor", "liaison"):
        assert ask(app, Actor(None, actor.association, role), report, selection=Selection(OCTOBER), **values) == []
    assert ask(app, new_association(app, "other"), report, selection=Selection(OCTOBER), **values) == []


def test_engagement_and_sales_of_a_week_have_the_same_key(app: App, actor: Actor, made: World) -> None:
    from cblp.sales import reports as sales

    reach_weeks = ask(app, actor, reports.grouped, by="week", selection=Selection(OCTOBER))
    sales_weeks = ask(app, actor, sales.grouped, by="week", selection=sales.Selection(OCTOBER))
    assert [g.key for g in reach_weeks] == [g.key for g in sales_weeks] == [day(28, 9) + timedelta(7 * n) for n in range(5)]
