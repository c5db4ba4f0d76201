"""The messages, presses and reactions in each chat that the tour has not shown yet, in order."""

from dataclasses import dataclass
from datetime import datetime

from playground.telegram.refusals import Json
from playground.telegram.world import World
from texts import tour as words


@dataclass(frozen=True, slots=True)
class ChatEvent:
    """One thing to show: a message (``how`` it came, if it is the bot's), or what somebody pressed."""

    hour: str
    who: str
    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    message_id: int = 0
    is_bots: bool = False
    is_press: bool = False
    is_service: bool = False
    toast: str = ""
    how: str = ""
    changed: str | None = None  # of a message that was replaced: its new lines; ``None`` for a new one


class ChatLog:
    """Keeps each event until it is taken."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._read = 0
        self._unshown: dict[int, list[ChatEvent]] = {}
        self._texts: dict[tuple[int, int], str] = {}  # as each message was last read

    def in_chat(self, chat_id: int) -> list[ChatEvent]:
        """What was not taken yet, oldest first."""
        self.collect()
        return self._unshown.get(chat_id, [])

    def take(self, chat_id: int) -> list[ChatEvent]:
        """Return the same and remove it."""
        self.collect()
        return self._unshown.pop(chat_id, [])

    def take_all(self) -> dict[int, list[ChatEvent]]:
        """Everything left, by chat."""
        self.collect()
        left, self._unshown = self._unshown, {}
        return {chat_id: events for chat_id, events in left.items() if events}

    def add_press(self, chat_id: int, press: ChatEvent) -> None:
        """Add a press before its effects: before all that is not collected yet."""
        self._unshown.setdefault(chat_id, []).append(press)

    def collect(self) -> None:
        """Read the new events."""
        events = self._world.events
        for each in events.after(self._read):
            self._read = each["number"]
            if each["kind"] in {"message", "edited"}:
                chat_id = int(each["message"]["chat"]["id"])
                self._unshown.setdefault(chat_id, []).append(self._heard(each, each["message"]))
            elif each["kind"] == "reacted" and each["emoji"]:
                self._unshown.setdefault(int(each["chat_id"]), []).append(self._seen(each))

    def _heard(self, each: Json, message: Json) -> ChatEvent:
        sender = message.get("from", {})
        text = _shown(message)
        is_edited = each["kind"] == "edited"
        came = words.HOW_EDITED if is_edited else words.HOW_SILENT if each.get("silent") else ""
        place = int(message["chat"]["id"]), int(message["message_id"])
        before = self._texts.get(place, "").split("\n")
        self._texts[place] = text
        return ChatEvent(
            hour=_hour(each),
            who=str(sender.get("first_name", "")),
            text=text or words.joined("、".join(who["first_name"] for who in message.get("new_chat_members", ()))),
            rows=_rows(message),
            message_id=int(message["message_id"]),
            is_bots=bool(text) and sender.get("id") == self._world.bot.user_id,
            is_service=not text,
            how=came,
            changed=_new_lines(before, text) if is_edited else None,
        )

    def _seen(self, each: Json) -> ChatEvent:
        """A reaction, with the head of what it is to."""
        message = self._world.chats[int(each["chat_id"])].messages[int(each["message_id"])]
        who = str(each["by"].get("first_name") or each["by"].get("title", ""))
        told = words.reacted(who, each["emoji"], _shown(message.as_json()).partition("\n")[0])
        return ChatEvent(_hour(each), who, told, is_service=True)


def _new_lines(before: list[str], text: str) -> str:
    """The first line and those that were not there before; ``""`` where none is new."""
    head, *lines = text.split("\n")
    new = [line for line in lines if line not in before]
    return "\n".join([head, *new]) if new or head not in before else ""


def _hour(each: Json) -> str:
    return f"{datetime.fromisoformat(each['at']):%H:%M}"


def _shown(message: Json) -> str:
    """The words of a message, after what else it shows."""
    kind = next((kind for kind in words.SHOWN if kind in message), "")
    said = str(message.get("text") or message.get("caption") or "")
    return words.SHOWN[kind] + said if kind else said


def _rows(message: Json) -> tuple[tuple[str, ...], ...]:
    keyboard = message.get("reply_markup", {}).get("inline_keyboard", ())
    return tuple(tuple(str(button["text"]) for button in row) for row in keyboard)
