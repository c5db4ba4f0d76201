"""Turns a bot's text and markup into text and entities, within Telegram's limits."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playground.telegram.params import Params
from playground.telegram.people import Person
from playground.telegram.refusals import Json, bad_request
from playground.telegram.text.html import HtmlReader
from playground.telegram.text.marks import find_marks
from playground.telegram.text.utf16 import width

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100
_OWN = frozenset({"code", "pre", "text_link", "text_mention"})  # nothing is found inside these
_NEEDS = {"text_link": "url", "custom_emoji": "custom_emoji_id", "date_time": "unix_time"}
_KNOWN = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)

#: Finds the person whom a text mentions by id, if the bot has met them.
Known = Callable[[int], Person | None]


@dataclass(slots=True)
class Formatted:
    text: str = ""
    entities: list[Json] = field(default_factory=list)


def read_formatted(params: Params, name: str, entities: str, limit: int, known: Known) -> Formatted:
    """The text of a parameter with its markup, trimmed, at most ``limit`` UTF-16 units and 100 entities."""
    source = params.text(name)
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, marked = HtmlReader(source).read()
    elif mode in {"", "none"}:
        text, marked = source, _given(params.json(entities))
    else:
        raise bad_request("unsupported parse_mode")
    return _finish(text.replace("\r", ""), marked, limit, known, "caption" in name)


def plain(text: str) -> Formatted:
    """What a person typed: no markup, but commands, mentions and links are found."""
    return Formatted(text, find_marks(text))


def _finish(text: str, marked: list[Json], limit: int, known: Known, is_caption: bool) -> Formatted:
    text, marked = _trim(text, marked)
    if width(text) > limit:
        raise bad_request("message caption is too long" if is_caption else "message is too long")
    marked = [entity for raw in marked if (entity := _resolve(raw, known))]
    closed = [(e["offset"], e["offset"] + e["length"]) for e in marked if e["type"] in _OWN]
    found = [mark for mark in find_marks(text) if not _touches(mark, closed) and mark not in marked]
    entities = sorted(marked + found, key=lambda entity: (entity["offset"], -entity["length"], entity["type"]))
    return Formatted(text, entities[:MAX_ENTITIES])


def _trim(text: str, marked: list[Json]) -> tuple[str, list[Json]]:
    """Cut white space at both ends, as Telegram does, and the entities with it."""
    bare = text.strip()
    lead, end = width(text) - width(text.lstrip()), width(bare)
    kept = []
    for entity in marked:
        start = min(max(entity["offset"] - lead, 0), end)
        stop = min(max(entity["offset"] + entity["length"] - lead, 0), end)
        if stop > start:
            kept.append(entity | {"offset": start, "length": stop - start})
    return bare, kept


def _resolve(entity: Json, known: Known) -> Json | None:
    if entity["type"] != "text_mention":
        return entity
    bare = {key: value for key, value in entity.items() if key not in {"user", "user_id"}}
    person = known(entity["user_id"])
    return None if person is None else bare | {"user": person.as_json()}


def _touches(mark: Json, closed: list[tuple[int, int]]) -> bool:
    start, stop = mark["offset"], mark["offset"] + mark["length"]
    return any(start < end and stop > begin for begin, end in closed)


def _given(entities: object) -> list[Json]:
    if entities is None:
        return []
    if not isinstance(entities, list):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    return [_checked(entity) for entity in entities]


def _checked(entity: object) -> Json:
    if not isinstance(entity, dict) or entity.get("type") not in _KNOWN:
        raise bad_request("can't parse MessageEntity: unsupported type specified")
    if not all(isinstance(entity.get(key), int) for key in ("offset", "length")):
        raise bad_request('can\'t parse MessageEntity: field "offset" and "length" must be of type Number')
    if (need := _NEEDS.get(entity["type"])) and not entity.get(need):
        raise bad_request(f"can't parse MessageEntity: can't find field \"{need}\"")
    checked = dict(entity)
    if entity["type"] == "text_mention":
        user = entity.get("user")
        checked["user_id"] = user.get("id") if isinstance(user, dict) else 0
    return checked
