"""What tomorrow's groups would read: a day to come, played on a copy of the ledger."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from config import Config, load
from domain.letter import Letter
from house.ledgers import copied
from jobs.preview import play_day


def forecast(own_clock: Callable[[Config], datetime], config_path: Path, now: datetime, day: date) -> list[Letter]:
    """What the clock would have the bot say on that day, where it is ``now``; ``own_clock`` is the real one."""
    config = load(config_path, {})
    with copied(config, own_clock(config)) as ledger:
        return play_day(ledger, config.rules, "duban_bot", now, day)
