"""What changes in decisions: one module per subject, one transaction per call."""
