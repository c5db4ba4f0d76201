"""What holds for every test."""

from collections import Counter

import pytest
from hypothesis import settings

from tests.page.chromium import MISSING, find_chromium


def pytest_configure() -> None:
    """Speed belongs in the benchmarks: an example that a busy machine makes slow is no fault."""
    settings.register_profile("duban", deadline=None, print_blob=True)
    settings.load_profile("duban")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests were left out for want of a browser. Here, since workers of a parallel run print nothing."""
    if find_chromium() is not None:
        return
    left_out = Counter(report.nodeid.partition("::")[0] for report in terminalreporter.stats.get("skipped", ()))
    files = "".join(f"\n  {name}: {count}" for name, count in sorted(left_out.items()) if "tests/page/" in name)
    terminalreporter.write_line(MISSING + files, yellow=True)
