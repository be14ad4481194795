"""Rules that the database itself keeps, on both engines: what is append-only stays so, what is booked is balanced and stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

APPEND_ONLY: Final = {
    "audit_entry": (),
    "audit_seal": (),
    "erasure": ("done_at",),
    "ballot": ("replaced_at",),
    "evidence": (),
    "ledger_account": ("name",),
    "posting": (),
    "balance_check": (),
    "invoice": (),
    "distribution_line": (),
    "superior_run": (),
    "edition": (),
    "published_cell": (),
    "progress_comment": (),
}
"""Tables whose rows are never deleted and never changed, but for the named columns."""

BOUND: Final = {
    "audit_entry": {
        "seal": "OLD.seal IS NULL", "digest": "OLD.digest IS NULL", "words": "OLD.digest IS NULL", "salt": "OLD.digest IS NULL",
    },
}
"""Columns of such tables that are set once: entries are sealed later, and older ones have no digest until then."""

ERASURE: Final = "erasure"
ERASABLE: Final = {
    "audit_entry": ("label", "changes", "salt"),
    "ballot": ("reason",),
    "evidence": ("content",),
    "superior_run": ("names", "minutes"),
    "edition": ("reason",),
    "progress_comment": ("text",),
    "transfer": ("text",),
    "period_report": ("sections", "snapshot", "version"),
}
"""Columns of such tables that can carry who somebody is: changed only while an erasure of the association is under way."""

TRANSFER: Final = "transfer"
"""Changed once: when it is posted, and then its postings sum to zero. No posting is added after that."""

LOCKED: Final = {"period_report": ("state", "approved")}
"""Tables whose rows are closed for good once a column holds a value."""

_FILED: Final = (
    "EXISTS (SELECT 1 FROM import_batch WHERE association_id = OLD.association_id AND id = OLD.batch_id "
    "AND status IN ('posted', 'reverted'))"
)
KEPT: Final = {"listing": (("id",), ""), "import_batch_shop": (("batch_id", "shop_id"), _FILED)}
"""Rows to which order lines and settlements point without a foreign key, with what those name and when they are never deleted.

That a posted batch and its shop stay is then the work of the foreign keys of ``import_batch_shop``.
"""


@dataclass(frozen=True)
class Trigger:
    """A trigger that refuses with ``refusal`` when ``when`` holds (a condition on OLD and NEW; "" is always)."""

    name: str
    table: str
    verb: str
    when: str
    refusal: str


def create(connection: Connection) -> None:
    """Create or replace the triggers of every table that is there (a database between two revisions has not all of them)."""
    drop(connection)
    sqlite = connection.dialect.name == "sqlite"
    for trigger in _all(connection):
        if not _columns(connection, trigger.table):
            continue
        for statement in (_sqlite if sqlite else _postgresql)(trigger):
            connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Take every trigger away: before a migration, whose rebuilt tables SQLite would not rename under triggers that name them."""
    for name, table in names():
        place = "" if connection.dialect.name == "sqlite" else f" ON {table}"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{place}")


def names() -> list[tuple[str, str]]:
    """Every trigger and its table."""
    tables = [(table, verb) for table in APPEND_ONLY for verb in ("update", "delete", "replace")]
    locked = [(table, verb) for table in (*LOCKED, *KEPT) for verb in ("update", "delete")]
    booked = [(TRANSFER, verb) for verb in ("insert", "update", "balance", "delete", "replace")]
    single = [("posting", "late"), ("audit_entry", "insert")]
    return [(f"{table}_no_{verb}", table) for table, verb in [*tables, *locked, *booked, *single]]


