"""A group and its unit: ``/bind`` and ``/unbind`` (绑定), and the bot added, removed, moved or renamed."""

from msgspec.structs import replace

from domain.actions import Action
from domain.errors import GroupOnly, MayNotBind, NotBound, UnitUnknown
from domain.letter import Page
from domain.rights import may_in
from domain.roster import Chat, Person, Unit, office_of
from handlers.replies import answer, show, write_to
from handlers.request import Membership, Moved, Request
from handlers.serving import mark_reach
from store.transaction import Transaction
from texts.glossary import WHOLE_BUREAU
from texts.notices import render_chat_lost
from texts.people import render_bind_choice, render_bind_links, render_bound, render_unbound

#: What ``?startgroup=`` links carry before the unit's number; 0 is the bureau's own group.
BIND_PAYLOAD = "bind_"
#: How the bureau's own group may be named in ``/bind 全局``.
_BUREAU = frozenset({WHOLE_BUREAU, f"{WHOLE_BUREAU}群"})


def handle_bind(request: Request, tx: Transaction) -> None:
    """Binds the group to the unit named, else to the head's own; the office chooses. In private it hands out links."""
    speaker = request.known()
    if request.said.words and not request.is_private:
        answer(request, tx, _bind(request, tx, speaker, _named(request)))
        return
    units, is_office = _bindable(request, speaker), may_in(speaker, Action.BIND, "", request.roster)
    if request.is_private:
        answer(request, tx, render_bind_links(units, request.rules, request.office.bot, with_bureau=is_office))
    elif len(units) == 1 and not is_office:
        answer(request, tx, _bind(request, tx, speaker, units[0].name))
    else:
        answer(request, tx, render_bind_choice(units))


def press_bind(request: Request, tx: Transaction) -> None:
    """Binds the group to the button's unit."""
    show(request, tx, _bind(request, tx, request.known(), _numbered(request, str(request.pressed().item))))


def bind_by_link(request: Request, tx: Transaction) -> None:
    """Binds the group that a link was tapped for."""
    speaker = request.known()
    unit = _numbered(request, request.said.words.removeprefix(BIND_PAYLOAD))
    answer(request, tx, _bind(request, tx, speaker, unit))


def handle_unbind(request: Request, tx: Transaction) -> None:
    """The group is nobody's any more: nothing is sent there, and nothing shown."""
    speaker = request.known()
    if request.is_private:
        _bindable(request, speaker)
        raise GroupOnly
    chat = request.roster.chat(request.chat_id, request.thread_id)
    if chat is None:
        raise NotBound
    if not may_in(speaker, Action.UNBIND, chat.unit, request.roster):
        raise MayNotBind
    tx.remove_chat(chat.number)
    answer(request, tx, render_unbound(chat, request.office.bot))


def _bind(request: Request, tx: Transaction, speaker: Person, unit: str) -> Page:
    """Binds this chat, and says so; to take a group from another unit needs a right to that unit, too."""
    if request.is_private:
        raise GroupOnly
    before = request.roster.chat(request.chat_id, request.thread_id)
    taken = before.unit if before else unit
    if not all(may_in(speaker, Action.BIND, name, request.roster) for name in (unit, taken)):
        raise MayNotBind
    chat = Chat(
        number=before.number if before else 0,
        chat_id=request.chat_id,
        thread_id=request.thread_id,
        unit=unit,
        title=request.chat_title,
        bound_at=before.bound_at if before and taken == unit else request.now,
        bound_by=speaker.name,
    )
    return render_bound(tx.save_chat(chat), request.rules, request.office.bot)


def _bindable(request: Request, speaker: Person) -> tuple[Unit, ...]:
    units = tuple(u for u in request.roster.units if may_in(speaker, Action.BIND, u.name, request.roster))
    if not units and not may_in(speaker, Action.BIND, "", request.roster):
        raise MayNotBind
    return units


def _named(request: Request) -> str:
    """The unit of that name; ``""`` for the bureau."""
    name = request.said.words.strip()
    known = tuple(unit.name for unit in request.roster.units)
    if name in known:
        return name
    if name in _BUREAU or name == request.rules.office_name:
        return ""
    raise UnitUnknown(name, known)


def _numbered(request: Request, number: str) -> str:
    """The unit of that document number; ``""`` for 0, the bureau."""
    if number == "0":
        return ""
    units = {str(unit.number): unit.name for unit in request.roster.units}
    if number not in units:
        raise UnitUnknown("", tuple(units.values()))
    return units[number]


def handle_standing(request: Request, tx: Transaction) -> None:
    """Removed or blocked: nothing more is sent there. Let in again: it goes on."""
    is_member = isinstance(request.event, Membership) and request.event.is_member
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
        tx.save_chat(replace(chat, title=request.chat_title))


def _chats_here(request: Request) -> list[Chat]:
    """Every binding of the group, its topics' included."""
    return [chat for chat in request.roster.chats if chat.chat_id == request.chat_id]


def _tell_office(request: Request, tx: Transaction, chat: Chat) -> None:
    for person in office_of(request.roster):
        write_to(tx, person, render_chat_lost(chat, request.rules), request.now)
