"""The demonstration (演练场): a page in the browser on which the whole bureau is played, with the real bot process."""
