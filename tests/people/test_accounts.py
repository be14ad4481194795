"""Accounts, roles, sessions and tickets on both engines: who gets in, what they may, and that it ends when it is taken away."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from cblp.bootstrap import App
from cblp.db.actor import COORDINATOR, LIAISON, MEMBER, TREASURER, Actor
from cblp.db.ids import uuid7
from cblp.errors import Missing, NotAllowed
from cblp.people import passwords
from cblp.people.models import AuditEntry, Business, BusinessAccess, Credential, GrantIndex, Identity, Person, Session
from cblp.people.passwords import NewPin, Sealed
from cblp.people.reports import access
from cblp.people.services import accounts, attempts, leases, roles, sessions, setup, tickets
from tests.conftest import NOW, new_association

TODAY = date(2026, 11, 21)
SEALED = Sealed("password", "$argon2id$not-computed-here")


def pin(text: str = "480915") -> NewPin:
    return NewPin(text, Sealed("pin", f"hash of {text}"))


def account(app: App, actor: Actor, username: str, role: str | None = MEMBER, sealed: Sealed | None = SEALED) -> UUID:
    made = app.act(actor, accounts.create, name=username.title(), username=username, sealed=sealed)
    if role:
        app.act(actor, roles.grant, account=made, role=role, since=TODAY)
    return made


def sign_in(app: App, who: UUID, *, role: str = "", replaces: str = "") -> str:
    token = sessions.new_token()
    with app.database.writing(None, who) as session:
        place = next(one for one in access.places(session, who, now=app.clock()) if role in {"", one.role})
        sessions.open_session(
            session, token=token, account=who, kind="local", place=place, now=app.clock(),
            replaces=sessions.hashed(replaces) if replaces else None,
        )
    return token


def signed_in(app: App, token: str, now: datetime = NOW) -> access.SignedIn | None:
    with app.database.reading(None) as session:
        return access.signed_in(session, sessions.hashed(token), now=now, idle_minutes=30)


def actor_of(app: App, token: str, now: datetime = NOW) -> Actor:
    who = signed_in(app, token, now)
    assert who is not None
    with app.database.reading(who.association, who.account) as session:
        standing = access.standing(session, who, now=now)
    assert standing is not None
    return standing.actor


# -- accounts ----------------------------------------------------------------------------------------------------------


def test_an_account_is_found_by_its_name_and_its_phone_number(app: App, actor: Actor) -> None:
    made = app.act(actor, accounts.create, name="Sari", username="Sari", phone="0812-3456-7890", sealed=SEALED)
    for typed in ("SARI", " sari ", "+62 812 3456 7890", "081234567890"):
        ((kind, key),) = accounts.sign_in_names(typed)
        with app.database.reading(None) as session:
            found = access.secret_of(session, kind, key)
        assert found is not None
        assert (found.account, found.hash) == (made, SEALED.hash), typed


def test_names_and_numbers_are_given_once_in_the_whole_installation(app: App, actor: Actor) -> None:
    account(app, actor, "sari")
    app.act(actor, accounts.create, name="Rina", phone="081234567890", sealed=SEALED)
    other = new_association(app, "lain", "Asosiasi Lain")
    with pytest.raises(accounts.UsernameTaken):
        app.act(other, accounts.create, name="Sari", username="sari", sealed=SEALED)
    with pytest.raises(accounts.PhoneTaken):
        app.act(other, accounts.create, name="Sari", phone="+62 812-3456-7890", sealed=SEALED)
    with pytest.raises(accounts.NoWayIn):
        app.act(other, accounts.create, name="Sari", sealed=SEALED)


def test_the_register_becomes_accounts_with_slips_and_a_couple_shares_a_phone(app: App, actor: Actor) -> None:
    with app.database.writing(actor.association) as session:
        people = [
            Person(id=uuid7(), name="Sari Dewi", address_form="Ibu", phone="+6281234567890"),
            Person(id=uuid7(), name="Sari Utami", phone="+6281234567890"),
            Person(id=uuid7(), name="Ahmad", phone=""),
        ]
        session.add_all(people)
        session.flush()
        session.add(Business(code="A001", name="Batik Sari", owner_id=people[0].id))
    pins = {person.id: pin(f"48091{index}") for index, person in enumerate(people)}
    slips = app.act(actor, accounts.create_from_register, pins=pins, since=TODAY)
    assert [(slip.name, slip.username, slip.phone, slip.pin) for slip in slips] == [
        ("Ahmad", "ahmad", "", "480912"), ("Sari Dewi", "sari", "0812-3456-7890", "480910"),
        ("Sari Utami", "sari2", "", "480911"),
    ]
    assert "480912" not in repr(slips)
    assert app.act(actor, accounts.create_from_register, pins=pins, since=TODAY) == []
    member = actor_of(app, sign_in(app, slips[1].account))
    assert (member.role, len(member.own_businesses)) == (MEMBER, 1)
    assert actor_of(app, sign_in(app, slips[0].account)).own_businesses == frozenset()


def test_no_secret_reaches_the_audit_trail(app: App, actor: Actor) -> None:
    made = account(app, actor, "sari")
    app.act(actor, accounts.reset, account=made, pin=pin("480915"))
    with app.database.reading(actor.association) as session:
        rows = session.scalars(select(AuditEntry)).all()
        assert {row.action for row in rows} >= {"created", "granted", "reset"}
        assert "480915" not in str([(row.changes, row.label) for row in rows])


def test_a_reset_pin_signs_everybody_out_and_must_be_changed_and_names_who_made_it(app: App, actor: Actor) -> None:
    chief = account(app, actor, "wati", COORDINATOR)
    member = account(app, actor, "sari", sealed=pin().sealed)
    app.act(actor_of(app, sign_in(app, member)), accounts.change_own, sealed=pin("295038").sealed)
    token = sign_in(app, member)
    assert signed_in(app, token).must_change is False  # type: ignore[union-attr]
    slip = app.act(actor_of(app, sign_in(app, chief)), accounts.reset, account=member, pin=pin("730164"))
    assert (slip.username, slip.pin) == ("sari", "730164")
    assert signed_in(app, token) is None
    again = signed_in(app, sign_in(app, member))
    assert again is not None
    assert (again.must_change, again.set_by) == (True, chief)


def test_changing_ones_own_pin_signs_only_the_other_browsers_out(app: App, actor: Actor) -> None:
    member = account(app, actor, "sari")
    here, there = sign_in(app, member), sign_in(app, member)
    app.act(actor_of(app, here), accounts.change_own, sealed=pin("295038").sealed)
    assert (signed_in(app, here) is not None, signed_in(app, there) is None) == (True, True)
    with app.database.reading(None) as session:
        assert access.hash_of(session, member) == "hash of 295038"


def test_a_pin_is_not_enough_for_whoever_sees_many_peoples_figures(app: App, actor: Actor) -> None:
    who = account(app, actor, "wati", sealed=pin().sealed)
    app.act(actor_of(app, sign_in(app, who)), accounts.change_own, sealed=pin("295038").sealed)
    app.act(actor, roles.grant, account=who, role=LIAISON, since=TODAY)
    assert signed_in(app, sign_in(app, who, role=MEMBER)).must_change is False  # type: ignore[union-attr]
    assert signed_in(app, sign_in(app, who, role=LIAISON)).must_change is True  # type: ignore[union-attr]


def test_a_disabled_account_is_out_everywhere(app: App, actor: Actor) -> None:
    member = account(app, actor, "sari")
    token = sign_in(app, member)
    app.act(actor, accounts.disable, account=member)
    assert signed_in(app, token) is None
    app.act(actor, accounts.enable, account=member)
    assert signed_in(app, token) is None
    assert signed_in(app, sign_in(app, member)) is not None


@pytest.mark.parametrize("role", [TREASURER, MEMBER, LIAISON])
def test_only_coordinators_make_and_change_accounts(app: App, actor: Actor, role: str) -> None:
    member = account(app, actor, "sari")
    somebody = actor_of(app, sign_in(app, account(app, actor, "rina", role)))
    for attempt in (
        lambda: app.act(somebody, accounts.create, name="X", username="x", sealed=SEALED),
        lambda: app.act(somebody, accounts.reset, account=member, pin=pin()),
        lambda: app.act(somebody, accounts.disable, account=member),
        lambda: app.act(somebody, accounts.invite, account=member),
        lambda: app.act(somebody, roles.grant, account=somebody.account, role=COORDINATOR, since=TODAY),
        lambda: app.act(somebody, roles.end, account=member, role=MEMBER, on_day=TODAY),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_coordinator_reaches_no_account_of_another_association(app: App, actor: Actor) -> None:
    other = new_association(app, "lain", "Asosiasi Lain")
    chief = actor_of(app, sign_in(app, account(app, actor, "wati", COORDINATOR)))
    stranger = account(app, other, "budi", COORDINATOR)
    for attempt in (
        lambda: app.act(chief, accounts.reset, account=stranger, pin=pin()),
        lambda: app.act(chief, accounts.disable, account=stranger),
        lambda: app.act(chief, accounts.invite, account=stranger),
        lambda: app.act(chief, roles.grant, account=stranger, role=MEMBER, since=TODAY),
    ):
        with pytest.raises(Missing):
            attempt()


def test_a_coordinator_cannot_take_over_somebody_who_also_works_elsewhere(app: App, actor: Actor) -> None:
    other = new_association(app, "lain", "Asosiasi Lain")
    chief = actor_of(app, sign_in(app, account(app, actor, "wati", COORDINATOR)))
    shared = account(app, actor, "sari")
    account(app, other, "budi", COORDINATOR)
    app.act(other, roles.grant, account=shared, role=COORDINATOR, since=TODAY)
    for attempt in (
        lambda: app.act(chief, accounts.reset, account=shared, pin=pin()),
        lambda: app.act(chief, accounts.invite, account=shared),
        lambda: app.act(chief, accounts.disable, account=shared),
    ):
        with pytest.raises(accounts.UsedElsewhere):
            attempt()
    with app.database.reading(None) as session:
        assert session.scalars(select(Credential.hash).where(Credential.account_id == shared)).one() == SEALED.hash
    app.act(other, roles.end, account=shared, role=COORDINATOR, on_day=TODAY)
    app.act(chief, accounts.reset, account=shared, pin=pin())


# -- roles -------------------------------------------------------------------------------------------------------------


def test_roles_and_their_directory_say_the_same(app: App, actor: Actor) -> None:
    who = account(app, actor, "sari")
    app.act(actor, roles.grant, account=who, role=TREASURER, since=TODAY)
    with pytest.raises(roles.RoleHeld):
        app.act(actor, roles.grant, account=who, role=TREASURER, since=TODAY)
    with app.database.reading(None, who) as session:
        assert [place.role for place in access.places(session, who, now=NOW)] == [TREASURER, MEMBER]
    app.act(actor, roles.end, account=who, role=TREASURER, on_day=TODAY)
    with app.database.reading(None, who) as session:
        assert [place.role for place in access.places(session, who, now=NOW)] == [MEMBER]
    # The same role again on the day it ended: one row in the directory, valid again.
    app.act(actor, roles.grant, account=who, role=TREASURER, since=TODAY)
    with app.database.reading(None, who) as session:
        assert [place.role for place in access.places(session, who, now=NOW)] == [TREASURER, MEMBER]


def test_a_role_that_ends_is_gone_at_the_next_look_in_an_open_browser(app: App, actor: Actor) -> None:
    who = account(app, actor, "sari", TREASURER)
    seen = signed_in(app, sign_in(app, who))
    assert seen is not None
    app.act(actor, roles.end, account=who, role=TREASURER, on_day=TODAY)
    with app.database.reading(seen.association, who) as session:
        assert access.standing(session, seen, now=NOW) is None


def test_somebody_is_always_coordinator(app: App, actor: Actor) -> None:
    first = account(app, actor, "wati", COORDINATOR)
    with pytest.raises(roles.LastCoordinator):
        app.act(actor, roles.end, account=first, role=COORDINATOR, on_day=TODAY)
    account(app, actor, "budi", COORDINATOR)
    app.act(actor, roles.end, account=first, role=COORDINATOR, on_day=TODAY)


def test_two_coordinators_cannot_end_each_other_at_once(app: App, actor: Actor) -> None:
    both = [account(app, actor, name, COORDINATOR) for name in ("wati", "budi")]
    refused: list[str] = []
    start = threading.Barrier(2)

    def end(who: UUID) -> None:
        start.wait()
        try:
            app.act(actor, roles.end, account=who, role=COORDINATOR, on_day=TODAY)
        except (roles.LastCoordinator, Missing) as error:
            refused.append(type(error).__name__)

    threads = [threading.Thread(target=end, args=(who,)) for who in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["LastCoordinator"]


def test_a_session_moves_only_to_roles_of_its_account(app: App, actor: Actor) -> None:
    who = account(app, actor, "sari")
    app.act(actor, roles.grant, account=who, role=TREASURER, since=TODAY)
    token = sign_in(app, who, role=MEMBER)
    with app.database.writing(None, who) as session:
        sessions.move(session, sessions.hashed(token), account=who, association=actor.association, role=TREASURER, now=NOW)
    assert actor_of(app, token).role == TREASURER
    other = new_association(app, "lain", "Asosiasi Lain")
    for association, role in ((actor.association, COORDINATOR), (other.association, MEMBER)):
        with pytest.raises(NotAllowed), app.database.writing(None, who) as session:
            sessions.move(session, sessions.hashed(token), account=who, association=association, role=role, now=NOW)


# -- sessions ----------------------------------------------------------------------------------------------------------


def test_only_the_hash_of_a_token_is_stored(app: App, actor: Actor) -> None:
    token = sign_in(app, account(app, actor, "sari"))
    with app.database.reading(None) as session:
        row = session.scalars(select(Session)).one()
        stored = bytes(row.token_hash)
    assert len(token) >= 43
    assert stored == sessions.hashed(token)
    assert token.encode() not in stored


def test_a_new_sign_in_ends_only_the_one_of_the_same_browser(app: App, actor: Actor) -> None:
    who = account(app, actor, "sari")
    phone, laptop = sign_in(app, who), sign_in(app, who)
    again = sign_in(app, who, replaces=phone)
    assert [signed_in(app, token) is not None for token in (phone, laptop, again)] == [False, True, True]


def test_a_click_keeps_a_session_alive_until_its_longest_time(app: App, actor: Actor) -> None:
    token = sign_in(app, account(app, actor, "wati", COORDINATOR))
    now = NOW
    while now < NOW + timedelta(hours=11, minutes=40):
        now += timedelta(minutes=20)
        assert signed_in(app, token, now) is not None, now
        with app.database.writing(None) as session:
            sessions.see(session, sessions.hashed(token), now=now)
    assert signed_in(app, token, NOW + timedelta(hours=12)) is None


def test_being_seen_is_written_at_most_once_a_minute(app: App, actor: Actor) -> None:
    token = sign_in(app, account(app, actor, "sari"))
    for seconds, expected in ((30, NOW), (60, NOW + timedelta(minutes=1))):
        with app.database.writing(None) as session:
            sessions.see(session, sessions.hashed(token), now=NOW + timedelta(seconds=seconds))
        with app.database.reading(None) as session:
            assert session.scalars(select(Session.seen_at)).one() == expected


def test_an_openid_sign_in_opens_a_session_only_while_it_is_fresh_and_after_the_last_sign_out(app: App, actor: Actor) -> None:
    who = account(app, actor, "sari", sealed=None)

    def may(issued: datetime, now: datetime) -> bool:
        with app.database.reading(None) as session:
            return sessions.may_open_oidc(session, account=who, issued_at=issued, now=now)

    assert may(NOW, NOW + timedelta(minutes=9))
    assert not may(NOW, NOW + timedelta(minutes=11))
    with app.database.writing(None, who) as session:
        place = access.places(session, who, now=NOW)[0]
        sessions.open_session(session, token="cookie", account=who, kind="oidc", place=place, now=NOW)
        sessions.end(session, sessions.hashed("cookie"), now=NOW + timedelta(minutes=2))
    assert not may(NOW, NOW + timedelta(minutes=3))
    assert may(NOW + timedelta(minutes=3), NOW + timedelta(minutes=4))


# -- invitations, tries, set-up, tickets, leases -----------------------------------------------------------------------


def test_an_invitation_joins_an_openid_subject_once(app: App, actor: Actor) -> None:
    who = account(app, actor, "sari", sealed=None)
    code = app.act(actor, accounts.invite, account=who)
    with app.database.writing(None) as session:
        joined = accounts.redeem(session, code=f" {code.lower()} ", issuer="https://id.example/", subject="42", now=NOW)
    assert joined == who
    with app.database.reading(None) as session:
        assert access.secret_of(session, "oidc", "https://id.example|42").account == who  # type: ignore[union-attr]
        assert access.secret_of(session, "oidc", "https://other.example|42") is None
    with pytest.raises(accounts.BadInvitation), app.database.writing(None) as session:
        accounts.redeem(session, code=code, issuer="https://id.example", subject="43", now=NOW)
    late = app.act(actor, accounts.invite, account=who)
    with pytest.raises(accounts.BadInvitation), app.database.writing(None) as session:
        accounts.redeem(session, code=late, issuer="https://id.example", subject="44", now=NOW + timedelta(days=7))


def test_five_wrong_tries_make_a_name_wait_longer_and_longer(app: App) -> None:
    def count(now: datetime) -> int:
        try:
            with app.database.writing(None) as session:
                attempts.count(session, "Sari", now=now)
        except attempts.TooManyTries as error:
            return int(error.values["minutes"])
        return 0

    assert [count(NOW) for _ in range(8)] == [0, 0, 0, 0, 0, 1, 1, 1]
    later = NOW + timedelta(minutes=1)
    assert [count(later), count(later)] == [0, 2]
    with app.database.writing(None) as session:
        attempts.clear(session, " SARI ")
    assert [count(later) for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    assert count(later + timedelta(hours=25)) == 0
    with app.database.reading(None) as session:
        assert session.execute(text("SELECT count(*) FROM sign_in_attempt")).scalar() == 1


def test_tries_at_once_are_all_counted(app: App) -> None:
    passed: list[int] = []

    def attempt() -> None:
        try:
            with app.database.writing(None) as session:
                attempts.count(session, "sari", now=NOW)
            passed.append(1)
        except attempts.TooManyTries:
            pass

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 5


def test_the_set_up_code_works_once(app: App) -> None:
    with app.database.writing(None) as session:
        code = setup.new_code(session)
    assert code
    given = {
        "association": "Batik Jambi", "slug": "batik-jambi", "timezone": "Asia/Jakarta", "name": "Wati", "username": "wati",
        "sealed": SEALED, "now": NOW,
    }
    with pytest.raises(setup.BadSetupCode), app.database.writing(None) as session:
        setup.first(session, code="AAAA-BBBB-CCCC", **given)  # type: ignore[arg-type]
    with app.database.writing(None) as session:
        first = setup.first(session, code=code.lower(), **given)  # type: ignore[arg-type]
    who = actor_of(app, sign_in(app, first))
    assert (who.role, who.name) == (COORDINATOR, "Wati")
    with pytest.raises(setup.AlreadySetUp), app.database.writing(None) as session:
        setup.first(session, code=code, **given)  # type: ignore[arg-type]
    with app.database.writing(None) as session:
        assert setup.new_code(session) is None


def test_a_ticket_opens_for_its_own_session_in_its_own_association_for_five_minutes(app: App, actor: Actor) -> None:
    other = new_association(app, "lain", "Asosiasi Lain")
    who = account(app, actor, "wati", COORDINATOR)
    app.act(other, roles.grant, account=who, role=COORDINATOR, since=TODAY)
    with app.database.reading(None, who) as session:
        here, there = sorted(access.places(session, who, now=NOW), key=lambda place: place.association != actor.association)
    mine, elsewhere, second = (
        Actor(account=who, association=place.association, role=COORDINATOR, session=mark)
        for place, mark in ((here, b"1" * 32), (there, b"1" * 32), (here, b"2" * 32))
    )
    document = tickets.Document("laporan.xlsx", "application/x", b"PK secret figures")
    ticket = app.act(mine, tickets.issue, document)

    def opened(reader: Actor, now: datetime = NOW, key: str = ticket) -> tickets.Document | None:
        return app.read(reader, tickets.open_ticket, ticket=key, now=now)

    assert opened(mine) == opened(mine, NOW + timedelta(seconds=299)) == document
    assert [opened(elsewhere), opened(second), opened(mine, NOW + timedelta(minutes=5)), opened(mine, key="x")] == [None] * 4
    with app.database.reading(actor.association) as session:
        stored = bytes(session.execute(text("SELECT content FROM download_ticket")).scalar())
        assert b"secret" not in stored
    with app.database.writing(other.association) as session:
        tickets.forget(session, now=NOW + timedelta(hours=1))
    assert opened(mine) == document
    with app.database.writing(actor.association) as session:
        tickets.forget(session, now=NOW + timedelta(hours=1))
    assert opened(mine) is None


def test_one_process_runs_a_job_in_a_period(app: App) -> None:
    lasts = timedelta(minutes=10)

    def take(owner: str, period: str, now: datetime) -> bool:
        with app.database.writing(None) as session:
            return leases.take(session, name="tidy", owner=owner, period=period, lasts=lasts, now=now)

    assert take("a", "10", NOW)
    assert not take("b", "10", NOW + timedelta(minutes=9))
    assert take("b", "10", NOW + timedelta(minutes=10)), "the first one died"
    with app.database.writing(None) as session:
        leases.done(session, name="tidy", owner="a", period="10", now=NOW + timedelta(minutes=11))
    assert not take("c", "10", NOW + timedelta(minutes=11)), "who lost the lease notes nothing"
    with app.database.writing(None) as session:
        leases.done(session, name="tidy", owner="b", period="10", now=NOW + timedelta(minutes=12))
    assert [take("a", "10", NOW + timedelta(hours=1)), take("a", "11", NOW + timedelta(hours=1))] == [False, True]


def test_the_directory_of_roles_is_closed_to_others_on_postgresql(app: App, actor: Actor) -> None:
    who = account(app, actor, "sari")
    with app.database.reading(None, uuid7()) as session:
        rows = session.scalars(select(GrantIndex)).all()
    assert rows == [] or app.database.sqlite
    with app.database.reading(None, who) as session:
        assert len(access.places(session, who, now=NOW)) == 1


def test_access_to_a_business_ends_with_its_day(app: App, actor: Actor) -> None:
    who = account(app, actor, "sari")
    business = uuid7()
    with app.database.writing(actor.association) as session:
        session.add(Business(id=business, code="A001", name="Batik Sari"))
        session.flush()
        session.add(BusinessAccess(business_id=business, account_id=who, valid_from=TODAY, valid_to=date(2026, 11, 22)))
    token = sign_in(app, who)
    assert actor_of(app, token).own_businesses == {business}
    # 17.00 UTC is midnight in Jambi.
    assert actor_of(app, token, datetime(2026, 11, 21, 16, 59, tzinfo=UTC)).own_businesses == {business}
    assert actor_of(app, token, datetime(2026, 11, 21, 17, 0, tzinfo=UTC)).own_businesses == frozenset()


def test_a_hash_is_argon2id_and_nobody_is_never_right() -> None:
    sealed = passwords.seal("kopi pagi di teras", passwords.PASSWORD)
    assert sealed.hash.startswith("$argon2id$")
    assert passwords.matches("kopi pagi di teras", sealed.hash)
    assert not passwords.matches("kopi sore di teras", sealed.hash)
    assert not passwords.matches("nobody has this secret", None)
    assert not passwords.matches("x" * 201, sealed.hash)
    fresh = passwords.fresh_pin()
    assert passwords.matches(f" {fresh.text} ", fresh.sealed.hash)
    assert fresh.text not in repr(fresh)


def test_a_removed_identity_lets_nobody_in(app: App, actor: Actor) -> None:
    account(app, actor, "sari")
    with app.database.writing(None) as session:
        session.scalars(select(Identity)).one().removed_at = NOW
    with app.database.reading(None) as session:
        assert access.secret_of(session, "username", "sari") is None
