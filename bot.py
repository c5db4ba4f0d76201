"""The command line. Each command reads its options and hands over; nothing is decided here.

Imports are made by the command that needs them, so that none waits for a library that it does not use.
"""

import asyncio
import gc
import io
import os
import signal
import sys
import time
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from string import hexdigits
from typing import TYPE_CHECKING, NoReturn

import click

from config import Config
from house.configuration.values import read_board_url, read_listen
from house.configured import configured, configured_for_telegram, ready
from house.log import log_of_many, log_of_one
from house.trouble import FAULTY, TellingGroup
from texts import command_line as words

if TYPE_CHECKING:
    from house.running import Way

#: What this process writes is for its owner and, to read, for the owner's group.
UMASK = 0o027
#: So much of a check code is enough to find it.
_LEAST_OF_A_CODE = 8
#: How much a command that works while the bot runs stands back behind it.
NICENESS = 10

_config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("config.toml"),
    show_default=True,
    help="The configuration; config.example.toml shows every key.",
)
_clock_option = click.option(
    "--clock", "clock_url", hidden=True, help="Follow the clock of a playground at this address."
)
_playgrounds_option = click.option(
    "--playgrounds", is_flag=True, hidden=True, help="Follow the clock of each bureau's own playground."
)
_speed_option = click.option(
    "--speed", hidden=True, default=1.0, help="Let limits, waits and retries pass that much faster."
)
_verbose_option = click.option("--verbose", is_flag=True, help="Log every request.")
_json_log_option = click.option("--json-log", is_flag=True, help="Log one JSON object a line.")
_yes_option = click.option("--yes", is_flag=True, help="Do not ask.")
_folder_argument = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))


@click.group(cls=TellingGroup)
def main() -> None:
    """Duban (督办): the assistant that keeps a bureau's promises."""
    os.umask(UMASK)


@main.command()
@_config_option
@_clock_option
@_speed_option
@_verbose_option
def run(config_path: Path, clock_url: str | None, speed: float, *, verbose: bool) -> None:
    """Run the bot until SIGTERM or Ctrl-C."""
    signal.signal(signal.SIGTERM, _leave)
    gc.disable()  # until the house is open: a start makes much and drops little
    config = ready(config_path)
    log_of_one(config, verbose=verbose)
    from house.running import serve

    asyncio.run(serve(config, _way(config, config_path, clock_url, speed)))


@main.command()
@_folder_argument
@_playgrounds_option
@_speed_option
@_verbose_option
@_json_log_option
def fleet(folder: Path, speed: float, *, playgrounds: bool, verbose: bool, json_log: bool) -> None:
    """Run every bureau that has its configuration (NAME.toml) in FOLDER, until SIGTERM or Ctrl-C.

    Files may be added, changed, renamed and removed meanwhile.
    """
    signal.signal(signal.SIGTERM, _leave)
    log_of_many(verbose=verbose, is_json=json_log)
    from house.fleet_of_bots import run_bureaux

    def way_of(config: Config) -> "Way":
        return _way(config, folder / f"{config.name}.toml", config.base_url if playgrounds else None, speed)

    run_bureaux(folder, way_of, speed)


@main.command()
@_config_option
@click.option(
    "--online", is_flag=True, help="Also ask Telegram about the token, the bot's rights and every bound chat."
)
def check(config_path: Path, *, online: bool) -> None:
    """Name every fault; faults exit 2."""
    config = ready(config_path)
    from house.commands.check import is_fine, is_fine_online

    fine = is_fine(config)
    if online:
        log_of_one(config)
        fine = is_fine_online(config, _now(config)) and fine
    sys.exit(0 if fine else FAULTY)


