"""What changes in decisions: one module per subject, one transaction per call."""

from cblp.decisions.services import parameters, sharing_rules  # noqa: F401  (they register what a passed decision writes)
