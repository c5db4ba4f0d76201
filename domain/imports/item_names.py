"""The names by which the rows of a workbook are understood."""

from collections.abc import Collection, Mapping

from msgspec import Struct

from domain.imports.unit_names import UnitNames


class Names(Struct, frozen=True):
    """The names that ledger and workbook have between them."""

    units: Collection[str]
    people: Collection[str]
    heads: Mapping[str, str]  # unit -> its head, who answers where a sheet names no owner
    unit_names: UnitNames
    ownerless: Collection[int] = frozenset()  # items of the ledger that nobody owns yet: their rows may leave it so
    known: Collection[int] = frozenset()  # items of the ledger that rows may mean
