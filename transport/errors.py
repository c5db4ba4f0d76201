"""The room's exceptions, and the troubles that it reports. None of them carries the token.

Our own:

- TransportError
  - ReceiverGone
  - ListenRefused
  - TokenRefused
  - UpdateUnreadable
  - FileTooLarge

Of one call, below python-telegram-bot's NetworkError, so that its callers catch them with the library's own:

- NetworkError
  - NeverArrived: Telegram does not know of the call
    - ProxyUnspoken
    - TurnedBack
  - NoAnswer: the call may have been carried out
    - Garbled
  - TooLarge
"""

from datetime import timedelta
from enum import StrEnum

from msgspec import Struct
from telegram.error import NetworkError, RetryAfter


class TransportError(Exception):
    """Base of the room's own errors."""


class ReceiverGone(TransportError):
    """Telegram refused getUpdates for too long: the process has to end."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ListenRefused(TransportError):
    """An address of this machine can't be listened on; ``key`` names it in the configuration."""

    def __init__(self, key: str, host: str, port: int, why: str) -> None:
        super().__init__(key, host, port, why)
        self.key = key
        self.host = host
        self.port = port
        self.why = why


class TokenRefused(TransportError):
    """Telegram does not know the token."""


class UpdateUnreadable(TransportError):
    """python-telegram-bot cannot read the update. Another try would fail as well."""

    def __init__(self, update_id: int) -> None:
        super().__init__(update_id)
        self.update_id = update_id


class FileTooLarge(TransportError):
    """A file that somebody sent is larger than allowed; ``size`` and ``limit`` are in bytes."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(size, limit)
        self.size = size
        self.limit = limit


class NeverArrived(NetworkError):
    """The call did not reach Telegram: there was no connection."""


class ProxyUnspoken(NeverArrived):
    """The environment names a proxy of an unsupported kind, such as SOCKS."""

    def __init__(self, scheme: str) -> None:
        super().__init__(f"the environment names a {scheme} proxy, and only http:// proxies are spoken")
        self.scheme = scheme


class TurnedBack(NeverArrived):
    """A proxy refused to connect, or a gateway answered in Telegram's place; ``status`` is the HTTP status."""

    def __init__(self, status: int, who: str = "a gateway") -> None:
        super().__init__(f"{who} refused with status {status}")
        self.status = status


class NoAnswer(NetworkError):
    """At least a part of the call was sent, and Telegram did not answer: it may have been carried out."""


class Garbled(NoAnswer):
    """The answer is not the Bot API's JSON; ``status`` is the HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the answer with status {status} is not the Bot API's")
        self.status = status


class TooLarge(NetworkError):
    """The call is larger than Telegram, or a gateway before it, accepts."""


def seconds_to_wait(error: RetryAfter) -> float:
    """How long Telegram asks us to wait after a 429, in seconds."""
    given = error.retry_after
    return given.total_seconds() if isinstance(given, timedelta) else float(given)


class TroubleKind(StrEnum):
    """What is wrong with the connection to Telegram."""

    CONFLICT = "conflict"  # 409: another process receives with the same token
    WEBHOOK_SET = "webhook_set"  # 409: updates go to a webhook, and none to us
    WEBHOOK_REFUSED = "webhook_refused"  # Telegram does not take the configured address
    WEBHOOK_UNREACHED = "webhook_unreached"  # Telegram can't deliver to it
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - 401 or 404, in receiving or in sending
    LINE_BACK = "line_back"  # receiving works again after one of the above


class Trouble(Struct, frozen=True):
    """One report. It is made once an episode, not once a failed call."""

    kind: TroubleKind
    why: str = ""
