"""The command line. Each command opens what it needs and hands over; nothing is decided here.

Imports are made by the command that needs them, so that none waits for a library that it does not use.
"""

import asyncio
import gc
import io
import logging
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from string import hexdigits
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar
from zoneinfo import ZoneInfo

import click

from config import Config, ConfigFaults, Fault, Secret, example_token_faults, load, read_board_url, read_listen
from texts import command_line
from texts import command_line as words

if TYPE_CHECKING:
    from domain.item import Item
    from domain.letter import Letter
    from house.bureau_folder import Written
    from store.holding import Holding
    from store.journal.verify import Occurrence
    from store.ledger import Ledger

T = TypeVar("T")

#: What this process writes is for its owner and, to read, for the owner's group.
UMASK = 0o027
#: What a faulty configuration exits with.
FAULTY = 2
#: What ``verify --code`` exits with where the code does not occur.
NOT_FOUND = 3
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


@click.group()
def main() -> None:
    """Duban (督办): the assistant that keeps a bureau's promises."""
    os.umask(UMASK)


@main.command()
@_config_option
@click.option("--clock", "clock_url", hidden=True, help="Follow the clock of a playground at this address.")
@click.option("--speed", hidden=True, default=1.0, help="Let limits, waits and retries pass that much faster.")
@click.option("--verbose", is_flag=True, help="Log every request.")
def run(config_path: Path, clock_url: str | None, speed: float, *, verbose: bool) -> None:
    """Run the bot until SIGTERM or Ctrl-C."""
    signal.signal(signal.SIGTERM, _leave)
    gc.disable()  # until the house is open: a start makes much and drops little
    config = _configured(config_path, for_telegram=True)
    _require_extras(config)
    _log_to_stderr(config, verbose=verbose)
    from house.running import Way, serve
    from transport.errors import ListenRefused, TransportError

    with _worded_store_errors():
        try:
            board = _board_command(config, config_path, clock_url)
            asyncio.run(serve(config, Way(partial(_now, config), clock_url, speed, board)))
        except ListenRefused as error:
            _stop(words.render_listen_refused(error.key, error.host, error.port, error.why))
        except TransportError as error:
            _stop(words.render_line_error(type(error).__name__))


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--playgrounds", is_flag=True, hidden=True, help="Follow the clock of each bureau's own playground.")
@click.option("--speed", hidden=True, default=1.0, help="Let limits, waits and retries pass that much faster.")
@click.option("--verbose", is_flag=True, help="Log every request.")
@click.option("--json-log", is_flag=True, help="Log one JSON object a line.")
def fleet(folder: Path, speed: float, *, playgrounds: bool, verbose: bool, json_log: bool) -> None:
    """Run every bureau that has its configuration (NAME.toml) in FOLDER, until SIGTERM or Ctrl-C.

    Files may be added, changed, renamed and removed meanwhile.
    """
    signal.signal(signal.SIGTERM, _leave)
    _log_fleet(verbose=verbose, is_json=json_log)
    from house.bureau_folder import BureauFolder
    from house.fleet import Fleet, Means, serve
    from house.monitors import Monitors
    from house.running import Way, live
    from store.postgres.sharing import Duty
    from transport.retry import Stopwatch

    def run_one(config: Config, stop: asyncio.Event) -> Coroutine[Any, Any, None]:
        path = folder / f"{config.name}.toml"
        clock_url = config.base_url if playgrounds else None
        way = Way(partial(_now, config), clock_url, speed, _board_command(config, path, clock_url))
        return live(config, way, stop, monitors, duty=duty)

    monitors, duty = Monitors(), Duty()
    watch = Stopwatch(time.monotonic, speed)
    means = Means(run_one, _said_of, watch.pause, watch.now)
    _freeze_libraries()
    asyncio.run(serve(Fleet(BureauFolder(folder, os.environ), means, _redacting())))


