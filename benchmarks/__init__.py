"""Benchmarks: each figure and what it is compared with, measured in one run. ``make bench`` runs them."""
