"""What an association decides, runs and shares together: the matters of all, and each member's part in them.

``house`` is an association with all of it. ``begin`` is done once all members are there: decisions, campaigns, money and runs of
sharing in every state that a service asks for. ``take_part`` is what one member does in them, and what is done with that
member's own matters only.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any, Final
from uuid import UUID

from PIL import Image
from sqlalchemy import select

from cblp.bootstrap import App
from cblp.campaigns import states
from cblp.campaigns.models import CampaignListing
from cblp.campaigns.reports import offers as campaign_offers
from cblp.campaigns.services import effort, joining, plan
from cblp.campaigns.services.joining import Offer
from cblp.catalogue import pictures
from cblp.catalogue.pictures import Picture
from cblp.days import Span
from cblp.db.actor import COORDINATOR, TREASURER, Actor
from cblp.decisions.models import Decision, SharingRuleVersion
from cblp.decisions.rules import counting
from cblp.decisions.rules.sharing import Component
from cblp.decisions.services import ballots, decisions, evidence, parameters, sharing_rules
from cblp.decisions.services.decisions import Option
from cblp.sharing.models import DistributionShare
from cblp.sharing.services import aid, cash, contributions, distributions, objections, savings
from tests import filled
from tests.conftest import NOW
from tests.filled import TODAY, House, Owner

BEGUN: Final = datetime(2026, 9, 1, 3, 0, tzinfo=UTC)
CLOSES: Final = NOW + timedelta(9)
SOLD_IN: Final = Span(date(2026, 10, 1), date(2026, 10, 12))
"""Days of a past campaign in which the members sold in the collective shop."""
PARTS: Final = (
    Component("rata", "Bagian rata", 5000),
    Component("jual", "Menurut penjualan", 3000, bases=(("sales", 10_000),), without_base="equal"),
    Component("jam", "Jam kerja", 1000, bases=(("hours", 10_000),), without_base="equal"),
    Component("sosial", "Dana sosial", 1000, fund="solidarity"),
)
POOL: Final = 900_001


def house(app: App, word: str, *members: str) -> House:
    """An association and its members, with everything that they have and do together."""
    made = filled.association(app, word)
    for each in members:
        filled.member(app, made, each)
    begin(app, made)
    for owner in made.owners:
        take_part(app, made, owner)
    return made


def picture(word: str) -> Picture:
    """A photo of a paper that is like no other."""
    made = BytesIO()
    Image.new("RGB", (9, 9), tuple(word.encode()[:3])).save(made, "PNG")
    return pictures.prepare(made.getvalue())


def begin(app: App, house: House) -> None:
    """The matters of all. Every text carries the association's word, none a member's."""
    word, ids, chief = house.word, house.ids, house.staff[COORDINATOR]
    ids["kiosk_id"] = house.kiosks[1]
    ids["evidence_id"] = app.act(chief, evidence.add, picture=picture(word))
    app.act(chief, parameters.start_with, key="quorum", value=1000, since=date(2026, 1, 1))
    app.act(chief, parameters.start_with, key="aid_committee", value=1, since=date(2026, 1, 1))
    ids["frozen_rule"] = app.act(
        chief, sharing_rules.create, name=f"Aturan {word}", components=PARTS, note=f"Catatan {word}", now=BEGUN
    )
    ids["passed_id"] = _agreed(app, house, app.act(chief, sharing_rules.propose, version_id=ids["frozen_rule"], now=BEGUN), BEGUN)
    ids["version_id"] = app.act(chief, sharing_rules.create, name=f"Aturan baru {word}", components=PARTS)
    with app.database.reading(chief.association) as session:
        ids["rule_id"] = session.scalars(select(SharingRuleVersion.rule_id).where(SharingRuleVersion.id == ids["version_id"])).one()
    _decide(app, house)
    _campaigns(app, house)
    _money(app, house)
    _share(app, house)


def _agreed(app: App, house: House, decision: UUID, when: datetime) -> UUID:
    app.act(
        house.staff[COORDINATOR], decisions.agree, decision_id=decision, present=house.kiosks, minutes=f"Kata {house.word}", now=when,
    )
    return decision


def _decide(app: App, house: House) -> None:
    word, ids, chief = house.word, house.ids, house.staff[COORDINATOR]

    def drafted(title: str, kind: str = "yes_no", **more: Any) -> UUID:
        made: UUID = app.act(
            chief, decisions.draft, kind=kind, title=f"{title} {word}", proposal=f"Kita {title} {word}", consequence=f"Akibat {word}",
            **more,
        )
        return made

    ids["draft_id"] = drafted("Usulan")
    ids["decision_id"] = drafted("Iuran", asks_reasons=True)
    app.act(chief, decisions.open_, decision_id=ids["decision_id"], closes_at=CLOSES)
    app.act(
        chief, ballots.paper, decision_id=ids["decision_id"], businesses=house.kiosks[:1], counts={"no": 1},
        evidence_id=ids["evidence_id"],
    )
    # Everybody has voted: it can be closed at once.
    ids["complete_id"] = drafted("Jadwal")
    app.act(chief, decisions.open_, decision_id=ids["complete_id"], closes_at=CLOSES)
    _all_vote(app, house, ids["complete_id"], [{"vote": "yes"}])
    ids["tied_id"] = drafted("Tempat", "choose_one", options=[Option("", f"{n} {word}") for n in "ABC"], threshold=9000)
    app.act(chief, decisions.open_, decision_id=ids["tied_id"], closes_at=CLOSES)
    with app.database.reading(chief.association) as session:
        options = decisions._stored_options(session, chief, ids["tied_id"])
        first, second, third = ({"option": str(option.id)} for option in options)
    choices = [first, second, first, second, first, third]
    _all_vote(app, house, ids["tied_id"], choices)
    app.act(chief, decisions.close, decision_id=ids["tied_id"])
    ids["undone_id"] = _agreed(app, house, drafted("Hal"), NOW)
    with app.database.writing(chief.association) as session:
        undone = session.get_one(Decision, (chief.association, ids["undone_id"]))
        undone.counted = {**(undone.counted or {}), counting.UNDONE: True}


def _all_vote(app: App, house: House, decision: UUID, choices: list[dict[str, str]]) -> None:
    chief = house.staff[COORDINATOR]
    for number, voter in enumerate(house.voters(app)):
        app.act(chief, ballots.vote, decision_id=decision, business_id=voter, choice=choices[number % len(choices)])


def _campaigns(app: App, house: House) -> None:
    word, ids, chief = house.word, house.ids, house.staff[COORDINATOR]
    ids["plan_id"] = _campaign(app, house, "Rencana", Span(date(2026, 12, 20), date(2026, 12, 24)), states.PROPOSED)
    ids["voted_id"] = _campaign(app, house, "Disetujui", Span(date(2026, 12, 12), date(2026, 12, 14)), states.VOTED)
    ids["campaign_id"] = _campaign(app, house, "Promo", Span(date(2026, 11, 15), date(2026, 12, 5)), states.OPEN)
    ids["closed_id"] = _campaign(app, house, "Lewat", Span(date(2026, 9, 2), date(2026, 9, 3)), states.CLOSED)
    ids["open_task_id"] = app.act(chief, plan.add_task, campaign_id=ids["campaign_id"], title=f"Tugas {word}", due_on=TODAY)


def _campaign(app: App, house: House, name: str, span: Span, state: str) -> UUID:
    """A campaign that has come as far as ``state``; in a past one every member gave an hour, in the days SOLD_IN they sold, too."""
    word, chief = house.word, house.staff[COORDINATOR]
    made: UUID = app.act(
        chief, plan.propose, name=f"{name} {word}", starts_on=span.first, ends_on=span.last, now=BEGUN,
        details={"story": f"Cerita {word}", "hashtags": f"#{word.casefold()}", "target_sales": 1_000_000, "contribution": 1000},
    )
    app.act(chief, plan.choose_rule, campaign_id=made, version_id=house.ids["frozen_rule"], now=BEGUN)
    steps = states.STATES.index(state)
    if steps >= states.STATES.index(states.VOTED):
        _agreed(app, house, app.act(chief, plan.put_to_vote, campaign_id=made, now=BEGUN), BEGUN)
    if steps >= states.STATES.index(states.OPEN):
        app.act(chief, plan.open_, campaign_id=made, now=BEGUN)
    if state == states.RECONCILED:
        for owner in house.owners:
            if span == SOLD_IN:
                _join(app, chief, owner, made, BEGUN)
            _confirmed_hour(app, house, owner, made, span.first)
        # One more whom nobody pays: a run is not paid out when the last member has their share.
        more = app.act(chief, effort.claim, business_id=house.kiosks[0], day=span.first, activity="live", minutes=9, campaign_id=made)
        app.act(house.staff[TREASURER], effort.confirm, effort_id=more)
    after = datetime(span.last.year, span.last.month, span.last.day, 3, tzinfo=UTC) + timedelta(1)
    if steps >= states.STATES.index(states.CLOSED):
        app.act(chief, plan.close, campaign_id=made, now=after)
    if steps >= states.STATES.index(states.RECONCILED):
        app.act(chief, plan.reconcile, campaign_id=made, now=after)
    return made


def _join(app: App, actor: Actor, owner: Owner, campaign: UUID, when: datetime) -> UUID:
    """Take part with the cloth in the collective shop; returns the id of what is offered."""
    business = owner.ids["business_id"]
    found = app.read(
        actor, campaign_offers.offers_of, campaign_id=campaign, business_id=business, today=actor.day(when)
    )
    listing = next(one for one in found if not one.in_the_way and one.listing.place.code == "shopee")
    owner.ids["ready_listing_id"] = listing.listing.id
    app.act(
        actor, joining.join, campaign_id=campaign, business_id=business, offers=[Offer(listing.listing.id, 99_000, 2)], now=when
    )
    with app.database.reading(actor.association) as session:
        return session.scalars(select(CampaignListing.id).where(
            CampaignListing.campaign_id == campaign, CampaignListing.business_id == business
        )).one()


def _confirmed_hour(app: App, house: House, owner: Owner, campaign: UUID, day: date) -> None:
    given = app.act(
        owner.member, effort.claim, business_id=owner.ids["business_id"], day=day, activity="packing", minutes=60,
        campaign_id=campaign, note=f"Bungkus {owner.word}",
    )
    app.act(house.staff[COORDINATOR], effort.confirm, effort_id=given)


def _money(app: App, house: House) -> None:
    word, ids, chief = house.word, house.ids, house.staff[COORDINATOR]
    for into, amount in (("equity:opening", 3_000_000), ("fund:solidarity", 5_000_000), ("fund:reserve", 700_000)):
        ids["transfer_id"] = app.act(
            house.second, cash.receive, into=into, amount=amount, day=TODAY, text=f"Kas {word}", key=f"{into} {word}",
            evidence_id=ids["evidence_id"],
        )
    app.act(chief, cash.count, place="cash", amount=8_700_000, day=TODAY)
    ids["vote_request_id"], ids["waived_loan_id"] = (_assessed(app, house, kiosk, "loan", word) for kiosk in house.kiosks)
    app.act(chief, aid.put_to_vote, request_id=ids["vote_request_id"], version=2)
    app.act(house.staff[TREASURER], aid.judge, request_id=ids["waived_loan_id"], version=2, approves=True)
    app.act(house.second, aid.pay, request_id=ids["waived_loan_id"], version=3, day=TODAY, place="cash")
    app.act(chief, aid.propose_waiver, request_id=ids["waived_loan_id"], version=4)


def _share(app: App, house: House) -> None:
    """Runs in every state: calculated, open to objections, over its window, approved, paid in part."""
    ids, chief, treasurer = house.ids, house.staff[COORDINATOR], house.staff[TREASURER]
    early = NOW - timedelta(20)
    names = ("reconciled_id", "distribution_id", "calculated_id", "reviewed_id", "approved_id", "paid_id")
    for number, name in enumerate(names):
        day = date(2026, 10, 20 + number)
        span = SOLD_IN if name == "approved_id" else Span(day, day)
        campaign = _campaign(app, house, f"Bagi {name[:6]}", span, states.RECONCILED)
        app.act(
            house.second, cash.receive, into=f"pool:{campaign}", amount=POOL, day=TODAY, text=f"Sponsor {house.word}", key=f"{campaign}",
            now=early + timedelta(20),
        )
        if name == "reconciled_id":
            ids[name] = campaign
            continue
        if name == "approved_id":
            ids["shared_campaign_id"] = campaign
            for owner in house.owners:
                filled.sell(app, house.system, house.collective, owner, "-telat")  # after the figures were settled
        ids[name] = app.act(
            chief, distributions.calculate, rule_version_id=ids["frozen_rule"], campaign_id=campaign, now=early
        )
        if name == "calculated_id":
            continue
        app.act(chief, distributions.review, distribution_id=ids[name], now=NOW if name == "distribution_id" else early)
        if name in {"approved_id", "paid_id"}:
            app.act(treasurer, distributions.approve, distribution_id=ids[name])
        if name == "approved_id":
            for owner in house.owners:
                filled.sell(app, house.system, house.collective, owner, "-susul")  # too late for the run


def take_part(app: App, house: House, owner: Owner) -> None:
    """What a member does, and what is done for them: in every table where something may be one member's own."""
    word, ids, own = owner.word, owner.ids, owner.member
    business, chief = ids["business_id"], house.staff[COORDINATOR]
    ids.update(house.ids)
    ids["own_evidence_id"] = app.act(own, evidence.add, picture=picture(word[::-1]), business_id=business)
    app.act(
        own, ballots.vote, decision_id=ids["decision_id"], business_id=business, choice={"vote": "no"}, reason=f"Alasan {word}"
    )
    app.act(chief, joining.invite, campaign_id=ids["voted_id"], businesses=[business])
    app.act(chief, plan.set_products, campaign_id=ids["plan_id"], product_ids=[ids["product_id"]])
    ids["campaign_listing_id"] = _join(app, own, owner, ids["campaign_id"], NOW)
    ids["task_id"] = app.act(
        chief, plan.add_task, campaign_id=ids["campaign_id"], title=f"Foto {word}", due_on=TODAY, business_id=business
    )
    ids["duty_id"] = app.act(
        chief, plan.give_duty, business_id=business, role=f"Kemas {word}", since=TODAY, campaign_id=ids["campaign_id"]
    )
    ids["effort_id"] = app.act(
        own, effort.claim, business_id=business, day=TODAY, activity="photos", minutes=45, campaign_id=ids["campaign_id"],
        note=f"Foto {word}",
    )
    _own_money(app, house, owner)
    _object(app, house, owner)
    _ask_for_help(app, house, owner)


