"""``verify``, ``backup`` and ``move-ledger``: the ledger with its journal, whole."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from config import Config
from house.ledgers import holding_of, name_misread, require_ledger
from house.trouble import Refused
from store.journal.verify import Beginning, Occurrence, Verified
from texts import command_line as words

#: What ``verify --code`` exits with where the code does not occur.
NOT_FOUND = 3


def verify_ledger(config: Config, *, head: bool, code: str) -> int:
    """Walk the chain, and tell what was found; the exit code.

    ``head``: the check code alone. ``code``: where that one occurs. Raises ``Refused`` for a line that does not fit,
    and for a ledger that has left: its chain is sound up to the move.
    """
    holding = require_ledger(config)
    verified = holding.verify(code)
    is_odd = verified.fault is None and name_misread(config)
    _require_sound(verified, "" if config.store_url is None else holding.where)
    place = holding.left_for()
    if code:
        _name_occurrence(verified.found, config, verified.sequence)
        if place is not None:
            click.echo(words.render_code_of_former(place), err=True)
        return 0 if verified.found else NOT_FOUND
    if place is not None:  # whoever asks for the code is not to take a former one for it
        raise Refused(words.render_left(place, verified.sequence, verified.head))
    adopted = verified.since if verified.beginning is Beginning.ADOPTED else 0
    click.echo(verified.head if head else words.render_verified(verified.sequence, verified.head, adopted))
    return 1 if is_odd else 0


def _require_sound(verified: Verified, where: str) -> None:
    if verified.fault is not None:
        raise Refused(words.render_misfit(verified.fault.file, verified.fault.line, verified.fault.why, where))
    if verified.beginning is Beginning.MISSING:
        raise Refused(words.render_beginning_missing(verified.since, verified.head))


def _name_occurrence(found: Occurrence | None, config: Config, sequence: int) -> None:
    at = found.at.astimezone(config.rules.timezone) if found and found.at else None
    click.echo(words.render_code_found(found.sequence, at) if found else words.render_code_missing(sequence))


def back_up(config: Config, folder: Path) -> None:
    """Copy ledger and journal into a new folder, consistently, while the bot runs."""
    from store.journal.footprint import note_backup

    copy = require_ledger(config).backup(folder)
    note_backup(config.ledger_path)
    name_misread(config)
    click.echo(words.render_backed_up(copy))


def move(config: Config, target: Config, clock: Callable[[], datetime], *, yes: bool) -> None:
    """From where the one configuration keeps it to where the other does; asks unless ``yes``."""
    source, there = holding_of(config), holding_of(target)
    url, new_url = config.store_url, target.store_url
    if (url is None) == (new_url is None):
        raise Refused(words.render_same_place(source.where))
    require_ledger(config)
    if not (yes or click.confirm(words.render_move(source.where, there.where), default=False)):
        return
    from store.postgres.moving import Place, move_in, move_out

    if new_url is not None:
        place = Place(new_url.reveal(), target.store_schema)
        moved = move_in(
            config.ledger_path, place, target.ledger_path, clock(), lambda: click.echo(words.REPLACED_BLANK)
        )
    elif url is not None:
        moved = move_out(Place(url.reveal(), config.store_schema), target.ledger_path)
    click.echo(words.render_moved(moved.sequence, moved.head, there.where))
