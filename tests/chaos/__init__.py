"""Chaos: commands, presses and work days flow while the process is killed at random; then everything is counted."""
