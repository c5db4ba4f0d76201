"""Keeps what came, whichever way: what concerns the bot is durable in the ledger before anybody confirms it.

It is staged first: what is handled at once needs no write of its own (docs/decisions/0036-one-sync-a-command.md).
The receiver and the webhook both hand over here; an update that came twice, or first one way and then the other, is
known by its id.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from store.errors import NotSaved
from store.ledger import Ledger
from transport.raw_update import RawUpdate, chat_id_of, encode, update_id_of

_LOG = logging.getLogger(__name__)
#: Turns of the event loop in which an update is handled and its answer goes: four, and some to spare.
_TURNS = 6


class Arrivals:
    """An update that ``concerns`` refuses is neither stored nor logged.

    ``on_received`` is called when something new came; ``on_not_saved`` gets, once, what is new and can't be kept.
    """

    def __init__(
        self,
        *,
        ledger: Ledger,
        concerns: Callable[[RawUpdate], bool],
        clock: Callable[[], datetime],
        on_received: Callable[[], None],
        on_not_saved: Callable[[Sequence[RawUpdate]], None],
    ) -> None:
        self._ledger = ledger
        self._concerns = concerns
        self._clock = clock
        self._on_received = on_received
        self._on_not_saved = on_not_saved

    def is_new(self, update_id: int) -> bool:
        """Whether the update was never kept."""
        return not self._ledger.is_known(update_id)

    async def keep(self, updates: Sequence[RawUpdate]) -> None:
        """Keep what concerns the bot and is new.

        Raises NotSaved, and then nothing may be confirmed: another try keeps what is missing.
        """
        numbered = {number: raw for raw in updates if (number := update_id_of(raw)) is not None}
        fresh = {number: raw for number, raw in numbered.items() if self.is_new(number) and self._is_kept(raw)}
        if fresh:
            self._stage(fresh)
            self._on_received()
            await _let_answers_go()
        try:
            self._ledger.flush(self._clock())  # what no effect has taken along, and what an earlier try staged
            await self._ledger.durable(at_leisure=True)  # what an earlier try kept as well, and often the effect
        except NotSaved:
            unanswered = tuple(raw for number, raw in fresh.items() if self._ledger.is_waiting(number))
            if unanswered:
                self._on_not_saved(unanswered)
            raise

    def _is_kept(self, raw: RawUpdate) -> bool:
        try:
            return self._concerns(raw)
        except Exception:  # noqa: BLE001
            _LOG.exception("an update could not be looked at; it is dropped")
            return False

    def _stage(self, fresh: Mapping[int, RawUpdate]) -> None:
        """Show them to the intake: what is handled at once becomes durable with its effect, in one write."""
        now = self._clock()
        for number, raw in fresh.items():
            try:
                self._ledger.stage_received(number, chat_id_of(raw), encode(raw), now)
            except Exception:  # noqa: BLE001
                _LOG.exception("update %s can't be stored; it is dropped", number, extra={"update": number})


async def _let_answers_go() -> None:
    """Let what came be answered before the disk is waited for, and the batch confirmed."""
    for _ in range(_TURNS):
        await asyncio.sleep(0)
