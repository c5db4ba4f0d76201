"""What holds for every test."""

import os
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

from tests.page.chromium import MISSING, find_chromium

#: A file system in memory, and how much room there must be in it.
IN_MEMORY, ROOM = Path("/dev/shm"), 1 << 30


def pytest_configure() -> None:
    """Speed belongs in the benchmarks: an example that a busy machine makes slow is no fault."""
    settings.register_profile("duban", deadline=None, print_blob=True)
    settings.load_profile("duban")
    keep_bytecode()
    keep_files_in_memory()


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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests were left out for want of a browser. Here, since workers of a parallel run print nothing."""
    if find_chromium() is not None:
        return
    left_out = Counter(report.nodeid.partition("::")[0] for report in terminalreporter.stats.get("skipped", ()))
    files = "".join(f"\n  {name}: {count}" for name, count in sorted(left_out.items()) if "tests/page/" in name)
    terminalreporter.write_line(MISSING + files, yellow=True)
