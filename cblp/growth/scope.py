"""Whose rows of growing somebody may read; imported by all its services and reports."""
