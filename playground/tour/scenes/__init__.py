"""The scenes of the tour, a file for each day: who does what, and what must follow."""
