"""What is read of sharing: one module per subject."""
