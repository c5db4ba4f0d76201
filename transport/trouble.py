"""What the office should hear about the line itself, as data: the wording is not for this room."""

from enum import StrEnum

from msgspec import Struct


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
