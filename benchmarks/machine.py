"""The machine that was measured, and the memory of a process."""

import os
import platform
import sqlite3
import time
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("python-telegram-bot", "tinydb", "msgspec", "aiohttp", "APScheduler")


def describe(folder: Path) -> dict[str, str]:
    """The machine, its disk and the versions, as text."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return {
        "measured": time.strftime("%Y-%m-%d %H:%M"),
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
        "disk": f"{_file_system(folder)}, every fdatasync made",
        "python": f"{platform.python_version()}, {libraries}, SQLite {sqlite3.sqlite_version}",
        "load": ", ".join(f"{each:.2f}" for each in os.getloadavg()) if hasattr(os, "getloadavg") else "?",
    }


def _processor() -> str:
    found = _lines(Path("/proc/cpuinfo"))
    names = (line.partition(":")[2].strip() for line in found if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _file_system(folder: Path) -> str:
    """The kind of file system that the folder lies on."""
    mounts = (line.split() for line in _lines(Path("/proc/mounts")))
    kinds = {words[1]: words[2] for words in mounts if len(words) > 2}  # noqa: PLR2004 - device, place, kind
    here = folder.resolve()
    return next((kinds[str(place)] for place in (here, *here.parents) if str(place) in kinds), "unknown")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []


def resident(pid: int | str = "self") -> float:
    """The bytes of memory that a process holds; 0 where the system does not say."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    lines = (line.split() for line in status.read_text(encoding="ascii").splitlines())
    return next((float(words[1]) * 1024 for words in lines if words[0] == "VmRSS:"), 0.0)


def processor_seconds(pid: int) -> float:
    """Processor time that a process has had, and those of its children that have ended; 0 where nobody says."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:  # it has just ended: its parent counts it from now on
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
