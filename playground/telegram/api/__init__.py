"""The methods of the Bot API, by topic; ``table.py`` lists them all."""
