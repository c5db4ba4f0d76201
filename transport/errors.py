"""What can go wrong between Telegram and the ledger, as data. None of these carries the token."""

from enum import StrEnum

from msgspec import Struct


class TransportError(Exception):
    """Base of the room's errors."""


class ReceiverGone(TransportError):
    """Telegram has refused getUpdates for so long that the process had better end, loudly."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class TokenRefused(TransportError):
    """Telegram does not know the token."""


class UpdateUnreadable(TransportError):
    """An update that python-telegram-bot cannot read: trying again would change nothing."""

    def __init__(self, update_id: int) -> None:
        super().__init__(update_id)
        self.update_id = update_id


class FileTooLarge(TransportError):
    """A file that somebody sent is larger than it may be (bytes)."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(size, limit)
        self.size = size
        self.limit = limit


class TroubleKind(StrEnum):
    """What is wrong with the line."""

    CONFLICT = "conflict"  # 409: another process receives with the same token
    WEBHOOK_SET = "webhook_set"  # 409: updates go to a webhook, and none to us
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - 401 or 404, in receiving or in sending
    LINE_BACK = "line_back"  # receiving works again after one of the above


class Trouble(Struct, frozen=True):
    """One report; made once for each episode, not for each failed call."""

    kind: TroubleKind
    why: str = ""
