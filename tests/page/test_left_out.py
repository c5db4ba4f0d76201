"""Without a browser the page's tests are skipped, and the run says which, and what to install."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_run_without_a_browser_names_what_it_left_out_and_how_to_install_one() -> None:
    """Fault 6.16: a run spread over workers used to skip them without a word."""
    environment = {name: value for name, value in os.environ.items() if name != "CHROMIUM"} | {"PATH": ""}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "1", "tests/page/test_story.py", "tests/test_service.py"]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 0
    assert "apt-get install chromium" in said.stdout
    assert "tests/page/test_story.py: " in said.stdout
