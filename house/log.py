"""The log of a process: its form, and that no secret of a configuration is in it."""

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from config import Config
from house.configuration.values import Secret

if TYPE_CHECKING:
    from house.bureau_folder import Written


def log_of_one(config: Config, *, verbose: bool = False) -> None:
    """Log on standard error, as the configuration says."""
    from transport.logs import TEXT, JsonFormatter, log_to_stderr

    form = JsonFormatter(config.name) if config.logs_json else logging.Formatter(TEXT)
    log_to_stderr(form, verbose=verbose)
    _redact([config.token])


def log_of_many(*, verbose: bool, is_json: bool) -> None:
    """Each line bears the bureau that it is about."""
    from house.bureau_log import FORMAT, name_bureau
    from transport.logs import JsonFormatter, log_to_stderr

    log_to_stderr(JsonFormatter() if is_json else logging.Formatter(FORMAT), name_bureau, verbose=verbose)
    _redact(())


def redacting() -> "Callable[[Mapping[str, Written]], None]":
    """Keeps the secrets of every configuration that is shown to it out of the log; of former ones as well."""
    known: dict[str, Secret] = {}

    def add(written: "Mapping[str, Written]") -> None:
        tokens = [each.meant.token for each in written.values() if isinstance(each.meant, Config)]
        new = {token.reveal(): token for token in tokens if token.reveal() not in known}
        if new:
            known.update(new)
            _redact(known.values())

    return add


def _redact(tokens: Iterable[Secret]) -> None:
    from transport.logs import catch_uncaught
    from transport.own_webhook import secret_of
    from transport.redaction import install

    install(*(each for token in tokens for each in (token.reveal(), secret_of(token.reveal()))))
    catch_uncaught()
