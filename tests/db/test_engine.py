"""The walls of a session: rows of another association are neither read nor written, and no update is lost."""

from __future__ import annotations

import threading

import pytest
from alembic import command
from sqlalchemy import func, inspect, select, text

from cblp.bootstrap import METADATA, App, migrate
from cblp.db import migrations, triggers
from cblp.db.actor import Actor
from cblp.people.models import Association, Person
from cblp.sales.verify import verify
from cblp.settings import Settings
from tests.conftest import new_association
from tests.intake.making import bring_in, extract, income, order, shop


def test_a_session_sees_and_writes_only_its_own_association(app: App, actor: Actor) -> None:
    other = new_association(app, "lain", "Asosiasi Lain")
    with app.database.writing(actor.association) as session:
        session.add(Person(name="Sari"))
    with app.database.reading(other.association) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0
        assert [row.name for row in session.scalars(select(Association))] == ["Asosiasi Lain"]
    with pytest.raises(AssertionError, match="another association"), app.database.writing(other.association) as session:
        session.add(Person(association_id=actor.association, name="Rina"))


def test_postgresql_hides_other_associations_even_from_plain_sql(app: App, actor: Actor) -> None:
    if app.database.sqlite:
        with app.database.reading(actor.association) as session:
            assert session.execute(text("SELECT count(*) FROM association")).scalar() == 1
        return
    other = new_association(app, "lain", "Asosiasi Lain")
    with app.database.reading(other.association) as session:
        assert session.execute(text("SELECT name FROM association")).scalars().all() == ["Asosiasi Lain"]
    with app.database.reading(None) as session:
        assert session.execute(text("SELECT count(*) FROM association")).scalar() == 0
    app.database.check_role()


def test_concurrent_updates_are_never_lost(app: App, actor: Actor) -> None:
    def bump() -> None:
        for _ in range(20):
            app.act(actor, lambda session, who: None)

    threads = [threading.Thread(target=bump) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.database.reading(actor.association) as session:
        assert session.scalar(select(Association.data_version)) == 80


def test_the_audit_trail_cannot_be_rewritten(app: App, actor: Actor) -> None:
    for statement in ("UPDATE audit_entry SET action = 'nothing'", "UPDATE audit_entry SET label = ''", "DELETE FROM audit_entry"):
        with pytest.raises(Exception, match="append only"), app.database.writing(actor.association) as session:
            session.execute(text(statement))


def test_a_migrated_database_can_be_migrated_again(database_url: str) -> None:
    assert migrate(Settings(database_url=database_url)) == migrations.head()


def test_facts_survive_the_loss_of_their_foreign_keys(app: App, actor: Actor) -> None:
    shops = {"shopee": shop(app, actor)}
    bring_in(app, actor, extract("orders", [order("A1"), order("A2")]), shops)
    bring_in(app, actor, extract("settlement", [income("A1")]), shops)
    before = app.read(actor, verify)
    with app.database.writing(None) as session:
        connection = session.connection()
        if not app.database.sqlite:
            connection.exec_driver_sql("SET LOCAL ROLE NONE")
        triggers.drop(connection)
        command.downgrade(migrations.config(connection, METADATA), "0005")
    with app.database.engine.connect() as connection:
        assert inspect(connection).get_foreign_keys("order_line")
    migrate(app.settings)
    with app.database.engine.connect() as connection:
        assert not inspect(connection).get_foreign_keys("order_line")
        assert {index["name"] for index in inspect(connection).get_indexes("order_line")} == {"ix_order_line_day", "uq_order_line_current"}
    assert app.read(actor, verify) == before
