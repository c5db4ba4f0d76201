"""Tests of the benchmarks: what they print is what was measured, on ledgers small enough to be quick about it."""
