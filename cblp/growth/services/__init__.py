"""What changes in growing: one module per subject, one transaction per call."""
