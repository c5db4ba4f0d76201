"""The store: what is acknowledged stays, and nothing else is ever there."""