@main.command()
@_config_option
@click.option(
    "--online", is_flag=True, help="Also ask Telegram about the token, the bot's rights and every bound chat."
)
def check(config_path: Path, *, online: bool) -> None:
    """Name every fault; faults exit 2."""
    config = _configured(config_path, for_telegram=True)
    _require_extras(config)
    click.echo(words.CONFIGURATION_FINE)
    from domain.rules import leaves_no_time, muted_times

    if muted := muted_times(config.rules):
        click.echo(words.render_muted(muted))
    if leaves_no_time(config.rules):
        click.echo(words.render_no_time(config.rules.closes_at))
    with _worded_store_errors():
        _holding(config).require_usable()
        is_odd = _name_misread(config)
    if not online:
        sys.exit(FAULTY if is_odd else 0)
    _log_to_stderr(config)
    from domain.rights import lacks_of_groups, lacks_of_people
    from transport.api import build_application
    from transport.online import inspect

    with _worded_store_errors(), _copied(config) as ledger:
        roster = ledger.roster
    app = build_application(token=config.token.reveal(), base_url=config.base_url)
    has_webhook = config.webhook is not None
    found = asyncio.run(inspect(app.bot, roster.chats, pins=config.pins_boards, has_webhook=has_webhook))
    click.echo(words.render_checklist(found.bot, lacks_of_people(roster), lacks_of_groups(roster), found.chats))
    if found.faults or is_odd:
        sys.exit(FAULTY)


@main.command(name="import")
@_config_option
@click.argument("workbook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--clock", "clock_url", hidden=True, help="Take the time from a playground at this address.")
def import_(config_path: Path, workbook: Path, clock_url: str | None, *, yes: bool) -> None:
    """Show what a workbook would change, ask, and take it over."""
    config = _configured(config_path)
    from domain.errors import DubanError
    from handlers.import_plan import enter, make_ready, plan_workbook
    from reports.workbook import read_workbook
    from texts.faults import render_fault
    from texts.imports import render_import_result_text, render_plan_text
    from texts.pages import visible

    now = _remote_now(clock_url) if clock_url else _now(config)
    with _worded_store_errors(), _opened(config, now) as ledger:
        try:
            sheets = read_workbook(workbook)
        except DubanError as error:
            _stop(visible(render_fault(error, config.rules)))
        planned = plan_workbook(sheets, ledger.moment(), ledger.roster, config.rules, now)
        click.echo(render_plan_text(planned.plan))
        if planned.plan.is_idle or not (yes or click.confirm(words.ASK_IMPORT, default=False)):
            return
        entries = make_ready(planned, now, words.COMMAND_LINE, _progress)
        with ledger.transaction(at=now, by=words.COMMAND_LINE, did="import") as tx:
            result = enter(entries, tx)
        click.echo(render_import_result_text(result))


@main.command()
@_config_option
@click.option("--year", type=int, help="Only what stood in the ledger of this closed year.")
@click.argument("workbook", type=click.Path(path_type=Path))
def export(config_path: Path, workbook: Path, *, year: int | None) -> None:
    """Write the ledger as a workbook that imports again unchanged; works while the bot runs."""
    config = _configured(config_path)
    _give_way()
    from domain.ledger_year import is_current
    from domain.limits import local_day
    from domain.three_lists import arrangement_of
    from reports.export import write_ledger
    from reports.list_columns import Frame
    from reports.list_tables import tables_of
    from texts.amounts import say_amounts
    from texts.three_lists import say_subtitle

    now, rules = _now(config), config.rules
    subtitle = partial(say_subtitle, rules.office_name, "", f"{local_day(now, rules):%Y-%m-%d}")
    with _worded_store_errors(), _copied(config) as ledger, _worded_target(workbook):
        items = list(ledger.all_items()) if year is None else _of_closed_year(year, ledger)
        listed = items if year else [item for item in items if is_current(item, ledger.ledger_year)]
        frame = Frame(rules, arrangement_of(ledger.roster, rules), now, say_amounts)
        write_ledger(items, ledger.roster, rules, workbook, tables=tables_of(listed, frame, subtitle))
        _name_misread(config)
    click.echo(words.render_exported(workbook))


