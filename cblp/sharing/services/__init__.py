"""What changes in sharing: one module per subject, one transaction per call."""

from cblp.sharing.services import aid, distributions, guarding  # noqa: F401  (they register: what a passed decision writes, what stands on a file)
