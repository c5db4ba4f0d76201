"""The preview of pushes (推送预览): who receives what on a future day, groups first, then people by rank."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from domain.letter import Letter
from domain.roster import Role, Roster
from playground.telegram.params import Params
from playground.telegram.refusals import Json
from playground.telegram.text.formatted import MAX_TEXT, read_formatted
from playground.telegram.world import World
from texts.glossary import ROLES, WHOLE_BUREAU

#: Plays a day on a copy of the ledger. Arguments: the configuration's path, now, the day.
Forecast = Callable[[Path, datetime, date], Sequence[Letter]]
#: No office looks further ahead.
MOST_DAYS = 366
_RANKS = (Role.DIRECTOR, Role.DEPUTY, Role.OFFICE, Role.HEAD, Role.STAFF, Role.INSPECTOR)


def render_forecast(letters: Iterable[Letter], roster: Roster, world: World) -> list[Json]:
    """The letters by reader: the bureau's group, the units' groups in their order, then people by rank."""
    by_chat: dict[tuple[int, int | None], list[Letter]] = {}
    for letter in letters:
        by_chat.setdefault((letter.chat_id, letter.thread_id), []).append(letter)
    order = _order(roster)
    readers = sorted(by_chat, key=lambda key: order.get(key[0], len(order)))
    return [
        {**_reader(chat_id, thread, roster), "letters": [_shown(letter, world) for letter in by_chat[chat_id, thread]]}
        for chat_id, thread in readers
    ]


def _order(roster: Roster) -> dict[int, int]:
    """The place of each reader on the page."""
    groups = [chat.chat_id for unit in ("", *(unit.name for unit in roster.units)) for chat in roster.chats_of(unit)]
    people = sorted(roster.people, key=lambda person: _RANKS.index(person.role))
    return {number: place for place, number in enumerate([*groups, *(person.telegram_id or 0 for person in people)])}


def _reader(chat_id: int, thread_id: int | None, roster: Roster) -> Json:
    chat, person = roster.chat(chat_id, thread_id), roster.who(chat_id)
    if chat is not None:
        return {"chat_id": chat_id, "is_group": True, "name": chat.title, "unit": chat.unit or WHOLE_BUREAU, "role": ""}
    if person is None:
        return {"chat_id": chat_id, "is_group": chat_id < 0, "name": str(chat_id), "unit": "", "role": ""}
    role = ROLES[person.role]
    return {"chat_id": chat_id, "is_group": False, "name": person.name, "unit": person.unit, "role": role}


def _shown(letter: Letter, world: World) -> Json:
    content = read_formatted(
        Params({"text": letter.html, "parse_mode": "HTML"}), "text", "entities", MAX_TEXT, world.known_person
    )
    return {
        "at": letter.queued_at.isoformat(),
        "text": content.text,
        "entities": content.entities,
        "rows": [[button.label for button in row] for row in letter.rows],
        "silent": letter.silent,
    }
