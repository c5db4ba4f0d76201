"""Chaos: commands and work days while process and connection fail at random; then everything is counted."""