def _own_money(app: App, house: House, owner: Owner) -> None:
    word, ids, treasurer = owner.word, owner.ids, house.staff[TREASURER]
    business = ids["business_id"]
    ids["deposit_id"] = app.act(
        treasurer, savings.deposit, business_id=business, kind="voluntary", amount=123_400, day=TODAY, key=f"simpan {word}",
        text=f"Titip {word}", evidence_id=ids["own_evidence_id"],
    )
    made = app.act(
        treasurer, contributions.issue_sum, businesses=[business], amount=54_300, campaign_id=ids["campaign_id"],
        due_on=date(2026, 12, 20), decision_id=ids["passed_id"],
    )
    ids["invoice_id"] = made[0]
    app.act(treasurer, contributions.pay, invoice_id=made[0], amount=4_300, day=TODAY, key=f"iuran {word}")


def _object(app: App, house: House, owner: Owner) -> None:
    word, ids, own = owner.word, owner.ids, owner.member
    ids["objection_id"] = app.act(
        own, objections.raise_, distribution_id=ids["distribution_id"], business_id=ids["business_id"], component="rata",
        text=f"Keberatan {word}",
    )
    app.act(
        house.staff[TREASURER], objections.answer, objection_id=ids["objection_id"], version=1, text=f"Jawaban {word}"
    )
    with app.database.reading(own.association) as session:
        for name, run in (("share_id", "approved_id"), ("paid_share_id", "paid_id")):
            ids[name] = session.scalars(select(DistributionShare.id).where(
                DistributionShare.distribution_id == ids[run], DistributionShare.business_id == ids["business_id"]
            )).one()
    app.act(
        house.staff[TREASURER], distributions.pay, share_id=ids["paid_share_id"], method="cash", day=TODAY,
        evidence_id=ids["own_evidence_id"],
    )


