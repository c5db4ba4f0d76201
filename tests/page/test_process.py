"""``bot.py demo`` as a process: it prints its address in one line, outlives its bot, and stops when asked."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.page.demo import ROOT, ZHOU, Demo


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_asked_and_leaves_nothing_behind(tmp_path: Path, how: int) -> None:
    with Demo(tmp_path) as demo:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", demo.url)
        assert demo.stop(how) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with Demo(tmp_path) as demo:
        port = demo.url.rpartition(":")[2]
        command = (sys.executable, str(ROOT / "bot.py"), "demo", "--port", port)
        tried = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert tried.returncode == 1
    assert f"端口 {port} 已被占用" in tried.stderr


def test_a_bot_that_dies_is_started_again(demo: Demo) -> None:
    listed = subprocess.run(["ps", "-eww", "-o", "pid,args"], capture_output=True, text=True, check=True).stdout
    (bot,) = re.findall(rf"^\s*(\d+) .*bot\.py run .*{re.escape(demo.url)}", listed, flags=re.MULTILINE)
    subprocess.run(["kill", "-9", bot], check=True)
    demo.post(f"/people/{ZHOU}/say", text="/whoami")
    deadline = time.monotonic() + 30
    while not demo.texts(ZHOU) and time.monotonic() < deadline:
        demo.get("/happenings", after=demo.get("")["happenings"], timeout=1)
    assert "周某" in demo.texts(ZHOU)[-1]