@main.command()
@_config_option
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def evidence(config_path: Path, folder: Path) -> None:
    """Fetch every piece of evidence from Telegram into a folder; works while the bot runs, and goes on where it was."""
    config = _configured(config_path, for_telegram=True)
    _log_to_stderr(config)
    from reports.evidence_files import INDEX, evidence_files, write_index
    from transport.api import build_application
    from transport.fetch import fetch_all

    with _worded_store_errors(), _copied(config) as ledger:
        files = list(evidence_files(ledger.all_items()))
        app = build_application(token=config.token.reveal(), base_url=config.base_url)
        wanted = {folder / each.path: each.piece.file_id for each in files if each.path is not None}
        with _worded_target(folder):
            folder.mkdir(parents=True, exist_ok=True)
            fetched = asyncio.run(fetch_all(app.bot, wanted, lambda path: click.echo(words.render_fetched(path))))
            write_index(files, config.rules.timezone, folder / INDEX)
    click.echo(words.render_evidence(len(wanted), len(fetched.new), folder))
    if fetched.failed:
        _stop(words.render_not_fetched(fetched.failed))


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
    config = _configured(config_path)
    _give_way()
    from store.journal.verify import Beginning

    with _worded_store_errors():
        _require_ledger(config)
        verified = _holding(config).verify(code)
        is_odd = verified.fault is None and _name_misread(config)
    if verified.fault is not None:
        _stop(command_line.render_misfit(verified.fault.file, verified.fault.line, verified.fault.why))
    if verified.beginning is Beginning.MISSING:
        _stop(words.render_beginning_missing(verified.since, verified.head))
    if code:
        _name_occurrence(verified.found, config, verified.sequence)
        sys.exit(0 if verified.found else NOT_FOUND)
    adopted = verified.since if verified.beginning is Beginning.ADOPTED else 0
    click.echo(verified.head if head else words.render_verified(verified.sequence, verified.head, adopted))
    if is_odd:
        sys.exit(1)


@main.command()
@_config_option
@click.argument("folder", type=click.Path(path_type=Path))
def backup(config_path: Path, folder: Path) -> None:
    """Copy the ledger and its journal, consistently, while the bot runs."""
    config = _configured(config_path)
    _give_way()
    from store.journal.footprint import note_backup

    with _worded_store_errors():
        _require_ledger(config)
        copied = _holding(config).backup(folder)
        note_backup(config.ledger_path)
        _name_misread(config)
    click.echo(words.render_backed_up(copied))


