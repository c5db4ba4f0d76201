"""Receives updates, and confirms to Telegram only what the ledger has.

python-telegram-bot's own updater parses a whole batch at once, confirms before anything is handled, and ends without
a word when a poll is refused. So this one polls raw updates, and is the only one to do so
(docs/decisions/0030-our-own-receiver.md).

The second half reads what is needed of a raw update before anything parses it. It accepts whatever arrives: a part
that is missing or of the wrong type counts as absent.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from store.errors import NotSaved
from store.ledger import Ledger
from transport.errors import ReceiverGone, Trouble, TroubleKind, seconds_to_wait
from transport.retry import Backoff, Stopwatch
from transport.wire import POLL_SECONDS, call

_LOG = logging.getLogger(__name__)
#: An update as Telegram sent it.
RawUpdate = Mapping[str, Any]
#: Fetches one batch of raw updates. The argument (``offset``) confirms every update below it.
Poll = Callable[[int | None], Awaitable[list[Any]]]

#: The kinds of update that the bot asks for. ``concerns`` decides which of them are kept.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")
#: After so many seconds of 401 or 404 the process ends.
_REFUSED_FOR = 40.0
#: A poll without anything new takes a while where Telegram waits as it is asked to. After one that ended within
#: ``_AT_ONCE`` seconds the next poll waits: the first and the longest delay, in seconds.
_AT_ONCE, _FIRST_IDLE, _LONGEST_IDLE = 1.0, 0.1, 5.0


def build_poll(bot: Bot, seconds: int = POLL_SECONDS) -> Poll:
    """A getUpdates that Telegram may hold open for ``seconds``. Its updates are not parsed: an odd one spoils none."""

    async def poll(offset: int | None) -> list[Any]:
        fields = {"timeout": seconds, "limit": 100, "allowed_updates": list(ALLOWED_UPDATES), "offset": offset}
        found = await call(bot, "get_Updates", fields, read_timeout=seconds + 10)
        return found if isinstance(found, list) else []

    return poll


def begun_early(poll: Poll) -> Poll:
    """The same poll, with its first call started now: Telegram holds it while the other modules are loaded."""
    first = asyncio.ensure_future(poll(None))
    first.add_done_callback(_retrieve)
    begun = [first]

    async def next_poll(offset: int | None) -> list[Any]:
        return await (begun.pop() if begun else poll(offset))

    return next_poll


def _retrieve(ended: asyncio.Future[list[Any]]) -> None:
    """Keep asyncio from warning about an exception that nobody awaited, if the process stops early."""
    if not ended.cancelled():
        ended.exception()


class Receiver:
    """Polls and stores. An update that ``concerns`` refuses is neither stored nor logged.

    ``on_not_saved`` gets one update of each chat when the disk refuses; ``on_back`` is called after an outage.
    """

    def __init__(
        self,
        *,
        poll: Poll,
        ledger: Ledger,
        concerns: Callable[[RawUpdate], bool],
        clock: Callable[[], datetime],
        on_received: Callable[[], None],
        on_not_saved: Callable[[Sequence[RawUpdate]], None],
        report: Callable[[Trouble], None],
        on_back: Callable[[], None] = lambda: None,
        monotonic: Callable[[], float],
        speed: float = 1.0,
    ) -> None:
        self._poll = poll
        self._ledger = ledger
        self._concerns = concerns
        self._clock = clock
        self._on_received = on_received
        self._on_not_saved = on_not_saved
        self._report = report
        self._on_back = on_back
        self._watch = Stopwatch(monotonic, speed)
        self._backoff = Backoff()
        self._idle = Backoff(_FIRST_IDLE, _LONGEST_IDLE)
        self._last: frozenset[int] = frozenset()  # ids of the newest batch, stored or not
        self._is_down = False
        self._refused_since: float | None = None
        self._reported: TroubleKind | None = None

    async def run(self) -> None:
        """Receive until cancelled. Raises ReceiverGone when Telegram has refused the token for too long.

        The offset is sent once, in the call that confirms a batch. If it were kept, it would hide updates whose ids
        became random, and lower, after an idle week.
        """
        offset: int | None = None
        while True:
            begun = self._watch.now()
            batch = await self._fetch(offset)
            offset = None
            if batch is not None:
                took = self._watch.now() - begun
                is_new = self._is_new(batch)
                offset = await self._store(batch)
                await self._pause_if_idle(took, is_new=is_new)

    async def _fetch(self, offset: int | None) -> list[Any] | None:
        """One batch, or ``None`` after a fault. An unconfirmed batch comes again, and is recognised by its ids."""
        try:
            batch = await self._poll(offset)
        except Exception as error:  # noqa: BLE001 - receiving never ends by itself
            self._is_down = True
            await self._watch.pause(self._delay_after(error))
            return None
        self._backoff.reset()
        self._refused_since = None
        if self._is_down:
            self._is_down = False
            self._on_back()
        if self._reported is not None:
            self._reported = None
            self._report(Trouble(TroubleKind.LINE_BACK))
        return batch

    def _is_new(self, batch: list[Any]) -> bool:
        """Whether an update of the batch is neither stored nor in the batch before."""
        numbers = frozenset(number for raw in batch if (number := update_id_of(raw)) is not None)
        last, self._last = self._last, numbers or self._last
        return any(number not in last and not self._ledger.is_known(number) for number in numbers)

    async def _pause_if_idle(self, took: float, *, is_new: bool) -> None:
        """Wait after a poll that brought nothing new at once: something on the way ignores offset or timeout."""
        if is_new or took >= _AT_ONCE:
            self._idle.reset()
        else:
            await self._watch.pause(self._idle.next_delay())

    def _delay_after(self, error: Exception) -> float:
        """Seconds to wait before the next call. Logs and reports the error; may raise ReceiverGone."""
        match error:
            case RetryAfter():
                return seconds_to_wait(error)
            case InvalidToken():
                _LOG.error("getUpdates was refused with 401 or 404")
                self._report_once(Trouble(TroubleKind.TOKEN_REFUSED))
                self._count_refusal()
            case Conflict() if "webhook" in str(error).lower():
                _LOG.error("a webhook is set, so nothing can be received: call deleteWebhook (%s)", error)
                self._report_once(Trouble(TroubleKind.WEBHOOK_SET, str(error)))
            case Conflict():
                _LOG.error("getUpdates: %s", error)
                self._report_once(Trouble(TroubleKind.CONFLICT, str(error)))
            case TelegramError():
                _LOG.warning("getUpdates: %s", error)
            case _:
                _LOG.error("getUpdates", exc_info=error)
        return self._backoff.next_delay()

    def _count_refusal(self) -> None:
        now = self._watch.now()
        if self._refused_since is None:
            self._refused_since = now
        if now - self._refused_since > _REFUSED_FOR:
            raise ReceiverGone("Telegram refuses the token (401 or 404)")
        self._backoff.at_most(_REFUSED_FOR / 5)

    def _report_once(self, trouble: Trouble) -> None:
        if self._reported is not trouble.kind:
            self._reported = trouble.kind
            self._report(trouble)

    async def _store(self, batch: list[Any]) -> int | None:
        """Store what concerns the bot; the offset that confirms the batch."""
        numbered = {number: raw for raw in batch if (number := update_id_of(raw)) is not None}
        fresh = [raw for number, raw in numbered.items() if not self._ledger.is_known(number) and self._is_kept(raw)]
        if fresh:
            await self._save(fresh)
            self._on_received()
            await _let_others_run()
        if numbered:
            return max(numbered) + 1
        if batch:
            _LOG.error("getUpdates returned %d updates without an id", len(batch))
        return None

    def _is_kept(self, raw: RawUpdate) -> bool:
        try:
            return self._concerns(raw)
        except Exception:  # noqa: BLE001
            _LOG.exception("an update could not be looked at; it is dropped")
            return False

    async def _save(self, fresh: Sequence[RawUpdate]) -> None:
        """Save, and try again while the disk refuses. Meanwhile nothing is confirmed, and each chat is told once."""
        backoff, was_told = Backoff(), False
        while True:
            try:
                return self._save_or_drop(fresh)
            except NotSaved:
                _LOG.exception("%d updates could not be stored; trying again", len(fresh))
                if not was_told:
                    self._on_not_saved(_one_a_chat(fresh))
                    was_told = True
                await self._watch.pause(backoff.next_delay())

    def _save_or_drop(self, fresh: Sequence[RawUpdate]) -> None:
        try:
            self._write(fresh)
        except NotSaved:
            raise
        except Exception:  # noqa: BLE001
            if len(fresh) == 1:
                _LOG.exception("update %s can't be stored; it is dropped", update_id_of(fresh[0]))
                return
            for raw in fresh:  # one of them spoils it for the others
                self._save_or_drop([raw])

    def _write(self, fresh: Iterable[RawUpdate]) -> None:
        now = self._clock()
        with self._ledger.transaction(at=now, by="telegram", did="receive") as tx:
            for raw in fresh:
                number = update_id_of(raw)
                if number is not None and not self._ledger.is_known(number):
                    tx.receive(number, chat_id_of(raw), encode(raw), now)


async def _let_others_run() -> None:
    """Let replies go before the batch is confirmed: they need a few turns of the event loop."""
    for _ in range(4):
        await asyncio.sleep(0)


def _one_a_chat(updates: Iterable[RawUpdate]) -> list[RawUpdate]:
    return list({chat_id_of(raw): raw for raw in updates}.values())


#: The largest Unix time, in seconds, that a calendar shows in every time zone.
_LATEST = 2**37
#: Service messages: Telegram writes them in somebody's name.
_EVENTS = ("migrate_to_chat_id", "migrate_from_chat_id", "new_chat_title")


def update_id_of(raw: object) -> int | None:
    """The update's id; ``None`` for what is no update."""
    found = raw.get("update_id") if isinstance(raw, Mapping) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def chat_id_of(raw: RawUpdate) -> int:
    """The id of its chat; without a chat, the user's id (their private chat); 0 if there is neither."""
    for part in _parts(raw):
        for holder in (part, _mapping(part, "message")):
            found = _mapping(holder, "chat").get("id")
            if isinstance(found, int):
                return found
    return person_id_of(raw) or 0


