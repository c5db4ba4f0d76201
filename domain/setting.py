"""What travels together through every message: the office's rules, its people, and the moment."""

from datetime import datetime

from msgspec import Struct

from domain.roster import Roster
from domain.rules import Rules


class Setting(Struct, frozen=True):
    """What a message is worded for. ``now`` is aware; ``belated`` marks what goes out late (补发)."""

    rules: Rules
    roster: Roster
    now: datetime
    belated: bool = False
