"""The correspondence as the courier, the intake and the jobs ask for it: kept in memory, fed by the rows' changes."""

from collections import deque
from datetime import datetime, timedelta

from domain.letter import UNDELIVERED, Fate, Letter, Way
from store import post
from store.post import Received, Settled, Spoken
from store.rows import DIALOGUES, INBOX, OUTBOX, SENT, Rows
from store.tellings import Tellings
from store.values import Dialogue, Waiting

#: Longer than any of Telegram's windows: what pacing needs to know after a restart.
RECENT = timedelta(hours=1)


class Mailroom:
    """Listens to the tables of correspondence."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.letters: dict[int, Letter] = {}  # waiting in the outbox
        self.waiting: dict[int, Received] = {}  # updates not yet handled, in order of arrival
        self.told = Tellings(rows)
        self.undelivered: set[int] = set()  # settled, and perhaps not arrived
        self.sends: deque[tuple[int, datetime]] = deque()  # letter and time, as its chat may move
        self._arrivals: dict[int, int] = {}  # order of arrival, kept while a row is: taking back moves nobody
        self._arrival = 0
        self._edits: dict[tuple[int, int], int] = {}  # message -> the waiting edit of it
        self._senders: dict[tuple[int, int], tuple[int, ...]] = {}  # message -> the letters that made it, oldest first
        self._newest: dict[int, int] = {}  # chat -> its newest message that was about items
        self._dialogues: dict[tuple[int, int], tuple[int, Dialogue]] = {}
        rows.listen(INBOX, self._inbox_changed)
        rows.listen(OUTBOX, self._outbox_changed)
        rows.listen(SENT, self._sent_changed)
        rows.listen(DIALOGUES, self._dialogues_changed)

    def updates(self) -> list[Waiting]:
        """What was received and not yet handled, in order of arrival."""
        return [
            Waiting(number, row.chat_id, row.raw.encode(), row.received_at, row.tries)
            for number, row in sorted(self.waiting.items(), key=lambda pair: self._arrivals[pair[0]])
        ]

    def about(self, chat_id: int, message_id: int) -> tuple[int, ...]:
        """The items of a message that the bot sent."""
        for number in reversed(self._senders.get((chat_id, message_id), ())):
            row = post.read(Settled, self._rows.get(SENT, number))
            if row is not None:
                return row.about
        return ()

    def sent_since(self, since: datetime) -> list[tuple[int, datetime]]:
        """Chat and time of what was sent; a group that moved meanwhile has its new id."""
        documents = ((self._rows.get(SENT, number), at) for number, at in self.sends if at >= since)
        return [(post.chat_of(document), at) for document, at in documents if document is not None]

    def newest_about(self, chat_id: int) -> tuple[int, ...]:
        """The items of the newest message in the chat that was about items."""
        message_id = self._newest.get(chat_id)
        return () if message_id is None else self.about(chat_id, message_id)

    @property
    def newest(self) -> datetime | None:
        """When the newest letter was sent or the newest update came that waits; ``None`` where there was none."""
        known = [at for _, at in list(self.sends)[-1:]] + [row.received_at for row in self.waiting.values()]
        return max(known, default=None)

    def dialogue(self, chat_id: int, person_id: int) -> Dialogue | None:
        """The half-finished conversation."""
        return self._dialogues.get((chat_id, person_id), (0, None))[1]

    def dialogues_in(self, chat_id: int) -> list[int]:
        """The persons of that chat's conversations, ascending."""
        return sorted(person for chat, person in self._dialogues if chat == chat_id)

    def dialogue_row(self, chat_id: int, person_id: int) -> int | None:
        """The document id of the conversation."""
        found = self._dialogues.get((chat_id, person_id))
        return None if found is None else found[0]

    def waiting_edit(self, chat_id: int, message_id: int) -> int | None:
        """The number of the edit of that message which has not gone yet."""
        return self._edits.get((chat_id, message_id))

    def next_letter(self) -> int:
        """A number that no letter has or had, as far as anybody remembers."""
        return max(self._rows.highest(OUTBOX), self._rows.highest(SENT)) + 1

    def _inbox_changed(self, number: int, _old: bytes | None, new: bytes | None) -> None:
        if new is None:
            self._arrivals.pop(number, None)
        else:
            self._arrivals.setdefault(number, self._arrived())
        row = post.read(Received, new)
        if row is None or row.handled_at is not None:
            self.waiting.pop(number, None)
        else:
            self.waiting[number] = row

    def _arrived(self) -> int:
        self._arrival += 1
        return self._arrival

    def _outbox_changed(self, number: int, _old: bytes | None, new: bytes | None) -> None:
        known = self.letters.pop(number, None) if new is None else self.letters.get(number)
        if known is not None and known.edits is not None and self._edits.get((known.chat_id, known.edits)) == number:
            del self._edits[known.chat_id, known.edits]
        letter = post.read(Letter, new)
        if letter is not None:
            self.letters[number] = letter
            if letter.way is Way.EDIT and letter.edits is not None:
                self._edits[letter.chat_id, letter.edits] = number

    def _sent_changed(self, number: int, old: bytes | None, new: bytes | None) -> None:
        before, row = post.read(Settled, old), post.read(Settled, new)
        if before is not None:
            self._forget(number, before)
        if row is None:
            return
        if row.fate in UNDELIVERED and row.head:
            self.undelivered.add(number)
        if row.fate is not Fate.SENT:
            return
        if row.about and row.message_id is not None:
            message = (row.chat_id, row.message_id)
            self._senders[message] = (*self._senders.get(message, ()), number)
            self._newest[row.chat_id] = max(row.message_id, self._newest.get(row.chat_id, 0))
        if old is None and (not self.sends or row.at > self.sends[-1][1] - RECENT):
            self.sends.append((number, row.at))
        while self.sends and self.sends[0][1] <= row.at - RECENT:
            self.sends.popleft()

    def _forget(self, number: int, row: Settled) -> None:
        self.undelivered.discard(number)
        if row.message_id is None:
            return
        message = (row.chat_id, row.message_id)
        others = tuple(letter for letter in self._senders.get(message, ()) if letter != number)
        if others:
            self._senders[message] = others
        else:
            self._senders.pop(message, None)

    def _dialogues_changed(self, number: int, old: bytes | None, new: bytes | None) -> None:
        before, row = post.read(Spoken, old), post.read(Spoken, new)
        if before is not None:
            self._dialogues.pop((before.chat_id, before.person_id), None)
        if row is not None:
            dialogue = Dialogue(kind=row.kind, number=row.number, data=row.data, begun_at=row.begun_at)
            self._dialogues[row.chat_id, row.person_id] = (number, dialogue)
