"""The PostgreSQL of the tests. Where there is none they are left out, and the run says so (``tests/conftest.py``)."""

from playground.city.cluster import Cluster, Place, find_postgres, running_cluster

__all__ = ["MISSING", "Cluster", "Place", "find_postgres", "running_cluster"]

#: Told after a run that had to leave these tests out.
MISSING = (
    "PostgreSQL 测试未运行：没有找到 PostgreSQL；请安装（Debian/Ubuntu：apt-get install postgresql），"
    "或用 POSTGRES_BIN 指明其 bin 目录"
)
