"""Nobody reads what is not theirs: every report, asked by everybody, before and after others have filled their tables.

The reports and services are found by looking into the modules: one that stands in no table below fails the first test, so
that a new one cannot be forgotten. What others do must change no answer (that finds sums, too), and no word of theirs may
stand in one.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import inspect as mapped

from cblp.bootstrap import App
from cblp.days import Span
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, MENTOR, TREASURER, Actor
from cblp.errors import AccessError, UserError
from cblp.reach.reports import GROUPS as REACH_GROUPS
from cblp.reach.reports import Selection as ReachSelection
from cblp.sales.calendar import aligned
from cblp.sales.reports import GROUPS as SALES_GROUPS
from cblp.sales.reports import Selection as SalesSelection
from tests import calls_growing, calls_mirror, calls_storefront, calls_studio
from tests.conftest import NOW
from tests.filled import SOLD, TODAY, Owner
from tests.filled_together import PARTS
from tests.houses import ALONE, BOTH, HALF, JOINED, TWO, Opened

FEATURES: Final = (
    "people", "catalogue", "intake", "sales", "reach", "decisions", "campaigns", "sharing", "growth", "forum", "programmes", "outreach",
)
SPAN: Final = Span(date(2026, 9, 1), date(2026, 10, 31))
SALES, REACH = SalesSelection(SPAN), ReachSelection(SPAN)
LATELY: Final = Span(date(2026, 11, 1), TODAY)
Arguments = dict[str, Any]


def _each(owner: Owner, parameter: str, *names: str) -> list[Arguments]:
    """The parameter with one of the owner's ids after the other; one that they do not have is left out."""
    return [{parameter: owner.ids[name]} for name in names if name in owner.ids]


def _codes(owner: Owner) -> list[str]:
    """Accounts of the books: everybody's, and the owner's."""
    ids = owner.ids
    own = [f"savings:voluntary:{ids['business_id']}", f"receivable:{ids['business_id']}", f"loan:{ids['business_id']}"]
    pools = [f"pool:{ids[name]}" for name in ("shared_campaign_id", "campaign_id") if name in ids]
    return ["cash", "fund:solidarity", *pools, *own]


PLAIN: Final[Arguments] = {
    "today": TODAY, "first": SPAN.first, "last": SPAN.last, "span": SPAN, "day": SOLD, "pair": aligned(SPAN),
    "idle_minutes": 30, "side": 88, "purpose": "photos", "marketplaces": ("shopee",), "now": NOW,
    **calls_mirror.PLAIN,
}
"""What a report is asked with where the name of the parameter says it all; ids come from an owner."""

ASKED: Final[dict[str, list[Arguments]]] = {
    "sales.reports.figures.total": [{"selection": SALES}],
    "sales.reports.figures.grouped": [
        *({"selection": SALES, "by": by} for by in SALES_GROUPS), {"selection": SALES, "by": "month", "split": "business"},
    ],
    "sales.reports.figures.compare": [{"selection": SALES}],
    "sales.reports.figures.best": [{"selection": SALES, "by": by} for by in ("product", "business", "shop")],
    "sales.reports.figures.rising": [{"selection": SALES, "by": by} for by in ("product", "business")],
    "sales.reports.figures.weekday_hours": [{"selection": SALES}],
    "sales.reports.details.rows": [{"selection": SALES}],
    "sales.reports.details.typed_rows": [{"selection": SALES}],
    "sales.reports.details.refund_differences": [{"selection": SALES}],
    "reach.reports.posts.total": [{"selection": REACH}],
    "reach.reports.posts.grouped": [
        *({"selection": REACH, "by": by} for by in REACH_GROUPS), {"selection": REACH, "by": "month", "split": "business"},
    ],
    "reach.reports.posts.hashtags": [{"selection": REACH}],
    "reach.reports.posts.best_posts": [{"selection": REACH}],
    "reach.reports.posts.regularity": [{"selection": REACH}],
    "reach.reports.accounts.followers": [{"selection": REACH, "split": split} for split in ("marketplace", "shop")],
    "reach.reports.accounts.shop_visits": [{"selection": REACH, "by": by} for by in ("month", "shop", "business")],
    "reach.reports.accounts.whatsapp": [{"selection": REACH, "by": by} for by in ("month", "business")],
    "reach.reports.accounts.ratings": [{"selection": REACH}],
    "people.reports.seals.find": [{"code": "K7QM-2XRT-9FDA"}],
}
"""Reports that are asked in several ways."""

