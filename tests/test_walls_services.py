"""Nobody changes what is not theirs: every service with an id, called with another association's and another member's.

Each call is made with one's own ids first and must work (nothing of it is kept): a refusal proves something only then.
Services are found in the modules; one that is not listed fails the first test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from cblp.bootstrap import App
from cblp.catalogue import pictures
from cblp.catalogue.links import Seen
from cblp.db.actor import COORDINATOR, MEMBER, Actor
from cblp.errors import AccessError, UserError
from cblp.people.models import AuditEntry
from cblp.people.passwords import NewPin
from cblp.people.services import drafts
from cblp.sales import services as sales
from cblp.ui.components import audit_words
from cblp.ui.components.accounts_changes import GROUPS
from tests import calls_growing, calls_mirror, calls_storefront, calls_studio, calls_together, filled
from tests.conftest import NOW
from tests.filled import SEALED, TODAY, Owner
from tests.houses import TWO, Opened
from tests.test_walls_reports import FUNCTIONS, NOT_ASKED, REPORTS
from tests.test_walls_tables import everything, held

LATER: Final = date(2026, 11, 30)
PICTURE: Final = pictures.Picture(b"another", 1, 1)
PIN: Final = NewPin("480915", SEALED)

Call = Callable[[Owner], dict[str, Any]]


def ids(*names: str, **more: Any) -> Call:
    """The owner's ids of these names, and further arguments."""
    return lambda owner: {**{name: owner.ids[name] for name in names}, **more}


