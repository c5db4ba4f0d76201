"""Make each one-line change in turn, run the tests that guard the line, and print the changes that survived.

Each worker has a copy of the tree of its own. Nothing is compiled to disk: a change that keeps a file's size within one
second would otherwise run the old code.
"""

import os
import queue
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from pathlib import Path

from tests.mutants.mutant import ROOT, Mutant, fault_of, mutate, read_mutants

#: A change that makes a test hang was noticed too. In seconds.
_PATIENCE = 300
_FAILED = 1  # pytest's exit code when a test failed


class Verdict(Enum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "SURVIVED"
    BROKEN = "BROKEN"  # the list is wrong: the tests could not be run


def main() -> int:
    """Run the list, or the mutants whose name holds a word of the command line; 1 if any survived."""
    words = sys.argv[1:]
    mutants = [mutant for mutant in read_mutants() if not words or any(word in mutant.name for word in words)]
    faults = [f"{mutant.name}: {fault}" for mutant in mutants if (fault := fault_of(mutant))]
    if faults:
        sys.stdout.write("\n".join(["The list is out of date:", *faults, ""]))
        return 2
    with tempfile.TemporaryDirectory() as folder:
        copies = [_copy(Path(folder) / str(number)) for number in range(os.cpu_count() or 1)]
        if not _are_green_unchanged(copies[0], mutants):
            sys.stdout.write("The tests fail without any change.\n")
            return 2
        return _report(mutants, _run_all(mutants, copies))


def _copy(to: Path) -> Path:
    """The tree as git knows it, with what is not committed yet."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        source = ROOT / name
        if name and source.is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, to / name)
    return to


def _are_green_unchanged(copy: Path, mutants: Sequence[Mutant]) -> bool:
    tests = sorted({test for mutant in mutants for test in mutant.tests})
    return not tests or _pytest(copy, tests, "-n", str(os.cpu_count() or 1), patience=None) == 0


def _run_all(mutants: Sequence[Mutant], copies: Sequence[Path]) -> list[Verdict]:
    free: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for copy in copies:
        free.put(copy)

    def run(mutant: Mutant) -> Verdict:
        copy = free.get()
        before = mutate(mutant, copy)
        try:
            verdict = _judge(copy, mutant)
        finally:
            (copy / mutant.file).write_text(before, encoding="utf-8")
            free.put(copy)
        sys.stdout.write(f"{verdict.value:9}{mutant.name}\n")
        sys.stdout.flush()
        return verdict

    with ThreadPoolExecutor(len(copies)) as workers:
        return list(workers.map(run, mutants))


def _judge(copy: Path, mutant: Mutant) -> Verdict:
    try:
        code = _pytest(copy, mutant.tests, "-x", "-n", "0", patience=_PATIENCE)
    except subprocess.TimeoutExpired:
        return Verdict.KILLED
    return {0: Verdict.SURVIVED, _FAILED: Verdict.KILLED}.get(code, Verdict.BROKEN)


def _pytest(copy: Path, tests: Sequence[str], *options: str, patience: float | None) -> int:
    """Pytest's exit code. It ends itself and its children when the time is up, as it is a session of its own."""
    command = [sys.executable, "-m", "pytest", *options, *tests]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=copy, env=environment, timeout=patience, capture_output=True, check=False)
    return done.returncode


def _report(mutants: Sequence[Mutant], verdicts: Sequence[Verdict]) -> int:
    survivors = [mutant for mutant, verdict in zip(mutants, verdicts, strict=True) if verdict is not Verdict.KILLED]
    sys.stdout.write(f"\n{len(mutants)} changes, {len(mutants) - len(survivors)} noticed, {len(survivors)} not.\n")
    for mutant in survivors:
        sys.stdout.write(f"{mutant.name}\n    {mutant.line.strip()}\n    → {mutant.becomes.strip()}\n")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
