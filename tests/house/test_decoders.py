"""What decodes is built before two threads ask for it: msgspec lets the second have it half built, and crashes."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from config import load
from house import ledgers, running

ROOT = Path(__file__).parents[2]
#: Four threads that decode types for the first time, over and over; each has others in it, which take long to build.
_RACE = """
import sys, threading
from msgspec import Struct, json as mjson
from house.decoders import build_decoders

sys.setswitchinterval(0.00005)
together, newest = threading.Barrier(4), []


def new_type(turn):
    parts = [type(Struct)(f"Part{turn}_{each}", (Struct,), {"__annotations__": {"a": "int"}}) for each in range(6)]
    fields = {f"part{each}": part for each, part in enumerate(parts)} | {"number": int}
    return type(Struct)(f"Whole{turn}", (Struct,), {"__annotations__": fields, **dict.fromkeys(fields, None)})


def decode():
    for turn in range(300):
        if together.wait() == 0:
            newest[:] = [new_type(turn)]
            build_decoders()
        together.wait()
        assert mjson.decode(b'{"number":1}', type=newest[0]).number == 1


threads = [threading.Thread(target=decode) for _ in range(4)]
for each in threads:
    each.start()
for each in threads:
    each.join()
"""


def test_threads_that_decode_at_once_do_not_crash() -> None:
    subprocess.run([sys.executable, "-c", _RACE], cwd=ROOT, check=True, timeout=120)


@pytest.mark.parametrize(
    ("module", "loaded"),
    [
        (running, lambda _path: running._load_wiring()),
        (running, lambda _path: running._load_standby()),
        (ledgers, lambda path: ledgers.follower_of(load(path, {}))),
    ],
    ids=["bot", "standby", "board"],
)
def test_it_is_built_for_whatever_decodes_in_threads(
    module: ModuleType, loaded: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[str] = []
    monkeypatch.setattr(module, "build_decoders", lambda: built.append("built"))
    config = tmp_path / "config.toml"
    config.write_text('[telegram]\ntoken = "1:a-token-of-nobody"\n', encoding="utf-8")
    loaded(config)
    assert built == ["built"]
