"""Methods that forward or copy messages."""

from playground.telegram.access import member_chat, writable_chat
from playground.telegram.api.replies import origin_of
from playground.telegram.api.sending import compose
from playground.telegram.chats import Message
from playground.telegram.params import Params
from playground.telegram.refusals import Json, bad_request
from playground.telegram.text.formatted import MAX_CAPTION, Formatted, read_formatted
from playground.telegram.world import World


def forward_message(world: World, params: Params) -> Json:
    chat = writable_chat(world, params)
    source = _source(world, params, "forward")
    content = Formatted(source.text, list(source.entities))
    message = compose(world, chat, params, content, dict(source.media))
    message.keyboard, message.forward_origin = None, origin_of(source)
    return world.put(message).as_json()


def copy_message(world: World, params: Params) -> Json:
    chat = writable_chat(world, params)
    source = _source(world, params, "copy")
    content = Formatted(source.text, list(source.entities))
    if source.media and "caption" in params.values:
        content = read_formatted(params, "caption", "caption_entities", MAX_CAPTION, world.known_person)
    return {"message_id": world.put(compose(world, chat, params, content, dict(source.media))).message_id}


def _source(world: World, params: Params, verb: str) -> Message:
    source = member_chat(world, params, "from_chat_id").alive(params.integer("message_id") or 0)
    if source is None:
        raise bad_request(f"message to {verb} not found")
    if source.service or source.is_protected:
        raise bad_request(f"the message can't be {'forwarded' if verb == 'forward' else 'copied'}")
    return source
