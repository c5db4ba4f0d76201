"""One-line changes that the suite must notice: ``make mutants``."""
