"""``check``: what is wrong with a configuration, with its ledger and, if asked, with what Telegram knows of the bot."""

import asyncio
from datetime import datetime

import click

from config import Config
from domain.rules import leaves_no_time, muted_times
from house.ledgers import copied, holding_of, name_misread
from texts import command_line as words


def is_fine(config: Config) -> bool:
    """Whether the bot could run with it; whatever is odd is told."""
    click.echo(words.CONFIGURATION_FINE)
    if muted := muted_times(config.rules):
        click.echo(words.render_muted(muted))
    if leaves_no_time(config.rules):
        click.echo(words.render_no_time(config.rules.closes_at))
    holding_of(config).require_usable()
    return not name_misread(config)


def is_fine_online(config: Config, now: datetime) -> bool:
    """Whether Telegram knows the bot and every bound chat; what remains to be done is told."""
    from domain.rights import lacks_of_groups, lacks_of_people
    from transport.api import build_application
    from transport.online import inspect

    with copied(config, now) as ledger:
        roster = ledger.roster
    app = build_application(token=config.token.reveal(), base_url=config.base_url)
    has_webhook = config.webhook is not None
    found = asyncio.run(inspect(app.bot, roster.chats, pins=config.pins_boards, has_webhook=has_webhook))
    click.echo(words.render_checklist(found.bot, lacks_of_people(roster), lacks_of_groups(roster), found.chats))
    return not found.faults
