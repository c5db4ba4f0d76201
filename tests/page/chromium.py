"""Where the browser of the page's tests is, and what a run without one says."""

import os
import shutil

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Told after a run that had to leave these tests out.
MISSING = (
    "页面测试未运行：没有找到 Chromium；请安装（Debian/Ubuntu：apt-get install chromium），或用 CHROMIUM 指明其路径"
)


def find_chromium() -> str | None:
    """The path of a Chromium, if there is one."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