WITH_IDS: Final[dict[str, Call]] = {
    "people.services.accounts.disable": ids("account"),
    "people.services.accounts.enable": ids("account"),
    "people.services.accounts.invite": ids("account"),
    "people.services.accounts.reset": ids("account", pin=PIN),
    "people.services.roles.end": ids("account", role="member", on_day=LATER),
    "people.services.roles.grant": ids("account", role="mentor", since=TODAY),
    "people.services.consent.answer": ids("person_id", purpose="sharing_names", given=True),
    "people.services.consent.withdraw": ids("person_id", purpose="photos"),
    "people.services.licences.add_licence": ids("business_id", kind="halal", number="H-1"),
    "people.services.licences.edit_licence": ids("licence_id", version=1, changes={"number": "P-2"}),
    "people.services.licences.end_licence": ids("licence_id", version=1),
    "people.services.register.add_business": lambda o: {"name": "Usaha baru", "since": TODAY, "owner_id": o.ids["person_id"]},
    "people.services.register.change_membership": ids("business_id", status="suspended", since=TODAY, reason="pindah"),
    "people.services.register.correct_start": ids("business_id", since=date(2026, 1, 2)),
    "people.services.register.edit_business": ids("business_id", version=1, changes={"name": "Lain"}),
    "people.services.register.edit_person": ids("person_id", version=1, changes={"name": "Lain"}),
    "people.services.register.end_access": ids("business_id", "account_id", since=LATER),
    "people.services.register.give_access": ids("business_id", "account_id", since=date(2025, 1, 1)),
    "people.services.own_data.answer": ids("request"),
    "people.services.erasing.erase": lambda o: {"person_id": o.ids["leaving_id"]},
    "people.services.erasing.foresee": ids("person_id"),
    "people.services.erasing.person_of": ids("account"),
    "catalogue.services.listings.add_listing": ids("shop_id", sku="BARU-1", today=TODAY),
    "catalogue.services.listings.edit_listing": ids("listing_id", version=1, changes={"price": 5_000}),
    "catalogue.services.listings.edit_listings": lambda o: {"versions": {o.ids["listing_id"]: 1}, "changes": {"price": 5_000}},
    "catalogue.services.listings.match": ids("listing_id", "product_id", since=LATER),
    "catalogue.services.listings.match_many": lambda o: {"pairs": [(o.ids["loose_id"], o.ids["product_id"])]},
    "catalogue.services.listings.unmatch": ids("listing_id", since=LATER),
    "catalogue.services.adopting.adopt": lambda o: {"listing_id": o.ids["loose_id"], "business_id": o.ids["business_id"]},
    "catalogue.services.offers.edit_everywhere": lambda o: {
        "product_id": o.ids["product_id"], "version": 1, "versions": {o.ids["listing_id"]: 1}, "changes": {"price": 5_000},
    },
    "catalogue.services.products.add_photo": ids("product_id", picture=PICTURE),
    "catalogue.services.products.add_product": ids("business_id", name="Kain baru"),
    "catalogue.services.products.edit_product": ids("product_id", version=1, changes={"price": 5_000}),
    "catalogue.services.products.remove_photo": ids("photo_id"),
    "catalogue.services.products.set_cost": ids("product_id", amount=3, since=TODAY),
    "catalogue.services.products.set_status": ids("product_id", version=1, status="retired"),
    "catalogue.services.shops.add_shop": ids("business_id", marketplace="lazada", handle="toko.baru"),
    "catalogue.services.shops.close_shop": ids("shop_id", version=1, on=TODAY),
    "catalogue.services.shops.edit_shop": ids("shop_id", version=1, changes={"name": "Lain"}),
    "catalogue.services.shops.set_owner": ids("shop_id", "business_id", since=LATER),
    "catalogue.services.shops.own": ids("shop_id"),
    "intake.mappings.forget": ids("mapping_id"),
    "intake.mappings.save": ids("shop_id", sheet=filled.sheet("baru"), columns=filled.columns("baru")),
    "intake.pulls.add": ids("shop_id", url="https://example.org/baru.csv", fetcher=filled.FETCHER),
    "intake.pulls.remove": ids("address_id"),
    "intake.services.bring_in": lambda o: _file(o, "baru"),
    "intake.services.check": lambda o: _file(o, "baru"),
    "intake.services.drop": lambda o: {"batch_id": o.ids["waiting_id"]},
    "intake.services.post": lambda o: {"batch_id": o.ids["waiting_id"]},
    "intake.services.recheck": lambda o: {"batch_id": o.ids["waiting_id"], "shops": {"shopee": o.ids["shop_id"]}},
    "intake.services.revert": ids("batch_id", reason=""),
    "intake.shops.twin": ids("shop_id", marketplace="lazada"),
    "intake.shops.destinations": lambda o: {"extract": filled.file("baru"), "shops": {"shopee": o.ids["shop_id"]}},
    "sales.services.type_sale": ids("business_id", marketplace="bazaar", day=TODAY, amount=5_000),
    "sales.services.take_back": ids("sale_id"),
    "reach.services.log_whatsapp": ids("business_id", day=TODAY, chats=1, sales=sales),
    "reach.services.take_back_log": ids("log_id", sales=sales),
    "reach.services.snapshot": ids("shop_id", day=TODAY, followers=5),
    "reach.services.revoke_snapshot": ids("snapshot_id"),
    "people.services.owners.add": lambda o: {"business_id": o.ids["ownerless_id"], "version": 1, "person": {"name": "Ibu Baru"}},
}
"""Services with an id, each with a call that works for the coordinator with ids of the own association."""
OF_FEATURES: Final = (calls_together, calls_growing, calls_mirror, calls_storefront, calls_studio)
ALL: Final[dict[str, Call]] = {**WITH_IDS, **{name: call for feature in OF_FEATURES for name, call in feature.WITH_IDS.items()}}
BY: Final = {**calls_together.BY, **calls_mirror.BY}

