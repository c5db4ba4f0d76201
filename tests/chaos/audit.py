"""What the database itself notes of each row of the journal: who wrote it, and who held the ledger then.

The engine is not asked. Each start of a bot connects under a name of its own, so a row that a process wrote after
another one had taken the ledger over shows here.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from playground.city.cluster import Place

_MADE = """
create table audit (position bigint, epoch bigint not null, holder text not null, wrote text not null);
create function note() returns trigger language plpgsql as $$
begin
  insert into audit select new.position, epoch, holder, current_setting('application_name') from lease;
  return new;
end $$;
create trigger noted after insert on journal for each row execute function note();
"""


def begin_audit(place: Place) -> None:
    """From here on each row is noted."""
    with place.connect() as connection:
        connection.execute(_MADE)


class Noted(NamedTuple):
    """One row: the epoch and the holder of its day, and under which name its writer was connected."""

    epoch: int
    holder: str
    wrote: str


class Audit:
    """What was noted, once all bots have ended."""

    def __init__(self, place: Place) -> None:
        with place.connect() as connection:
            found = connection.execute("select epoch, holder, wrote from audit order by position").fetchall()
            self._rows = [Noted(int(str(epoch)), str(holder), str(wrote)) for epoch, holder, wrote in found]
            self._journal = connection.execute("select count(*), max(position) from journal").fetchone()

    @property
    def rows(self) -> int:
        """How many were noted."""
        return len(self._rows)

    def faults(self) -> Iterator[str]:
        """Each epoch has one writer, and each writer is the holder; epochs never fall, and no row is missing."""
        writers: dict[int, set[str]] = defaultdict(set)
        holders: dict[str, set[str]] = defaultdict(set)
        for row in self._rows:
            writers[row.epoch].add(row.wrote)
            holders[row.wrote].add(row.holder.split(":")[1])
        yield from (f"in epoch {epoch} wrote {sorted(each)}" for epoch, each in writers.items() if len(each) > 1)
        yield from (f"{wrote} wrote for {sorted(each)}" for wrote, each in holders.items() if len(each) > 1)
        if any(later.epoch < row.epoch for row, later in pairwise(self._rows)):
            yield "a row of an older epoch stands behind one of a newer"
        if self._journal is None or self._journal[0] != self._journal[1]:
            yield f"the journal has gaps: {self._journal}"
