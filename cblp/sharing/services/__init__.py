"""What changes in sharing: one module per subject, one transaction per call."""

from cblp.sharing.services import aid  # noqa: F401  (it registers what a passed decision writes)
