"""A folder of configurations, one a bureau: what each file says by now, as soon as it is written in full."""

import logging
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, structs

from config import TOKEN_VARIABLE, Config, read, require_real_token
from house.configuration.faults import ConfigFaults

_LOG = logging.getLogger("duban.fleet")


class Written(Struct, frozen=True):
    """What a bureau's file holds, and what that means: a configuration, or what is wrong with it."""

    content: bytes
    meant: Config | ConfigFaults


class BureauFolder:
    """Each ``*.toml`` is a bureau with its file's name; hidden files are none.

    ``look`` is called every few seconds. A file counts as written once two looks in a row found the same in it, so that
    nobody runs half of one, and is gone once two looks missed it; the first look takes what is there. What can't be
    read stays what it was.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        """A token in the environment is nobody's: each bureau has its own."""
        self._folder = folder
        self._environment = {name: value for name, value in environment.items() if name != TOKEN_VARIABLE}
        self._seen: dict[str, bytes] | None = None
        self._known: dict[str, Written] = {}
        self._complaints: set[str] = set()

    def look(self) -> dict[str, Written]:
        """The bureaux by name, in the order of names. What was faulty is judged again: its disk may be back."""
        complaints: set[str] = set()
        try:
            seen = self._contents(complaints)
        except OSError as error:
            self._complain({f"the folder can't be read, every bureau goes on as it is: {error}"})
            return self._known
        self._complain(complaints)
        before, self._seen = seen if self._seen is None else self._seen, seen
        settled = {name for name in {*seen, *self._known} if seen.get(name) == before.get(name)}
        known = self._known | {name: self._judged(name, seen[name]) for name in settled & seen.keys()}
        self._known = {name: known[name] for name in sorted(known) if name in seen or name not in settled}
        return self._known

    def _contents(self, complaints: set[str]) -> dict[str, bytes]:
        found = {}
        for path in self._folder.iterdir():
            if path.suffix == ".toml" and not path.name.startswith("."):
                try:
                    found[path.stem] = path.read_bytes()
                except FileNotFoundError:
                    continue
                except OSError as error:
                    complaints.add(f"a configuration can't be read: {error}")
                    if self._seen and path.stem in self._seen:
                        found[path.stem] = self._seen[path.stem]
        return found

    def _judged(self, name: str, content: bytes) -> Written:
        known = self._known.get(name)
        if known is not None and known.content == content and isinstance(known.meant, Config):
            return known
        try:
            config = read(content, self._folder / f"{name}.toml", self._environment)
            require_real_token(config)
        except ConfigFaults as faults:
            return Written(content, faults)
        return Written(content, structs.replace(config, name=name))

    def _complain(self, complaints: set[str]) -> None:
        """Each once, for as long as it lasts."""
        for each in sorted(complaints - self._complaints):
            _LOG.error("%s", each)
        self._complaints = complaints
