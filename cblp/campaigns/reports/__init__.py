"""What is read of campaigns: one module per subject."""
