"""What is read of growing: one module per subject."""
