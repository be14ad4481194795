"""Accounts and sessions (global), associations, roles, persons, businesses, memberships, licences, consent, audit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cblp.db.base import Base, Edited, Entity, Tenant, belongs
from cblp.db.ids import uuid7

# -- global ----------------------------------------------------------------------------------------------------------


class Account(Base):
    """A person who signs in."""

    __tablename__ = "account"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(2), default="id")
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class Identity(Base):
    """One way in for an account: user name or phone with a password or PIN, or an OpenID issuer and subject."""

    __tablename__ = "identity"
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)  # username, phone, oidc
    key: Mapped[str] = mapped_column(String(300), primary_key=True)  # lower case; +62…; issuer|subject
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Credential(Base):
    """The Argon2id hash of an account's password or PIN."""

    __tablename__ = "credential"
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))  # password, pin
    hash: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(default=False)
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None]  # whoever reset it for them; shown to them


class Session(Base):
    """A signed-in browser. Only the SHA-256 of its token is stored, whichever way it signed in."""

    __tablename__ = "session"
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))  # local, oidc, demo
    association_id: Mapped[UUID | None]
    role: Mapped[str] = mapped_column(String(12), default="")
    language: Mapped[str] = mapped_column(String(2), default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(String(80), default="")


class Invitation(Base):
    """A one-time code with which somebody joins their OpenID sign-in to their account; only its hash is stored."""

    __tablename__ = "invitation"
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    created_by: Mapped[UUID | None]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """Wrong tries for a name (hashed, so that a mistyped password never stays here) and when the next is allowed."""

    __tablename__ = "sign_in_attempt"
    name_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class Installation(Base):
    """What this installation knows about itself: whether it holds the demo, the hash of the set-up code."""

    __tablename__ = "installation"
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(400))


class JobLease(Base):
    """Which process runs a periodic job, until when, and the last period that was done."""

    __tablename__ = "job_lease"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    owner: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime]
    done_period: Mapped[str] = mapped_column(String(20), default="")


class AssociationDirectory(Base):
    """All associations of this installation by their slug."""

    __tablename__ = "association_directory"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(160))


