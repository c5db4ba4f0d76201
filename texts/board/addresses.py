"""Addresses of the board as its pages write them, each to be passed on."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from domain.board import BoardQuery, pairs_of
from domain.filters import Facet
from domain.roster import Person

#: The field of an address that a facet is filtered by.
FIELDS: Mapping[Facet, str] = {
    Facet.UNIT: "unit",
    Facet.KIND: "kind",
    Facet.LIGHT: "light",
    Facet.SOURCE: "source",
    Facet.OWNER: "owner",
}


class Frame(NamedTuple):
    """What every page of one moment has around it."""

    base: str  # the path that the board lives under, without a slash at its end
    now: datetime
    revision: str  # moves when a page may say something new
    person: Person | None = None
    wall: bool = False
    stale_since: datetime | None = None  # the ledger could not be read since then
    city: str = ""  # the overview of all bureaux, where there is one for the reader

    def to(self, path: str, **pairs: str) -> str:
        """The address of a page; from a wall it leads to a wall."""
        said = urlencode({key: str(value) for key, value in pairs.items()} | ({"wall": "1"} if self.wall else {}))
        return f"{self.base}/{path}" + (f"?{said}" if said else "")


def kept(query: BoardQuery, *left_out: str) -> dict[str, str]:
    """What stays when something of the list is changed: everything but the page, and what is left out."""
    return {key: value for key, value in pairs_of(query).items() if key not in {"page", *left_out}}


def hidden(query: BoardQuery) -> dict[str, str]:
    """What the form of the filters keeps besides its own fields."""
    return {key: value for key, value in pairs_of(query).items() if key in {"scope", "by", "state", "leader"}}
