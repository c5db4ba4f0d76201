"""An item's outline: what tells its light, its place in a list and whose it is. A list reads no more of most items."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from msgspec import Struct

from domain.item import ItemStatus, Step


class Outlined(Protocol):
    """An item or its outline; for the fields see ``Item``."""

    @property
    def number(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def due(self) -> str: ...
    @property
    def status(self) -> ItemStatus: ...
    @property
    def source(self) -> str: ...
    @property
    def leader(self) -> str: ...
    @property
    def ledger_year(self) -> int: ...
    @property
    def partners(self) -> tuple[str, ...]: ...
    @property
    def marks(self) -> tuple[str, ...]: ...
    @property
    def is_sensitive(self) -> bool: ...
    @property
    def is_endless(self) -> bool: ...
    @property
    def supplement_by(self) -> date | None: ...
    @property
    def in_time_until(self) -> date | None: ...
    @property
    def history(self) -> Sequence[Step]: ...
    @property
    def percent(self) -> int | None: ...
    @property
    def start_on(self) -> date | None: ...
    @property
    def assigned_at(self) -> datetime | None: ...
    @property
    def milestones(self) -> Sequence["OutlinedStep"]: ...
    @property
    def quota(self) -> "OutlinedQuota | None": ...


class OutlinedStep(Protocol):
    """A step of a plan, or as much of it as pace asks for."""

    @property
    def due(self) -> date: ...


class OutlinedQuota(Protocol):
    """A quota, or as much of it as pace asks for."""

    @property
    def target(self) -> float: ...
    @property
    def by_quarter(self) -> Sequence[float]: ...


class StepOutline(Struct, frozen=True, gc=False):
    """The day of a step."""

    due: date


class QuotaOutline(Struct, frozen=True, gc=False):
    """What a quota asks for, by when."""

    target: float
    by_quarter: tuple[float, ...] = ()


class Outline(Struct, frozen=True, kw_only=True, gc=False):
    """The outline alone. An item whose limit rests on its history has none, and is read whole."""

    number: int
    kind: str
    unit: str
    owner: str
    due: str
    status: ItemStatus
    source: str = ""
    leader: str = ""
    ledger_year: int = 0
    partners: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    is_sensitive: bool = False
    is_endless: bool = False
    supplement_by: date | None = None
    in_time_until: date | None = None
    percent: int | None = None
    start_on: date | None = None
    assigned_at: datetime | None = None
    milestones: tuple[StepOutline, ...] = ()
    quota: QuotaOutline | None = None

    @property
    def history(self) -> Sequence[Step]:
        return ()

    @property
    def rests_on_history(self) -> bool:
        """Whether its last day can't be told without its history (``domain.limits.lapses_on``)."""
        return self.supplement_by is not None and self.in_time_until is None
