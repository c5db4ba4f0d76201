"""What a bot set as its webhook (``delivery.py`` does the delivering)."""

from dataclasses import dataclass
from datetime import datetime

from playground.telegram.refusals import Json


@dataclass(slots=True)
class WebhookSetting:
    """Where updates go, and how the last failed delivery failed."""

    url: str
    secret: str = ""
    max_connections: int = 40
    failed_at: datetime | None = None
    failure: str = ""

    def as_json(self) -> Json:
        """The fields of ``WebhookInfo`` that a set webhook adds."""
        info: Json = {"url": self.url, "max_connections": self.max_connections}
        if self.failed_at is not None:
            info |= {"last_error_date": int(self.failed_at.timestamp()), "last_error_message": self.failure}
        return info
