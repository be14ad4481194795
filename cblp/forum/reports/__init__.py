"""Reads of forum: one module per subject."""
