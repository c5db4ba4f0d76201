"""One letter as a call of the Bot API: the method, and the fields that go with it."""

from typing import Any

from telegram.constants import ParseMode

from domain.letter import Button, Letter, Media, Rows, Way

#: The topic General has this id, but naming it is refused: it is the chat itself.
_GENERAL = 1
_NO_PREVIEW = {"is_disabled": True}
_METHODS = {
    Way.SEND: "send_Message",
    Way.FILE: "send_Document",
    Way.PHOTO: "send_Photo",
    Way.EDIT: "edit_Message_Text",
    Way.REACTION: "set_Message_Reaction",
    Way.PIN: "pin_Chat_Message",
    Way.UNPIN: "unpin_Chat_Message",
}
#: What is uploaded from the spool, and the field that holds it.
UPLOADED = {Way.FILE: "document", Way.PHOTO: "photo"}
_MEDIA_METHODS = {
    "photo": "send_Photo",
    "video": "send_Video",
    "document": "send_Document",
    "voice": "send_Voice",
    "location": "send_Location",
}


def method_of(letter: Letter) -> str:
    """The method, as ``wire.call`` spells it. Raises KeyError for a kind of media that cannot be sent."""
    if letter.media is None:
        return _METHODS[letter.way]
    if letter.way is Way.EDIT:
        return "edit_Message_Reply_Markup" if letter.media.kind == "location" else "edit_Message_Caption"
    return _MEDIA_METHODS[letter.media.kind]


def fields_of(letter: Letter) -> dict[str, Any]:
    """All fields but the bytes of a file from the spool. What is ``None`` is left out of the call."""
    if letter.way is Way.REACTION:
        reaction = [{"type": "emoji", "emoji": letter.html}]
        return {"chat_id": letter.chat_id, "message_id": letter.edits, "reaction": reaction}
    if letter.way in (Way.PIN, Way.UNPIN):
        is_silent = {"disable_notification": True} if letter.way is Way.PIN else {}
        return {"chat_id": letter.chat_id, "message_id": letter.edits, **is_silent}
    given = {"chat_id": letter.chat_id, "reply_markup": _keyboard(letter.rows), **_words(letter)}
    if letter.way is Way.EDIT:
        if letter.edits is None:
            raise ValueError("an edit names the message that it edits")
        return given | {"message_id": letter.edits}
    return given | {
        "message_thread_id": None if letter.thread_id == _GENERAL else letter.thread_id,
        "disable_notification": letter.silent,
        "reply_parameters": _reply(letter),
        **(_content(letter.media) if letter.media else {}),
    }


def _words(letter: Letter) -> dict[str, Any]:
    """The words as text or as caption; a location has neither."""
    if letter.media is not None and letter.media.kind == "location":
        return {}
    if letter.media is not None or letter.way in UPLOADED:
        return {"caption": letter.html or None, "parse_mode": ParseMode.HTML}
    return {"text": letter.html, "parse_mode": ParseMode.HTML, "link_preview_options": _NO_PREVIEW}


def _content(media: Media) -> dict[str, Any]:
    if media.kind == "location":
        return {"latitude": media.latitude, "longitude": media.longitude}
    return {media.kind: media.file_id}


def _reply(letter: Letter) -> dict[str, Any] | None:
    if letter.reply_to is None:
        return None
    return {"message_id": letter.reply_to, "allow_sending_without_reply": True}


def _keyboard(rows: Rows) -> dict[str, Any] | None:
    return {"inline_keyboard": [[_button(button) for button in row] for row in rows]} if rows else None


def _button(button: Button) -> dict[str, Any]:
    """A style is ignored by a Bot API server that does not know it yet."""
    shown = {"text": button.label} | ({"style": button.style} if button.style else {})
    if button.url:
        return shown | {"url": button.url}
    if button.copy:
        return shown | {"copy_text": {"text": button.copy}}
    if button.app:
        return shown | {"web_app": {"url": button.app}}
    return shown | {"callback_data": button.data}
