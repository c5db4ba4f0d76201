"""The bot's place in its chats: added, removed, blocked, moved, renamed. Delivery follows; items stay as they are."""

from msgspec.structs import replace

from domain.rights import office_of
from domain.roster import Chat
from handlers.desk import mark_reach
from handlers.reply import write_to
from handlers.request import Moved, Request, Standing
from store.transaction import Transaction
from texts.notices import render_chat_lost


def handle_standing(request: Request, tx: Transaction) -> None:
    """Removed or blocked: nothing more is sent there. Let in again: it goes on."""
    is_member = isinstance(request.event, Standing) and request.event.is_member
    since = None if is_member else request.now
    speaker = request.speaker
    if request.is_private:
        if speaker is not None:
            mark_reach(request, tx, speaker, since)
        return
    for chat in _chats_here(request):
        if (chat.silent_since is None) is not is_member:
            tx.save_chat(replace(chat, silent_since=since, is_muted=False))
            if not is_member:
                _tell_office(request, tx, chat)


def handle_migration(request: Request, tx: Transaction) -> None:
    """The group's rows and waiting letters move to its new id, once, whichever chat says so first."""
    if isinstance(request.event, Moved):
        tx.move_chat(request.event.old, request.event.new)


def handle_renaming(request: Request, tx: Transaction) -> None:
    """The office reads the title that the group's members read."""
    for chat in _chats_here(request):
        tx.save_chat(replace(chat, title=request.chat.title or ""))


def _chats_here(request: Request) -> list[Chat]:
    """Every binding of the group, its topics' included."""
    return [chat for chat in request.roster.chats if chat.chat_id == request.chat_id]


def _tell_office(request: Request, tx: Transaction, chat: Chat) -> None:
    for person in office_of(request.roster):
        write_to(tx, person, render_chat_lost(chat, request.rules), request.now)
