"""The tour (演示): one working week of the sample bureau, shown in the terminal, with the real bot process."""
