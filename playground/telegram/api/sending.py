"""Methods that send: text, files of every kind, a place; and the typing sign."""

from playground.telegram.access import open_thread, writable_chat
from playground.telegram.api.replies import read_reply
from playground.telegram.chats import GENERAL_TOPIC, Chat, ChatKind, Message
from playground.telegram.keyboards import read_markup
from playground.telegram.params import Params, Upload
from playground.telegram.pictures import picture_size
from playground.telegram.refusals import Json, bad_request
from playground.telegram.text.formatted import MAX_CAPTION, MAX_TEXT, Formatted, read_formatted
from playground.telegram.uploads import MAX_PHOTO, VIDEO_SIZE, StoredFile
from playground.telegram.world import World

_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


def send_message(world: World, params: Params) -> Json:
    chat = writable_chat(world, params)
    formatted = read_formatted(params, "text", "entities", MAX_TEXT, world.known_person)
    if not formatted.text:
        raise bad_request("message text is empty")
    message = compose(world, chat, params, formatted)
    message.link_preview = params.object("link_preview_options") or None
    return world.put(message).as_json()


def send_document(world: World, params: Params) -> Json:
    return _send_file(world, params, "document").as_json()


def send_photo(world: World, params: Params) -> Json:
    return _send_file(world, params, "photo").as_json()


def send_video(world: World, params: Params) -> Json:
    return _send_file(world, params, "video").as_json()


def send_voice(world: World, params: Params) -> Json:
    return _send_file(world, params, "voice").as_json()


def send_location(world: World, params: Params) -> Json:
    chat = writable_chat(world, params)
    location = location_of(params.number("latitude"), params.number("longitude"))
    return world.put(compose(world, chat, params, Formatted(), location)).as_json()


def location_of(latitude: float | None, longitude: float | None) -> Json:
    """The part of a ``Message`` that shows a place, refused where there is no such place."""
    if latitude is None or not -90 <= latitude <= 90:  # noqa: PLR2004 - the poles
        raise bad_request("latitude must be in the range [-90, 90]" if latitude is not None else "latitude is empty")
    if longitude is None or not -180 <= longitude <= 180:  # noqa: PLR2004 - once around
        raise bad_request("longitude is empty" if longitude is None else "longitude must be in the range [-180, 180]")
    return {"location": {"latitude": latitude, "longitude": longitude}}


def send_chat_action(world: World, params: Params) -> bool:
    chat = writable_chat(world, params)
    if params.integer("message_thread_id") != GENERAL_TOPIC:  # only this method accepts General by its id
        open_thread(world, chat, params)
    action = params.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.note("action", chat_id=chat.chat_id, action=action)
    return True


def compose(world: World, chat: Chat, params: Params, formatted: Formatted, media: Json | None = None) -> Message:
    """A message from the bot with everything that the sending methods share; not shown yet."""
    thread_id = open_thread(world, chat, params)
    reply = read_reply(world, chat, thread_id, params)
    inline, interface = read_markup(params, is_private=chat.is_private)
    if thread_id is None and reply.message is not None:
        thread_id = thread_of_reply(chat, reply.message)
    return Message(
        message_id=world.next_message_id(chat),
        chat=chat,
        date=world.clock.now(),
        author=world.bot,
        sender=None if chat.kind is ChatKind.CHANNEL else world.bot,
        sender_chat=chat if chat.kind is ChatKind.CHANNEL else None,
        text=formatted.text,
        entities=formatted.entities,
        media=media or {},
        thread_id=thread_id,
        is_topic=thread_id is not None and chat.is_forum,
        reply_to=reply.message,
        reply_context=reply.context,
        keyboard=inline,
        reply_interface=interface,
        is_silent=params.flag("disable_notification"),
        is_protected=params.flag("protect_content"),
    )


def thread_of_reply(chat: Chat, target: Message) -> int | None:
    """The thread a reply falls into: the topic in a forum, the chain of replies in a plain supergroup."""
    if chat.is_forum:
        return target.thread
    if chat.kind is ChatKind.SUPERGROUP:
        return target.thread_id or target.message_id
    return None


def _send_file(world: World, params: Params, noun: str) -> Message:
    chat = writable_chat(world, params)
    formatted = read_formatted(params, "caption", "caption_entities", MAX_CAPTION, world.known_person)
    stored = _file(world, params, noun)
    message = compose(world, chat, params, formatted, stored.as_media())
    return world.put(message)


def _file(world: World, params: Params, noun: str) -> StoredFile:
    upload = upload_of(params, noun)
    if upload is None:
        stored = world.files.find(_file_id(params.text(noun), noun))
        if stored.kind != noun:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {noun.title()}")
        return stored
    return keep_as(world, upload, noun)


def keep_as(world: World, upload: Upload, kind: str) -> StoredFile:
    """Store a file as what it is sent as: only a picture can be a photo."""
    if kind == "video":
        return world.files.keep(upload, kind, VIDEO_SIZE)
    if kind != "photo":
        return world.files.keep(upload, kind)
    if len(upload.content) > MAX_PHOTO:
        raise bad_request("file is too big for a photo")
    return world.files.keep(upload, kind, picture_size(upload.content))


def upload_of(params: Params, noun: str) -> Upload | None:
    """The file sent along: in the parameter itself, or under the name that it attaches."""
    attached = params.text(noun)
    name = attached.removeprefix("attach://") if attached.startswith("attach://") else noun
    return params.uploads.get(name)


def _file_id(text: str, noun: str) -> str:
    if not text:
        raise bad_request(f"there is no {noun} in the request")
    if text.startswith(("http://", "https://")):  # the playground fetches nothing
        raise bad_request("failed to get HTTP URL content")
    return text
