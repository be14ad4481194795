"""Writes of programmes: one module per subject."""
