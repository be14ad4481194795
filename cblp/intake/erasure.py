"""What erasing somebody does to files that came in: counts and checksums stay, names of files, waiting rows and addresses go."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, or_, select

from cblp.catalogue.erasure import shops
from cblp.db.erasure import Gone, declare
from cblp.intake.models import BatchShop, ImportBatch, ImportIssue, Job, SavedMapping, SourceAddress


def _batches(gone: Gone) -> Select[Any]:
    return select(BatchShop.batch_id).where(BatchShop.association_id == gone.association, BatchShop.shop_id.in_(shops(gone)))


declare(
    ImportBatch, kept="sha256 source kind format since status", scrubbed="name notes reverted_reason",
    whose=lambda gone: or_(ImportBatch.id.in_(_batches(gone)), ImportBatch.received_by == gone.account),
    cleared={"name": "", "waiting": None, "notes": [], "reverted_reason": ""},
)
declare(BatchShop, kept="marketplace")
declare(
    ImportIssue, kept="column code", whose=lambda gone: ImportIssue.batch_id.in_(_batches(gone)), cleared={"value": ""},
)
declare(SavedMapping, kept="headers columns", whose=lambda gone: SavedMapping.shop_id.in_(shops(gone)), dropped=True)
declare(SourceAddress, kept="url outcome", whose=lambda gone: SourceAddress.shop_id.in_(shops(gone)), dropped=True)
declare(
    Job, kept="kind state", whose=lambda gone: or_(Job.account_id == gone.account, Job.subject_id.in_(gone.businesses)),
    cleared={"input": None, "result": {}},
)
