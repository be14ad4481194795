"""What is read of decisions: one module per subject."""
