"""What the members of the example decide, plan, save and share together: a year of it, in the order of its days.

Everything goes through the services, each at its own time, by the people of the example: who calculates never approves.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import islice
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cblp.bootstrap import DATA, App
from cblp.campaigns.models import Campaign, Effort
from cblp.campaigns.reports import offers as campaign_offers
from cblp.campaigns.rules import templates
from cblp.campaigns.services import drafting, effort, joining, plan
from cblp.campaigns.services.joining import Offer
from cblp.days import Span, add_months
from cblp.db.actor import COORDINATOR, MEMBER, TREASURER, Actor
from cblp.decisions import presets
from cblp.decisions.models import DecisionOption, DecisionVoter
from cblp.decisions.services import ballots, decisions, parameters, sharing_rules
from cblp.i18n import translate
from cblp.people import membership
from cblp.people.models import RoleGrant
from cblp.sharing.models import AidRequest, DistributionShare, Invoice
from cblp.sharing.services import aid, cash, contributions, distributions, objections, savings

WEEK: Final = timedelta(7)
BEFORE: Final = timedelta(40)
"""How long before its first day a campaign is proposed."""
TOLD_SINCE: Final = timedelta(345)
"""No campaign is told of before the rule that it needs."""
TOLD: Final = "Musyawarah, promo bersama, bagi hasil"
"""What the progress of the build says meanwhile."""


@dataclass
class Village:
    """Who acts: the coordinator and the treasurer by their accounts, each member for their business; and what was made so far."""

    app: App
    coordinator: Actor
    treasurer: Actor
    businesses: Mapping[str, UUID]
    end: date
    tale: Mapping[str, Any]
    dice: random.Random
    rules: dict[str, UUID] = field(default_factory=dict)
    events: list[tuple[date, int, Callable[[datetime], None]]] = field(default_factory=list)

    def at(self, day: date, what: Callable[[datetime], None]) -> None:
        """Let something happen on ``day``, unless the example ends before."""
        if day <= self.end:
            self.events.append((day, len(self.events), what))

    def run(self) -> None:
        """Let everything happen in the order of its days; what happens may plan more, on later days."""
        done: set[int] = set()
        while waiting := [event for event in self.events if event[1] not in done]:
            day, number, what = min(waiting, key=lambda event: event[:2])
            done.add(number)
            what(datetime.combine(day, time(3), UTC))  # ten in the morning in Jambi

    def active(self, day: date) -> list[UUID]:
        """The businesses that are members on a day, always in the same order."""
        with self.app.database.reading(self.coordinator.association, None) as session:
            found = set(session.scalars(membership.active(self.coordinator, day)))
        return [business for business in self.businesses.values() if business in found]

    def member(self, business: UUID) -> Actor:
        """Whoever acts for a business on their own phone."""
        return replace(self.coordinator, account=None, role=MEMBER, own_businesses=frozenset({business}))

    def of(self, wanted: Any) -> Any:
        """The only answer to a select."""
        with self.app.database.reading(self.coordinator.association, None) as session:
            return session.scalars(wanted).one()

    def all(self, wanted: Any) -> Sequence[Any]:
        """All answers to a select."""
        with self.app.database.reading(self.coordinator.association, None) as session:
            return session.scalars(wanted).all()


def live(app: App, actor: Actor, businesses: Mapping[str, UUID], *, end: date, seed: int) -> None:
    """Let the example's members live through their year up to ``end``; register, sales and personas must be there."""
    tale = tomllib.loads((DATA / "demo" / "together.toml").read_text("utf-8"))
    village = Village(app, *office(app, actor), businesses, end, tale, random.Random(seed))
    _books(village)
    _proposals(village)
    _rules(village)
    _savings(village)
    _campaigns(village)
    _aid(village)
    _open_votes(village)
    village.run()


def office(app: App, actor: Actor) -> tuple[Actor, Actor]:
    """The coordinator and the treasurer of the example, by their accounts."""
    with app.database.reading(actor.association, None) as session:
        return _persona(session, actor, COORDINATOR), _persona(session, actor, TREASURER)


def _persona(session: Session, actor: Actor, role: str) -> Actor:
    account = session.scalars(
        select(RoleGrant.account_id).where(RoleGrant.association_id == actor.association, RoleGrant.role == role)
    ).first()
    return replace(actor, account=account, role=role)


# -- deciding ----------------------------------------------------------------------------------------------------------


