"""Photos of papers that prove something: sent here, kept by ``decisions.services.evidence``, shown to who may see them."""

from __future__ import annotations

from uuid import UUID

from cblp.catalogue.pictures import Picture
from cblp.decisions.reports import evidence
from cblp.ui import reads
from cblp.ui.components import papers, uploads


def choose(label: str, *, key: str) -> Picture | None:
    """The place to send a photo of a paper; the prepared picture once a readable one was sent. ``chosen`` empties it."""
    return uploads.photo(label, key=key)


def chosen() -> None:
    """The photo is kept: the next uploader starts empty."""
    uploads.kept()


def show(evidence_id: UUID, name: str) -> None:
    """A kept photo, with what it shows."""
    papers.shown(reads.ask(evidence.picture, evidence_id=evidence_id), name)
