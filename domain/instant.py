"""An instant (时刻) as records keep it: always with its zone, as one without can't be compared with any other."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

Instant = Annotated[datetime, Meta(tz=True)]
