"""A message of the playground: what a person sees and what the Bot API says of it."""

from dataclasses import dataclass, field
from datetime import datetime

from playground.chats import Chat
from playground.people import Person
from playground.refusals import Json
from playground.text.render import render_html


@dataclass(slots=True, frozen=True)
class ShownButton:
    """One inline button as a person sees it."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """``text`` and ``entities`` are the caption where ``media`` is set; ``service`` is a service message's fields."""

    message_id: int
    chat: Chat
    date: datetime
    sender: Person | None = None
    sender_chat: Chat | None = None
    author: Person | None = None  # who really wrote it, though a chat may stand in their place; the sender if not given
    signature: str = ""
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    media: Json = field(default_factory=dict)
    service: Json = field(default_factory=dict)
    thread_id: int | None = None
    is_topic: bool = False
    reply_to: "Message | None" = None
    reply_context: Json = field(default_factory=dict)  # external_reply, quote
    forward_origin: Json | None = None
    keyboard: Json | None = None  # inline, attached to the message
    reply_interface: Json | None = None  # reply keyboard, its removal, force reply: seen by people, not by bots
    link_preview: Json | None = None
    is_silent: bool = False
    is_protected: bool = False
    is_deleted: bool = False
    edited_at: datetime | None = None
    versions: list[str] = field(default_factory=list)  # earlier texts, oldest first

    def __post_init__(self) -> None:
        self.author = self.author or self.sender

    @property
    def chat_id(self) -> int:
        return self.chat.chat_id

    @property
    def silent(self) -> bool:
        return self.is_silent

    @property
    def edited(self) -> bool:
        return self.edited_at is not None

    @property
    def thread(self) -> int | None:
        """The topic it is in, or ``None``; a plain supergroup's reply threads do not count."""
        return self.thread_id if self.is_topic else None

    @property
    def html(self) -> str:
        """The text with its marks, as ``parse_mode=HTML`` would write it."""
        return render_html(self.text, self.entities)

    @property
    def rows(self) -> tuple[tuple[ShownButton, ...], ...]:
        """The inline buttons, rows from top to bottom."""
        return tuple(
            tuple(_shown(button) for button in row) for row in (self.keyboard or {}).get("inline_keyboard", ())
        )

    @property
    def buttons(self) -> tuple[ShownButton, ...]:
        """The inline buttons in reading order."""
        return tuple(button for row in self.rows for button in row)

    @property
    def labels(self) -> list[list[str]]:
        """The labels of the inline buttons, a list for each row."""
        return [[button.label for button in row] for row in self.rows]

    @property
    def file_name(self) -> str:
        """The name of an attached document, or an empty text."""
        return str(self.media.get("document", {}).get("file_name", ""))

    def as_json(self, *, is_nested: bool = False) -> Json:
        """The ``Message`` object; a nested one does not name what it replies to."""
        message: Json = {"message_id": self.message_id, **self._thread()}
        if self.sender is not None:
            message["from"] = self.sender.as_json()
        if self.sender_chat is not None:
            message["sender_chat"] = self.sender_chat.as_json()
        message |= {"date": int(self.date.timestamp()), "chat": self.chat.as_json()}
        if self.edited_at is not None:
            message["edit_date"] = int(self.edited_at.timestamp())
        if not is_nested:
            message |= self._reply()
        return message | self._content() | self.service

    def as_inaccessible(self) -> Json:
        """The ``InaccessibleMessage`` object."""
        return {"message_id": self.message_id, "chat": self.chat.as_json(), "date": 0}

    def _thread(self) -> Json:
        if self.thread_id is None:
            return {}
        return {"message_thread_id": self.thread_id} | ({"is_topic_message": True} if self.is_topic else {})

    def _reply(self) -> Json:
        if self.reply_to is None:
            return self.reply_context
        return {"reply_to_message": self.reply_to.as_json(is_nested=True), **self.reply_context}

    def _content(self) -> Json:
        content: Json = dict(self.media)
        names = ("caption", "caption_entities") if self.media else ("text", "entities")
        parts = (self.text, self.entities)
        content |= {name: part for name, part in zip(names, parts, strict=True) if part}
        extras = {
            "forward_origin": self.forward_origin,
            "author_signature": self.signature,
            "link_preview_options": self.link_preview,
            "has_protected_content": self.is_protected,
            "reply_markup": self.keyboard,
        }
        return content | {name: extra for name, extra in extras.items() if extra}


def _shown(button: Json) -> ShownButton:
    return ShownButton(
        label=button["text"],
        data=button.get("callback_data", ""),
        url=button.get("url", ""),
        copy=button.get("copy_text", {}).get("text", ""),
    )
