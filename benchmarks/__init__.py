"""Benchmarks: each figure of the design beside what it is measured against, in one run. ``make bench`` runs them."""
