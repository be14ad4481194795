"""Rule before money, from end to end on both engines: a rule is voted, a campaign opens under it, exports come in, the money
is shared by that rule, somebody objects, somebody else approves, everybody is paid to the rupiah, and the books prove it.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest

from cblp.bootstrap import App
from cblp.campaigns.reports import bases
from cblp.campaigns.services import effort, joining, plan
from cblp.campaigns.services.joining import Offer
from cblp.campaigns.services.plan import NotVoted, RuleNeeded
from cblp.catalogue.services import listings, shops
from cblp.days import Span
from cblp.db.actor import MEMBER, Actor
from cblp.decisions.rules.sharing import EQUAL, SALES, Component
from cblp.decisions.services import ballots, decisions, sharing_rules
from cblp.importers import Reader
from cblp.intake import services as intake
from cblp.people.services import accounts
from cblp.sharing.reports import distributions as runs
from cblp.sharing.reports import ledger as books
from cblp.sharing.services import cash, contributions, distributions, objections
from cblp.sharing.services.distributions import ObjectionsStand, OwnCalculation, WindowOpen
from cblp.sharing.verify import verify
from tests.campaigns.making import Fair, at
from tests.filled import SEALED

SAMPLES: Final = Path(__file__).parent / "importers" / "samples" / "shopee"
EXPORTS: Final = ("Order.all.20260701_20260731.xlsx", "Income.sudah dilepas.id.20260701_20260731.xlsx")
DAYS: Final = Span(date(2026, 7, 1), date(2026, 7, 5))
FORTY_SIXTY: Final = (Component("members", "Untuk anggota", 10_000, bases=((EQUAL, 4_000), (SALES, 6_000))),)
SOLD: Final = {"kain": (("BTK-01", "Merah,2 meter"), ("BTK-02", "Biru")), "kopi": (("KOP-01", ""),)}
SPONSOR, COST = 1_000_000, 150_000


@pytest.fixture
def fair(app: App, actor: Actor) -> Fair:
    """Two businesses that sell through the association's own shop, and one that sells nothing in these days."""
    made = Fair(app, actor, "kain", "kopi", "rotan")
    made.coordinator, made.treasurer = (
        _signed_in(made, office.role) for office in (made.coordinator, made.treasurer)
    )
    shop = made.ids["shop"] = made.act(shops.add_shop, marketplace="shopee", handle="batikkito.jambi", now=at(1, 1))
    for business, own in SOLD.items():
        for sku, variation in own:
            made.ids[f"{business}.{sku}"] = made.act(
                listings.add_listing, shop_id=shop, sku=sku, variation=variation, title=sku, price=150_000, stock=50,
                product_id=made.ids[f"{business}.product"], today=date(2026, 1, 5), now=at(5, 1),
            )
    return made


def _signed_in(fair: Fair, role: str) -> Actor:
    account = fair.act(accounts.create, by=fair.system, name=role, username=role, sealed=SEALED)
    return Actor(account=account, association=fair.system.association, role=role)


def _passed_rule(fair: Fair) -> UUID:
    """A rule that the members vote: two on their phones, one by the coordinator's pen."""
    version: UUID = fair.act(sharing_rules.create, name="Empat puluh enam puluh", components=FORTY_SIXTY, now=at(1, 6))
    decision = fair.act(sharing_rules.propose, version_id=version, now=at(1, 6))
    fair.act(decisions.open_, decision_id=decision, closes_at=at(8, 6), now=at(1, 6))
    for name, choice in (("kain", "yes"), ("kopi", "yes"), ("rotan", "no")):
        by = fair.coordinator if name == "rotan" else fair.member(name)
        fair.act(ballots.vote, by=_known(fair, by), decision_id=decision, business_id=fair.ids[name], choice={"vote": choice}, now=at(2, 6))
    assert fair.act(decisions.close, decision_id=decision, now=at(8, 6)) == "passed"
    return version


def _known(fair: Fair, actor: Actor) -> Actor:
    """Members of this test act from a phone that nobody's account is tied to."""
    return Actor(None, actor.association, MEMBER, own_businesses=actor.own_businesses) if actor.role == MEMBER else actor


def _opened_campaign(fair: Fair, rule: UUID) -> UUID:
    campaign = fair.propose("Pekan pertama", DAYS.first, DAYS.last, contribution=500)
    with pytest.raises(RuleNeeded):
        fair.act(plan.open_, campaign_id=campaign, now=at(9, 6))
    fair.act(plan.choose_rule, campaign_id=campaign, version_id=rule, now=at(9, 6))
    with pytest.raises(NotVoted):
        fair.act(plan.open_, campaign_id=campaign, now=at(9, 6))
    fair.agree(fair.act(plan.put_to_vote, campaign_id=campaign, now=at(9, 6)), now=at(10, 6))
    for business, own in SOLD.items():
        offers = [Offer(fair.ids[f"{business}.{sku}"], 120_000, 10) for sku, _variation in own]
        fair.act(
            joining.join, by=_known(fair, fair.member(business)), campaign_id=campaign, business_id=fair.ids[business],
            offers=offers, now=at(12, 6),
        )
    fair.act(joining.join, campaign_id=campaign, business_id=fair.ids["rotan"], offers=[Offer(fair.ids["rotan.listing"], 90_000, 5)],
             now=at(12, 6))
    fair.act(plan.open_, campaign_id=campaign, now=at(30, 6))
    return campaign


