"""The words of each action, by capability; ``texts/actions.py`` has all of them in one table."""
