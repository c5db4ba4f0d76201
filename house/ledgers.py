"""The ledger that a configuration names: where it is kept, and how a command opens it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from config import Config
from house.decoders import build_decoders
from house.trouble import Refused
from store.errors import TargetRefused, fault_of
from store.holding import Holding
from store.journal.holding import FileHolding
from store.ledger import Ledger
from store.reader import Following
from texts import command_line as words


def holding_of(config: Config) -> Holding:
    """Where the ledger is kept."""
    if config.store_url is None:
        return FileHolding(config.ledger_path)
    from store.postgres.holding import DatabaseHolding

    return DatabaseHolding(config.store_url.reveal(), config.store_schema, config.ledger_path)


def follower_of(config: Config) -> Following:
    """What a board reads it with, in a thread beside those of other bureaux."""
    follower = holding_of(config).follower()
    build_decoders()
    return follower


def require_ledger(config: Config) -> Holding:
    """Where it is. Nothing is not sound, nor saved: most likely ``store.path`` or ``store.schema`` is misspelt."""
    holding = holding_of(config)
    if not holding.is_there():
        key = "store.path" if config.store_url is None else "store.schema"
        raise Refused(words.render_no_ledger(holding.where, key=key))
    return holding


def name_misread(config: Config) -> bool:
    """Whether the ledger has rows that can't be read; each is named."""
    spots = holding_of(config).misread()
    if spots:
        click.echo(words.render_misread(spots), err=True)
    return bool(spots)


@contextmanager
def opened(config: Config, now: datetime) -> Iterator[Ledger]:
    """The ledger itself, while no bot has it."""
    ledger = Ledger.open(config.ledger_path, at=now, admins=config.admins, engine=holding_of(config).engine())
    try:
        yield ledger
    finally:
        ledger.close()


@contextmanager
def copied(config: Config, now: datetime) -> Iterator[Ledger]:
    """The ledger as a copy of this moment, to be read while the bot owns the original."""
    holding = holding_of(config)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copy" / config.ledger_path.name
        if holding.is_there():
            path = holding.backup(path.parent)
        ledger = Ledger.open(path, at=now, admins=config.admins)
        try:
            yield ledger
        finally:
            ledger.close()


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """What the system says of a file that is to be written becomes ``TargetRefused``."""
    try:
        yield
    except OSError as error:
        raise TargetRefused(path, fault_of(error), str(error)) from error
