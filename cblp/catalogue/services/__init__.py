"""Writes of the catalogue: products and their photos, shops and who owns them, listings and what they sell."""