NO_ID: Final = {
    "people.services.accounts.admit", "people.services.accounts.change_own", "people.services.accounts.create",
    "people.services.associations.edit", "people.services.associations.set_logo", "people.services.audit.record",
    "people.services.drafts.drop", "people.services.drafts.find", "people.services.drafts.keep", "people.services.drafts.under",
    "people.services.erasing.erased", "people.services.erasing.nameless",
    "people.services.own_data.ask", "people.services.own_data.sign_out_others", "people.services.register.add_person",
    "people.services.register_import.confirm", "people.services.register_import.preview", "people.services.seals.seal",
    "people.services.tickets.issue",
    "people.services.tickets.open_ticket", "intake.mappings.find", "intake.services.expire", "intake.services.refuse_known",
    "intake.shops.propose_shop", "sales.services.retell_all",
}
"""They speak of the actor's own account or association only."""
PARTS: Final = {
    "people.services.editing.locked", "people.services.editing.refuse_erased", "people.services.editing.save",
    "people.services.editing.stale", "people.services.editing.there", "people.services.roles.elsewhere",
    "catalogue.services.listings.business_of", "catalogue.services.shops.owner_of", "people.services.erasing.again",
}
"""Parts of the services above: they start from a row that was found within the scope, change nothing, or are the server's own."""
SILENT: Final[dict[str, Call]] = {
    "intake.pulls.keep": ids("address_id", outcome=""),
    "catalogue.links.keep": lambda o: {"found": [Seen(o.ids["listing_id"], "https://example.org/l", "alive")]},
    "people.services.accounts.create_from_register": lambda o: {"pins": {o.ids["person_id"]: PIN}, "since": TODAY},
    **calls_storefront.SILENT,
}
"""What is not there (any more) is passed over without a word, and nothing changes."""
UNTOLD: Final = "refused by the database"
WAITING: Final = {"intake.services.drop", "intake.services.post", "intake.services.recheck"}


def _file(owner: Owner, word: str) -> dict[str, Any]:
    return {"extract": filled.file(word), "size": 9, "sha256": word.encode(), "shops": {"shopee": owner.ids["shop_id"]}}