def thread_id_of(raw: RawUpdate) -> int | None:
    """The id of its topic, if the chat has topics."""
    for part in _parts(raw):
        for holder in (part, _mapping(part, "message")):
            found = holder.get("message_thread_id")
            if isinstance(found, int) and holder.get("is_topic_message"):
                return found
    return None


def person_id_of(raw: RawUpdate) -> int | None:
    """The id of who caused it; for an anonymous sender, of the chat in whose name they write."""
    for part in _parts(raw):
        for key in ("sender_chat", "actor_chat", "from", "user"):
            found = _mapping(part, key).get("id")
            if isinstance(found, int):
                return found
    return None


def words_of(raw: RawUpdate) -> str:
    """What was said or pressed; empty where there are no words, as for a file."""
    for part in _parts(raw):
        for key in ("text", "data", "caption"):
            found = part.get(key)
            if isinstance(found, str):
                return found
    return ""


def is_asked(raw: RawUpdate) -> bool:
    """Whether somebody expects an answer: they said or pressed something, and it is no service message."""
    message = raw.get("message")
    if isinstance(message, Mapping):
        return not any(key in message for key in _EVENTS)
    return "callback_query" in raw


def said_at(raw: RawUpdate) -> datetime | None:
    """When it was said; ``None`` for a pressed button, which carries no date of its own."""
    for part in _parts(raw):
        found = part.get("date")
        if isinstance(found, int) and 0 < found < _LATEST:
            return datetime.fromtimestamp(found, UTC)
    return None


def encode(raw: RawUpdate) -> bytes:
    """The update as JSON, as the ledger keeps it until it is handled."""
    try:
        return msgspec.json.encode(raw)
    except UnicodeEncodeError:  # half a surrogate pair: JSON can carry it, the ledger cannot
        return json.dumps(raw, ensure_ascii=False).encode("utf-8", "replace")


def _parts(raw: RawUpdate) -> Iterator[Mapping[str, Any]]:
    return (part for part in raw.values() if isinstance(part, Mapping))


def _mapping(whole: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = whole.get(key)
    return part if isinstance(part, Mapping) else {}
