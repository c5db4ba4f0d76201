"""What a house is given by the process that it runs in: how time goes, and what it has in common with others."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from house.deferral import Deferral
    from house.reception import Reception
    from jobs.lookout import ClockMover
    from monitoring.figures import Figures
    from store.postgres.sharing import Duty


class Times(NamedTuple):
    """How time goes: the clock and what moves it in a rehearsal, how fast waiting goes by, and seconds.

    ``tick`` counts seconds as the event loop does.
    """

    clock: Callable[[], datetime]
    mover: "ClockMover | None" = None
    speed: float = 1.0
    tick: Callable[[], float] = time.monotonic


class Surroundings(NamedTuple):
    """``figures``: where the bureau is to be measured. ``reception``: where other processes receive for it as well.

    ``duty``: what this process has, where it is a fleet's; else it ends with this bureau. ``deferral``: when a fleet's
    process may do what nobody waits for.
    """

    figures: "Figures | None" = None
    reception: "Reception | None" = None
    duty: "Duty | None" = None
    deferral: "Deferral | None" = None
