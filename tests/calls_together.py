"""How each service of decisions, campaigns and sharing is called with the ids of an owner, and who may call it so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from cblp.campaigns.services.joining import Offer
from cblp.db.actor import MEMBER, TREASURER
from cblp.sharing.services.proposing import Candidate
from tests.filled import TODAY, Owner
from tests.filled_together import CLOSES, PARTS, picture

Call = Callable[[Owner], dict[str, Any]]
SECOND: Final = "second"
"""The other treasurer."""


def given(take: str = "", **more: Any) -> Call:
    """Ids of an owner ("decision_id", or "decision_id=draft_id" where the parameter has another name), and plain arguments.

    An argument that is a function is asked with the owner's ids.
    """
    pairs = [(pair.split("=")[0], pair.split("=")[-1]) for pair in take.split()]

    def call(owner: Owner) -> dict[str, Any]:
        asked = {name: value(owner.ids) if callable(value) else value for name, value in more.items()}
        return {**{parameter: owner.ids[name] for parameter, name in pairs}, **asked}

    return call


def _pool(ids: dict[str, Any]) -> str:
    return f"pool:{ids['campaign_id']}"


def _offers(ids: dict[str, Any]) -> list[Offer]:
    return [Offer(ids["ready_listing_id"], 99_000, 1)]


WITH_IDS: Final[dict[str, Call]] = {
    "decisions.services.ballots.vote": given("decision_id business_id", choice={"vote": "yes"}),
    "decisions.services.ballots.paper": given(
        "decision_id evidence_id", businesses=lambda ids: [ids["ownerless_id"]], counts={"yes": 1},
    ),
    "decisions.services.decisions.agree": given("decision_id=draft_id", present=lambda ids: [ids["business_id"]]),
    "decisions.services.decisions.carry_out": given("decision_id=undone_id"),
    "decisions.services.decisions.close": given("decision_id=complete_id"),
    "decisions.services.decisions.drop": given("decision_id=draft_id", version=1),
    "decisions.services.decisions.edit": given("decision_id=draft_id", version=1, changes={"title": "Lain"}),
    "decisions.services.decisions.open_": given("decision_id=draft_id", closes_at=CLOSES),
    "decisions.services.decisions.second_round": given("decision_id=tied_id", closes_at=CLOSES),
    "decisions.services.decisions.write_minutes": given("decision_id", version=2, minutes="Lain"),
    "decisions.services.evidence.add": given("business_id", picture=picture("lain")),
    "decisions.services.sharing_rules.edit_version": given("version_id", version=1, components=PARTS),
    "decisions.services.sharing_rules.new_version": given("rule_id", components=PARTS),
    "decisions.services.sharing_rules.propose": given("version_id"),
    "campaigns.services.effort.claim": given("business_id campaign_id", day=TODAY, activity="live", minutes=5),
    "campaigns.services.effort.confirm": given("effort_id"),
    "campaigns.services.effort.correct": given("effort_id", version=1, minutes=5),
    "campaigns.services.effort.dispute": given("effort_id", why="Lain"),
    "campaigns.services.joining.decline": given("campaign_id=voted_id business_id"),
    "campaigns.services.joining.invite": given("campaign_id=plan_id", businesses=lambda ids: [ids["business_id"]]),
    "campaigns.services.joining.join": given("campaign_id=voted_id business_id", offers=_offers),
    "campaigns.services.joining.leave_out": given("campaign_listing_id"),
    "campaigns.services.joining.set_offer": given("campaign_listing_id", version=1, price=98_000, promised_stock=1),
    "campaigns.services.joining.withdraw": given("campaign_id business_id"),
    "campaigns.services.offering.set_offers": given(versions=lambda ids: {ids["campaign_listing_id"]: 1}, changes={"price": 98_000}),
    "campaigns.services.plan.add_task": given("campaign_id business_id", title="Lain", due_on=TODAY),
    "campaigns.services.plan.choose_rule": given("campaign_id=plan_id version_id"),
    "campaigns.services.plan.close": given("campaign_id"),
    "campaigns.services.plan.drop": given("campaign_id=plan_id"),
    "campaigns.services.plan.edit": given("campaign_id", version=5, changes={"story": "Lain"}),
    "campaigns.services.plan.edit_task": given("task_id", version=1, changes={"state": "done"}),
    "campaigns.services.plan.end_duty": given("duty_id", last=TODAY),
    "campaigns.services.plan.give_duty": given("business_id campaign_id", role="Live", since=TODAY),
    "campaigns.services.plan.mark_shared": given("campaign_id=reconciled_id"),
    "campaigns.services.plan.open_": given("campaign_id=voted_id"),
    "campaigns.services.plan.put_to_vote": given("campaign_id=plan_id"),
    "campaigns.services.plan.reconcile": given("campaign_id=closed_id"),
    "campaigns.services.plan.set_products": given("campaign_id=plan_id", product_ids=lambda ids: [ids["product_id"]]),
    "sharing.services.aid.assess": given("request_id", version=1, assessment="Lain", granted=5_000),
    "sharing.services.aid.edit": given("request_id", version=1, changes={"need": "Lain"}),
    "sharing.services.aid.judge": given("request_id=assessed_id", version=2, approves=True),
    "sharing.services.aid.pay": given("request_id=granted_id evidence_id=own_evidence_id", version=3, day=TODAY, place="cash"),
    "sharing.services.aid.propose_waiver": given("request_id=loan_id", version=5),
    "sharing.services.aid.put_to_vote": given("request_id=assessed_id", version=2),
    "sharing.services.aid.repay": given("request_id=loan_id evidence_id", version=5, amount=500, day=TODAY, place="cash"),
    "sharing.services.aid.request": given("business_id=kiosk_id", kind="cash", amount=5_000, need="Lain"),
    "sharing.services.aid.take_back": given("request_id=loan_id transfer_id=part_id", version=5, why="Lain"),
    "sharing.services.aid.withdraw": given("request_id", version=1),
    "sharing.services.cash.correct": given("transfer_id", why="Lain"),
    "sharing.services.cash.count": given("evidence_id", place="cash", amount=5, day=TODAY),
    "sharing.services.cash.move": given(
        "decision_id=passed_id", out_of="fund:reserve", into=_pool, amount=5, day=TODAY, text="Lain", key="lain",
    ),
    "sharing.services.cash.receive": given("evidence_id", into=_pool, amount=5, day=TODAY, text="Lain", key="lain"),
    "sharing.services.cash.spend": given("evidence_id", out_of=_pool, amount=5, day=TODAY, text="Lain", key="lain"),
    "sharing.services.contributions.issue": given("campaign_id=shared_campaign_id", due_on=date(2026, 12, 20)),
    "sharing.services.contributions.issue_sum": given(
        "campaign_id=voted_id decision_id=passed_id", businesses=lambda ids: [ids["business_id"]], amount=5,
        due_on=date(2026, 12, 20),
    ),
    "sharing.services.contributions.pay": given("invoice_id evidence_id", amount=5, day=TODAY, key="lain"),
    "sharing.services.distributions.approve": given("distribution_id=reviewed_id"),
    "sharing.services.distributions.calculate": given("rule_version_id=frozen_rule campaign_id=reconciled_id"),
    "sharing.services.distributions.pay": given("share_id evidence_id", method="cash", day=TODAY),
    "sharing.services.distributions.propose": given("distribution_id=reviewed_id"),
    "sharing.services.distributions.propose_carrying": given("distribution_id=approved_id"),
    "sharing.services.distributions.review": given("distribution_id=calculated_id"),
    "sharing.services.distributions.take_back": given("share_id=paid_share_id", why="Lain"),
    "sharing.services.distributions.void": given("distribution_id", why="Lain"),
    "sharing.services.ledger.account": given(code=lambda ids: f"savings:mandatory:{ids['business_id']}"),
    "sharing.services.ledger.post": given(
        "decision_id=passed_id evidence_id", key="lain", day=TODAY, kind="cost", postings=lambda ids: [("cash", -5), (_pool(ids), 5)],
    ),
    "sharing.services.ledger.reverse": given("transfer_id=deposit_id", why="Lain"),
    "sharing.services.objections.answer": given("objection_id", version=2, text="Lain"),
    "sharing.services.objections.raise_": given("distribution_id business_id", component="jam", text="Lain"),
    "sharing.services.objections.settle": given("objection_id", version=2, upheld=False),
    "sharing.services.proposing.propose": given(
        candidates=lambda ids: [Candidate(name, PARTS, "", ids[id_]) for name, id_ in (("A", "version_id"), ("B", "frozen_rule"))],
    ),
    "sharing.services.savings.deposit": given("business_id evidence_id", kind="voluntary", amount=5, day=TODAY, key="lain"),
    "sharing.services.savings.withdraw": given("business_id evidence_id", kind="voluntary", amount=5, day=TODAY, key="lain"),
}

BY: Final = {
    "decisions.services.ballots.vote": MEMBER, "sharing.services.aid.judge": TREASURER, "sharing.services.aid.pay": SECOND,
    "sharing.services.aid.take_back": TREASURER, "sharing.services.distributions.approve": TREASURER,
    "sharing.services.distributions.pay": TREASURER, "sharing.services.distributions.take_back": TREASURER,
}
"""Who may, where the coordinator may not (did the step before, or a member did it themselves)."""

NO_ID: Final = {
    "decisions.services.decisions.draft", "decisions.services.parameters.start_with", "decisions.services.sharing_rules.create",
    "campaigns.services.plan.propose", "campaigns.services.drafting.begin", "sharing.services.cash.carry",
}
PARTS_OF_SERVICES: Final = {
    "campaigns.services.places.check_free", "campaigns.services.places.free", "campaigns.services.places.move",
    "campaigns.services.places.shorten", "campaigns.services.plan.passed", "sharing.services.cash.enough_in",
    "sharing.services.contributions.set_off", "sharing.services.guarding.rest_on", "sharing.services.ledger.booked_before",
    "sharing.services.ledger.codes_of",
}