@main.command(name="import")
@_config_option
@click.argument("workbook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_yes_option
@click.option("--clock", "clock_url", hidden=True, help="Take the time from a playground at this address.")
def import_(config_path: Path, workbook: Path, clock_url: str | None, *, yes: bool) -> None:
    """Show what a workbook would change, ask, and take it over."""
    config = configured(config_path)
    from house.clocks import read_once
    from house.commands.workbooks import import_workbook

    import_workbook(config, workbook, read_once(clock_url) if clock_url else _now(config), yes=yes)


@main.command()
@_config_option
@click.option("--year", type=int, help="Only what stood in the ledger of this closed year.")
@click.argument("workbook", type=click.Path(path_type=Path))
def export(config_path: Path, workbook: Path, *, year: int | None) -> None:
    """Write the ledger as a workbook that imports again unchanged; works while the bot runs."""
    config = configured(config_path)
    _give_way()
    from house.commands.workbooks import export_workbook

    export_workbook(config, workbook, _now(config), year)


@main.command()
@_config_option
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def evidence(config_path: Path, folder: Path) -> None:
    """Fetch every piece of evidence from Telegram into a folder; works while the bot runs, and goes on where it was."""
    config = configured_for_telegram(config_path)
    log_of_one(config)
    from house.commands.evidence import fetch_evidence

    fetch_evidence(config, folder, _now(config))


def _check_code(_context: object, _option: object, written: str | None) -> str:
    """A check code as it was copied: blanks and capitals do not matter; its beginning will do."""
    code = "".join((written or "").split()).lower()
    if written is not None and not (len(code) in range(_LEAST_OF_A_CODE, 65) and set(code) <= set(hexdigits)):
        raise click.BadParameter(words.BAD_CODE)
    return code


@main.command()
@_config_option
@click.option("--head", is_flag=True, help="Print the check code alone, for the inspectors.")
@click.option("--code", metavar="CODE", callback=_check_code, help="Say where a check code occurs; 3: nowhere.")
def verify(config_path: Path, *, head: bool, code: str) -> None:
    """Walk the journal's chain and name the first line that does not fit.

    Exits 0 when all is well, 1 for a fault, 2 for a wrong option or configuration, 3 when --code occurs nowhere.
    """
    config = configured(config_path)
    _give_way()
    from house.commands.journal import verify_ledger

    sys.exit(verify_ledger(config, head=head, code=code))


@main.command()
@_config_option
@click.argument("folder", type=click.Path(path_type=Path))
def backup(config_path: Path, folder: Path) -> None:
    """Copy the ledger and its journal, consistently, while the bot runs."""
    config = configured(config_path)
    _give_way()
    from house.commands.journal import back_up

    back_up(config, folder)


@main.command(name="move-ledger")
@_config_option
@click.option("--to", "to_path", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The new one.")
@_yes_option
def move_ledger(config_path: Path, to_path: Path, *, yes: bool) -> None:
    """Move the ledger from where one configuration keeps it to where another does: a file, or PostgreSQL.

    The bot has to be stopped. The chain and its check code stay as they are.
    """
    config, target = configured(config_path), configured(to_path)
    from house.commands.journal import move

    move(config, target, partial(_now, config), yes=yes)


@main.command()
@_config_option
@_clock_option
@click.option("--with-bot", is_flag=True, hidden=True, help="End with the bot that started it: when its input ends.")
def board(config_path: Path, clock_url: str | None, *, with_bot: bool) -> None:
    """Serve the board in the browser until SIGTERM or Ctrl-C; it only reads the ledger."""
    signal.signal(signal.SIGTERM, _leave)
    config = configured(config_path)
    log_of_one(config)
    _give_way()
    from house.board import serve

    asyncio.run(serve(config, partial(_now, config), clock_url, with_bot=with_bot))


def _board_url(_context: object, _option: object, written: str) -> str:
    """An address that people may open."""
    try:
        if url := read_board_url(written):
            return url
    except ValueError:
        pass
    raise click.BadParameter(words.EXPECTED["board_url"])


def _listen(_context: object, _option: object, written: str) -> tuple[str, int]:
    """An address of this machine."""
    try:
        if place := read_listen(written):
            return place
    except ValueError:
        pass
    raise click.BadParameter(words.EXPECTED["listen"])


@main.command(name="city-board")
@_folder_argument
@click.option("--url", required=True, callback=_board_url, help="What people open: the address of the proxy before it.")
@click.option("--listen", required=True, callback=_listen, help="An address of this machine, such as 127.0.0.1:8100.")
@click.option(
    "--home", default="", metavar="NAME", help="The city's own bureau: who signs in by its bot is in for all."
)
@_playgrounds_option
@_json_log_option
def city_board(
    folder: Path, url: str, listen: tuple[str, int], home: str, *, playgrounds: bool, json_log: bool
) -> None:
    """Serve the boards of all bureaux that have NAME.toml in FOLDER and [board] url = "URL/NAME", and an overview.

    It only reads the ledgers. Files may be added, changed and removed meanwhile.
    """
    signal.signal(signal.SIGTERM, _leave)
    log_of_many(verbose=False, is_json=json_log)
    _give_way()
    from house.city_board import Opening, serve_boards

    serve_boards(folder, Opening(url, listen, home), _clock, lambda each: each.base_url if playgrounds else None)


@main.command()
@click.option("--tour", is_flag=True, help="Play the week in the terminal.")
@click.option("--city", is_flag=True, help="Play three bureaux on PostgreSQL, and kill their machines.")
@click.option("--port", default=8088, show_default=True, help="Where the page is served; 0 takes a free port.")
@click.option("--today", hidden=True, type=click.DateTime(), help="What the page takes for the real now.")
@click.option(
    "--config",
    "config_path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A configuration to check first; its token and its ledger are never touched by a rehearsal.",
)
def demo(*, tour: bool, city: bool, port: int, today: datetime | None, config_path: Path | None) -> None:
    """Play a sample bureau, or your own workbook, on a page in the browser."""
    if config_path is not None:
        configured(config_path)
    program, now = _program(), partial(_here, today)
    if tour:
        from playground.tour.run import play

        sys.exit(asyncio.run(play(program)))
    if city:
        from playground.city.run import play_city

        sys.exit(asyncio.run(play_city(program, now(), time.monotonic)))
    from house.forecast import forecast
    from playground.demo.rehearsal import DemoSettings
    from playground.demo.run import run_demo
    from texts.tour import bot_ended

    settings = DemoSettings(program, now, partial(forecast, _now), lambda why: click.echo(bot_ended(why), err=True))
    sys.exit(asyncio.run(run_demo(settings, port)))


@main.command()
@_config_option
def telegram(config_path: Path) -> None:
    """Be the Telegram of a configuration whose telegram.base_url is http://127.0.0.1:PORT, to rehearse without a token.

    People are played by HTTP at PORT/playground: docs/cluster.md shows how.
    """
    config = configured(config_path)
    from playground.alone import play_telegram

    sys.exit(asyncio.run(play_telegram(config.token.reveal(), config.base_url, partial(_now, config))))


def _program() -> tuple[str, ...]:
    """What starts this program."""
    return sys.executable, str(Path(__file__).absolute())


def _way(config: Config, path: Path, clock_url: str | None, speed: float) -> "Way":
    from house.running import Way, board_command

    return Way(partial(_now, config), clock_url, speed, board_command(_program(), config, path, clock_url))


def _clock(zone: tzinfo) -> datetime:
    return datetime.now(zone)


def _now(config: Config) -> datetime:
    return _clock(config.rules.timezone)


def _here(today: datetime | None) -> datetime:
    """The real now where the sample bureau is, unless another was given."""
    from house.clocks import CHINA

    return today.replace(tzinfo=CHINA) if today else _clock(CHINA)


def _leave(_number: int, _frame: object) -> NoReturn:
    """Until the event loop listens for signals: a stop while still starting is a stop as well."""
    sys.exit(0)


def _give_way() -> None:
    """The running bot goes before this command."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def _print_anywhere() -> None:
    """A terminal that lacks a character (GBK, ASCII) shows another one, and no command ends in a traceback for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    _print_anywhere()
    main()