ASKED_OF: Final[dict[str, Callable[[Owner], list[Arguments]]]] = {
    "decisions.reports.decisions.due": lambda o: [{"now": NOW + timedelta(30)}],
    "decisions.reports.decisions.missing": lambda o: _each(o, "decision_id", "decision_id", "complete_id"),
    "decisions.reports.decisions.one": lambda o: _each(o, "decision_id", "decision_id", "tied_id", "passed_id", "draft_id"),
    "decisions.reports.evidence.picture": lambda o: _each(o, "evidence_id", "evidence_id", "own_evidence_id"),
    "decisions.reports.parameters.history": lambda o: [{"key": "quorum"}],
    "decisions.reports.parameters.setting": lambda o: [{"key": "quorum"}],
    "decisions.reports.sharing_rules.version": lambda o: _each(o, "version_id", "version_id", "frozen_rule"),
    "campaigns.reports.bases.differences": lambda o: _each(o, "campaign_id", "shared_campaign_id"),
    "campaigns.reports.bases.frozen": lambda o: _each(o, "campaign_id", "shared_campaign_id"),
    **{
        f"campaigns.reports.{report}": lambda o: _each(o, "campaign_id", "campaign_id", "shared_campaign_id")
        for report in (
            "attribution.attribution", "bases.of_campaign", "campaigns.board", "campaigns.duties", "campaigns.one",
            "effort.hours", "offers.offers_of", "results.effect", "results.hashtags", "results.progress", "results.results",
        )
    },
    "campaigns.reports.offers.fee_rates": lambda o: [{"shops": [o.ids["shop_id"]]}],
    "intake.reports.unfiled": lambda o: [{"shops": [o.ids["shop_id"]], "span": LATELY}],
    "sharing.reports.aid.due": lambda o: [{"today": date(2027, 6, 1)}],
    **{
        f"sharing.reports.aid.{report}": lambda o: _each(o, "request_id", "loan_id", "request_id", "assessed_id")
        for report in ("came_back", "left", "one", "verdicts")
    },
    "sharing.reports.aid.vote": lambda o: _each(o, "request_id", "vote_request_id", "request_id"),
    "sharing.reports.aid.waiver": lambda o: _each(o, "request_id", "waived_loan_id", "loan_id"),
    "sharing.reports.bases.inputs": lambda o: [*_each(o, "campaign_id", "shared_campaign_id"), {"span": SPAN}],
    "sharing.reports.bases.span_of": lambda o: [
        *({**one, "span": None} for one in _each(o, "campaign_id", "shared_campaign_id")), {"campaign_id": None, "span": SPAN},
    ],
    "sharing.reports.contributions.listing": lambda o: [{}, {"span": SPAN}],
    "sharing.reports.contributions.preview": lambda o: [*_each(o, "campaign_id", "shared_campaign_id"), {"span": SPAN}],
    **{
        f"sharing.reports.distributions.{report}": lambda o: _each(
            o, "distribution_id", "distribution_id", "calculated_id", "approved_id", "paid_id",
        )
        for report in ("differences", "one", "spread_of")
    },
    "sharing.reports.simulate.simulate": lambda o: [
        {"components": PARTS, "pool": 1_000_000, **rest} for rest in (*_each(o, "campaign_id", "shared_campaign_id"), {"span": SPAN})
    ],
    "sharing.reports.simulate.own": lambda o: [
        {"version_ids": [o.ids["frozen_rule"]], **rest} for rest in (*_each(o, "campaign_id", "reconciled_id"), {"span": SPAN})
    ],
    "sharing.reports.simulate.start": lambda o: [*_each(o, "campaign_id", "shared_campaign_id"), {"span": SPAN}],
    **{
        f"sharing.reports.ledger.{report}": lambda o: [{"code": code} for code in _codes(o)]
        for report in ("balance_of", "free_in", "history", "pool")
    },
    "sharing.reports.ledger.lowest_from": lambda o: [{"code": code, "day": TODAY} for code in _codes(o)],
    "sharing.reports.ledger.transfers": lambda o: [{"span": LATELY}, *({"span": LATELY, "account": code} for code in _codes(o))],
    **{f"sharing.reports.ledger.{report}": lambda o: [{"span": LATELY}] for report in ("saved_days", "statement")},
    **calls_growing.ASKED_OF, **calls_mirror.ASKED_OF, **calls_storefront.ASKED_OF, **calls_studio.ASKED_OF,
}
"""The same for reports whose ways need more ids of an owner than their parameters say."""

