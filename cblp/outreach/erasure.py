"""What erasing somebody does to the storefront and to texts for posts: all of it goes but the counts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CompoundSelect, Select, func, select, union_all

from cblp.catalogue.erasure import products
from cblp.catalogue.models import ProductPhoto
from cblp.db.erasure import Gone, declare
from cblp.decisions.models import Evidence, PaperCount
from cblp.outreach.models import AssistantUse, LetterText, PhotoSize, PostDraft, StorefrontCount, StorefrontMember, StorefrontProduct
from cblp.sharing.models import AidRequest, BalanceCheck, DistributionShare, Transfer


def _photos(gone: Gone) -> Select[Any]:
    return select(ProductPhoto.id).where(ProductPhoto.association_id == gone.association, ProductPhoto.product_id.in_(products(gone)))


def _proofs(gone: Gone) -> CompoundSelect[Any]:
    """Papers that prove a payment, what was in the box, or a count."""
    proving = (Transfer, BalanceCheck, DistributionShare, AidRequest, PaperCount)
    return union_all(*(
        select(entity.evidence_id).where(entity.association_id == gone.association, entity.evidence_id.is_not(None)) for entity in proving
    ))


def _place(word: str) -> Any:
    """An address that leads nowhere, tells nothing, and is given to nobody else."""
    return lambda gone, place: f"mantan-{gone.number}-{word}{place}"


declare(
    StorefrontProduct, whose=lambda gone: StorefrontProduct.product_id.in_(products(gone)),
    cleared={
        "slug": _place("p"),
        "withdrawn_at": lambda gone, _number: func.coalesce(StorefrontProduct.withdrawn_at, gone.now),
    },
)
declare(StorefrontMember, whose=lambda gone: StorefrontMember.business_id.in_(gone.businesses), cleared={"slug": _place("u")})
declare(PhotoSize, whose=lambda gone: PhotoSize.photo_id.in_(_photos(gone)), dropped=True)
# Photos of papers stand here, where everything that leads to one is known: what proves money or a count is kept by law, the rest goes.
declare(
    Evidence, kept="sha256", cleared={"content": b""},
    whose=lambda gone: Evidence.business_id.in_(gone.businesses) & Evidence.id.not_in(_proofs(gone)),
)
declare(StorefrontCount, kept="what marketplace")
declare(
    PostDraft, kept="channel source photo warnings", whose=lambda gone: PostDraft.business_id.in_(gone.businesses),
    cleared={"seen": [], "drafted": "", "added": "", "text": ""},
)
declare(AssistantUse, kept="model outcome")
declare(LetterText, kept="code language", scrubbed="text")