def _all(connection: Connection) -> Iterator[Trigger]:
    for table, free in APPEND_ONLY.items():
        refused = _but_erasing(connection, table, f"NOT ({_same(connection, table, free)})", free)
        if table == ERASURE:
            refused += " OR OLD.done_at IS NOT NULL"  # over once, over for good: it opens what is closed
        yield Trigger(f"{table}_no_update", table, "UPDATE", refused, f"{table} is append only")
        yield Trigger(f"{table}_no_delete", table, "DELETE", "", f"{table} is append only")
        yield _no_replace(connection, table)
    yield Trigger("audit_entry_no_insert", "audit_entry", "INSERT", "NEW.seal IS NOT NULL", "an entry is sealed after it is there")
    for table, (column, value) in LOCKED.items():
        locked = f"OLD.{column} = '{value}'"
        yield Trigger(f"{table}_no_update", table, "UPDATE", _but_erasing(connection, table, locked), f"{table} is locked")
        yield Trigger(f"{table}_no_delete", table, "DELETE", locked, f"{table} is locked")
    for table, (key, when) in KEPT.items():
        same = " AND ".join(_unchanged(connection, column) for column in ("association_id", *key))
        yield Trigger(f"{table}_no_update", table, "UPDATE", f"NOT ({same})", f"{table} keeps its key")
        yield Trigger(f"{table}_no_delete", table, "DELETE", when, f"{table} is pointed to")
    own = "association_id = NEW.association_id AND transfer_id = NEW.id"
    yield Trigger(f"{TRANSFER}_no_insert", TRANSFER, "INSERT", "NEW.posted", "a transfer is posted after its postings are there")
    unposted = f"(OLD.posted OR NOT NEW.posted OR NOT ({_same(connection, TRANSFER, ('posted',))}))"
    yield Trigger(f"{TRANSFER}_no_update", TRANSFER, "UPDATE", _but_erasing(connection, TRANSFER, unposted), "transfer is append only")
    yield Trigger(
        f"{TRANSFER}_no_balance", TRANSFER, "UPDATE",
        f"(SELECT count(*) < 2 OR sum(amount) <> 0 FROM posting WHERE {own})",  # noqa: S608
        "a transfer sums to zero over two postings or more",
    )
    yield Trigger(f"{TRANSFER}_no_delete", TRANSFER, "DELETE", "", "transfer is append only")
    yield _no_replace(connection, TRANSFER)
    # Locked: a posting cannot slip in between the sum and the commit of a transfer that another connection is posting.
    lock = "" if connection.dialect.name == "sqlite" else " FOR SHARE"
    posted = f"(SELECT posted FROM {TRANSFER} WHERE association_id = NEW.association_id AND id = NEW.transfer_id{lock})"  # noqa: S608
    yield Trigger("posting_no_late", "posting", "INSERT", posted, "no posting is added to a posted transfer")


def _same(connection: Connection, table: str, free: tuple[str, ...] = ()) -> str:
    return " AND ".join(_kept(connection, table, column) for column in _columns(connection, table) if column not in free)


def _but_erasing(connection: Connection, table: str, refused: str, free: tuple[str, ...] = ()) -> str:
    """``refused``, unless an erasure is under way and nothing but the columns that it may empty is changed."""
    if table not in ERASABLE or not _columns(connection, ERASURE):
        return refused
    under_way = f"EXISTS (SELECT 1 FROM {ERASURE} WHERE association_id = NEW.association_id AND done_at IS NULL)"  # noqa: S608
    return f"{refused} AND NOT ({under_way} AND {_same(connection, table, (*free, *ERASABLE[table]))})"


def _no_replace(connection: Connection, table: str) -> Trigger:
    """SQLite's INSERT OR REPLACE takes the old row away without asking a DELETE trigger."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in _key(connection, table))
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608
    return Trigger(f"{table}_no_replace", table, "INSERT", there, f"{table} is append only")


def _sqlite(trigger: Trigger) -> Iterator[str]:
    when = f"WHEN {trigger.when} " if trigger.when else ""
    yield (
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.verb} ON {trigger.table} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{trigger.refusal}'); END"
    )


def _postgresql(trigger: Trigger) -> Iterator[str]:
    # A WHEN clause may not look at other rows there, a function may; it runs with the writer's own rights.
    if trigger.name.endswith("_no_replace"):
        return  # an upsert is an UPDATE there, and refused as one
    function, result = f"cblp_{trigger.name}", "OLD" if trigger.verb == "DELETE" else "NEW"
    refuse = f"RAISE EXCEPTION '{trigger.refusal}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"IF {trigger.when} THEN {refuse} END IF;" if trigger.when else refuse
    yield f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN {result}; END $$"
    yield f"CREATE TRIGGER {trigger.name} BEFORE {trigger.verb} ON {trigger.table} FOR EACH ROW EXECUTE FUNCTION {function}()"


def _kept(connection: Connection, table: str, column: str) -> str:
    allowed = BOUND.get(table, {}).get(column)
    return f"({_unchanged(connection, column)} OR {allowed})" if allowed else _unchanged(connection, column)


def _unchanged(connection: Connection, column: str) -> str:
    if connection.dialect.name == "sqlite":
        return f"NEW.{column} IS OLD.{column}"
    return f"NEW.{column}::text IS NOT DISTINCT FROM OLD.{column}::text"  # json has no equality of its own


def _columns(connection: Connection, table: str) -> list[str]:
    if connection.dialect.name == "sqlite":
        return [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
    rows = connection.exec_driver_sql(
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped ORDER BY attnum", (table,)
    )
    return [row[0] for row in rows]


def _key(connection: Connection, table: str) -> list[str]:
    if connection.dialect.name == "sqlite":
        return [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})") if row[5]]
    return ["id"]
