"""What the city costs its PostgreSQL: bytes, connections, commits, memory and processor time."""

from pathlib import Path

from benchmarks.machine import processor_seconds
from playground.city.cluster import Cluster, children

#: As many connections as the city may need, and the memory that PostgreSQL has by default.
_SETTINGS = {"max_connections": "300", "shared_buffers": "128MB"}
_OURS = "select pid from pg_stat_activity where application_name = 'duban'"
_TABLES = """
select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname like 'b___' and c.relkind = 'r'
"""
_WRITTEN = "select pg_current_wal_lsn() - '0/0'"
_COMMITS = "select xact_commit from pg_stat_database where datname = current_database()"


class CityDatabase:
    """Read-outs of one cluster; each is a number that only grows, or what there is now."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        for name, value in _SETTINGS.items():
            cluster.execute(f"alter system set {name} = '{value}'")
        cluster.restart()

    def tables(self) -> float:
        """Bytes of all bureaux' tables, with indexes."""
        return self._number(_TABLES)

    def written(self) -> float:
        """Bytes of the write-ahead log so far."""
        return self._number(_WRITTEN)

    def commits(self) -> float:
        """Transactions so far, as the server has counted them some seconds ago at most."""
        return self._number(_COMMITS)

    def processor(self) -> float:
        """Seconds of processor time that the server has had, with all that it started."""
        return sum(map(processor_seconds, (self.cluster.pid, *children(self.cluster.pid))))

    def connections(self) -> int:
        """The bots' connections."""
        return len(self.cluster.execute(_OURS))

    def connection_memory(self) -> float:
        """Bytes that one of them takes in the server, what is shared left out: the mean."""
        found = [_own_memory(int(str(pid))) for (pid,) in self.cluster.execute(_OURS)]
        return sum(found) / len(found)

    def _number(self, asked: str) -> float:
        [(found,)] = self.cluster.execute(asked)
        return float(str(found))


def _own_memory(pid: int) -> float:
    """Bytes of a process that no other one shares: its own pages, and its part of the program's."""
    lines = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines())
    sizes = {words[0].rstrip(":"): float(words[1]) * 1024 for words in lines if words[-1] == "kB"}
    return sizes["Pss"] - sizes.get("Pss_Shmem", 0.0)
