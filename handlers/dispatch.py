"""From an update to the function that serves it: python-telegram-bot's Application dispatches to one handler.

``BaseHandler`` is the library's extension point; its own ``CommandHandler`` fires on edited messages and knows neither
``/done12`` nor 完成 12.
"""

from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.ext import Application, BaseHandler, CallbackContext

from domain.actions import COMMANDS, LINKS, Action
from handlers.approvals import ask_to_decide
from handlers.calendar_feed import prepare_calendar
from handlers.charts import Charts
from handlers.doubts import handle_doubt, handle_unknown
from handlers.extension_decisions import show_request_again
from handlers.figures import prepare_figures
from handlers.gap_workbook import GapFiles
from handlers.imports import Workbooks
from handlers.inspection import prepare_changes
from handlers.list_files import ListFiles
from handlers.obstacle_answers import answer_in_reply
from handlers.papers import Papers
from handlers.parsing import parse
from handlers.registry import ENTRIES, EVENTS, QUESTIONS, SENSES
from handlers.replies import handle_old_button
from handlers.request import Request, What
from handlers.serving import Handle, Prepare, Service
from handlers.words.references import Sense
from handlers.year_turn import prepare_year
from store.transaction import Transaction

Context = CallbackContext[Any, Any, Any, Any]


class Dispatcher(BaseHandler[Update, Context, None]):
    """The one handler of the application."""

    __slots__ = ("_charts", "_gap_files", "_list_files", "_lookup", "_papers", "_service", "_workbooks")

    def __init__(self, service: Service, lookup: Callable[[Request], Handle] | None = None) -> None:
        super().__init__(_unused)
        self._service = service
        self._lookup = lookup or handle_of
        self._workbooks = Workbooks(service)
        self._list_files = ListFiles()
        self._gap_files = GapFiles()
        self._papers = Papers(service)
        self._charts = Charts()

    def check_update(self, update: object) -> Request | None:
        """The request, which the library hands on to ``handle_update``."""
        if not isinstance(update, Update):
            return None
        return parse(update, self._service.office, self._service.clock())

    async def handle_update(
        self,
        update: Update,  # noqa: ARG002 - the library hands it over
        application: "Application[Any, Any, Any, Any, Any, Any]",  # noqa: ARG002
        check_result: object,
        context: Context,  # noqa: ARG002
    ) -> None:
        """Serves the request that ``check_update`` found."""
        if not isinstance(check_result, Request):
            return
        prepare = self._preparation(check_result)
        if prepare is not None:
            await self._service.serve_slowly(check_result, prepare)
        else:
            self._service.serve(check_result, self._lookup(check_result))

    def _preparation(self, request: Request) -> Prepare | None:
        """The slow work that comes first: a workbook is read and made ready; a list or a chart becomes a file."""
        if request.what is What.FILE:
            is_workbook = request.file is not None and request.file.is_workbook
            return self._workbooks.read if is_workbook else self._papers.receive
        slow: dict[Action, Prepare] = {
            Action.IMPORT: self._workbooks.decide,
            Action.LIST_FILE: self._list_files.write,
            Action.GAP_FILE: self._gap_files.write,
            Action.CHART: self._charts.draw,
            Action.CHANGES: prepare_changes,
            Action.FIGURES: prepare_figures,
            Action.PAPER: self._papers.serve,
            Action.CLOSE_YEAR: prepare_year,
            Action.CALENDAR: prepare_calendar,
            Action.CALENDAR_FILE: prepare_calendar,
        }
        act = _action_of(request)
        return slow.get(act) if act else None


async def _unused(update: Update, context: Context) -> None:
    """The library wants a callback; ``handle_update`` does without."""


def handle_of(request: Request) -> Handle:
    """The function that serves the request."""
    if request.what is What.PRESS:
        entry = ENTRIES.get(request.press.action) if request.press else None
        return entry.pressed if entry and entry.pressed else handle_old_button
    if request.what is What.ANSWER:
        return QUESTIONS[request.said.command]
    if request.what is What.WORDS:
        return _serve_words
    if request.what is What.COMMAND:
        return handle_doubt if request.said.sense is Sense.ASK else _of_command(request)
    return EVENTS[request.what]


def _of_command(request: Request) -> Handle:
    """What serves a command."""
    action = _commanded(request)
    return (ENTRIES[action].typed if action else None) or handle_unknown


def _commanded(request: Request) -> Action | None:
    """The action of a command; ``/start`` by a link into the private chat means what the link says."""
    action = COMMANDS.get(request.said.command)
    return LINKS.get(request.said.words, action) if action is Action.START and request.is_private else action


def _action_of(request: Request) -> Action | None:
    """The action that a press, a command or plain words ask for by name."""
    if request.what is What.PRESS:
        return request.press.action if request.press else None
    asks = request.said.sense is Sense.ASK if request.what is What.COMMAND else request.said.sense is not Sense.ACT
    return None if request.what not in (What.COMMAND, What.WORDS) or asks else _commanded(request)


def _serve_words(request: Request, tx: Transaction) -> None:
    """Plain words. In a group only somebody of the bureau is answered, unless it is a command."""
    said = request.said
    if said.sense is Sense.ACT:
        _of_command(request)(request, tx)
    elif request.speaker is not None or request.is_private:
        request.known()
        if not (answer_in_reply(request, tx) or show_request_again(request, tx) or ask_to_decide(request, tx)):
            SENSES[said.sense](request, tx)


def register(application: "Application[Any, Any, Any, Any, Any, Any]", service: Service) -> None:
    """Adds the one handler to the application."""
    application.add_handler(Dispatcher(service))
