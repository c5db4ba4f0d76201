"""The configuration as a command needs it: read, fit for Telegram, with everything installed that it asks for."""

import os
from importlib.util import find_spec
from pathlib import Path

from config import Config, load, require_real_token
from house.trouble import Faulty
from texts import command_line as words


def configured(path: Path) -> Config:
    """What a command needs that only looks at the ledger. Raises ``ConfigFaults``."""
    return load(path, os.environ)


def configured_for_telegram(path: Path) -> Config:
    """The same, with a token that is not the example's."""
    config = configured(path)
    require_real_token(config)
    return config


def ready(path: Path) -> Config:
    """What a bot needs. Raises ``Faulty`` as well, for what is not installed."""
    config = configured_for_telegram(path)
    if config.monitoring is not None and find_spec("prometheus_client") is None:
        raise Faulty(words.render_extra_missing("monitoring.listen", "requirements/monitoring.txt"))
    return config