class GrantIndex(Base):
    """Which associations an account may enter, in which role: the directory of the tenants' own role grants."""

    __tablename__ = "grant_index"
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    association_id: Mapped[UUID] = mapped_column(ForeignKey("association_directory.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(12), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]


class Area(Base):
    """An official area code (Kemendagri): 15 province, 15.71 regency or city, 15.71.01 district, … village."""

    __tablename__ = "area"
    code: Mapped[str] = mapped_column(String(13), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    level: Mapped[int]  # 1 province … 4 village
    parent: Mapped[str | None] = mapped_column(ForeignKey("area.code"))


# -- one association -------------------------------------------------------------------------------------------------


class Association(Tenant, Edited, Base):
    """The association itself."""

    __tablename__ = "association"
    name: Mapped[str] = mapped_column(String(160))
    area_code: Mapped[str] = mapped_column(String(13), default="")
    timezone: Mapped[str] = mapped_column(String(40), default="Asia/Jakarta")
    colour: Mapped[str] = mapped_column(String(7), default="#2F4B7C")
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    hashtags: Mapped[str] = mapped_column(String(300), default="")
    storefront: Mapped[bool] = mapped_column(default=False)
    data_version: Mapped[int] = mapped_column(default=0)


class RoleGrant(Entity, Base):
    """A role of an account in this association, dated."""

    __tablename__ = "role_grant"
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(String(12))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    granted_by: Mapped[UUID | None]
    __table_args__ = (Index(None, "association_id", "account_id"),)


class Person(Entity, Edited, Base):
    """Somebody the association knows; the account is theirs when they sign in."""

    __tablename__ = "person"
    name: Mapped[str] = mapped_column(String(120))
    address_form: Mapped[str] = mapped_column(String(12), default="")  # Ibu, Bapak, Kak, Bang, Mbak
    phone: Mapped[str] = mapped_column(String(20), default="")  # E.164
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    erased_at: Mapped[datetime | None]


class Business(Entity, Edited, Base):
    """A micro-business, apart from the person who runs it."""

    __tablename__ = "business"
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    owner_id: Mapped[UUID | None]
    sector: Mapped[str] = mapped_column(String(12), default="other")  # batik, food, drink, craft, other
    kbli: Mapped[str] = mapped_column(String(5), default="")
    area_code: Mapped[str] = mapped_column(String(13), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    women_led: Mapped[bool | None]
    workers: Mapped[int | None]
    internet: Mapped[bool | None]
    decree: Mapped[str] = mapped_column(String(80), default="")  # officially designated commodity
    decree_on: Mapped[date | None]
    needs_help: Mapped[bool] = mapped_column(default=False)  # never shown to other members
    needs_help_reason: Mapped[str] = mapped_column(String(200), default="")
    __table_args__ = (UniqueConstraint("association_id", "code"), belongs("owner_id", "person"))


class BusinessAccess(Entity, Base):
    """An account that may act for a business (a couple shares one), dated."""

    __tablename__ = "business_access"
    business_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    __table_args__ = (belongs("business_id", "business"), Index(None, "association_id", "account_id"))


class Membership(Entity, Base):
    """A business in the association over a time: applied, active, suspended, left or rejected, with the reason."""

    __tablename__ = "membership"
    business_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(String(10))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(200), default="")
    __table_args__ = (
        belongs("business_id", "business"),
        Index(None, "association_id", "business_id", "valid_from"),
        CheckConstraint("status in ('applied','active','suspended','left','rejected')", name="status"),
    )


class Licence(Entity, Edited, Base):
    """NIB, PIRT, halal, BPOM or trademark of a business."""

    __tablename__ = "licence"
    business_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(8))  # nib, pirt, halal, bpom, merek
    number: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[str] = mapped_column(String(10), default="held")  # held, applied, ended
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    __table_args__ = (
        belongs("business_id", "business"),
        Index(
            "uq_licence_nib",
            "association_id",
            "number",
            unique=True,
            sqlite_where=text("kind = 'nib' AND number <> ''"),
            postgresql_where=text("kind = 'nib' AND number <> ''"),
        ),
        Index(None, "association_id", "business_id"),
    )


class Consent(Entity, Base):
    """What a person allowed, for one purpose, in which words, through which channel; withdrawn, never deleted."""

    __tablename__ = "consent"
    person_id: Mapped[UUID]
    purpose: Mapped[str] = mapped_column(String(30))  # one of services.consent.PURPOSES
    text_version: Mapped[str] = mapped_column(String(20))
    given: Mapped[bool]
    given_at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(String(12))  # app, paper, whatsapp
    recorded_by: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
    __table_args__ = (belongs("person_id", "person"), Index(None, "association_id", "person_id"))


class AuditEntry(Entity, Base):
    """Who did what to which row; names of changed fields, values only of public ones. Append only, and sealed (``rules_seals``).

    At erasure ``label`` and the values in ``changes`` are emptied, and ``salt``: neither ``digest`` nor the seal knows them.
    """

    __tablename__ = "audit_entry"
    at: Mapped[datetime]
    account_id: Mapped[UUID | None]
    behalf_of: Mapped[UUID | None]  # the business for whom a coordinator acted
    action: Mapped[str] = mapped_column(String(40))
    entity: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID | None]
    label: Mapped[str] = mapped_column(String(120), default="")
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))  # goes with the values
    words: Mapped[bytes | None] = mapped_column(LargeBinary(32))  # salted hash of the values; None: there never were any
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))  # of all but label; None: written before there were seals
    seal: Mapped[int | None]  # number of the AuditSeal; None until the next one
    __table_args__ = (
        Index(None, "association_id", "at"), Index(None, "association_id", "subject_id"), Index(None, "association_id", "seal", "id"),
    )


class AuditSeal(Tenant, Base):
    """What was written since the seal before it, in one hash that goes on from that seal's. Append only."""

    __tablename__ = "audit_seal"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # from 1, without gaps
    sealed_at: Mapped[datetime]
    entries: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary(32))  # sha256 of the entries' digests in the order of their ids
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))  # hash of the seal before; zeros for the first
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class Erasure(Entity, Base):
    """Somebody who was erased: ids and instants, nothing that says who it was.

    Texts of rows that never change may change while ``done_at`` is null, and only then (``cblp.db.triggers``). After an older
    backup was put back, the list is carried out again.
    """

    __tablename__ = "erasure"
    number: Mapped[int]  # what stands where the name stood: "Mantan anggota 3"
    person_id: Mapped[UUID]
    account_id: Mapped[UUID | None]
    asked_at: Mapped[datetime | None]  # when they asked for it; null: nobody asked in the app
    at: Mapped[datetime]
    erased_by: Mapped[UUID | None]
    done_at: Mapped[datetime | None]
    __table_args__ = (
        belongs("person_id", "person"), UniqueConstraint("association_id", "number"), UniqueConstraint("association_id", "person_id"),
    )


class Draft(Tenant, Base):
    """What somebody typed and has not saved yet; the network drops, the tab sleeps."""

    __tablename__ = "draft"
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(String(120), primary_key=True)
    content: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    __table_args__ = (ForeignKeyConstraint(["account_id"], ["account.id"]),)


class DownloadTicket(Tenant, Base):
    """A document that waits some minutes for its one reader; the bytes are sealed with the ticket, of which only the hash is here."""

    __tablename__ = "download_ticket"
    ticket_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    session_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    filename: Mapped[str] = mapped_column(String(160))
    media_type: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    expires_at: Mapped[datetime]
    __table_args__ = (Index(None, "association_id", "expires_at"),)
