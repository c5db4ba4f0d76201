"""Chaos: commands and work days flow while process and line are broken at random; then everything is counted."""
