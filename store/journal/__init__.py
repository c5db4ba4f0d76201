"""The journal (流水账) and its files: the only rooms that know lines, months and offsets."""
