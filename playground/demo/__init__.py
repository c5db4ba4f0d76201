"""The demonstration (演练场): a browser page to play the whole bureau, with the real bot process."""
