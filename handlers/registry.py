"""Everything the bot listens to, in one list. The first entry that hears an update serves it, so the order matters."""

from collections.abc import Mapping
from typing import Any

from telegram.ext import Application

from domain.letter import Act
from handlers.acknowledge import handle_ack, press_ack
from handlers.approvals import handle_reason, press_approve, press_reason, press_return
from handlers.cards import handle_item, press_history, press_open
from handlers.chat_events import migrations, renamings, standings
from handlers.done import handle_done, handle_supplement, press_done, press_submit
from handlers.duty import handle_rejoin, handle_retire, press_duty
from handlers.feedback import handle_reword, press_draft, press_not_meant
from handlers.greeting import handle_attachment, handle_help, handle_start, handle_whoami
from handlers.groups import handle_bind, handle_migration, handle_renaming, handle_standing, handle_unbind, press_bind
from handlers.imports import Workbooks
from handlers.lists import (
    show_all,
    show_asleep,
    show_late,
    show_rechecks,
    show_today,
    show_unit,
    show_unsigned,
    show_waiting,
    show_week,
)
from handlers.mine import handle_mine, show_summary
from handlers.plain_words import PlainWords, SlashCommands
from handlers.questions import REASON, REWORD, SUPPLEMENT
from handlers.replies import handle_nothing, handle_old_button
from handlers.routing import Heard, any_press, attachments, commands, dialogues, documents, edited, plain_words, presses
from handlers.serving import Handle, Service
from handlers.undo import handle_undo, press_undo

#: ``/command`` → what it does. Most of them are also understood in plain Chinese (domain/words/vocabulary.py).
COMMANDS: Mapping[str, Handle] = {
    "start": handle_start,
    "help": handle_help,
    "whoami": handle_whoami,
    "bind": handle_bind,
    "unbind": handle_unbind,
    "mytasks": handle_mine,
    "pending": show_waiting,
    "overdue": show_late,
    "today": show_today,
    "week": show_week,
    "unit": show_unit,
    "summary": show_summary,
    "item": handle_item,
    "done": handle_done,
    "undo": handle_undo,
    "ack": handle_ack,
    "retire": handle_retire,
    "rejoin": handle_rejoin,
}

#: A button's act → what it does. ``Act.IMPORT`` reads a file first and so stands in the list below.
ACTS: Mapping[Act, Handle] = {
    Act.MINE: handle_mine,
    Act.UNIT: show_unit,
    Act.ALL: show_all,
    Act.LATE: show_late,
    Act.WAITING: show_waiting,
    Act.UNSIGNED: show_unsigned,
    Act.RECHECK: show_rechecks,
    Act.ASLEEP: show_asleep,
    Act.WEEK: show_week,
    Act.TODAY: show_today,
    Act.SUMMARY: show_summary,
    Act.OPEN: press_open,
    Act.HISTORY: press_history,
    Act.ACKNOWLEDGE: press_ack,
    Act.DONE: press_done,
    Act.SUBMIT: press_submit,
    Act.UNDO: press_undo,
    Act.APPROVE: press_approve,
    Act.RETURN: press_return,
    Act.REASON: press_reason,
    Act.BIND: press_bind,
    Act.RETIRE: press_duty,
    Act.REJOIN: press_duty,
    Act.DRAFT: press_draft,
    Act.NOT_MEANT: press_not_meant,
}


def register(application: Application[Any, Any, Any, Any, Any, Any], desk: Service) -> None:
    """Hangs the list into the application.

    Edits come first, so that nothing below ever sees one. Events of the chat carry no words. A command ends
    an open question; any other words are its answer first (``handlers.questions`` tells them apart), then read by the
    one parser (``domain.words.utterance``). What is left are pictures without words, and old buttons.
    """
    workbooks = Workbooks(desk)
    entries = [
        Heard(desk, edited, handle_nothing),
        Heard(desk, migrations, handle_migration),
        Heard(desk, standings, handle_standing),
        Heard(desk, renamings, handle_renaming),
        Heard(desk, commands(COMMANDS), SlashCommands(COMMANDS)),
        Heard(desk, dialogues(REASON), handle_reason),
        Heard(desk, dialogues(SUPPLEMENT), handle_supplement),
        Heard(desk, dialogues(REWORD), handle_reword),
        Heard(desk, presses(Act.IMPORT), prepare=workbooks.decide),
        *(Heard(desk, presses(act), handle) for act, handle in ACTS.items()),
        Heard(desk, any_press, handle_old_button),
        Heard(desk, documents, prepare=workbooks.read),
        Heard(desk, plain_words, PlainWords(COMMANDS)),
        Heard(desk, attachments, handle_attachment),
    ]
    application.add_handlers(entries)
