"""Writes of outreach: one module per subject."""