OTHERS_BY_NAME: Final = {"people.reports.register.names", "catalogue.reports.showcase"}
"""What members see of each other: names and products."""
OTHERS_IN_SUM: Final = {"sales.reports.figures.association_months", *calls_studio.OTHERS_IN_SUM}
"""The association's total of a month, from six sellers on; what works in everybody's posts, from three posts on."""
FOR_ALL: Final = {"growth.reports.clinic.published"}
"""What was published for everybody, without the name of who asked."""
OTHERS_BY_ID: Final = {"people.reports.register.consented"}
"""Ids without a name, to choose by among what one may read."""
ABOUT_ITSELF: Final = {"people.reports.association.details", "people.reports.own_data.browsers"}
"""The association's name, and one's own browsers."""
REFERENCE: Final = {"catalogue.reports.marketplaces", "people.reports.association.areas", "people.reports.places.regencies"}
"""The same for everybody: asked of the liaison only, because there is much of it."""
NOT_ASKED: Final = {
    "sales.reports.query.measured": "a part of figures", "reach.reports.query.measured": "a part of posts and accounts",
    "decisions.effects.check": "a part of decisions", "decisions.effects.carry_out": "a part of decisions",
    "campaigns.reports.attributed.measured": "a part of results", "campaigns.reports.results.spans": "a part of effects",
    "campaigns.reports.results.sums": "a part of effects", "campaigns.reports.results.throughout": "a part of effects",
    "campaigns.reports.offers.list_offers": "a part of offers_of",
    "sharing.reports.ledger.accounts": "a part of balances", "sharing.reports.ledger.owed": "a part of contributions",
    "sharing.reports.distributions.typed_into": "a part of approving", "sharing.reports.bases.late_figures": "a part of differences",
    "sharing.reports.bases.carrying": "a part of differences",
    "intake.guards.shared_in": "a part of batch and revert, which find the file within the scope first",
    **calls_growing.PARTS_OF_REPORTS, **calls_mirror.PARTS_OF_REPORTS, **calls_studio.PARTS_OF_REPORTS,
}
NEEDS: Final = {"intake.shops.propose_shop", "intake.shops.destinations", "intake.mappings.find", "intake.shops.twin"}
"""Reads of intake that take a file; they are asked in their own test below."""


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of a feature that takes (session, actor, …)."""
    for feature in FEATURES:
        package = importlib.import_module(f"cblp.{feature}")
        for found in pkgutil.walk_packages(package.__path__, f"cblp.{feature}."):
            module = importlib.import_module(found.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if name.startswith("_") or function.__module__ != module.__name__:
                    continue
                if list(inspect.signature(function).parameters)[:2] == ["session", "actor"]:
                    yield f"{found.name.removeprefix('cblp.')}.{name}", function


def is_service(name: str) -> bool:
    return ".services" in name


ALSO_WRITE: Final = {
    "intake.pulls.add", "intake.pulls.remove", "intake.pulls.keep", "intake.mappings.save", "intake.mappings.forget",
    "catalogue.links.keep", "people.services.drafts.find", "people.services.drafts.under",
}
"""Outside ``services``, and still a change."""
FUNCTIONS: Final = dict(functions())
REPORTS: Final = {
    name: function for name, function in FUNCTIONS.items()
    if not is_service(name) and name not in ALSO_WRITE | NEEDS | NOT_ASKED.keys()
}


def ways(name: str, owner: Owner) -> list[Arguments]:
    """All ways in which a report is asked, with the ids of ``owner`` where it takes some; raises KeyError for an unknown word."""
    parameters = list(inspect.signature(REPORTS[name]).parameters.values())[2:]
    needed = {p.name for p in parameters if p.default is p.empty}
    made = []
    asked = ASKED_OF[name](owner) if name in ASKED_OF else ASKED.get(name, [{}])
    for given in asked:
        known = {**PLAIN, **{id_: owner.ids[id_] for id_ in owner.ids}, **given}
        known["subject_id"] = owner.ids.get("product_id")
        made.append({word: known[word] for word in needed | given.keys()})
        made += [
            {**made[-1], p.name: known[p.name]} for p in parameters
            if p.default is not p.empty and p.name not in given and "UUID" in str(p.annotation) and known.get(p.name)
            if (p.name, "span" in given) != ("campaign_id", True)  # a campaign or a period
        ]
    return made


def told(value: Any) -> Any:
    """An answer as plain comparable values: sets sorted, rows as their columns."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: told(getattr(value, field.name)) for field in fields(value)}
    if hasattr(value, "__table__"):
        return {column.key: told(getattr(value, column.key)) for column in mapped(type(value)).column_attrs}
    if isinstance(value, dict):
        return sorted(((repr(told(k)), told(v)) for k, v in value.items()), key=lambda pair: pair[0])
    if isinstance(value, set | frozenset):
        return sorted((told(one) for one in value), key=repr)
    if isinstance(value, list | tuple):
        return [told(one) for one in value]
    return value


