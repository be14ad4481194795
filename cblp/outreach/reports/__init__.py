"""Reads of outreach: one module per subject."""
