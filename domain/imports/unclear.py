"""The one thing that readers of cells raise."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any


class Unclear(ValueError):
    """Cells say nothing that their fields can be; ``fields`` are those of ``ItemRow``."""

    def __init__(self, *fields: str) -> None:
        super().__init__(*fields)
        self.fields = fields


def read_all(readers: Iterable[Callable[[], Mapping[str, Any]]]) -> dict[str, Any]:
    """What the readers find, each asked even where one before it raises: then one ``Unclear`` names all its fields."""
    found: dict[str, Any] = {}
    unclear: list[str] = []
    for read in readers:
        try:
            found |= read()
        except Unclear as error:
            unclear += error.fields
    if unclear:
        raise Unclear(*unclear)
    return found
