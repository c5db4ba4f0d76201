"""What holds for every test."""

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.page.chromium import MISSING, find_chromium
from tests.postgres import MISSING as NO_POSTGRES
from tests.postgres import Cluster, Place, find_postgres, running_cluster

#: Files and rooms by how long they take, as far as it matters.
FIRST = (
    "tests/page/test_half_year.py",
    "tests/e2e/test_tour.py",
    "tests/page/test_month.py",
    "tests/page/",
    "tests/test_contributing.py",
    "tests/chaos/",
    "tests/playground/test_city.py",
    "tests/e2e/",
    "tests/benchmarks/",
    "tests/handlers/test_bad_input_walk.py",
    "tests/handlers/test_imports",
    "tests/handlers/test_rights_walk.py",
    "tests/reports/",
    "tests/transport/",
    "tests/store/",
    "tests/jobs/",
    "tests/handlers/",
)
#: A file system in memory, and how much room there must be in it.
IN_MEMORY, ROOM = Path("/dev/shm"), 1 << 30


def pytest_configure() -> None:
    """Speed belongs in the benchmarks: an example that a busy machine makes slow is no fault."""
    # How long an example takes to make says how busy the machine is, and no more.
    settings.register_profile("duban", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("duban")
    keep_bytecode()
    keep_files_in_memory()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """One more than there are cores: the tests with bots and browsers wait for them half of their time."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    return 1 + (len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that no worker plays one of them alone at the end."""
    items.sort(key=lambda item: next((n for n, name in enumerate(FIRST) if item.nodeid.startswith(name)), len(FIRST)))


def keep_bytecode() -> None:
    """A bot is started some hundred times: let none of them compile the program anew, nor write into the checkout."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    kept = Path(tempfile.gettempdir()) / f"duban-bytecode-{os.getuid()}"
    sys.pycache_prefix = os.environ.setdefault("PYTHONPYCACHEPREFIX", str(kept))
    sys.dont_write_bytecode = False


def keep_files_in_memory() -> None:
    """Each commit waits for its disk, some ten thousand times in a run; that it asked for it is seen without a disk.

    TMPDIR wins, as ever.
    """
    if "TMPDIR" not in os.environ and IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of this worker's own. A test may kill it: who needs it next starts it again."""
    programs = find_postgres()
    if programs is None:
        pytest.skip(NO_POSTGRES)
    with running_cluster(programs) as running:
        yield running


@pytest.fixture
def place(cluster: Cluster) -> Iterator[Place]:
    """Where one test's ledger may be in that PostgreSQL."""
    with cluster.place() as made:
        yield made


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests were left out, for want of what. Here, since workers of a parallel run print nothing."""
    skipped = terminalreporter.stats.get("skipped", ())
    if find_chromium() is None:
        left_out = Counter(report.nodeid.partition("::")[0] for report in skipped)
        files = "".join(f"\n  {name}: {count}" for name, count in sorted(left_out.items()) if "tests/page/" in name)
        terminalreporter.write_line(MISSING + files, yellow=True)
    if find_postgres() is None:
        count = sum(NO_POSTGRES in str(report.longrepr) for report in skipped)
        terminalreporter.write_line(f"{NO_POSTGRES} ({count})", yellow=True)
