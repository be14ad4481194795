"""What changes in campaigns: one module per subject, one transaction per call."""