def mixed(own: dict[str, Any], other: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The own call with one thing of somebody else in it: (its name, the call), one after the other."""
    for word, value in own.items():
        if isinstance(value, dict) and all(isinstance(key, str) for key in value):
            yield from ((f"{word}.{inner}", {**own, word: call}) for inner, call in mixed(value, other[word]))
        elif is_dataclass(value) and not isinstance(value, type):
            parts = ({part.name: getattr(one, part.name) for part in fields(value)} for one in (value, other[word]))
            yield from ((f"{word}.{inner}", {**own, word: type(value)(**call)}) for inner, call in mixed(*parts))
        elif value != other[word]:
            yield word, {**own, word: other[word]}


class _NotKept(Exception):
    """Thrown at the end of a call that must work, so that the next one meets the same rows."""


def attempt(app: App, actor: Actor, name: str, call: dict[str, Any]) -> str:
    """What comes of a call, kept by nobody: "done", or the name of the refusal."""

    def service(session: Any, actor: Actor, **arguments: Any) -> None:
        FUNCTIONS[name](session, actor, **arguments)
        session.flush()
        raise _NotKept

    if "now" in FUNCTIONS[name].__annotations__:
        call = {**call, "now": NOW}
    try:
        app.act(actor, service, **call)
    except _NotKept:
        return "done"
    except (AccessError, UserError) as refused:
        return type(refused).__name__
    except IntegrityError:
        return UNTOLD
    raise AssertionError


def test_every_service_is_tried_here() -> None:
    listed = ALL.keys() | NO_ID | PARTS | SILENT.keys()
    for feature in OF_FEATURES:
        listed |= feature.NO_ID | feature.PARTS_OF_SERVICES
    services = FUNCTIONS.keys() - REPORTS.keys() - NOT_ASKED.keys()
    assert services - listed == set(), "new: say how it is called"
    assert listed - services == set(), "listed, but gone"


def test_ids_of_another_association_lead_nowhere(whole: Opened) -> None:
    app, (mine, theirs) = whole.open(TWO)
    chief, own, foreign = mine.staff[COORDINATOR], mine.owners[0], theirs.owners[0]
    chief_waits = {**own.ids, "waiting_id": mine.collective.ids["waiting_id"], "shop_id": mine.collective.ids["shop_id"]}
    kept = held(app, theirs)
    wrong = []
    for name, call in {**ALL, **SILENT}.items():
        # What waits for a yes is its sender's alone.
        arguments = call(Owner("", chief, chief_waits) if name in WAITING else own)
        actor = {**mine.staff, MEMBER: own.member, calls_together.SECOND: mine.second}[BY.get(name, COORDINATOR)]
        if (came := attempt(app, actor, name, arguments)) != "done":
            wrong.append(f"{name} with own ids: {came}")
        came = attempt(app, actor, name, call(foreign))
        if (came == "done") is (name not in SILENT):
            wrong.append(f"{name} with foreign ids: {came}")
        if came == UNTOLD:
            wrong.append(f"{name}: {came}, but nobody told the person")
        for word, one in mixed(arguments, call(foreign)):
            if name not in SILENT and (came := attempt(app, actor, name, one)) in {"done", UNTOLD}:
                wrong.append(f"{name} with a foreign {word}: {came}")
    assert not wrong, "\n".join(wrong)
    assert held(app, theirs) == kept


def test_ids_of_another_member_lead_nowhere(whole: Opened) -> None:
    app, (house, _) = whole.open(TWO)
    own, other = house.owners
    wrong, allowed = [], set()
    for name, call in ALL.items():
        if attempt(app, own.member, name, call(own)) == "done":
            allowed.add(name)
        if attempt(app, own.member, name, call(other)) == "done":
            wrong.append(name)
        wrong += [
            f"{name} with another's {word}" for word, one in mixed(call(own), call(other)) if attempt(app, own.member, name, one) == "done"
        ]
    assert not wrong, "\n".join(wrong)

    def silently(session: Any, actor: Actor) -> None:
        before = everything(session, house)
        for name, call in SILENT.items():
            with suppress(AccessError, UserError):
                FUNCTIONS[name](session, actor, **call(other), now=NOW)
        session.flush()
        assert everything(session, house) == before
        raise _NotKept

    with suppress(_NotKept):
        app.act(own.member, silently)
    assert len(allowed) > 20, "what a member may do with the own things is most of the list"


def test_the_history_of_changes_has_words_for_what_every_service_does(opening: Callable[[str], Opened]) -> None:
    app, (house, _) = opening("sqlite").open(TWO)
    own, chief, told = house.owners[0], house.staff[COORDINATOR], set()

    def tell(session: Any, actor: Actor, of: str, **arguments: Any) -> None:
        FUNCTIONS[of](session, actor, **arguments)
        session.flush()
        newest = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(5)
        told.update((entry.entity, entry.action) for entry in session.scalars(newest))
        raise _NotKept

    for name, call in ALL.items():
        arguments = {**call(own), **({"now": NOW} if "now" in FUNCTIONS[name].__annotations__ else {})}
        with suppress(_NotKept, AccessError, UserError):
            app.act({**house.staff, MEMBER: own.member}.get(BY.get(name, ""), chief), tell, of=name, **arguments)
    with app.database.reading(house.system.association) as session:
        told.update((entry.entity, entry.action) for entry in session.scalars(select(AuditEntry)))
    assert len(told) > 100
    assert {entity for entity, _ in told} - audit_words.THINGS.keys() == set()
    assert {action for _, action in told} - audit_words.DEEDS.keys() == set()
    assert {entity for entity, _ in told} - {entity for _, entities in GROUPS.values() for entity in entities} == set()


def test_an_unsaved_word_is_nobody_elses(whole: Opened) -> None:
    app, (house, theirs) = whole.open(TWO)
    form = f"product/{house.owners[1].word}"
    assert app.read(house.owners[1].member, drafts.find, form=form) is not None
    for actor in (house.owners[0].member, house.staff[COORDINATOR], theirs.owners[0].member):
        assert app.read(actor, drafts.find, form=form) is None
        assert app.read(actor, drafts.under, prefix="product/Zubela") == []