@main.command(name="move-ledger")
@_config_option
@click.option("--to", "to_path", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The new one.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def move_ledger(config_path: Path, to_path: Path, *, yes: bool) -> None:
    """Move the ledger from where one configuration keeps it to where another does: a file, or PostgreSQL.

    The bot has to be stopped. The chain and its check code stay as they are.
    """
    config, target = _configured(config_path), _configured(to_path)
    with _worded_store_errors():
        source, there = _holding(config), _holding(target)
        url, new_url = config.store_url, target.store_url
        if (url is None) == (new_url is None):
            _stop(words.render_same_place(source.where))
        _require_ledger(config)
        if not (yes or click.confirm(words.render_move(source.where, there.where), default=False)):
            return
        from store.postgres.moving import Place, move_in, move_out

        if new_url is not None:
            place = Place(new_url.reveal(), target.store_schema)
            moved = move_in(config.ledger_path, place, target.ledger_path, _now(config))
        elif url is not None:
            moved = move_out(Place(url.reveal(), config.store_schema), target.ledger_path)
    click.echo(words.render_moved(moved.sequence, moved.head, there.where))


@main.command()
@_config_option
@click.option("--clock", "clock_url", hidden=True, help="Follow the clock of a playground at this address.")
@click.option("--with-bot", is_flag=True, hidden=True, help="End with the bot that started it: when its input ends.")
def board(config_path: Path, clock_url: str | None, *, with_bot: bool) -> None:
    """Serve the board in the browser until SIGTERM or Ctrl-C; it only reads the ledger."""
    signal.signal(signal.SIGTERM, _leave)
    config = _configured(config_path)
    _log_to_stderr(config)
    _give_way()
    if config.board is None or config.board.listen is None:
        _stop(words.NO_BOARD)
    from house.board import serve

    with _worded_store_errors():
        try:
            follower = _holding(config).follower()
            asyncio.run(serve(config, partial(_now, config), clock_url, follower, with_bot=with_bot))
        except OSError as error:
            _stop(words.render_listen_refused("board.listen", *config.board.listen, error.strerror or str(error)))


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
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--url", required=True, callback=_board_url, help="What people open: the address of the proxy before it.")
@click.option("--listen", required=True, callback=_listen, help="An address of this machine, such as 127.0.0.1:8100.")
@click.option(
    "--home", default="", metavar="NAME", help="The city's own bureau: who signs in by its bot is in for all."
)
@click.option("--playgrounds", is_flag=True, hidden=True, help="Follow the clock of each bureau's own playground.")
@click.option("--json-log", is_flag=True, help="Log one JSON object a line.")
def city_board(
    folder: Path, url: str, listen: tuple[str, int], home: str, *, playgrounds: bool, json_log: bool
) -> None:
    """Serve the boards of all bureaux that have NAME.toml in FOLDER and [board] url = "URL/NAME", and an overview.

    It only reads the ledgers. Files may be added, changed and removed meanwhile.
    """
    signal.signal(signal.SIGTERM, _leave)
    _log_fleet(verbose=False, is_json=json_log)
    _give_way()
    from handlers.board.city import City
    from handlers.board.overview import city_application
    from handlers.board.server import allow_connections, served
    from handlers.board.site import Site
    from house.bureau_folder import BureauFolder
    from house.city_board import Boards, Expecting
    from house.fleet import Fleet, Means, serve
    from transport.retry import Stopwatch

    city = City(Site(url, home), partial(_here, None))
    boards = Boards(
        city, lambda each: _holding(each).follower(), _now, lambda each: each.base_url if playgrounds else None
    )
    expecting, redact = Expecting(city), _redacting()

    def see(written: "Mapping[str, Written]") -> None:
        redact(written)
        expecting.see(written)

    watch = Stopwatch(time.monotonic, 1.0)
    allow_connections()
    board_fleet = Fleet(
        BureauFolder(folder, os.environ), Means(boards.live, _said_of_board, watch.pause, watch.now), see
    )
    try:
        asyncio.run(serve(board_fleet, served(city_application(city), *listen)))
    except OSError as error:
        _stop(words.render_listen_refused("--listen", *listen, error.strerror or str(error)))


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
        _configured(config_path)
    program = (sys.executable, str(Path(__file__).absolute()))
    if tour:
        from playground.tour.run import play

        sys.exit(asyncio.run(play(program)))
    if city:
        from playground.city.run import play_city

        sys.exit(asyncio.run(play_city(program, _here(today), time.monotonic)))
    from playground.demo.rehearsal import DemoSettings
    from playground.demo.run import run_demo
    from texts.tour import bot_ended

    now = partial(_here, today)
    settings = DemoSettings(program, now, _forecast, lambda why: click.echo(bot_ended(why), err=True))
    sys.exit(asyncio.run(run_demo(settings, port)))


def _here(today: datetime | None) -> datetime:
    """The real now where the sample bureau is, unless another was given."""
    zone = ZoneInfo("Asia/Shanghai")
    return today.replace(tzinfo=zone) if today else datetime.now(zone)


def _forecast(config_path: Path, now: datetime, day: date) -> "list[Letter]":
    """What the clock would have the bot say on that day, played on a copy of the ledger."""
    from jobs.preview import play_day

    config = load(config_path, {})
    with _copied(config) as ledger:
        return play_day(ledger, config.rules, "duban_bot", now, day)


def _of_closed_year(year: int, ledger: "Ledger") -> "list[Item]":
    """What stood in that year's ledger when it was closed, as it is now."""
    from domain.ledger_year import stood_in

    closed = [each.year for each in ledger.closed_years()]
    if year not in closed:
        _stop(words.render_year_open(year, closed))
    return [item for item in ledger.all_items() if stood_in(item, year, closed[0])]


def _name_occurrence(found: "Occurrence | None", config: Config, sequence: int) -> None:
    at = found.at.astimezone(config.rules.timezone) if found and found.at else None
    click.echo(words.render_code_found(found.sequence, at) if found else words.render_code_missing(sequence))


def _configured(path: Path, *, for_telegram: bool = False) -> Config:
    try:
        config = load(path, os.environ)
    except ConfigFaults as error:
        _refuse(error.faults)
    if for_telegram and (faults := example_token_faults(config)):
        _refuse(faults)
    return config


def _require_extras(config: Config) -> None:
    """What the configuration asks for and is not installed, before anything starts."""
    if config.monitoring is not None and find_spec("prometheus_client") is None:
        click.echo(words.render_extra_missing("monitoring.listen", "requirements/monitoring.txt"), err=True)
        sys.exit(FAULTY)


def _refuse(faults: Sequence[Fault]) -> NoReturn:
    click.echo(words.render_faults(faults), err=True)
    sys.exit(FAULTY)


def _leave(_number: int, _frame: object) -> NoReturn:
    """Until the event loop listens for signals: a stop while still starting is a stop as well."""
    sys.exit(0)


def _stop(message: str) -> NoReturn:
    from transport.logs import logged_as_json

    if not logged_as_json(message):
        click.echo(message, err=True)
    sys.exit(1)


def _give_way() -> None:
    """The running bot goes before this command."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def _require_ledger(config: Config) -> None:
    """Nothing is not sound, nor saved: most likely ``store.path`` or ``store.schema`` is misspelt."""
    holding = _holding(config)
    if not holding.is_there():
        _stop(words.render_no_ledger(holding.where, key="store.path" if config.store_url is None else "store.schema"))


def _holding(config: Config) -> "Holding":
    """Where the ledger is kept."""
    from store.journal.holding import FileHolding

    if config.store_url is None:
        return FileHolding(config.ledger_path)
    from store.postgres.holding import DatabaseHolding

    return DatabaseHolding(config.store_url.reveal(), config.store_schema, config.ledger_path)


def _name_misread(config: Config) -> bool:
    """Whether the ledger has rows that can't be read; each is named."""
    spots = _holding(config).misread()
    if spots:
        click.echo(words.render_misread(spots), err=True)
    return bool(spots)


def _progress(work: Sequence[T]) -> AbstractContextManager[Iterable[T]]:
    return click.progressbar(work, label=words.IMPORTING, file=sys.stderr)


def _now(config: Config) -> datetime:
    return datetime.now(config.rules.timezone)


def _remote_now(url: str) -> datetime:
    """What the clock of the playground at this address shows."""
    from playground.telegram.remote_clock import read_clock

    return asyncio.run(read_clock(url, time.monotonic)).now()


def _log_to_stderr(config: Config, *, verbose: bool = False) -> None:
    from transport.logs import TEXT, JsonFormatter, log_to_stderr

    form = JsonFormatter(config.name) if config.logs_json else logging.Formatter(TEXT)
    log_to_stderr(form, verbose=verbose)
    _redact([config.token])


def _log_fleet(*, verbose: bool, is_json: bool) -> None:
    """Each line bears the bureau that it is about."""
    from house.bureau_log import FORMAT, name_bureau
    from transport.logs import JsonFormatter, log_to_stderr

    log_to_stderr(JsonFormatter() if is_json else logging.Formatter(FORMAT), name_bureau, verbose=verbose)
    _redact(())


def _redact(tokens: Iterable[Secret]) -> None:
    from transport.logs import catch_uncaught
    from transport.own_webhook import secret_of
    from transport.redaction import install

    install(*(each for token in tokens for each in (token.reveal(), secret_of(token.reveal()))))
    catch_uncaught()


def _redacting() -> "Callable[[Mapping[str, Written]], None]":
    """Keeps the secrets of every configuration that is shown to it out of the log; of former ones as well."""
    known: dict[str, Secret] = {}

    def add(written: "Mapping[str, Written]") -> None:
        tokens = [each.meant.token for each in written.values() if isinstance(each.meant, Config)]
        new = {token.reveal(): token for token in tokens if token.reveal() not in known}
        if new:
            known.update(new)
            _redact(known.values())

    return add


def _freeze_libraries() -> None:
    """What every bureau needs is loaded, and the garbage collector need not walk through it: docs/decisions/0003."""
    import house.wiring  # noqa: F401

    gc.collect()
    gc.freeze()


def _said_of(error: Exception) -> str:
    """Why a bureau of the fleet does not run, in one line."""
    return words.render_not_running(_why_of(error))


def _said_of_board(error: Exception) -> str:
    """Why a bureau's board is not open, in one line."""
    return words.render_board_not_open(_why_of(error))


def _why_of(error: Exception) -> str:
    from house.fleet import EndedByItself, Taken
    from transport.errors import ListenRefused, TransportError

    match error:
        case ConfigFaults():
            return words.render_faults(error.faults)
        case Taken():
            return words.render_taken(error.key, error.by)
        case ListenRefused():
            return words.render_listen_refused(error.key, error.host, error.port, error.why)
        case TransportError():
            return words.REVOKED
        case EndedByItself():
            return words.ENDED_BY_ITSELF
    return _said_of_store(error)


def _said_of_store(error: Exception) -> str:
    from store.errors import DatabaseRefused, LedgerMoved, StoreError, TargetRefused

    if isinstance(error, ModuleNotFoundError) and error.name == "psycopg":
        return words.render_extra_missing("store.url", "requirements/postgres.txt")
    if isinstance(error, DatabaseRefused):
        return command_line.render_database(error.where, error.fault, error.cause)
    if isinstance(error, TargetRefused):
        return command_line.render_target(error.path, error.fault)
    if isinstance(error, LedgerMoved):
        return command_line.render_moved_out(error.file)
    if not isinstance(error, StoreError):
        return f"{type(error).__name__}: {error}"
    why = getattr(error, "why", getattr(error, "cause", ""))
    path, line = getattr(error, "path", None), getattr(error, "line", 0)
    return command_line.render_store_error(type(error).__name__, path, line, why)


@contextmanager
def _worded_store_errors() -> Iterator[None]:
    from store.errors import StoreError

    try:
        yield
    except StoreError as error:
        _stop(_said_of_store(error))
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        _stop(_said_of_store(error))


@contextmanager
def _worded_target(path: Path) -> Iterator[None]:
    """What the system says of a file that is to be written."""
    from store.errors import TargetRefused, fault_of

    try:
        yield
    except OSError as error:
        raise TargetRefused(path, fault_of(error), str(error)) from error


@contextmanager
def _opened(config: Config, now: datetime) -> Iterator["Ledger"]:
    from store.ledger import Ledger

    ledger = Ledger.open(config.ledger_path, at=now, admins=config.admins, engine=_holding(config).engine())
    try:
        yield ledger
    finally:
        ledger.close()


@contextmanager
def _copied(config: Config) -> Iterator["Ledger"]:
    """The ledger as a copy of this moment, to be read while the bot owns the original."""
    from store.ledger import Ledger

    holding = _holding(config)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copy" / config.ledger_path.name
        if holding.is_there():
            path = holding.backup(path.parent)
        ledger = Ledger.open(path, at=_now(config), admins=config.admins)
        try:
            yield ledger
        finally:
            ledger.close()


def _board_command(config: Config, config_path: Path, clock_url: str | None) -> tuple[str, ...]:
    """What starts the board beside the bot; nothing where there is none, or another process serves it."""
    if config.board is None or config.board.listen is None:
        return ()
    clock = ("--clock", clock_url) if clock_url else ()
    return sys.executable, str(Path(__file__).absolute()), "board", "--config", str(config_path), "--with-bot", *clock


def _print_anywhere() -> None:
    """A terminal that lacks a character (GBK, ASCII) shows another one, and no command ends in a traceback for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    _print_anywhere()
    main()