def ask(app: App, actor: Actor, name: str, arguments: Arguments) -> Any:
    try:
        return told(app.read(actor, REPORTS[name], **arguments))
    except (AccessError, UserError) as refused:
        return f"refused: {type(refused).__name__}"


Answers = dict[tuple[str, str, int], Any]


def all_answers(app: App, actors: dict[str, Actor], owner: Owner, *, by_id: bool = False) -> Answers:
    """What everybody is told: by (who, report, way); ``by_id`` only where an id of ``owner`` is among the arguments."""
    return {
        (who, name, number): ask(app, actor, name, arguments)
        for name in REPORTS
        for number, arguments in enumerate(ways(name, owner))
        for who, actor in actors.items()
        if name not in REFERENCE or who == LIAISON
        if not by_id or any(value in owner.ids.values() for value in arguments.values() if isinstance(value, UUID))
    }


def changed(before: Answers, after: Answers, *, but: Collection[str] = ()) -> list[str]:
    return [
        f"{who}: {name} ({way})" for (who, name, way), said in after.items()
        if name not in but and before[who, name, way] != said
    ]


def naming(answers: Answers, *words: str, but: Collection[str] = ()) -> list[str]:
    return [
        f"{who}: {name} ({way})" for (who, name, way), said in answers.items()
        if name not in but and any(word.casefold() in repr(said).casefold() for word in words)
    ]


def by(lines: list[str]) -> set[str]:
    """Who hears what ``naming`` found."""
    return {line.split(":")[0] for line in lines}


def nothing(said: Any) -> bool:
    return said in (None, [], 0, "") or (isinstance(said, str) and said.startswith("refused"))


def test_every_function_of_the_features_is_asked_here() -> None:
    owner = Owner("", Actor(None, UUID(int=0), MEMBER), dict.fromkeys(
        ("business_id", "shop_id", "product_id", "photo_id", "listing_id", "person_id", "batch_id", "address_id", "account",
         "invoice_id", "distribution_id", "campaign_id", "decision_id", "frozen_rule", "wave_id", "before_id", "after_id", "cycle_id",
         "training_id", "question_id", "piece_id", "assignment_id", "run_id", "mentor_id",
         "item_id", "meeting_id", "programme_id", "report_id"),
        UUID(int=1),
    ))
    unknown = []
    for name in REPORTS:
        try:
            ways(name, owner)
        except KeyError as missing:
            unknown.append(f"{name} asks for {missing}: say with what in PLAIN or ASKED, or list it")
    assert unknown == []
    listed = ASKED.keys() | ASKED_OF.keys() | OTHERS_BY_NAME | OTHERS_IN_SUM | OTHERS_BY_ID | ABOUT_ITSELF | REFERENCE | FOR_ALL
    listed |= NOT_ASKED.keys() | NEEDS | ALSO_WRITE
    assert listed <= FUNCTIONS.keys(), "listed, but gone"


@cache
def where_both_are(whole: Opened) -> Answers:
    """What everybody is told where both are, with the first member's ids: asked once on each engine, for all tests of a process."""
    app, (house,) = whole.open(BOTH)
    return all_answers(app, house.actors(), house.owners[0])


