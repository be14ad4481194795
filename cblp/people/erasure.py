"""What erasing somebody does to accounts, the register, consents and the audit trail."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select, update
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import aliased

from cblp.db.erasure import RULES, Gone, Whose, code, declare, mentioning
from cblp.people.models import (
    Account,
    Area,
    Association,
    AssociationDirectory,
    AuditEntry,
    AuditSeal,
    Business,
    Consent,
    Credential,
    DownloadTicket,
    Draft,
    Erasure,
    GrantIndex,
    Identity,
    Installation,
    Invitation,
    JobLease,
    Licence,
    Membership,
    Person,
    RoleGrant,
    Session,
    SignInAttempt,
)


def _entries(gone: Gone) -> ColumnElement[bool]:
    subjects = [*gone.businesses, *gone.persons, *([gone.account] if gone.account else [])]
    asked = aliased(AuditEntry)  # not made with the module: it would map all tables at every start
    wishes = select(asked.id).where(asked.association_id == gone.association, asked.subject_id == gone.account)
    return or_(AuditEntry.behalf_of.in_(gone.businesses), AuditEntry.subject_id.in_(subjects), AuditEntry.subject_id.in_(wishes))


def _empty_trail(session: Database, gone: Gone) -> None:
    """Entries about them, and those that name them; what is emptied stays sealed (``rules_seals``)."""
    found = {row.id for row in session.execute(mentioning(gone, RULES[AuditEntry.__tablename__]))
             if gone.words.clean([row.label, row.changes]) != [row.label, row.changes]}
    entries = select(AuditEntry.id, AuditEntry.changes).where(
        AuditEntry.association_id == gone.association, or_(_entries(gone), AuditEntry.id.in_(found))
    )
    for id_, changes in session.execute(entries).all():
        session.execute(
            update(AuditEntry).where(AuditEntry.association_id == gone.association, AuditEntry.id == id_)
            .values(label="", changes=dict.fromkeys(changes), salt=None),
            execution_options={"synchronize_session": False},
        )


declare(
    Person, whose=lambda gone: Person.id.in_(gone.persons),
    cleared={"name": lambda gone, _place: gone.label, "address_form": "", "phone": "", "erased_at": lambda gone, _place: gone.now},
)
declare(
    Business, kept="sector kbli", whose=lambda gone: Business.id.in_(gone.businesses),
    cleared={
        "name": lambda gone, _place: gone.label,
        "code": lambda gone, place: code(gone.number, place),
        "area_code": func.substr(Business.area_code, 1, 5),  # of a village of few: the regency
        "address": "", "decree": "", "decree_on": None, "women_led": None, "needs_help": False, "needs_help_reason": "",
    },
)
declare(Membership, kept="status", whose=lambda gone: Membership.business_id.in_(gone.businesses), cleared={"reason": ""})
declare(Licence, kept="kind state", whose=lambda gone: Licence.business_id.in_(gone.businesses), cleared={"number": ""})
declare(
    Consent, kept="purpose text_version channel",
    whose=lambda gone: (Consent.person_id.in_(gone.persons)) & Consent.withdrawn_at.is_(None),
    cleared={"withdrawn_at": lambda gone, _place: gone.now},
)
declare(AuditEntry, kept="action entity words digest salt", scrubbed="label changes", by=_empty_trail)
declare(AuditSeal, kept="content previous hash")
declare(Erasure)
declare(Association, kept="area_code timezone colour logo", scrubbed="name hashtags")
declare(RoleGrant, kept="role")
declare(Draft, kept="form", scrubbed="content", whose=lambda gone: Draft.account_id == gone.account, dropped=True)
# A document waits some minutes for its reader, sealed: nobody can look into it, so all of them go.
declare(DownloadTicket, whose=lambda gone: DownloadTicket.association_id == gone.association, dropped=True)


# -- the account, where no other association knows it ----------------------------------------------------------------------


def _of_account(column: Any) -> Whose:
    return lambda gone: column == gone.account if gone.everywhere and gone.account else false()


declare(
    Account, kept="language", whose=_of_account(Account.id),
    cleared={"name": lambda gone, _place: gone.label, "disabled_at": lambda gone, _place: gone.now},
)
for entity in (Identity, Credential, Invitation):
    declare(entity, whose=_of_account(entity.account_id), dropped=True)
declare(
    Session, dropped=True,
    whose=lambda gone: (Session.account_id == gone.account) if gone.everywhere else (
        (Session.account_id == gone.account) & (Session.association_id == gone.association)
    ),
)
declare(SignInAttempt, whose=lambda gone: SignInAttempt.name_hash.in_(gone.tried), dropped=True)

# -- nobody's ------------------------------------------------------------------------------------------------------------

declare(Installation, kept="key value")
declare(JobLease, kept="name owner done_period")
declare(AssociationDirectory, kept="slug name")
declare(GrantIndex, kept="role")
declare(Area, kept="code name parent")
