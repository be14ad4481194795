"""Rules of forum, without a database."""
