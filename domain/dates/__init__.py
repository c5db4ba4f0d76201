"""How staff write a limit (完成时限): the grammar of dates, one group of words a file. All pure."""
