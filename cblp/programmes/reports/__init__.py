"""Reads of programmes: one module per subject."""
