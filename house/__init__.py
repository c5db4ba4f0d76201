"""A bureau's life: its rooms wired together, run until it is stopped, and the board beside it. No logic."""
