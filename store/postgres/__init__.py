"""The engine of PostgreSQL: one schema of a database is one bureau's ledger (docs/decisions/0015-psycopg.md)."""
