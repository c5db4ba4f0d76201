"""The first words: ``/start``, ``/help``, ``/whoami``, and whatever the bot does not understand."""

from domain.errors import NotAPerson
from domain.roster import Person
from domain.views import Line, line_of
from handlers.adding import offer_forwarded
from handlers.enrolling import example_unit, welcome
from handlers.evidence import handle_piece
from handlers.groups import BIND_PAYLOAD, bind_by_link
from handlers.invitation_links import open_link
from handlers.joining import show_how_to_join
from handlers.leave import absence_lines
from handlers.mine import own_items
from handlers.replies import answer, show
from handlers.request import Request
from store.transaction import Transaction
from texts.all_commands import render_commands
from texts.feedback import EVIDENCE, render_attachment, render_hello, render_welcome
from texts.help import render_help, render_help_in_group
from texts.invitations import JOIN_PAYLOAD
from texts.joining import JOIN_DOOR
from texts.people import render_whoami


def handle_start(request: Request, tx: Transaction) -> None:
    """A welcome; in a group what the link that was tapped binds it to. Links into the private chat: ``dispatch``."""
    payload = request.said.words
    if payload.startswith(JOIN_PAYLOAD):
        open_link(request, tx)
    elif payload == JOIN_DOOR and request.is_private and request.speaker is None:
        show_how_to_join(request, tx)
    elif not request.is_private:
        (bind_by_link if payload.startswith(BIND_PAYLOAD) else handle_help)(request, tx)
    else:
        answer(request, tx, welcome(request, request.known()))


def handle_help(request: Request, tx: Transaction) -> None:
    """What the speaker does with the bot, in this chat; a stranger reads the one line that they get."""
    speaker = request.known()
    role, unit = request.roster.acting_role(speaker), example_unit(request, speaker)
    answer(
        request,
        tx,
        render_help(role, unit) if request.is_private else render_help_in_group(role, unit, request.office.bot),
    )


def press_help(request: Request, tx: Transaction) -> None:
    """[全部指令] and its topics, in place."""
    role = request.roster.acting_role(request.known())
    show(request, tx, render_commands(role, request.pressed().page))


def handle_whoami(request: Request, tx: Transaction) -> None:
    """How the roster knows the speaker; the id by which a stranger can be put on it."""
    if request.is_nobody:
        raise NotAPerson
    lines = absence_lines(request, request.speaker) if request.speaker and request.is_private else ()
    answer(request, tx, render_whoami(request.speaker, request.rules, request.telegram_id, lines))


def handle_greeting(request: Request, tx: Transaction) -> None:
    """你好: a short greeting."""
    speaker = request.known()
    answer(request, tx, render_hello(speaker, _own_lines(request, speaker), in_group=not request.is_private))


def handle_thanks(request: Request, tx: Transaction) -> None:
    """谢谢: and in private what of one's own is due today."""
    speaker = request.known()
    answer(request, tx, render_welcome(_own_lines(request, speaker) if request.is_private else ()))


def handle_attachment(request: Request, tx: Transaction) -> None:
    """Something that is no text, or that somebody else wrote: one line on what to do instead."""
    if request.piece is not None and request.speaker is not None:
        handle_piece(request, tx)
        return
    if request.is_private:
        request.known()
        if offer_forwarded(request, tx):
            return
    elif request.speaker is None or request.attachment not in EVIDENCE:
        return
    answer(request, tx, render_attachment(request.attachment or "other"))


def _own_lines(request: Request, speaker: Person) -> tuple[Line, ...]:
    return tuple(line_of(item, request.rules, request.now) for item in own_items(request, speaker))
