"""Rules of programmes, without a database."""