def _proposals(village: Village) -> None:
    for one in village.tale["proposals"]:
        day = village.end - timedelta(one["days"])
        effects = [{"kind": "parameter", **one["effect"]}] if "effect" in one else []
        weights = one.get("weights")

        def decide(
            now: datetime, one: Mapping[str, Any] = one, effects: Any = effects, weights: Any = weights,
        ) -> None:
            made = village.app.act(
                village.coordinator, decisions.draft, kind="weights" if weights else "yes_no", title=one["title"],
                proposal=one["proposal"], consequence=one["consequence"], effects=effects,
                parameter="criteria_weights" if weights else "", now=now,
            )
            if one.get("agreed"):
                _agree(village, made, one["minutes"], now)
            else:
                _vote(village, made, now, turnout=one.get("turnout", 80), yes=one.get("share", 50), points=weights)

        village.at(day, decide)


def _agree(village: Village, decision: UUID, minutes: str, now: datetime) -> None:
    here = village.active(now.date())
    village.app.act(
        village.coordinator, decisions.agree, decision_id=decision, minutes=minutes,
        present=village.dice.sample(here, max(1, len(here) * 7 // 10)), now=now,
    )


def _vote(
    village: Village, decision: UUID, now: datetime, *, turnout: int, yes: int, points: Mapping[str, int] | None = None,
    close: bool = True, closes: datetime | None = None, left_out: Sequence[UUID] = (),
) -> None:
    """Open a decision, let ``turnout`` of a hundred vote, ``yes`` of a hundred of them in favour, and close it a week later."""
    ends = closes or now + WEEK
    village.app.act(village.coordinator, decisions.open_, decision_id=decision, closes_at=ends, now=now)
    village.app.act(
        village.coordinator, _ballots, decision=decision, village=village, turnout=turnout, yes=yes, points=points,
        left_out=left_out, now=now,
    )
    if close:
        village.app.act(village.coordinator, decisions.close, decision_id=decision, now=ends)


def _ballots(
    session: Session, actor: Actor, *, decision: UUID, village: Village, turnout: int, yes: int, points: Mapping[str, int] | None,
    left_out: Sequence[UUID], now: datetime,
) -> None:
    dice, order = village.dice, list(village.businesses.values())
    voters = session.scalars(select(DecisionVoter.business_id).where(
        DecisionVoter.association_id == actor.association, DecisionVoter.decision_id == decision
    )).all()
    options = session.scalars(select(DecisionOption).where(
        DecisionOption.association_id == actor.association, DecisionOption.decision_id == decision
    ).order_by(DecisionOption.position)).all()
    for number, business in enumerate(sorted(voters, key=order.index)):
        if dice.randrange(100) >= turnout or business in left_out:
            continue
        if points:
            choice: dict[str, Any] = {"points": _points(options, points, dice)}
        elif options:
            choice = {"option": str(dice.choices(options, weights=(5, 3, 2)[: len(options)])[0].id)}
        else:
            roll = dice.randrange(100)
            choice = {"vote": "yes" if roll < yes else "abstain" if roll > 95 else "no"}
        # Every fourth member has no phone at hand: the coordinator writes their vote down.
        voter = actor if number % 4 == 3 else village.member(business)
        ballots.vote(
            session, voter, decision_id=decision, business_id=business, choice=choice, now=now + timedelta(hours=number)
        )


def _points(options: Sequence[Any], points: Mapping[str, int], dice: random.Random) -> dict[str, int]:
    given = {option: max(0, points[option.code] + dice.randrange(-5, 6)) for option in options}
    given[options[0]] += 100 - sum(given.values())
    return {str(option.id): amount for option, amount in given.items()}


def _open_votes(village: Village) -> None:
    for one in village.tale["open"]:

        def begin(now: datetime, one: Mapping[str, Any] = one) -> None:
            made = village.app.act(
                village.coordinator, decisions.draft, kind="choose_one" if "options" in one else "yes_no", title=one["title"],
                proposal=one["proposal"], consequence=one["consequence"], now=now,
                options=[decisions.Option("", label) for label in one.get("options", ())],
            )
            closes = datetime.combine(village.end + timedelta(one["closes"]), time(13), UTC)
            _vote(
                village, made, now, turnout=one["turnout"], yes=70, close=False, closes=closes, left_out=[village.businesses["A01"]],
            )

        village.at(village.end - timedelta(2), begin)


def _rules(village: Village) -> None:
    """Two rules: one for campaigns, voted; one for the year's money, agreed without a count."""

    def write(now: datetime) -> None:
        for name, preset in (("campaign", "hybrid"), ("year", "cooperative")):
            components = [replace(one, label=translate(one.label, "id")) for one in presets.PRESETS[preset].components]
            version = village.app.act(
                village.coordinator, sharing_rules.create, name=village.tale["rules"][name], components=components, now=now
            )
            village.rules[name] = version
            decision = village.app.act(village.coordinator, sharing_rules.propose, version_id=version, now=now)
            if name == "campaign":
                _vote(village, decision, now, turnout=85, yes=82)
            else:
                _agree(village, decision, "", now)

    village.at(village.end - timedelta(360), write)


# -- the books ---------------------------------------------------------------------------------------------------------


def _books(village: Village) -> None:
    told = village.tale["savings"]
    begin = village.end - timedelta(385)

    def start(now: datetime) -> None:
        village.app.act(
            village.coordinator, parameters.start_with, key="savings_principal", value=told["principal"], since=begin, now=now
        )
        village.app.act(village.coordinator, parameters.start_with, key="aid_committee", value=1, since=begin, now=now)
        village.app.act(
            village.treasurer, cash.receive, into="equity:opening", amount=told["opening"], day=begin, text="Saldo awal",
            key="demo:opening", now=now,
        )

    def give(now: datetime) -> None:
        village.app.act(
            village.treasurer, cash.receive, into="fund:solidarity", amount=told["donation"], day=now.date(),
            text=told["donation_text"], place="bank", key="demo:donation", now=now,
        )

    village.at(begin, start)
    village.at(village.end - timedelta(300), give)


def _savings(village: Village) -> None:
    """Principal savings once, mandatory ones each month (some are late), and voluntary ones after a good month."""
    told, brought = village.tale["savings"], set[UUID]()

    def collect(now: datetime) -> None:
        village.app.act(village.treasurer, _collect, here=village.active(now.date()), brought=brought, told=told, village=village, now=now)

    def to_the_bank(now: datetime) -> None:
        village.app.act(
            village.treasurer, cash.carry, out_of="cash", amount=told["to_the_bank"], day=now.date(), key=f"demo:bank:{now.date()}", now=now
        )

    first = (village.end - timedelta(370)).replace(day=5)
    for months in range(14):
        village.at(add_months(first, months), collect)
    for months in range(4, 14, 2):
        village.at(add_months(first, months) + timedelta(2), to_the_bank)


def _collect(
    session: Session, actor: Actor, *, here: Sequence[UUID], brought: set[UUID], told: Mapping[str, Any], village: Village, now: datetime,
) -> None:
    day = now.date()

    def bring(business: UUID, kind: str, amount: int) -> None:
        savings.deposit(
            session, actor, business_id=business, kind=kind, amount=amount, day=day, key=f"demo:{kind}:{business}:{day}", now=now
        )

    for business in here:
        if business not in brought:
            bring(business, "principal", told["principal"])
            brought.add(business)
        if village.dice.randrange(100) < 88:
            bring(business, "mandatory", told["mandatory"])
        if village.dice.randrange(100) < 22:
            bring(business, "voluntary", village.dice.choice((25_000, 50_000, 75_000, 100_000, 150_000)))


# -- campaigns ---------------------------------------------------------------------------------------------------------


def _campaigns(village: Village) -> None:
    told = village.tale["campaigns"]
    years = (village.end.year - 1, village.end.year)
    known = (templates.draft(code, year) for code in templates.TEMPLATES for year in years)
    over = [draft for draft in known if draft and draft.span.last + timedelta(5) <= village.end]
    past = sorted((draft for draft in over if draft.span.first - BEFORE > village.end - TOLD_SINCE), key=lambda draft: draft.span)
    for number, draft in enumerate(past[-told["past"]:]):
        fresh = draft is past[-1] and village.end - draft.span.last < timedelta(24)
        _campaign(village, draft, draft.span.first - BEFORE, told["sponsor"][number], told["cost"][number], last=fresh)
    coming = templates.coming(village.end)[0]
    begins = min(coming.span.first - BEFORE, village.end - timedelta(13))
    _campaign(village, coming, begins, told["sponsor"][0], told["cost"][0], last=True)
    # Dice of its own: nothing that the others did changes because it runs.
    now = running(told["running"], village.end)
    aside = replace(village, dice=random.Random(now.label))
    _campaign(aside, now, now.span.first - BEFORE, told["running"]["sponsor"], told["cost"][0], last=False)


def running(told: Mapping[str, Any], end: date) -> templates.Draft:
    """A plan of ``told`` that runs when the example is opened, the day after ``end``, and ends before the next sale day where it can."""
    first, until = end + timedelta(told["first"]), templates.coming(end)[0].span.first
    last = max(end + timedelta(3), min(end + timedelta(told["last"]), until - timedelta(1)))
    steps = [
        (templates.Step(one["title"], one["days"], templates.CONTENT if "channel" in one else templates.TASK, one.get("channel", "")),
         first + timedelta(one["days"]))
        for one in told["tasks"]
    ]
    return templates.Draft(
        "", told["name"], {}, "", Span(first, last), first - timedelta(14), told["hashtags"], tuple(told["offers"]), tuple(steps), (), True,
    )


def _campaign(village: Village, draft: templates.Draft, begins: date, sponsor: int, cost: int, *, last: bool) -> None:
    """One campaign from the first idea to the last share, as far as the example's last day lets it come."""
    app, boss, keeper, told = village.app, village.coordinator, village.treasurer, village.tale["campaigns"]
    first, ends = draft.span.first, draft.span.last
    made: dict[str, UUID] = {}

    def idea(now: datetime) -> None:
        made["id"] = app.act(
            boss, drafting.begin, name=translate(draft.label, "id").format(**draft.values), starts_on=first, ends_on=ends,
            template=draft.template, now=now,
            details={
                "story": told["story"], "hashtags": draft.hashtags, "offers": list(draft.offers), "target_sales": told["target"],
                "answer_by": min(draft.answer_by, first - timedelta(3)),
            },
            tasks=[drafting.Planned(step.kind, translate(step.title, "id"), step.channel, day) for step, day in draft.steps],
        )
        app.act(boss, plan.choose_rule, campaign_id=made["id"], version_id=village.rules["campaign"], now=now)
        decision = app.act(boss, plan.put_to_vote, campaign_id=made["id"], now=now)
        _vote(village, decision, now, turnout=86, yes=88)

    def invite(now: datetime) -> None:
        app.act(boss, joining.invite, campaign_id=made["id"], businesses=village.active(now.date()), now=now)

    def join(now: datetime) -> None:
        for business in village.active(now.date()):
            # Nurhayati waits: her answer is what a visitor of the example tries.
            if village.dice.randrange(100) < 72 and not (last and business == village.businesses["A01"] and first > village.end):
                _join(village, made["id"], business, now)
        for number, role in enumerate(told["duties"]):
            business = village.active(now.date())[(number * 5 + first.month) % len(village.active(now.date()))]
            app.act(
                boss, plan.give_duty, campaign_id=made["id"], business_id=business, role=role, since=first, until=ends,
                points=2 if number else 3, now=now,
            )

    def money_in(now: datetime) -> None:
        app.act(
            boss, cash.receive, into=f"pool:{made['id']}", amount=sponsor, day=now.date(), text=told["sponsor_text"],
            place="bank", key=f"demo:sponsor:{made['id']}", now=now,
        )

    def open_(now: datetime) -> None:
        app.act(boss, plan.open_, campaign_id=made["id"], now=now)

    def work(now: datetime) -> None:
        for business in village.active(now.date())[::3]:
            app.act(
                village.member(business), effort.claim, campaign_id=made["id"], business_id=business, day=now.date(),
                activity=village.dice.choice(("packing", "photos", "live")), minutes=village.dice.choice((60, 90, 120, 180)), now=now,
            )

    def close(now: datetime) -> None:
        app.act(
            keeper, cash.spend, out_of=f"pool:{made['id']}", amount=cost, day=now.date(), text=told["cost_text"], place="bank",
            key=f"demo:cost:{made['id']}", now=now,
        )
        app.act(boss, plan.close, campaign_id=made["id"], now=now)
        for claimed in village.all(select(Effort.id).where(
            Effort.association_id == boss.association, Effort.campaign_id == made["id"]
        ).order_by(Effort.id)):
            app.act(boss, effort.confirm, effort_id=claimed, now=now)

    def reconcile(now: datetime) -> None:
        app.act(keeper, plan.reconcile, campaign_id=made["id"], now=now)
        app.act(keeper, contributions.issue, campaign_id=made["id"], due_on=now.date() + timedelta(14), now=now)
        row = village.of(select(Campaign).where(Campaign.association_id == boss.association, Campaign.id == made["id"]))
        app.act(boss, plan.edit, campaign_id=made["id"], version=row.version, changes={"lessons": told["lessons"]}, now=now)

    def money_owed(now: datetime) -> None:
        for invoice in village.all(select(Invoice).where(
            Invoice.association_id == boss.association, Invoice.campaign_id == made["id"]
        ).order_by(Invoice.number)):
            if village.dice.randrange(100) < 75:
                app.act(
                    keeper, contributions.pay, invoice_id=invoice.id, amount=invoice.amount, day=now.date(),
                    key=f"demo:{invoice.id}", now=now,
                )

    def share(now: datetime) -> None:
        made["run"] = app.act(
            boss, distributions.calculate, rule_version_id=village.rules["campaign"], campaign_id=made["id"], now=now
        )
        app.act(boss, distributions.review, distribution_id=made["run"], now=now)

    def object_(now: datetime) -> None:
        for one in village.tale["objections"] if last else ():
            business = village.businesses[one["business"]]
            app.act(
                village.member(business), objections.raise_, distribution_id=made["run"], business_id=business, text=one["text"], now=now
            )

    def approve(now: datetime) -> None:
        if not last:
            app.act(keeper, distributions.approve, distribution_id=made["run"], now=now)

    def pay(now: datetime) -> None:
        if last:
            return
        for number, owed in enumerate(village.all(select(DistributionShare.id).where(
            DistributionShare.association_id == boss.association, DistributionShare.distribution_id == made["run"]
        ).order_by(DistributionShare.id))):
            app.act(
                keeper, distributions.pay, share_id=owed, method="savings" if number % 3 == 1 else "cash", day=now.date(), now=now
            )

    for day, step in (
        (begins, idea), (begins + timedelta(8), invite), (begins + timedelta(12), join), (first - timedelta(5), money_in),
        (first - timedelta(1), open_), (first + timedelta(1), work), (ends + timedelta(1), close), (ends + timedelta(4), reconcile),
        (ends + timedelta(6), money_owed), (ends + timedelta(7), share), (ends + timedelta(9), object_),
        (ends + timedelta(15), approve), (ends + timedelta(17), pay),
    ):
        village.at(day, step)


def _join(village: Village, campaign: UUID, business: UUID, now: datetime) -> None:
    """Join with up to three products that lack nothing, at the suggested price."""
    actor = village.member(business)
    found = village.app.read(actor, campaign_offers.offers_of, campaign_id=campaign, business_id=business, today=now.date())
    ready = (
        Offer(one.listing.id, one.suggested, min(one.stock, 12))
        for one in found if not one.in_the_way and not one.elsewhere and one.suggested and one.stock
    )
    offers = list(islice(ready, 3))
    if offers:
        village.app.act(actor, joining.join, campaign_id=campaign, business_id=business, offers=offers, now=now)


# -- the safety net ----------------------------------------------------------------------------------------------------


def _aid(village: Village) -> None:
    for one in village.tale["aid"]:
        village.at(village.end - timedelta(one["days"]), partial(_ask, village, one))


def _ask(village: Village, one: Mapping[str, Any], now: datetime) -> None:
    """Asked, assessed, approved by a vote that names nobody, paid by the treasurer, and partly paid back."""
    app, boss, keeper = village.app, village.coordinator, village.treasurer
    business = village.businesses[one["business"]]
    request = app.act(
        village.member(business), aid.request, business_id=business, kind=one["kind"], amount=one["amount"],
        thing=one.get("thing", ""), need=one["need"], now=now,
    )

    def version() -> int:
        row = village.of(select(AidRequest).where(AidRequest.association_id == boss.association, AidRequest.id == request))
        return int(row.version)

    if "assessment" not in one:
        return
    app.act(
        boss, aid.assess, request_id=request, version=version(), assessment=one["assessment"], granted=one["amount"],
        instalments=one.get("instalments", 0), now=now + timedelta(1),
    )

    def decide(later: datetime) -> None:
        decision = app.act(boss, aid.put_to_vote, request_id=request, version=version(), now=later)
        _vote(village, decision, later, turnout=92, yes=97)

    def pay(later: datetime) -> None:
        app.act(keeper, aid.pay, request_id=request, version=version(), day=later.date(), place="bank", now=later)

    def repay(later: datetime) -> None:
        app.act(
            keeper, aid.repay, request_id=request, version=version(), amount=one["amount"] // one["instalments"], day=later.date(),
            place="cash", now=later,
        )

    day = now.date()
    village.at(day + timedelta(2), decide)
    village.at(day + timedelta(10), pay)
    for months in range(one.get("paid", 0)):
        village.at(add_months(day + timedelta(10), months + 1), repay)