def test_another_association_changes_no_answer(whole: Opened) -> None:
    before = where_both_are(whole)
    silent = [name for name in REPORTS if all(nothing(said) for (who, report, _), said in before.items() if report == name)]
    assert silent == [], "a report that tells nobody anything proves nothing here"
    app, (house, other) = whole.open(TWO)
    first = house.owners[0]
    assert changed(before, all_answers(app, house.actors(), first)) == []
    # And with the other's ids in hand?
    theirs = all_answers(app, house.actors(), other.owners[0], by_id=True)
    assert naming(theirs, "Wexoro", "Wimaxi") == []
    own_ids = {str(i) for i in other.owners[0].ids.values()} | {repr(i) for i in other.owners[0].ids.values()}
    assert naming(theirs, *own_ids) == []


def test_another_member_changes_no_answer_of_a_member_a_mentor_or_a_liaison(whole: Opened) -> None:
    app, (house,) = whole.open(ALONE)
    first = house.owners[0]
    watching = {f"member {first.word}": first.member, **{role: house.staff[role] for role in (MENTOR, LIAISON)}}
    before = all_answers(app, watching, first)
    liaison = {key: said for key, said in before.items() if key[0] == LIAISON}
    assert naming(liaison, "Zumala", "360000", "300000", "812000") == []
    sent = ABOUT_ITSELF | calls_mirror.TO_LIAISONS
    assert naming(liaison, "Qubaru", but=sent) == [], "figures reach a liaison as published cells only"
    app, (joined,) = whole.open(JOINED)
    second = joined.owners[1]
    after = all_answers(app, watching, first)
    assert changed(before, after, but=OTHERS_BY_NAME | OTHERS_IN_SUM | OTHERS_BY_ID) == []
    assert naming(after, "Zubela", but=OTHERS_BY_NAME) == []
    theirs = all_answers(app, watching, second, by_id=True)
    assert naming(theirs, "Zubela", but=OTHERS_BY_NAME) == []
    told_of_others = {name for (who, name, _), said in after.items() if "zubela" in repr(said).casefold()}
    assert told_of_others == OTHERS_BY_NAME, "names and products are what members do see of each other"


def test_what_another_member_decides_gives_and_is_given_changes_no_answer(whole: Opened) -> None:
    """Both are there and belong to it all: then the other votes, joins, works, saves, owes, objects, is paid, and is helped."""
    app, (house,) = whole.open(HALF)
    first = house.owners[0]
    watching = {f"member {first.word}": first.member, **{role: house.staff[role] for role in (MENTOR, LIAISON)}}
    before = all_answers(app, watching, first)
    app, (house,) = whole.open(BOTH)
    second = house.owners[1]
    after = {key: said for key, said in where_both_are(whole).items() if key[0] in watching}
    assert after.keys() == before.keys()
    assert changed(before, after, but=OTHERS_IN_SUM | FOR_ALL) == []
    assert naming(after, "Zubela", but=OTHERS_BY_NAME) == []
    own_ids = {str(id_) for name, id_ in second.ids.items() if name not in house.ids}
    assert naming(after, *own_ids, but=OTHERS_BY_NAME | OTHERS_BY_ID) == [], "not even an id of the other's"
    # With the other's ids in hand they are told what is told of an id that nobody has.
    theirs = all_answers(app, watching, second, by_id=True)
    common = {*house.ids.values()}
    ghost = Owner("", second.member, {name: id_ if id_ in common else UUID(int=7) for name, id_ in second.ids.items()})
    nobody = all_answers(app, watching, ghost, by_id=True)
    assert [
        f"{who}: {name} ({way})" for (who, name, way), said in theirs.items()
        if name not in OTHERS_BY_NAME | OTHERS_BY_ID and said != nobody[who, name, way]
        and not (nothing(said) and nothing(nobody[who, name, way]))
    ] == []


def test_those_who_may_are_told(opening: Callable[[str], Opened]) -> None:
    """The counter-test of all above."""
    app, (house,) = opening("sqlite").open(BOTH)
    owner = house.owners[0]
    for actor in (house.staff[COORDINATOR], house.staff[TREASURER], owner.member, house.staff[MENTOR]):
        for name in ("sales.reports.details.rows", "sales.reports.figures.total", "reach.reports.posts.best_posts"):
            assert not nothing(ask(app, actor, name, ways(name, owner)[0])), f"{actor.role}: {name}"
        assert "Zumala" in repr(ask(app, actor, "sales.reports.details.rows", {"selection": SALES}))
