"""Rules of campaigns without a database: the lowest price, who is ready, what a campaign brought, and its templates."""
