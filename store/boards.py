"""Which message of a group is its pinned board (置顶看板): looked up by chat and topic, and by the letters to it."""

from msgspec.structs import replace

from domain.letter import Fate
from domain.pinned_board import Board
from store import mail
from store.mail import Settled
from store.rows import BOARDS, SENT, Rows


class Boards:
    """Listens to the table of boards."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._found: dict[tuple[int, int | None], Board] = {}
        rows.listen(BOARDS, self._changed)

    def of_chat(self, chat_id: int, thread_id: int | None) -> Board | None:
        """The board of exactly that chat and topic."""
        return self._found.get((chat_id, thread_id))

    def all(self) -> list[Board]:
        """Every board there is."""
        return list(self._found.values())

    def in_chat(self, chat_id: int) -> list[Board]:
        """The boards of a chat and its topics."""
        return [board for board in self._found.values() if board.chat_id == chat_id]

    def fate_of(self, letter: int) -> Fate | None:
        """What became of a letter, as long as that is remembered; ``None`` also while it waits."""
        row = mail.read(Settled, self._rows.get(SENT, letter))
        return None if row is None else row.fate

    def _changed(self, number: int, old: bytes | None, new: bytes | None) -> None:
        before, row = mail.read(Board, old), mail.read(Board, new)
        if before is not None:
            known = self._found.get((before.chat_id, before.thread_id))
            if known is not None and known.number == number:
                del self._found[before.chat_id, before.thread_id]
        if row is not None:
            self._found[row.chat_id, row.thread_id] = replace(row, number=number)
