"""Reads tables by their keys, and collects what is wrong instead of stopping at the first fault."""

import difflib
import re
from collections.abc import Mapping
from typing import Any

from house.configuration.faults import Expected, Fault
from house.configuration.keys import Key
from house.configuration.values import require

#: A password within an address, or beside it, wherever somebody pasted it.
_LIKE_A_PASSWORD = re.compile(r"(?<=//)[^\s/@]*:[^\s@]*(?=@)|(?<=password=)[^\s&'\"]*", re.IGNORECASE)
#: What BotFather hands out, wherever somebody pasted it.
_LIKE_A_TOKEN = re.compile(r"\d+:[\w-]{16,}")


class Tables:
    """One pass over a document; ``faults`` is what was found so far."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, key: str, expected: Expected, got: Any, near: str = "") -> None:
        """What was expected at that key, and what stands there (``...``: nothing)."""
        # Token and password must not be echoed, whatever is wrong with them; they may well stand under a misspelt key.
        is_secret = expected in {Expected.TOKEN, Expected.KNOWN_KEY, Expected.STORE_URL}
        shown = "" if got is ... else "…" if is_secret else _LIKE_A_PASSWORD.sub("…", _LIKE_A_TOKEN.sub("…", repr(got)))
        self.faults.append(Fault(key, expected, shown, near))

    def require_known(self, prefix: str, table: Mapping[str, Any], known: set[str]) -> None:
        """A fault for each key of the table that is not known, with the nearest that is."""
        for key in sorted(table.keys() - known):
            near = difflib.get_close_matches(key, known, n=1)
            self.fault(f"{prefix}{key}", Expected.KNOWN_KEY, table[key], near[0] if near else "")

    def table(self, name: str, table: Any, keys: Mapping[str, Key]) -> dict[str, Any]:
        """What it says, ``None`` for a faulty key; nothing at all where it is no table."""
        if not isinstance(table, dict):
            self.fault(name, Expected.TABLE, table)
            return {}
        self.require_known(f"{name}.", table, set(keys))
        return {key: self._value(f"{name}.{key}", spec, table.get(key, spec.default)) for key, spec in keys.items()}

    def _value(self, name: str, key: Key, value: Any) -> Any:
        try:
            return key.read(require(value is not ..., value))
        except ValueError:
            self.fault(name, key.expected, value)
            return None
