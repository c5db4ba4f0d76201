"""What keeps a command, or a bureau of a fleet, from running, and which words say so. The words are in ``texts/``.

What is imported here is imported once something is wrong.
"""

import click

from house.configuration.faults import ConfigFaults
from texts import command_line as words

#: What a faulty configuration exits with.
FAULTY = 2


class Refused(click.ClickException):
    """Ends a command with what is told on the way out; it exits 1."""

    def show(self, _file: object = None) -> None:
        """On standard error, or in the log where that is JSON."""
        from transport.logs import logged_as_json

        if not logged_as_json(self.message):
            click.echo(self.message, err=True)


class Faulty(Refused):
    """The configuration is the reason."""

    exit_code = FAULTY


class TellingGroup(click.Group):
    """Commands whose troubles are told in words; what has none ends with a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if (refused := refusal_of(error)) is None:
                raise
            raise refused from error


def refusal_of(error: Exception) -> Refused | None:
    """How a command ends by it; ``None`` where nobody worded that."""
    if isinstance(error, ConfigFaults):
        return Faulty(words.render_faults(error.faults))
    if said := _of_ledger(error) or _of_listening(error):
        return Refused(said)
    from transport.errors import TransportError

    return Refused(words.render_line_error(type(error).__name__)) if isinstance(error, TransportError) else None


def said_of_bureau(error: Exception) -> str:
    """Why a bureau of the fleet does not run, in one line."""
    return words.render_not_running(_why_of(error))


def said_of_board(error: Exception) -> str:
    """Why a bureau's board is not open, in one line."""
    return words.render_board_not_open(_why_of(error))


def _why_of(error: Exception) -> str:
    from house.fleet import EndedByItself, Taken
    from transport.errors import TransportError

    match error:
        case ConfigFaults():
            return words.render_faults(error.faults)
        case Taken():
            return words.render_taken(error.key, error.by)
        case EndedByItself():
            return words.ENDED_BY_ITSELF
    if said := _of_ledger(error) or _of_listening(error):
        return said
    return words.REVOKED if isinstance(error, TransportError) else f"{type(error).__name__}: {error}"


def _of_listening(error: Exception) -> str:
    from transport.errors import ListenRefused

    if not isinstance(error, ListenRefused):
        return ""
    return words.render_listen_refused(error.key, error.host, error.port, error.why)


def _of_ledger(error: Exception) -> str:
    """Why a ledger, or the place for a copy of one, can't be used; nothing for another error."""
    from store.errors import DatabaseRefused, LedgerMoved, StoreError, TargetRefused

    if isinstance(error, ModuleNotFoundError) and error.name == "psycopg":
        return words.render_extra_missing("store.url", "requirements/postgres.txt")
    if isinstance(error, DatabaseRefused):
        return words.render_database(error.where, error.fault, error.cause)
    if isinstance(error, TargetRefused):
        return words.render_target(error.path, error.fault)
    if isinstance(error, LedgerMoved):
        return words.render_moved_out(error.file)
    if not isinstance(error, StoreError):
        return ""
    why = getattr(error, "why", getattr(error, "cause", ""))
    path, line = getattr(error, "path", None), getattr(error, "line", 0)
    return words.render_store_error(type(error).__name__, path, line, why, getattr(error, "where", ""))