def _ask_for_help(app: App, house: House, owner: Owner) -> None:
    """Requests in every state; an undecided second one is only possible for another business, their other one."""
    word, ids, business, treasurer = owner.word, owner.ids, owner.ids["business_id"], house.staff[TREASURER]

    def approved(kind: str) -> UUID:
        request = _assessed(app, house, business, kind, word)
        app.act(treasurer, aid.judge, request_id=request, version=2, approves=True, note=f"Nota {word}")
        return request

    ids["loan_id"] = approved("loan")
    app.act(
        house.second, aid.pay, request_id=ids["loan_id"], version=3, day=TODAY, place="cash", evidence_id=ids["own_evidence_id"]
    )
    ids["part_id"] = app.act(treasurer, aid.repay, request_id=ids["loan_id"], version=4, amount=50_000, day=TODAY, place="cash")
    ids["granted_id"] = approved("cash")
    ids["request_id"] = app.act(
        owner.member, aid.request, business_id=business, kind="in_kind", thing=f"Kompor {word}", need=f"Perlu {word}"
    )
    ids["assessed_id"] = _assessed(app, house, ids["ownerless_id"], "cash", word)


def _assessed(app: App, house: House, business: UUID, kind: str, word: str) -> UUID:
    chief = house.staff[COORDINATOR]
    made: UUID = app.act(chief, aid.request, business_id=business, kind=kind, need=f"Perlu {word}", amount=200_000)
    app.act(
        chief, aid.assess, request_id=made, version=1, assessment=f"Temuan {word}", granted=200_000,
        instalments=4 if kind == "loan" else 0,
    )
    return made
