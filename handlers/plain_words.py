"""Serves what was understood: the command that it means, or a question, an offer or a short answer."""

from collections.abc import Mapping

from domain.words.said import Sense
from handlers.acknowledge import handle_receipt
from handlers.approvals import ask_to_decide
from handlers.doubts import handle_doubt, handle_unknown
from handlers.feedback import handle_report
from handlers.greeting import handle_greeting, handle_thanks
from handlers.request import Request
from handlers.serving import Handle
from store.transaction import Transaction

_HANDLES: Mapping[Sense, Handle] = {
    Sense.REPORT: handle_report,
    Sense.ASK: handle_doubt,
    Sense.RECEIPT: handle_receipt,
    Sense.THANKS: handle_thanks,
    Sense.GREETING: handle_greeting,
    Sense.UNKNOWN: handle_unknown,
}


class PlainWords:
    """Finds the handle of what was said among the bot's commands."""

    def __init__(self, commands: Mapping[str, Handle]) -> None:
        self._commands = commands

    def __call__(self, request: Request, tx: Transaction) -> None:
        """Serves it. In a group only somebody of the bureau is answered, unless it is a command."""
        said = request.said
        if said.sense is Sense.ACT:
            self._commands.get(said.command, handle_unknown)(request, tx)
        elif request.speaker is not None or request.is_private:
            request.known()
            if not ask_to_decide(request, tx):
                _HANDLES[said.sense](request, tx)


class SlashCommands:
    """Finds the handle of a slash command, unless its words leave in doubt what is meant."""

    def __init__(self, commands: Mapping[str, Handle]) -> None:
        self._commands = commands

    def __call__(self, request: Request, tx: Transaction) -> None:
        """Serves it, or asks."""
        said = request.said
        (handle_doubt if said.sense is Sense.ASK else self._commands[said.command])(request, tx)
