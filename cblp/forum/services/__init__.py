"""Writes of forum: one module per subject."""
