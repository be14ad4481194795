"""Decisions voted together, the parameters they set, and the versions of the sharing rule."""
