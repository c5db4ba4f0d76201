"""The parameters of one call, read as the types that the method wants."""

from dataclasses import dataclass, field
from typing import Any

import msgspec

from playground.telegram.refusals import Json, bad_request

_TRUE = frozenset({"true", "1", "yes"})


@dataclass(slots=True, frozen=True)
class Upload:
    """A file that came with a call as multipart/form-data."""

    name: str
    content: bytes
    mime_type: str = ""


@dataclass(slots=True)
class Params:
    """``values`` are texts (query, form, multipart) or JSON values (a JSON body); names are as Telegram writes them."""

    values: Json = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "") or name in self.uploads

    def text(self, name: str) -> str:
        """The text of a parameter, empty where it is missing."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        return msgspec.json.encode(value).decode()

    def integer(self, name: str) -> int | None:
        """The number of a parameter, or ``None`` where it is missing; Telegram reads nonsense as 0."""
        text = self.text(name).strip()
        if not text:
            return None
        try:
            return int(text)
        except ValueError:
            return 0

    def number(self, name: str) -> float | None:
        """The number of a parameter with its fraction, or ``None`` where it is missing or none."""
        try:
            return float(self.text(name))
        except ValueError:
            return None

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in _TRUE

    def json(self, name: str) -> Any:
        """A JSON-serialized parameter, or ``None`` where it is missing."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return msgspec.json.decode(value)
        except (msgspec.DecodeError, RecursionError):
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def integers(self, name: str) -> list[int]:
        """A JSON array of numbers, empty where it is missing."""
        values = self.json(name)
        if values is None:
            return []
        if not isinstance(values, list) or not all(isinstance(value, int) for value in values):
            raise bad_request(f"expected an Array of Integer as {name.replace('_', ' ')}")
        return values

    def object(self, name: str) -> Json:
        """A JSON object, empty where it is missing."""
        value = self.json(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"object expected as {name.replace('_', ' ')}")
        return value