def _bring_in(fair: Fair) -> None:
    with Reader() as reader:
        for name in EXPORTS:
            content = (SAMPLES / name).read_bytes()
            fair.app.act(
                fair.coordinator, intake.bring_in, reader.read(content, name), size=len(content), sha256=sha256(content).digest(),
                shops={"shopee": fair.ids["shop"]}, now=at(20, 7),
            )


def test_from_the_vote_to_the_last_rupiah(fair: Fair) -> None:
    rule = _passed_rule(fair)
    campaign = _opened_campaign(fair, rule)
    fair.act(cash.receive, into=f"pool:{campaign}", amount=SPONSOR, day=date(2026, 7, 1), text="Sponsor", key="sponsor", now=at(1, 7))
    _bring_in(fair)
    fair.act(plan.close, campaign_id=campaign, now=at(6, 7))
    fair.act(cash.spend, out_of=f"pool:{campaign}", amount=COST, day=date(2026, 7, 6), text="Lakban", key="cost", now=at(6, 7))
    hours = fair.act(
        effort.claim, by=_known(fair, fair.member("rotan")), campaign_id=campaign, business_id=fair.ids["rotan"], day=DAYS.last,
        activity="packing", minutes=120, now=at(6, 7),
    )
    fair.act(effort.confirm, effort_id=hours, now=at(7, 7))
    fair.act(plan.reconcile, campaign_id=campaign, now=at(21, 7))

    sold = fair.read(bases.of_campaign, campaign_id=campaign).sales
    by_name = {name: sold.get(fair.ids[name], 0) for name in ("kain", "kopi", "rotan")}
    assert by_name["kain"] > 0 < by_name["kopi"] and by_name["rotan"] == 0  # the exports' orders, each with its maker

    fair.act(contributions.issue, by=fair.treasurer, campaign_id=campaign, due_on=date(2026, 8, 5), now=at(22, 7))
    pool = fair.read(books.pool, code=f"pool:{campaign}").balance
    assert pool > SPONSOR - COST  # what members owe belongs to it

    run = fair.act(distributions.calculate, rule_version_id=rule, campaign_id=campaign, now=at(22, 7))
    _by_the_rule(fair, run, pool, by_name)
    until = fair.act(distributions.review, distribution_id=run, now=at(22, 7))
    assert until == date(2026, 7, 29)

    complaint = fair.act(
        objections.raise_, by=_known(fair, fair.member("rotan")), distribution_id=run, business_id=fair.ids["rotan"],
        text="Jam kemas saya belum dihitung.", now=at(23, 7),
    )
    with pytest.raises(WindowOpen):
        fair.act(distributions.approve, by=fair.treasurer, distribution_id=run, now=at(29, 7))
    with pytest.raises(ObjectionsStand):
        fair.act(distributions.approve, by=fair.treasurer, distribution_id=run, now=at(30, 7))
    version = fair.act(objections.answer, objection_id=complaint, version=1, text="Aturan ini tidak memakai jam kerja.", now=at(30, 7))
    fair.act(objections.settle, objection_id=complaint, version=version, upheld=False, now=at(30, 7))
    with pytest.raises(OwnCalculation):
        fair.act(distributions.approve, distribution_id=run, now=at(30, 7))
    fair.act(distributions.approve, by=fair.treasurer, distribution_id=run, now=at(30, 7))

    for share in fair.read(runs.one, distribution_id=run, now=at(30, 7)).shares:
        fair.act(distributions.pay, by=fair.treasurer, share_id=share.id, method="cash", day=date(2026, 7, 31), now=at(31, 7))
    _paid_to_the_rupiah(fair, run, campaign, pool)


def _by_the_rule(fair: Fair, run: UUID, pool: int, sold: dict[str, int]) -> None:
    """Each share is the floor or the ceiling of what the rule says, and together they are the pool."""
    total = sum(sold.values())
    shares = {share.business_id: share.amount for share in fair.read(runs.one, distribution_id=run, now=at(22, 7)).shares}
    assert sum(shares.values()) == pool
    for name, sales in sold.items():
        exact = pool * (Fraction(4, 10) / 3 + Fraction(6, 10) * Fraction(sales, total))
        assert exact - 1 < shares[fair.ids[name]] < exact + 1


def _paid_to_the_rupiah(fair: Fair, run: UUID, campaign: UUID, pool: int) -> None:
    detail = fair.read(runs.one, distribution_id=run, now=at(31, 7))
    assert detail.summary.state == "paid" and fair.one(campaign).row.state == "shared"
    for name in ("kain", "kopi", "rotan"):
        (mine,) = fair.read(runs.mine, by=fair.member(name), business_id=fair.ids[name])
        assert mine.share is not None and mine.share.method == "cash" and mine.amount == sum(line.amount for line in mine.lines)
    standing: dict[str, Any] = fair.read(books.balances)
    # What members owed was settled out of their shares; nothing is owed in either direction, and the box holds what is left.
    assert all(not account.balance for code, account in standing.items() if code.startswith(("payable", "receivable", "pool")))
    assert standing["cash"].balance == 0
    assert not [check for check in fair.read(verify) if check.wrong]
