"""A person as they speak: words, files, pictures, places, corrections, reactions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from playground.telegram.api.replies import origin_of
from playground.telegram.api.sending import keep_as, location_of, thread_of_reply
from playground.telegram.chats import Chat, ChatKind, Message
from playground.telegram.group import Group
from playground.telegram.params import Upload
from playground.telegram.people import Person
from playground.telegram.pictures import sample_picture
from playground.telegram.reactions import set_reaction
from playground.telegram.refusals import Json
from playground.telegram.text.formatted import Formatted, plain
from playground.telegram.world import World

#: What stands for a video and a voice; nothing here looks into them.
_VIDEO, _VOICE = b"\0\0\0\x18ftypmp42", b"OggS"


@dataclass(frozen=True, slots=True)
class SenderIdentity:
    """Who a person's messages appear to come from: an anonymous administrator or a channel."""

    sender: Person | None  # None: nobody, as in channels
    chat: Chat | None = None  # None: the chat spoken in
    signature: str = ""


class Speaker:
    """Methods that speak return the message's id once it is queued for the bot; ``None`` is the chat with the bot."""

    def __init__(self, world: World, person: Person, identity: SenderIdentity | None = None) -> None:
        self._world = world
        self.person = person
        self._identity = identity

    @property
    def user_id(self) -> int:
        return self.person.user_id

    @property
    def chat_id(self) -> int:
        """The id of the private chat with the bot."""
        return self.person.user_id

    async def say(
        self,
        chat: Group | None,
        text: str,
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
        date: datetime | None = None,
        entities: list[Json] | None = None,
    ) -> int:
        """Type a text into a chat (``None``: the private one with the bot); ``date`` for one that arrives late."""
        content = plain(text)
        content.entities += entities or []
        return self._send(chat, content, {}, reply_to=reply_to, thread=thread, date=date)

    async def send_upload(
        self,
        kind: str,
        chat: Group | None,
        upload: Upload,
        caption: str = "",
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
        album: str = "",
    ) -> int:
        """Send a file as a photo, video, voice or document; what is sent together has one ``album``."""
        media = keep_as(self._world, upload, kind).as_media()
        return self._send(chat, plain(caption), media, reply_to=reply_to, thread=thread, album=album)

    async def send_file(
        self,
        chat: Group | None,
        name: str,
        content: bytes,
        caption: str = "",
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
        album: str = "",
    ) -> int:
        """Send a document."""
        upload = Upload(name, content)
        return await self.send_upload("document", chat, upload, caption, reply_to=reply_to, thread=thread, album=album)

    async def send_photo(
        self,
        chat: Group | None,
        content: bytes | None = None,
        caption: str = "",
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
        album: str = "",
    ) -> int:
        """Send a picture as a photo: a sample where none is given."""
        upload = Upload("photo.jpg", sample_picture() if content is None else content)
        return await self.send_upload("photo", chat, upload, caption, reply_to=reply_to, thread=thread, album=album)

    async def send_album(
        self,
        chat: Group | None,
        contents: Sequence[bytes],
        caption: str = "",
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
    ) -> list[int]:
        """Send several pictures at once; the first has the caption, as with Telegram."""
        uploads = [("photo", Upload("photo.jpg", content)) for content in contents]
        return await self.send_uploads(chat, uploads, caption, reply_to=reply_to, thread=thread)

    async def send_uploads(
        self,
        chat: Group | None,
        uploads: Sequence[tuple[str, Upload]],
        caption: str = "",
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
    ) -> list[int]:
        """Send files of these kinds at once, several of them as an album; the bot sees all or none."""
        album = self._world.next_album() if len(uploads) > 1 else ""
        captions = [caption] + [""] * (len(uploads) - 1)
        return [
            await self.send_upload(kind, chat, upload, words, reply_to=reply_to, thread=thread, album=album)
            for (kind, upload), words in zip(uploads, captions, strict=True)
        ]

    async def send_video(
        self,
        chat: Group | None,
        content: bytes = _VIDEO,
        caption: str = "",
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
        album: str = "",
    ) -> int:
        """Send a video."""
        upload = Upload("video.mp4", content)
        return await self.send_upload("video", chat, upload, caption, reply_to=reply_to, thread=thread, album=album)

    async def send_voice(
        self,
        chat: Group | None,
        content: bytes = _VOICE,
        caption: str = "",
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
    ) -> int:
        """Send a voice message."""
        upload = Upload("voice.ogg", content)
        return await self.send_upload("voice", chat, upload, caption, reply_to=reply_to, thread=thread)

    async def send_location(
        self,
        chat: Group | None,
        latitude: float = 30.0,
        longitude: float = 120.0,
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
    ) -> int:
        """Send a place, in degrees."""
        return self._send(chat, plain(""), location_of(latitude, longitude), reply_to=reply_to, thread=thread)

    async def forward(self, message: Message, chat: Group | None = None) -> int:
        """Forward a message to another chat (``None``: the private one), with its origin."""
        if message.service or message.is_protected:
            raise ValueError(message.message_id)
        content = Formatted(message.text, list(message.entities))
        return self._send(chat, content, dict(message.media), origin=origin_of(message))

    async def edit(self, chat: Group | None, message: Message | int, text: str) -> None:
        """Change one's own earlier message, or the caption of what was sent with it."""
        changed = self._find(chat, message)
        if changed.author is not self.person:
            raise ValueError(changed.message_id)
        content = plain(text)
        changed.versions.append(changed.text)
        changed.text, changed.entities = content.text, content.entities
        self._world.edited(changed)

    async def delete(self, chat: Group | None, message: Message | int) -> None:
        """Delete a message; the bot is not told."""
        self._world.delete(self._find(chat, message))

    async def react(self, message: Message | int, emoji: str, *, chat: Group | None = None) -> None:
        """Put an emoji below a message; an empty one takes it back. Only an administrator bot hears of it."""
        target = message if isinstance(message, Message) else self._find(chat, message)
        actor = self._identity and (self._identity.chat or target.chat)
        set_reaction(self._world, target, actor or self.person, emoji)

    def _send(
        self,
        group: Group | None,
        content: Formatted,
        media: Json,
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
        date: datetime | None = None,
        origin: Json | None = None,
        album: str = "",
    ) -> int:
        chat = self._chat(group)
        target = None if reply_to is None else self._find(group, reply_to)
        if thread is not None and thread not in chat.topics:
            raise LookupError(thread)
        thread_id = thread or (thread_of_reply(chat, target) if target else None)
        identity = SenderIdentity(None) if chat.kind is ChatKind.CHANNEL else self._identity
        identity = None if chat.is_private else identity
        message = Message(
            message_id=self._world.next_message_id(chat),
            chat=chat,
            date=date or self._world.clock.now(),
            author=self.person,
            sender=identity.sender if identity else self.person,
            sender_chat=(identity.chat or chat) if identity else None,
            signature=identity.signature if identity else "",
            text=content.text,
            entities=content.entities,
            media=media,
            album=album,
            thread_id=thread_id,
            is_topic=thread_id is not None and chat.is_forum,
            reply_to=target,
            forward_origin=origin,
        )
        return self._world.put(message).message_id

    def _chat(self, group: Group | None) -> Chat:
        if group is not None:
            return self._world.chats[group.chat.migrated_to] if group.chat.migrated_to else group.chat
        if self.person.blocked:
            raise ValueError(self.person)
        self.person.started = self.person.met = True
        return self._world.chats[self.chat_id]

    def _find(self, group: Group | None, message: Message | int) -> Message:
        if isinstance(message, Message):
            return message
        return (group.chat if group else self._world.chats[self.chat_id]).messages[message]
