"""The tour (演示): three working weeks of the sample bureau, shown in the terminal, with the real bot process."""
