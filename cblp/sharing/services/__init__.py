"""What changes in sharing: one module per subject, one transaction per call."""
