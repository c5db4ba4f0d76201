"""A city: several bureaux on one PostgreSQL, whose bots are killed while people speak."""
