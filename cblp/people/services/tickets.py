"""Documents on their way out: kept some minutes for the one session that asked, sealed with the ticket itself."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cblp.db.actor import Actor
from cblp.errors import NotSignedIn
from cblp.people.models import DownloadTicket
from cblp.people.services import audit

LASTS: Final = timedelta(minutes=5)
_NONCE: Final = 12


@dataclass(frozen=True)
class Document:
    """What goes out."""

    filename: str
    media_type: str
    content: bytes


def issue(session: Session, actor: Actor, document: Document, *, now: datetime) -> str:
    """Keep a document for five minutes; returns the ticket, to be opened by the same session in the same association only.

    Its address is ``/unduh/<ticket>`` (saved as a file) or ``/kertas-pin/<ticket>`` (shown, to be printed). The bytes can be
    read from the database by nobody who has not the ticket.
    """
    if actor.session is None:
        raise NotSignedIn("a document needs a reader")
    forget(session, now=now)
    ticket = secrets.token_urlsafe(32)
    nonce = os.urandom(_NONCE)
    session.add(DownloadTicket(
        ticket_hash=_hash(ticket), session_hash=actor.session, filename=document.filename[-160:], media_type=document.media_type,
        content=nonce + AESGCM(_key(ticket)).encrypt(nonce, document.content, None), expires_at=now + LASTS,
    ))
    audit.record(session, actor, now=now, action="downloaded", entity="document", label=document.filename)
    return ticket


def open_ticket(session: Session, actor: Actor, *, ticket: str, now: datetime) -> Document | None:
    """The document of a ticket; None when it is another session's, another association's, too old or nobody's."""
    row = session.execute(
        select(DownloadTicket.filename, DownloadTicket.media_type, DownloadTicket.content).where(
            DownloadTicket.association_id == actor.association, DownloadTicket.ticket_hash == _hash(ticket),
            DownloadTicket.session_hash == actor.session, DownloadTicket.expires_at > now,
        )
    ).one_or_none()
    if row is None:
        return None
    content = bytes(row.content)
    return Document(row.filename, row.media_type, AESGCM(_key(ticket)).decrypt(content[:_NONCE], content[_NONCE:], None))


def forget(session: Session, *, now: datetime) -> None:
    """Remove what was not fetched in time (the session's association)."""
    session.execute(delete(DownloadTicket).where(DownloadTicket.expires_at <= now))


def _hash(ticket: str) -> bytes:
    return hashlib.sha256(b"hash " + ticket.encode()).digest()


def _key(ticket: str) -> bytes:
    return hashlib.sha256(b"key " + ticket.encode()).digest()
